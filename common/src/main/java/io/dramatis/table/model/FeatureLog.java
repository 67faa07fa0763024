package io.dramatis.table.model;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;

/** One row a feature column: what it is, how it was modelled, and why it forms groups or does not. */
public final class FeatureLog {
    public static final String RUN_ID = Table.RUN_ID;
    public static final String POSITION = "position";
    public static final String FEATURE = "feature";
    public static final String DECLARED_FEATURE = "declared_feature";
    public static final String SOURCE = "source";
    public static final String BLOCK = "block";
    public static final String KIND = "kind";
    public static final String ROLE = "role";
    public static final String UNIT = "unit";
    public static final String TRANSFORM = "transform";
    public static final String TRANSFORM_PARAMETER = "transform_parameter";
    public static final String MODELLED_COLUMN = "modelled_column";
    public static final String HIGH = "high";
    public static final String LOW = "low";
    public static final String DESCRIPTION = "description";
    public static final String PEOPLE_COUNT = "people_count";
    public static final String MISSING_SHARE = "missing_share";
    public static final String MEAN = "mean";
    public static final String STANDARD_DEVIATION = "standard_deviation";
    public static final String MODELLED_MEAN = "modelled_mean";
    public static final String MODELLED_STANDARD_DEVIATION = "modelled_standard_deviation";
    public static final String CRONBACH_ALPHA = "cronbach_alpha";
    public static final String IS_KEPT = "is_kept";
    public static final String REASON = "reason";

    private static final String TOO_FEW = " Empty where it would describe fewer people than may be told of.";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "feature_log",
            "One row a feature column: what it is, how it was modelled, and why it does or does not form the groups.",
            Table.required(RUN_ID, StringType, "The run that wrote the row."),
            Table.required(POSITION, IntegerType, "Place of the column in the study, from 1."),
            Table.required(FEATURE, StringType, "Name of the column in person_features."),
            Table.required(DECLARED_FEATURE, StringType, "Name of the feature in the study's file that it is made of."),
            Table.required(SOURCE, StringType, "Source of its data."),
            Table.required(BLOCK, StringType, "Kind of data: crm, web or survey."),
            Table.required(
                    KIND,
                    StringType,
                    "What it is made of: sql (an aggregate), single or multiple (one choice), ordinal, scale."),
            Table.required(
                    ROLE,
                    StringType,
                    "forming (makes the groups), describing, or protected (audited, never published)."),
            Table.required(UNIT, StringType, "Unit of its values; empty where it has none."),
            Table.required(
                    TRANSFORM,
                    StringType,
                    "What was done before modelling: none, log1p, signed-log, yeo-johnson, or ln (of an amount)."),
            Table.optional(
                    TRANSFORM_PARAMETER, DoubleType, "Lambda of the Yeo-Johnson transform; empty for the others."),
            Table.required(
                    MODELLED_COLUMN, StringType, "Column of person_features with its values as the mixture sees them."),
            Table.optional(HIGH, StringType, "Words for much of it."),
            Table.optional(LOW, StringType, "Words for little of it."),
            Table.required(DESCRIPTION, StringType, "What it means."),
            Table.optional(PEOPLE_COUNT, LongType, "Number of people with a value." + TOO_FEW),
            Table.optional(MISSING_SHARE, DoubleType, "Share of people without a value, 0 to 1." + TOO_FEW),
            Table.optional(MEAN, DoubleType, "Mean over the people with a value, in its unit." + TOO_FEW),
            Table.optional(STANDARD_DEVIATION, DoubleType, "Standard deviation (n - 1), in its unit." + TOO_FEW),
            Table.optional(MODELLED_MEAN, DoubleType, "Mean after the transform." + TOO_FEW),
            Table.optional(
                    MODELLED_STANDARD_DEVIATION,
                    DoubleType,
                    "Standard deviation (n - 1) after the transform." + TOO_FEW),
            Table.optional(
                    CRONBACH_ALPHA,
                    DoubleType,
                    "Cronbach's alpha of a scale, over people who answered all its items: how far they measure the same"
                            + " thing." + TOO_FEW),
            Table.required(IS_KEPT, BooleanType, "Whether it forms the groups."),
            Table.optional(REASON, StringType, "Why a forming feature was dropped; empty when it was not."));

    private FeatureLog() {}
}
