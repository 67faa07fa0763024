package io.dramatis.jobs.mixture;

import io.dramatis.evidence.carry.Forming;
import io.dramatis.evidence.structure.Plan;
import io.dramatis.evidence.structure.Structure;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.MixtureEstimator;
import io.dramatis.mixture.MixtureModel;
import io.dramatis.mixture.Settings;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.spark.Replication;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.MergeTree;
import io.dramatis.table.model.MixtureModels;
import io.dramatis.table.model.ModelCandidates;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.model.SplitTests;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits Gaussian mixtures for every number of components and covariance form, chooses one by BIC, merges its components into the groups
 * that one population would not show, and places each person.
 *
 * <p>Reads {@code person_features} and {@code feature_log}. Writes {@code model_candidates}, {@code mixture_models},
 * {@code merge_tree}, {@code split_tests} and {@code memberships}. Rerun: the run's rows of them are replaced.
 */
public final class MixtureJob implements Job {

    @Override
    public String name() {
        return "mixture";
    }

    @Override
    public Outcome run(RunContext context) {
        Map<String, Forming> forming = Forming.byColumn(context.tables().read(FeatureLog.TABLE, context.runId()));
        Dataset<Row> people = context.tables().read(PersonFeatures.TABLE, context.runId());
        Structure structure = new Structure(
                Plan.of(context.study().evidence(), context.study().mixture(), forming),
                context.study().seed(),
                Replication.of(context.spark()));
        MixtureModel model = MixtureEstimator.of(
                        Settings.of(
                                context.study().mixture(),
                                forming.values().stream().map(Forming::block).toList(),
                                context.study().seed()),
                        List.copyOf(forming.keySet()),
                        PersonFeatures.PERSON_ID)
                .fit(people, structure);
        model.notes().forEach(context.notices());
        Mixture mixture = model.mixture();
        context.tables()
                .replaceAll(
                        context.runId(),
                        Map.of(
                                ModelCandidates.TABLE, model.candidateRows(context.spark(), context.runId()),
                                MixtureModels.TABLE, model.modelRows(context.spark(), context.runId()),
                                MergeTree.TABLE, model.mergeRows(context.spark(), context.runId()),
                                SplitTests.TABLE, structure.rows(context.spark(), context.runId()),
                                Memberships.TABLE, mixture.memberships(people)));
        return new Outcome(
                mixture.assigned() + mixture.unassigned(),
                model.candidates().size() + " models, " + mixture.form() + " with " + mixture.components()
                        + " components chosen, " + mixture.groups() + " groups, " + mixture.assigned()
                        + " people placed");
    }
}
