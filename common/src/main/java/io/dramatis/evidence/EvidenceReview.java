package io.dramatis.evidence;

import io.dramatis.config.Study;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.Refit;
import io.dramatis.mixture.Settings;
import io.dramatis.table.GroupEvidence;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Whether the groups of a model are there: stability (clusterwise bootstrap; Hennig, <i>Computational Statistics and Data
 * Analysis</i> 52, 2007), separation, held-out likelihood against one Gaussian, and enough people. Every fit that is made
 * again is a Spark task of its own over a bounded sample, so that the time does not grow with the rows.
 *
 * @param findings those of all groups together first, then by group
 * @param verdicts by group
 * @param overall the best that can be said of any group
 */
public record EvidenceReview(List<Finding> findings, List<Verdict> verdicts, Verdict overall) {
    public EvidenceReview {
        findings = List.copyOf(findings);
        verdicts = List.copyOf(verdicts);
    }

    /**
     * Reviews a model.
     *
     * @param people the people it was fitted to: {@code person_id} and the model's columns
     * @param mixture the settings it was fitted with
     * @param seed of the samples
     */
    public static EvidenceReview of(
            Dataset<Row> people, Mixture model, Study.Mixture mixture, Study.Evidence limits, long seed) {
        int groups = model.groups();
        double[] stability = new double[groups];
        double gain = 0;
        int sampled = 0;
        if (model.components() > 1) {
            Refit refit = new Refit(model, Settings.of(mixture, List.of(), seed));
            List<double[]> rows = refit.sample(people, limits.sample(), seed);
            sampled = rows.size();
            Replicates replicates = new Replicates(
                    refit, rows, model.components(), groups, refit.original().groups(rows), seed);
            int bootstraps = groups > 1 ? limits.replicates() : 0;
            List<double[]> results = run(people.sparkSession(), replicates, bootstraps);
            stability = means(results.subList(2, results.size()), groups);
            gain = (results.get(0)[0] + results.get(1)[0]) / Math.max(1, results.get(0)[1] + results.get(1)[1]);
        }
        Measured measured = new Measured(
                model.groupRows(),
                stability,
                IntStream.range(0, groups).mapToDouble(g -> nearest(model, g)).toArray(),
                gain,
                model.rows(),
                model.columns().size(),
                sampled,
                limits);
        return new EvidenceReview(
                measured.findings(),
                IntStream.range(0, groups).mapToObj(measured::verdict).toList(),
                measured.overall());
    }

    /** The two halves of the held-out likelihood, then the bootstrap samples. */
    private static List<double[]> run(SparkSession spark, Replicates replicates, int bootstraps) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<Replicates> shared = context.broadcast(replicates);
        try {
            List<Integer> tasks = IntStream.range(0, bootstraps + 2).boxed().toList();
            return context.parallelize(tasks, tasks.size())
                    .map(task -> task < 2
                            ? shared.value().gain(task)
                            : shared.value().jaccard(task - 2))
                    .collect();
        } finally {
            shared.destroy();
        }
    }

    private static double nearest(Mixture model, int group) {
        return IntStream.range(0, model.groups())
                .filter(other -> other != group)
                .mapToDouble(other -> model.overlap()[group][other])
                .max()
                .orElse(0);
    }

    /** NaN where no replicate could say. */
    private static double[] means(List<double[]> replicates, int groups) {
        return IntStream.range(0, groups)
                .mapToDouble(g -> replicates.stream()
                        .mapToDouble(replicate -> replicate[g])
                        .filter(value -> !Double.isNaN(value))
                        .average()
                        .orElse(Double.NaN))
                .toArray();
    }

    /** Rows of {@link GroupEvidence}. */
    public Dataset<Row> rows(SparkSession spark, String runId) {
        List<Row> rows = findings.stream()
                .map(finding -> RowFactory.create(
                        runId,
                        finding.group().isPresent() ? finding.group().getAsInt() : null,
                        finding.check().word(),
                        orNull(finding.statistic()),
                        orNull(finding.threshold()),
                        finding.passed().orElse(null),
                        finding.people(),
                        finding.verdict().word(),
                        finding.sentence()))
                .toList();
        return spark.createDataFrame(rows, GroupEvidence.TABLE.schema());
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
