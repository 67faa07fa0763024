package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import java.util.Map;

/** {@code intake_accounts}: a row a source; what became of each row read. */
public final class IntakeAccounts {
    public static final String SOURCE = "source";
    public static final String READ_COUNT = "read_count";
    public static final String USED_COUNT = "used_count";
    public static final String REJECTED_COUNT = "rejected_count";
    public static final String NOT_CONSENTED_COUNT = "not_consented_count";
    public static final String DUPLICATE_COUNT = "duplicate_count";
    public static final String MAX_REJECTED_SHARE = "max_rejected_share";

    public static final Table TABLE = Table.of(
                    Table.Zone.OPEN,
                    "intake_accounts",
                    "What became of the rows of a source: read is the sum of the other four counts.",
                    Table.required(Table.RUN_ID, StringType, "The run that read the source."),
                    Table.required(SOURCE, StringType, "The source, as the config names it."),
                    Table.required(READ_COUNT, LongType, "Rows read."),
                    Table.required(USED_COUNT, LongType, "Rows that went on to the features."),
                    Table.required(REJECTED_COUNT, LongType, "Rows that broke their contract; see rejected_rows."),
                    Table.required(
                            NOT_CONSENTED_COUNT,
                            LongType,
                            "Rows left out because their person did not consent, or was erased."),
                    Table.required(
                            DUPLICATE_COUNT,
                            LongType,
                            "Rows left out as exact copies, or as superseded by a later row."),
                    Table.required(
                            MAX_REJECTED_SHARE,
                            DoubleType,
                            "Share of rejected rows over which the run would have ended."))
            .withChecks(Map.of(
                    "rows_add_up", "read_count = used_count + rejected_count + not_consented_count + duplicate_count"));

    private IntakeAccounts() {}
}
