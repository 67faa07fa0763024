package io.dramatis.table.run;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.dramatis.table.Table;
import io.dramatis.table.intake.InputFiles;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code run_records}: what a run was made from, so that it can be made again. */
public final class RunRecords {
    public static final String STUDY = "study";
    public static final String AS_OF = "as_of";
    public static final String SEED = "seed";
    public static final String STATUS = "status";
    public static final String STARTED_AT = "started_at";
    public static final String CONFIG_HASH = "config_hash";
    public static final String CODE_VERSION = "code_version";
    public static final String SPARK_VERSION = "spark_version";
    public static final String DELTA_VERSION = "delta_version";
    public static final String JAVA_VERSION = "java_version";
    public static final String KEY_ID = "key_id";
    public static final String KEY_EPOCH = "key_epoch";
    public static final String CONSENT_PURPOSE = "consent_purpose";
    public static final String CONSENT_BASIS = "consent_basis";
    public static final String INPUT_FILES = "input_files";
    public static final String TABLE_VERSIONS = "table_versions";
    public static final String STAGE_SECONDS = "stage_seconds";

    /** One input file: the columns of {@link InputFiles} after the run's. */
    public static final StructType INPUT_FILE = InputFiles.TABLE.schemaWithoutRun();

    public static final Table TABLE = Table.of(
            Table.Zone.OPEN,
            "run_records",
            "What a run was made from.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(STUDY, StringType, "The study's name."),
            Table.required(AS_OF, DateType, "Nothing after the end of this day (UTC) was used."),
            Table.required(SEED, LongType, "The seed of all that is random."),
            Table.required(STATUS, StringType, "published, or no-personas."),
            Table.required(STARTED_AT, TimestampType, "When the run, or its last rerun, began (UTC)."),
            Table.required(CONFIG_HASH, StringType, "SHA-256 of the config, without secrets and places."),
            Table.required(CODE_VERSION, StringType, "The version of Dramatis."),
            Table.required(SPARK_VERSION, StringType, "The version of Spark."),
            Table.required(DELTA_VERSION, StringType, "The version of Delta Lake."),
            Table.required(JAVA_VERSION, StringType, "The version of Java."),
            Table.required(KEY_ID, StringType, "Which key made the pseudonyms; never the key."),
            Table.required(KEY_EPOCH, IntegerType, "The key's epoch."),
            Table.required(CONSENT_PURPOSE, StringType, "The purpose that people consented to."),
            Table.optional(
                    CONSENT_BASIS,
                    StringType,
                    "The words of the one consent for all data; null when a ledger decides."),
            Table.required(INPUT_FILES, DataTypes.createArrayType(INPUT_FILE, false), "The files read."),
            Table.required(
                    TABLE_VERSIONS,
                    DataTypes.createMapType(StringType, LongType, false),
                    "The version of each table after the run had written it."),
            Table.required(
                    STAGE_SECONDS,
                    DataTypes.createMapType(StringType, DoubleType, false),
                    "Seconds of each stage before publication."));

    private RunRecords() {}
}
