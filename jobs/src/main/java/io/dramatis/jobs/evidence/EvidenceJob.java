package io.dramatis.jobs.evidence;

import io.dramatis.evidence.EvidenceReview;
import io.dramatis.mixture.Mixture;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.table.GroupEvidence;
import io.dramatis.table.MixtureModels;
import io.dramatis.table.PersonFeatures;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Asks of each group whether it is real, and gives it a verdict.
 *
 * <p>Reads {@code person_features} and {@code mixture_models}. Writes {@code group_evidence}. Rerun: the run's rows are
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
        EvidenceReview review = EvidenceReview.of(
                people,
                model,
                context.study().mixture(),
                context.study().evidence(),
                context.study().seed());
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
