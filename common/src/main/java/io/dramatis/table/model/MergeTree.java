package io.dramatis.table.model;

import static io.dramatis.table.Table.required;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;

/** How the components of the chosen model became groups. */
public final class MergeTree {
    public static final String RUN_ID = Table.RUN_ID;
    public static final String STEP = "step";
    public static final String FIRST = "first";
    public static final String SECOND = "second";
    public static final String OVERLAP = "overlap";
    public static final String RIDGE_RATIO = "ridge_ratio";
    public static final String IS_MERGED = "is_merged";

    private static final ArrayType INTEGERS = DataTypes.createArrayType(DataTypes.IntegerType, false);

    static final Table.Column FIRST_SIDE = required(FIRST, INTEGERS, "Components on the one side.");
    static final Table.Column SECOND_SIDE = required(SECOND, INTEGERS, "Components on the other side.");
    static final Table.Column SIDES_OVERLAP = required(
            OVERLAP,
            DataTypes.DoubleType,
            "How often people of one side are taken for the other (DEMP), the larger of the two directions.");
    static final Table.Column SIDES_RIDGE_RATIO = required(
            RIDGE_RATIO,
            DataTypes.DoubleType,
            "The density at the lowest point of the way between the two sides, as a share of their lower peak.");

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "merge_tree",
            "How the components of the chosen model became groups, down to one; one row a step and run.",
            required(RUN_ID, DataTypes.StringType, "The run that wrote the row."),
            required(STEP, DataTypes.IntegerType, "Which step, from 0."),
            FIRST_SIDE,
            SECOND_SIDE,
            SIDES_OVERLAP,
            SIDES_RIDGE_RATIO,
            required(
                    IS_MERGED,
                    DataTypes.BooleanType,
                    "Whether the two sides became one group; the steps after the first that did not only tell what is"
                            + " near."));

    private MergeTree() {}
}
