package io.dramatis.table.persona;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import java.util.Map;

/** {@code persona_sources}: what data stand behind a persona, and how old they are. */
public final class PersonaSources {
    public static final String PERSONA_ID = Personas.PERSONA_ID;
    public static final String SOURCE = "source";
    public static final String BLOCK = "block";
    public static final String COVERAGE = "coverage";
    public static final String NEWEST_EVENT = "newest_event";
    public static final String MEDIAN_AGE_DAYS = "median_age_days";
    public static final String IS_WITHHELD = Personas.IS_WITHHELD;

    public static final Table TABLE = Table.of(
                    Table.Zone.OPEN,
                    "persona_sources",
                    "What data stand behind a persona, and how old they are; one row a source and persona, and one for everyone"
                            + " of the study.",
                    Table.required(Table.RUN_ID, StringType, "The run."),
                    Table.optional(PERSONA_ID, StringType, "The persona; empty for everyone of the study."),
                    Table.required(SOURCE, StringType, "The source."),
                    Table.required(
                            BLOCK,
                            StringType,
                            "crm, web or survey. The coverage of a survey tells how many of the members it backs."),
                    Table.optional(COVERAGE, DoubleType, "Share of the people with a row in the source, 0 to 1."),
                    Table.optional(
                            NEWEST_EVENT,
                            DateType,
                            "The latest day on or after which there is an event of as many people as may be told of; empty"
                                    + " for a source without times."),
                    Table.optional(
                            MEDIAN_AGE_DAYS,
                            IntegerType,
                            "Days from each one's latest event to as-of, the middle of the people with a row."),
                    Personas.OF_IS_WITHHELD,
                    Personas.OF_CAUTION)
            .withChecks(Map.of(
                    "withheld_sources_are_empty",
                    "NOT is_withheld OR (coverage IS NULL AND newest_event IS NULL AND median_age_days IS NULL)"));

    private PersonaSources() {}
}
