package io.dramatis.jobs.evidence;

import io.dramatis.config.Study;
import io.dramatis.evidence.EvidenceReview;
import io.dramatis.evidence.carry.Forming;
import io.dramatis.evidence.structure.Plan;
import io.dramatis.evidence.structure.Split;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.PeopleSample;
import io.dramatis.mixture.Refit;
import io.dramatis.mixture.Settings;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.spark.Replication;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.GroupEvidence;
import io.dramatis.table.model.MixtureModels;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.model.SplitTests;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Asks of each group whether it is real, and gives it a verdict.
 *
 * <p>Reads {@code person_features}, {@code feature_log}, {@code mixture_models} and {@code split_tests}. Writes {@code group_evidence}. Rerun: the run's rows are
 * replaced.
 */
public final class EvidenceJob implements Job {

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public Outcome run(RunContext context) {
        Dataset<Row> people = context.tables().read(PersonFeatures.TABLE, context.runId());
        Mixture model = Mixture.fromRow(
                context.tables().read(MixtureModels.TABLE, context.runId()).first());
        List<Split> splits =
                context
                        .tables()
                        .read(SplitTests.TABLE, context.runId())
                        .orderBy(SplitTests.POSITION)
                        .collectAsList()
                        .stream()
                        .map(Split::of)
                        .toList();
        Map<String, Forming> forming = Forming.byColumn(context.tables().read(FeatureLog.TABLE, context.runId()));
        Study study = context.study();
        Refit refit = Refit.of(model, Settings.of(study.mixture(), List.of(), study.seed()));
        EvidenceReview review = EvidenceReview.of(
                PeopleSample.of(model, people, study.evidence().sample(), study.seed()),
                model,
                splits,
                model.columns().stream().map(forming::get).toList(),
                refit,
                Plan.of(study.evidence(), study.mixture(), forming),
                study.evidence(),
                study.seed(),
                Replication.of(context.spark()));
        context.tables().replace(GroupEvidence.TABLE, context.runId(), review.rows(context.spark(), context.runId()));
        return new Outcome(
                review.findings().size(),
                review.verdicts().stream()
                        .collect(Collectors.groupingBy(verdict -> verdict.word(), Collectors.counting()))
                        .entrySet()
                        .stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", ")));
    }
}
