package io.dramatis.table.persona;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import java.util.Map;

/** {@code persona_traits}: a row a persona and feature. */
public final class PersonaTraits {
    public static final String PERSONA_ID = Personas.PERSONA_ID;
    public static final String FEATURE = "feature";
    public static final String BLOCK = "block";
    public static final String ROLE = "role";
    public static final String UNIT = "unit";
    public static final String STATISTIC = "statistic";
    public static final String PEOPLE_COUNT = "people_count";
    public static final String ESTIMATE = "estimate";
    public static final String ESTIMATE_LOW = "estimate_low";
    public static final String ESTIMATE_HIGH = "estimate_high";
    public static final String EVERYONE = "everyone";
    public static final String STANDARDISED_DIFFERENCE = "standardised_difference";
    public static final String DIFFERENCE_FROM_OTHERS = "difference_from_others";
    public static final String DIFFERENCE_LOW = "difference_low";
    public static final String DIFFERENCE_HIGH = "difference_high";
    public static final String ADJUSTED_P = "adjusted_p";
    public static final String IS_NEWS = "is_news";
    public static final String P10 = "p10";
    public static final String P50 = "p50";
    public static final String P90 = "p90";
    public static final String WORDS = "words";
    public static final String IS_WITHHELD = Personas.IS_WITHHELD;

    public static final Table TABLE = Table.of(
                    Table.Zone.OPEN,
                    "persona_traits",
                    "What a persona's members are like in one feature, beside everyone of the study.",
                    Table.required(Table.RUN_ID, StringType, "The run."),
                    Personas.OF_PERSONA,
                    Table.required(FEATURE, StringType, "The feature; see feature_log."),
                    Table.required(BLOCK, StringType, "crm, web or survey."),
                    Table.required(
                            ROLE,
                            StringType,
                            "forming: it made the groups, so its difference is no news; describing: it did not."),
                    Table.required(UNIT, StringType, "Unit of the estimate; empty for shares."),
                    Table.required(STATISTIC, StringType, "mean, or share of those for whom it holds."),
                    Table.optional(
                            PEOPLE_COUNT,
                            LongType,
                            "Members with a value; null when there are too few to say anything."),
                    Table.optional(ESTIMATE, DoubleType, "The members' mean or share."),
                    Table.optional(ESTIMATE_LOW, DoubleType, "Lower end of its interval."),
                    Table.optional(ESTIMATE_HIGH, DoubleType, "Upper end of its interval."),
                    Table.optional(EVERYONE, DoubleType, "The mean or share of everyone in the study with a value."),
                    Table.optional(
                            STANDARDISED_DIFFERENCE,
                            DoubleType,
                            "Members less everyone, in standard deviations of everyone, on the feature as modelled."),
                    Table.optional(
                            DIFFERENCE_FROM_OTHERS,
                            DoubleType,
                            "Members less everyone else, in standard deviations of everyone, on the feature as modelled."),
                    Table.optional(DIFFERENCE_LOW, DoubleType, "Lower end of its interval (Welch)."),
                    Table.optional(DIFFERENCE_HIGH, DoubleType, "Upper end of its interval (Welch)."),
                    Table.optional(
                            ADJUSTED_P,
                            DoubleType,
                            "p of that difference, adjusted for all personas and describing features (Benjamini-Hochberg), 1e-10 at least;"
                                    + " null for a forming feature, which made the groups: no p of it would mean anything."),
                    Table.optional(
                            IS_NEWS,
                            BooleanType,
                            "Whether the groups tell something about a feature that did not make them: adjusted p at most .05,"
                                    + " and a difference of at least .2; null for a forming feature."),
                    Table.optional(
                            P10, DoubleType, "A tenth of the members are below; null for shares and small groups."),
                    Table.optional(P50, DoubleType, "Half of the members are below."),
                    Table.optional(P90, DoubleType, "Nine tenths of the members are below."),
                    Table.optional(WORDS, StringType, "The config's words for much or little of it, where it tells."),
                    Personas.OF_IS_WITHHELD,
                    Personas.OF_CAUTION)
            .withChecks(Map.of(
                    "withheld_cells_are_empty",
                    "NOT is_withheld OR (estimate IS NULL AND people_count IS NULL AND p50 IS NULL)",
                    "no_p_for_forming",
                    "role = 'describing' OR (adjusted_p IS NULL AND is_news IS NULL)",
                    "protected_never_published",
                    "role IN ('forming', 'describing')"));

    private PersonaTraits() {}
}
