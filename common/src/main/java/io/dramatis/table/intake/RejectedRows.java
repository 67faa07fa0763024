package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;

/** {@code rejected_rows}: a row for each row of a source that broke its contract; never a value, only its shape. */
public final class RejectedRows {
    public static final String SOURCE = "source";
    public static final String FILE = "file";
    public static final String LINE = "line";
    public static final String REASON = "reason";
    public static final String COLUMN_NAME = "column_name";
    public static final String VALUE_SHAPE = "value_shape";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "rejected_rows",
            "A row of a source that broke its contract.",
            Table.required(Table.RUN_ID, StringType, "The run that read the row."),
            Table.required(SOURCE, StringType, "The source, as the config names it."),
            Table.optional(FILE, StringType, "The file's name; null when the source is not made of files."),
            Table.optional(LINE, LongType, "The line it begins in, from 1; null when the file is not made of lines."),
            Table.required(REASON, StringType, "What is wrong, in words."),
            Table.optional(COLUMN_NAME, StringType, "The first column that is wrong; null when the whole row is."),
            Table.optional(
                    VALUE_SHAPE,
                    StringType,
                    "The value with letters as a and digits as 9, cut to 24 characters; null for identifying columns."));

    private RejectedRows() {}
}
