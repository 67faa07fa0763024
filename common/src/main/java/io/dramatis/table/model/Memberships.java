package io.dramatis.table.model;

import static io.dramatis.table.Table.optional;
import static io.dramatis.table.Table.required;

import io.dramatis.table.Table;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;

/** Who is in which group. */
public final class Memberships {
    public static final String RUN_ID = Table.RUN_ID;
    public static final String PERSON_ID = Table.PERSON_ID;
    public static final String GROUP_INDEX = "group_index";
    public static final String POSTERIOR = "posterior";
    public static final String SECOND_GROUP = "second_group";
    public static final String SECOND_POSTERIOR = "second_posterior";
    public static final String ENTROPY = "entropy";
    public static final String LOG_DENSITY = "log_density";
    public static final String IS_ASSIGNED = "is_assigned";

    public static final Table TABLE = Table.of(
                    Table.Zone.RESTRICTED,
                    "memberships",
                    "Which group each person is in, and how surely; one row a person and run.",
                    required(RUN_ID, DataTypes.StringType, "The run that wrote the row."),
                    required(PERSON_ID, DataTypes.BinaryType, "The person's pseudonym."),
                    optional(
                            GROUP_INDEX,
                            DataTypes.IntegerType,
                            "The group, 0 for the largest; empty for someone who is unlike all groups, is torn between"
                                    + " them, or of whom nothing is known."),
                    optional(
                            POSTERIOR,
                            DataTypes.DoubleType,
                            "How likely the likeliest group is, from 0 to 1; empty where nothing is known."),
                    optional(
                            SECOND_GROUP,
                            DataTypes.IntegerType,
                            "The next likeliest group; empty where there is none."),
                    optional(
                            SECOND_POSTERIOR,
                            DataTypes.DoubleType,
                            "How likely the next likeliest group is, from 0 to 1; empty where there is none."),
                    optional(
                            ENTROPY,
                            DataTypes.DoubleType,
                            "How torn between the groups: 0 sure of one, 1 all equally likely; empty where nothing is"
                                    + " known."),
                    optional(
                            LOG_DENSITY,
                            DataTypes.DoubleType,
                            "How usual the person is under the model: natural log of the density on what is known of"
                                    + " them, in the units of the features; empty where nothing is known."),
                    required(IS_ASSIGNED, DataTypes.BooleanType, "Whether the person is in a group."))
            .withChecks(Map.of("assigned_has_group", IS_ASSIGNED + " = (" + GROUP_INDEX + " is not null)"));

    private Memberships() {}
}
