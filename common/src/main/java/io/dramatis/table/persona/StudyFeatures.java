package io.dramatis.table.persona;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import io.dramatis.table.model.FeatureLog;

/** {@code study_features}: a row a feature column, as {@code feature_log} has it, with figures that may be told. */
public final class StudyFeatures {
    public static final String FEATURE = FeatureLog.FEATURE;

    private static final String TOLD = " Rounded; empty where it may not be told, and of protected features.";

    public static final Table TABLE = Table.of(
            Table.Zone.OPEN,
            "study_features",
            "One row a feature column: what it is, how it was modelled, why it forms the groups or does not, and everyone's"
                    + " figures.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(FeatureLog.POSITION, IntegerType, "Place of the column in the study, from 1."),
            Table.required(FEATURE, StringType, "Name of the column; persona_traits has it too."),
            Table.required(
                    FeatureLog.DECLARED_FEATURE,
                    StringType,
                    "Name of the feature in the study's file that it is made of."),
            Table.required(FeatureLog.SOURCE, StringType, "Source of its data."),
            Table.required(FeatureLog.BLOCK, StringType, "Kind of data: crm, web or survey."),
            Table.required(
                    FeatureLog.KIND,
                    StringType,
                    "What it is made of: sql (an aggregate), single or multiple (one choice), ordinal, scale."),
            Table.required(
                    FeatureLog.ROLE,
                    StringType,
                    "forming (makes the groups), describing, or protected (audited, never published)."),
            Table.required(FeatureLog.UNIT, StringType, "Unit of its values; empty where it has none."),
            Table.required(
                    FeatureLog.TRANSFORM,
                    StringType,
                    "What was done before modelling: none, log1p, signed-log, yeo-johnson, or ln (of an amount)."),
            Table.optional(FeatureLog.HIGH, StringType, "Words for much of it."),
            Table.optional(FeatureLog.LOW, StringType, "Words for little of it."),
            Table.required(FeatureLog.DESCRIPTION, StringType, "What it means."),
            Table.required(FeatureLog.IS_KEPT, BooleanType, "Whether it forms the groups."),
            Table.optional(FeatureLog.REASON, StringType, "Why a forming feature was dropped; empty when it was not."),
            Table.optional(
                    FeatureLog.PEOPLE_COUNT, LongType, "Number of people with a value, to the nearest k." + TOLD),
            Table.optional(FeatureLog.MEAN, DoubleType, "Mean over the people with a value, in its unit." + TOLD),
            Table.optional(
                    FeatureLog.STANDARD_DEVIATION, DoubleType, "Standard deviation (n - 1), in its unit." + TOLD),
            Table.optional(
                    FeatureLog.CRONBACH_ALPHA,
                    DoubleType,
                    "Cronbach's alpha of a scale, over people who answered all its items: how far they measure the same"
                            + " thing." + TOLD));

    private StudyFeatures() {}
}
