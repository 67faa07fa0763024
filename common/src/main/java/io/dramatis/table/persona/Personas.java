package io.dramatis.table.persona;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import java.util.Map;

/** {@code personas}: a row a published persona. */
public final class Personas {
    public static final String PERSONA_ID = "persona_id";
    public static final String LABEL = "label";
    public static final String SHARE = "share";
    public static final String SHARE_LOW = "share_low";
    public static final String SHARE_HIGH = "share_high";
    public static final String PEOPLE_COUNT = "people_count";
    public static final String VERDICT = "verdict";
    public static final String REASON = "reason";
    public static final String VALID_UNTIL = "valid_until";
    public static final String CAUTION = "caution";
    public static final String IS_WITHHELD = "is_withheld";

    /** In tables that tell of a persona. */
    public static final Table.Column OF_PERSONA = Table.required(PERSONA_ID, StringType, "The persona.");

    public static final Table.Column OF_IS_WITHHELD = Table.required(
            IS_WITHHELD, BooleanType, "Whether figures are left out because too few people stand behind them.");
    public static final Table.Column OF_CAUTION = Table.optional(
            CAUTION, StringType, "What must be said with the persona wherever it is shown; empty for a natural group.");

    public static final Table TABLE = Table.of(
                    Table.Zone.OPEN,
                    "personas",
                    "A persona: a group of people that the data can defend.",
                    Table.required(Table.RUN_ID, StringType, "The run."),
                    Table.required(
                            PERSONA_ID,
                            StringType,
                            "Stays the same from run to run while the members, or the centre, match."),
                    Table.required(LABEL, StringType, "The two most telling traits, in the words of the config."),
                    Table.required(SHARE, DoubleType, "Share of all people of the study, 0 to 1."),
                    Table.required(SHARE_LOW, DoubleType, "Lower end of the share's interval (Wilson)."),
                    Table.required(SHARE_HIGH, DoubleType, "Upper end of the share's interval (Wilson)."),
                    Table.required(PEOPLE_COUNT, LongType, "Members."),
                    Table.required(
                            VERDICT,
                            StringType,
                            "natural: stands apart and comes back; reproducible: a useful cut of a continuum, not a natural group."),
                    Table.required(REASON, StringType, "Why the verdict, in words."),
                    Table.required(VALID_UNTIL, DateType, "After this day the persona must not be used."),
                    OF_CAUTION)
            .withChecks(Map.of(
                    "share_in_interval", "share_low <= share AND share <= share_high",
                    "verdict_known", "verdict IN ('natural', 'reproducible')"));

    private Personas() {}
}
