package io.dramatis.table.privacy;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.DataTypes;

/** {@code erasures}: the receipt of an erasure: counts alone, no ids and no pseudonyms. */
public final class Erasures {
    public static final String STUDY = "study";
    public static final String PURPOSE = "purpose";
    public static final String KEY_ID = "key_id";
    public static final String KEY_EPOCH = "key_epoch";
    public static final String ERASED_AT = "erased_at";
    public static final String LISTED_COUNT = "listed_count";
    public static final String UNKNOWN_COUNT = "unknown_count";
    public static final String PEOPLE_COUNT = "people_count";
    public static final String SUPPRESSED_COUNT = "suppressed_count";
    public static final String ROW_COUNTS = "row_counts";
    public static final String TABLE_VERSIONS = "table_versions";
    public static final String REMOVED_FILE_COUNT = "removed_file_count";
    public static final String SCANNED_FILE_COUNT = "scanned_file_count";
    public static final String SCANNED_BYTES = "scanned_bytes";
    public static final String PARQUET_FILE_COUNT = "parquet_file_count";
    public static final String FOUND_FILE_COUNT = "found_file_count";
    public static final String UNREADABLE_FILE_COUNT = "unreadable_file_count";
    public static final String IS_PROVEN = "is_proven";
    public static final String OTHER_KEY_RUN_COUNT = "other_key_run_count";
    public static final String SECONDS = "seconds";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "erasures",
            "An erasure: what was removed, and the scan that shows it.",
            Table.required(Table.RUN_ID, StringType, "The erasure."),
            Table.required(STUDY, StringType, "The study's name."),
            Table.required(PURPOSE, StringType, "The purpose whose pseudonyms were looked for."),
            Table.required(KEY_ID, StringType, "The key whose pseudonyms were looked for; never the key."),
            Table.required(KEY_EPOCH, IntegerType, "The key's epoch."),
            Table.required(ERASED_AT, TimestampType, "When it was done (UTC)."),
            Table.required(LISTED_COUNT, LongType, "Entries of the list."),
            Table.required(UNKNOWN_COUNT, LongType, "Entries of whom the lake held no row."),
            Table.required(PEOPLE_COUNT, LongType, "Pseudonyms whose rows were removed."),
            Table.required(SUPPRESSED_COUNT, LongType, "Ids that were put on the suppression list."),
            Table.required(
                    ROW_COUNTS,
                    DataTypes.createMapType(StringType, LongType, false),
                    "Rows removed from each table, of all runs."),
            Table.required(
                    TABLE_VERSIONS,
                    DataTypes.createMapType(StringType, LongType, false),
                    "The version of each table, all older ones of which are gone."),
            Table.required(
                    REMOVED_FILE_COUNT, LongType, "Files of old versions, killed writes and temporary files removed."),
            Table.required(SCANNED_FILE_COUNT, LongType, "Files of the lake whose every byte was searched."),
            Table.required(SCANNED_BYTES, LongType, "Their bytes."),
            Table.required(PARQUET_FILE_COUNT, LongType, "Those of them that were read as Parquet too."),
            Table.required(FOUND_FILE_COUNT, LongType, "Files in which a pseudonym was found; 0 when all is gone."),
            Table.required(UNREADABLE_FILE_COUNT, LongType, "Parquet files that could not be read."),
            Table.required(IS_PROVEN, BooleanType, "Whether nothing was found and every file could be read."),
            Table.required(
                    OTHER_KEY_RUN_COUNT, LongType, "Runs with other pseudonyms, which the erasure does not cover."),
            Table.required(SECONDS, DoubleType, "How long it took."));

    private Erasures() {}
}
