package io.dramatis.table.model;

import static io.dramatis.table.Table.required;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;

/** The chosen model of a run, with all that placing another person needs. */
public final class MixtureModels {
    public static final String RUN_ID = Table.RUN_ID;
    public static final String FORM = "form";
    public static final String COLUMNS = "columns";
    public static final String CENTRE = "centre";
    public static final String SCALE = "scale";
    public static final String FLOOR = "floor";
    public static final String UNIT = "unit";
    public static final String BLOCK = "block";
    public static final String BLOCK_WEIGHT = "block_weight";
    public static final String WEIGHTS = "weights";
    public static final String MEANS = "means";
    public static final String COVARIANCES = "covariances";
    public static final String GROUP_OF_COMPONENT = "group_of_component";
    public static final String OVERLAP = "overlap";
    public static final String PEOPLE_BY_GROUP = "people_by_group_count";
    public static final String PEOPLE_COUNT = "people_count";
    public static final String UNASSIGNED_COUNT = "unassigned_count";
    public static final String PATTERNS = "patterns";
    public static final String THRESHOLDS = "thresholds";
    public static final String MIN_POSTERIOR = "min_posterior";
    public static final String LOG_LIKELIHOOD = "log_likelihood";

    private static final ArrayType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType, false);
    private static final ArrayType INTEGERS = DataTypes.createArrayType(DataTypes.IntegerType, false);

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "mixture_models",
            "The mixture model that the groups come from; one row a run. Restricted, since a component of few people tells"
                    + " of them.",
            required(RUN_ID, DataTypes.StringType, "The run that wrote the row."),
            required(
                    FORM, DataTypes.StringType, "What the components' covariances have in common, as mclust names it."),
            required(
                    COLUMNS,
                    DataTypes.createArrayType(DataTypes.StringType, false),
                    "The features that form the groups, in the order of the numbers below."),
            required(CENTRE, DOUBLES, "What is taken off each feature, in its own units."),
            required(SCALE, DOUBLES, "What each feature is then divided by, in its own units."),
            required(FLOOR, DOUBLES, "Least variance of a component in each feature, after scaling."),
            required(UNIT, DOUBLES, "Square of the unit in which spherical components are round, after scaling."),
            required(BLOCK, INTEGERS, "The block of each feature, numbered; features of one block may be correlated."),
            required(BLOCK_WEIGHT, DOUBLES, "How much the evidence of each feature's block counts."),
            required(WEIGHTS, DOUBLES, "Share of people in each component."),
            required(MEANS, DOUBLES, "Mean of each component and feature after scaling, one component after another."),
            required(
                    COVARIANCES,
                    DOUBLES,
                    "Covariance matrix of each component after scaling, row by row, one component after another."),
            required(GROUP_OF_COMPONENT, INTEGERS, "The group that each component belongs to."),
            required(
                    OVERLAP,
                    DOUBLES,
                    "How often people of two groups are mistaken for each other, the larger of the two directions: a square"
                            + " of groups, row by row."),
            required(
                    PEOPLE_BY_GROUP,
                    DataTypes.createArrayType(DataTypes.LongType, false),
                    "People assigned to each group when the model was fitted."),
            required(PEOPLE_COUNT, DataTypes.LongType, "People that the model was fitted to."),
            required(
                    UNASSIGNED_COUNT,
                    DataTypes.LongType,
                    "People in no group when the model was fitted, those of whom nothing is known included."),
            required(
                    PATTERNS,
                    DataTypes.createArrayType(INTEGERS, false),
                    "Which features can be known together: the positions of the known ones, a list a pattern."),
            required(
                    THRESHOLDS,
                    DOUBLES,
                    "Log-density after scaling under which someone is unlike all groups, for each pattern."),
            required(MIN_POSTERIOR, DataTypes.DoubleType, "Least probability of an assigned person's group."),
            required(LOG_LIKELIHOOD, DataTypes.DoubleType, "Log-likelihood of the fit, in the units of the features."));

    private MixtureModels() {}
}
