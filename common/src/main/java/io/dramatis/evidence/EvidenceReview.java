package io.dramatis.evidence;

import io.dramatis.config.Study;
import io.dramatis.evidence.carry.Carrying;
import io.dramatis.evidence.carry.Forming;
import io.dramatis.evidence.structure.Detectable;
import io.dramatis.evidence.structure.Plan;
import io.dramatis.evidence.structure.Split;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.Refit;
import io.dramatis.spark.Replication;
import io.dramatis.table.model.GroupEvidence;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Whether the groups of a model are there: what its splits' tests say, whether the groups come back in other samples of the
 * same people, whether they describe people whom the fit has not seen, and whether there are enough of them. Every fit that is
 * made again is a task of its own over a bounded sample, so that the time does not grow with the rows.
 *
 * @param findings those of all groups together first, then by group
 * @param verdicts by group
 * @param overall the best that can be said of any group
 * @param measured what the findings tell of
 */
public record EvidenceReview(List<Finding> findings, List<Verdict> verdicts, Verdict overall, Measured measured) {
    /** Sets of one population from which it is read how far apart groups must be to be seen. */
    private static final int NULLS = 19;

    private static final int PLANTED = 10;

    public EvidenceReview {
        findings = List.copyOf(findings);
        verdicts = List.copyOf(verdicts);
    }

    /**
     * Reviews a model.
     *
     * @param rows a bounded sample of the people it was fitted to, in standardised units, NaN where missing
     * @param splits that were tested when its groups were chosen
     * @param features by variable of the model
     * @param refit its recipe
     * @param plan of the tests
     */
    public static EvidenceReview of(
            List<double[]> rows,
            Mixture model,
            List<Split> splits,
            List<Forming> features,
            Refit refit,
            Plan plan,
            Study.Evidence limits,
            long seed,
            Replication replication) {
        int groups = model.groups();
        Replicates replicates = new Replicates(
                refit, rows, model.components(), groups, model.grouping().groups(rows), seed);
        double[] stability = new double[groups];
        double[] strength = new double[groups];
        double[] gain = new double[groups];
        double[] held = new double[groups];
        if (groups > 1) {
            stability = means(replication.map(0, limits.replicates(), replicates::jaccard), groups);
            List<Replicates.Halves> halves =
                    replication.map(0, Math.max(1, limits.replicates() / 4), replicates::halves);
            strength = means(halves.stream().map(Replicates.Halves::together).toList(), groups);
            gain = sums(halves.stream().map(Replicates.Halves::gain), groups);
            held = sums(halves.stream().map(Replicates.Halves::people), groups);
        }
        double[] effective = effective(model.grouping().posteriors(rows), groups);
        GroupMeasures[] figures = new GroupMeasures[groups];
        for (int g = 0; g < groups; g++) {
            figures[g] = new GroupMeasures(
                    model.groupRows()[g],
                    effective[g] * model.rows() / rows.size(),
                    nearest(model, g),
                    split(model, g, splits),
                    stability[g],
                    strength[g],
                    gain[g] / held[g]);
        }
        OptionalDouble detectable = Detectable.distance(
                rows.subList(0, Math.min(rows.size(), plan.people())),
                plan.recipe(model.columns()),
                plan.level(),
                NULLS,
                PLANTED,
                seed,
                replication);
        Measured measured = new Measured(
                List.of(figures),
                splits.stream().findFirst(),
                detectable,
                Arrays.stream(gain).sum() / Arrays.stream(held).sum(),
                model.rows(),
                model.columns().size(),
                rows.size(),
                Carrying.of(model, refit, rows, features, seed, replication),
                Obstacle.of(rows, model.rows(), model.columns().size()),
                limits);
        return new EvidenceReview(
                Findings.of(measured),
                IntStream.range(0, groups).mapToObj(measured::verdict).toList(),
                measured.overall(),
                measured);
    }

    /** The split that made a group, if one did. */
    private static Optional<Split> split(Mixture model, int group, List<Split> splits) {
        List<Integer> components = IntStream.range(0, model.components())
                .filter(c -> model.groupOf()[c] == group)
                .boxed()
                .toList();
        return splits.stream()
                .filter(split -> isSame(split.first(), components) || isSame(split.second(), components))
                .findFirst();
    }

    private static boolean isSame(List<Integer> some, List<Integer> others) {
        return some.size() == others.size() && some.containsAll(others);
    }

    private static double nearest(Mixture model, int group) {
        return IntStream.range(0, model.groups())
                .filter(other -> other != group)
                .mapToDouble(other -> model.overlap()[group][other])
                .max()
                .orElse(0);
    }

    /** Kish's effective size of each group's posteriors. */
    private static double[] effective(double[][] posteriors, int groups) {
        double[] sums = new double[groups];
        double[] squares = new double[groups];
        for (double[] row : posteriors) {
            for (int g = 0; g < row.length; g++) {
                sums[g] += row[g];
                squares[g] += row[g] * row[g];
            }
        }
        return IntStream.range(0, groups)
                .mapToDouble(g -> squares[g] > 0 ? sums[g] * sums[g] / squares[g] : 0)
                .toArray();
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

    private static double[] sums(Stream<double[]> replicates, int groups) {
        return replicates.reduce(
                new double[groups],
                (sum, replicate) -> IntStream.range(0, groups)
                        .mapToDouble(g -> sum[g] + replicate[g])
                        .toArray());
    }

    /** Why a group has its verdict. */
    public String sentence(int group) {
        return findings.stream()
                .filter(finding -> finding.check() == Check.VERDICT
                        && finding.group().isPresent()
                        && finding.group().getAsInt() == group)
                .map(Finding::sentence)
                .findFirst()
                .orElseThrow();
    }

    /** Rows of {@link GroupEvidence}. */
    public Dataset<Row> rows(SparkSession spark, String runId) {
        List<Row> rows = findings.stream()
                .map(finding -> RowFactory.create(
                        runId,
                        finding.group().isPresent() ? finding.group().getAsInt() : null,
                        finding.check().word(),
                        finding.subject().orElse(null),
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
