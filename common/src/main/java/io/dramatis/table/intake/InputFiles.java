package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.dramatis.table.Table;

/** {@code input_files}: a row a file that a run read. */
public final class InputFiles {
    public static final String INPUT = "input";
    public static final String FILE = "file";
    public static final String SIZE_BYTES = "size_bytes";
    public static final String MODIFIED_AT = "modified_at";
    public static final String SHA256 = "sha256";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "input_files",
            "A file that a run read.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(INPUT, StringType, "The source, joined file, id map or ledger, as the config names it."),
            Table.required(FILE, StringType, "The file's name."),
            Table.required(SIZE_BYTES, LongType, "Its size."),
            Table.required(MODIFIED_AT, TimestampType, "When it was last changed (UTC)."),
            Table.required(SHA256, StringType, "SHA-256 of its bytes, in hexadecimal digits."));

    private InputFiles() {}
}
