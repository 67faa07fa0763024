package io.dramatis.table.run;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.DataTypes;

/** {@code stage_runs}: the stages that a run has finished; its rerun starts after them. */
public final class StageRuns {
    public static final String STAGE = "stage";
    public static final String POSITION = "position";
    public static final String CONFIG_HASH = "config_hash";
    public static final String AS_OF = "as_of";
    public static final String FINISHED_AT = "finished_at";
    public static final String SECONDS = "seconds";
    public static final String ROW_COUNT = "row_count";
    public static final String SUMMARY = "summary";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "stage_runs",
            "A stage that a run has finished.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(STAGE, StringType, "The stage."),
            Table.required(POSITION, DataTypes.IntegerType, "Its place in the pipeline, from 0."),
            Table.required(CONFIG_HASH, StringType, "SHA-256 of the config that it ran with."),
            Table.required(AS_OF, DataTypes.DateType, "The day after whose end nothing was used."),
            Table.required(FINISHED_AT, TimestampType, "When it was done (UTC)."),
            Table.required(SECONDS, DoubleType, "How long it took."),
            Table.required(ROW_COUNT, LongType, "Rows that it wrote to its main table."),
            Table.required(SUMMARY, StringType, "What it did, in words."));

    private StageRuns() {}
}
