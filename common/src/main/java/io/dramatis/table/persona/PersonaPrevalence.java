package io.dramatis.table.persona;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;

/**
 * {@code persona_prevalence}: how many people are like a persona in several traits at once (Chapman and Milham, <i>Proceedings of the
 * Human Factors and Ergonomics Society</i> 50, 2006).
 */
public final class PersonaPrevalence {
    public static final String PERSONA_ID = Personas.PERSONA_ID;
    public static final String TRAITS_COUNT = "traits_count";
    public static final String FEATURES = "features";
    public static final String MEMBERS_COUNT = "members_count";
    public static final String MEMBERS_SHARE = "members_share";
    public static final String OTHERS_COUNT = "others_count";
    public static final String OTHERS_SHARE = "others_share";
    public static final String IS_WITHHELD = Personas.IS_WITHHELD;

    public static final Table TABLE = Table.of(
                    Table.Zone.OPEN,
                    "persona_prevalence",
                    "How many members, and how many of everyone else, hold a persona's strongest traits all at once; one row a"
                            + " persona and number of traits.",
                    Table.required(Table.RUN_ID, StringType, "The run."),
                    Personas.OF_PERSONA,
                    Table.required(TRAITS_COUNT, IntegerType, "How many traits, from 1."),
                    Table.required(
                            FEATURES,
                            DataTypes.createArrayType(StringType, false),
                            "The features, the strongest first. Someone holds a trait whose value, as modelled, is on the"
                                    + " persona's side of everyone's mean."),
                    Table.optional(MEMBERS_COUNT, LongType, "Members of whom all these features are known."),
                    Table.optional(MEMBERS_SHARE, DoubleType, "Share of these who hold all the traits, 0 to 1."),
                    Table.optional(OTHERS_COUNT, LongType, "Everyone else of whom all these features are known."),
                    Table.optional(OTHERS_SHARE, DoubleType, "Share of these who hold all the traits, 0 to 1."),
                    Personas.OF_IS_WITHHELD,
                    Personas.OF_CAUTION)
            .withChecks(Map.of(
                    "withheld_rows_are_empty", "NOT is_withheld OR (members_share IS NULL AND others_share IS NULL)"));

    private PersonaPrevalence() {}
}
