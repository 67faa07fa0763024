package io.dramatis.table.model;

import static io.dramatis.table.Table.optional;
import static io.dramatis.table.Table.required;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.DataTypes;

/** The models that were tried, and which was chosen. */
public final class ModelCandidates {
    public static final String RUN_ID = Table.RUN_ID;
    public static final String FORM = "form";
    public static final String K = "k";
    public static final String LOG_LIKELIHOOD = "log_likelihood";
    public static final String DF = "df";
    public static final String BIC = "bic";
    public static final String ICL = "icl";
    public static final String IS_CONVERGED = "is_converged";
    public static final String ITERATIONS = "iterations_count";
    public static final String IS_CHOSEN = "is_chosen";
    public static final String GROUPS_AFTER_MERGING = "groups_after_merging";

    public static final Table TABLE = Table.of(
            Table.Zone.OPEN,
            "model_candidates",
            "The mixture models that were tried; one row a model and run.",
            required(RUN_ID, DataTypes.StringType, "The run that wrote the row."),
            required(
                    FORM,
                    DataTypes.StringType,
                    "What the components' covariances have in common, as mclust names it: EII, VII, EEI, VVI, EEE or VVV."),
            required(K, DataTypes.IntegerType, "Components of the model, before merging."),
            required(
                    LOG_LIKELIHOOD,
                    DataTypes.DoubleType,
                    "How well the model fits the people it was fitted to: natural log of their density, in the units of"
                            + " the features."),
            required(DF, DataTypes.IntegerType, "Free parameters of the model."),
            required(
                    BIC,
                    DataTypes.DoubleType,
                    "Bayesian information criterion, 2 log_likelihood - df ln(people): the largest is chosen."),
            required(
                    ICL,
                    DataTypes.DoubleType,
                    "The same, less twice the uncertainty of who is in which component; larger is better."),
            required(
                    IS_CONVERGED,
                    DataTypes.BooleanType,
                    "Whether the fit settled before the largest number of iterations."),
            required(ITERATIONS, DataTypes.IntegerType, "Iterations over all people."),
            required(IS_CHOSEN, DataTypes.BooleanType, "Whether this is the model that the groups come from."),
            optional(
                    GROUPS_AFTER_MERGING,
                    DataTypes.IntegerType,
                    "Groups that remain when components that are mistaken for each other are merged; of the chosen model"
                            + " only."));

    private ModelCandidates() {}
}
