package io.dramatis.table.model;

import static io.dramatis.table.Table.optional;
import static io.dramatis.table.Table.required;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.DataTypes;

/** {@code split_tests}: which splits of the merge tree are more than one population would show. */
public final class SplitTests {
    public static final String RUN_ID = Table.RUN_ID;
    public static final String POSITION = "position";
    public static final String FIRST = MergeTree.FIRST;
    public static final String SECOND = MergeTree.SECOND;
    public static final String OVERLAP = MergeTree.OVERLAP;
    public static final String RIDGE_RATIO = MergeTree.RIDGE_RATIO;
    public static final String PEOPLE_COUNT = "people_count";
    public static final String LEVEL = "level";
    public static final String P_VALUE = "p_value";
    public static final String NULL_SETS = "null_sets";
    public static final String IS_REAL = "is_real";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "split_tests",
            "Which splits of the merge tree are more than one population would show, from the top down; one row a split and"
                    + " run.",
            required(RUN_ID, DataTypes.StringType, "The run that wrote the row."),
            required(POSITION, DataTypes.IntegerType, "In which order they were looked at, from 0."),
            MergeTree.FIRST_SIDE,
            MergeTree.SECOND_SIDE,
            MergeTree.SIDES_OVERLAP,
            MergeTree.SIDES_RIDGE_RATIO,
            required(PEOPLE_COUNT, DataTypes.LongType, "People of both sides in the sample that was looked at."),
            required(LEVEL, DataTypes.DoubleType, "The level of the test: the study's, shared out by people."),
            optional(
                    P_VALUE,
                    DataTypes.DoubleType,
                    "(1 + sets of one population as well apart) / (1 + sets); empty where one side is a handful of"
                            + " outliers."),
            required(NULL_SETS, DataTypes.IntegerType, "Sets of one population that were drawn."),
            required(IS_REAL, DataTypes.BooleanType, "Whether one population was rejected."));

    private SplitTests() {}
}
