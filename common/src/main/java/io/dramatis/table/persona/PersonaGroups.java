package io.dramatis.table.persona;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.DataTypes;

/** {@code persona_groups}: which group of a run is which persona, and its centre; the next run matches with it. */
public final class PersonaGroups {
    public static final String GROUP_INDEX = "group_index";
    public static final String PERSONA_ID = "persona_id";
    public static final String CENTRE = "centre";
    public static final String MATCHED_BY = "matched_by";
    public static final String MATCH = "match";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "persona_groups",
            "Which group of a run is which persona.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(GROUP_INDEX, IntegerType, "The group in memberships."),
            Table.required(PERSONA_ID, StringType, "The persona."),
            Table.required(
                    CENTRE,
                    DataTypes.createMapType(StringType, DoubleType, false),
                    "Mean of each forming feature, in standard deviations from everyone's mean."),
            Table.required(MATCHED_BY, StringType, "members, centre, or new."),
            Table.optional(
                    MATCH, DoubleType, "Share of members in common (Jaccard), or distance of the centres in SD."));

    private PersonaGroups() {}
}
