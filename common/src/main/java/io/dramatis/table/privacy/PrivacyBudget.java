package io.dramatis.table.privacy;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.DataTypes;

/**
 * {@code privacy_budget}: what each run has spent on noisy counts, with the noise that it drew, so that a rerun draws none
 * anew. Restricted: who knows the noise knows the counts.
 */
public final class PrivacyBudget {
    public static final String SEQUENCE = "sequence";
    public static final String EPSILON = "epsilon";
    public static final String SPENT_AT = "spent_at";
    public static final String DRAWS = "draws";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "privacy_budget",
            "What a run has spent of the privacy budget, and the noise that it bought.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(SEQUENCE, LongType, "Its number, from 1."),
            Table.required(EPSILON, StringType, "What it spent; a decimal number, exactly."),
            Table.required(SPENT_AT, TimestampType, "When (UTC)."),
            Table.required(
                    DRAWS,
                    DataTypes.createMapType(StringType, LongType, false),
                    "The noise on each count, by the count's name."));

    private PrivacyBudget() {}
}
