package io.dramatis.jobs.mixture;

import io.dramatis.mixture.MixtureFit;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.table.FeatureLog;
import io.dramatis.table.Memberships;
import io.dramatis.table.MixtureModels;
import io.dramatis.table.ModelCandidates;
import io.dramatis.table.PersonFeatures;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Fits Gaussian mixtures for every number of components, chooses one by BIC, merges its components into groups, and
 * places each person.
 *
 * <p>Reads {@code person_features} and {@code feature_log}. Writes {@code model_candidates}, {@code mixture_models} and
 * {@code memberships}. Rerun: the run's rows of them are replaced.
 */
public final class MixtureJob implements Job {

    @Override
    public String name() {
        return "mixture";
    }

    @Override
    public Outcome run(RunContext context) {
        Dataset<Row> log = context.tables().read(FeatureLog.TABLE, context.runId());
        List<String> columns = log.where(log.col(FeatureLog.IS_KEPT))
                .orderBy(FeatureLog.POSITION)
                .select(FeatureLog.MODELLED_COLUMN)
                .as(Encoders.STRING())
                .collectAsList();
        Dataset<Row> people = context.tables().read(PersonFeatures.TABLE, context.runId());
        MixtureFit.Result fit = MixtureFit.fit(
                people, columns, context.study().mixture(), context.study().seed());
        fit.notes().forEach(context.notices());
        context.tables()
                .replaceAll(
                        context.runId(),
                        Map.of(
                                ModelCandidates.TABLE, fit.candidateRows(context.spark(), context.runId()),
                                MixtureModels.TABLE, fit.modelRows(context.spark(), context.runId()),
                                Memberships.TABLE, fit.model().memberships(people)));
        long placed = fit.model().people() - fit.model().unassigned();
        return new Outcome(
                fit.model().people(),
                fit.candidates().size() + " models, " + fit.model().components() + " components in "
                        + fit.model().groups() + " groups, " + placed + " people placed");
    }
}
