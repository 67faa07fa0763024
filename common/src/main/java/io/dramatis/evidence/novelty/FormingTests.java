package io.dramatis.evidence.novelty;

import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.Refit;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.rows.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.OneWayAnova;

/**
 * Whether groups differ in the features that formed them. The question is a circle unless each value is cut in two independent
 * parts first ({@link Thinning}): groups are formed again on the first parts and held against each other on the second. That is
 * valid for values about Gaussian within the groups, and for counts that vary at least as a Poisson's do and do not go
 * together within the groups; all other features are not testable, and are told so. The parts are uncorrelated even where there
 * are groups, so that the test sees but little of how far these lie apart: it gives a p, and no effect size.
 */
public final class FormingTests {
    private static final double SHARE = 0.5;
    /** Largest skewness and excess kurtosis within groups at which values pass for Gaussian. */
    private static final double MOST_SKEWED = 0.75;

    private static final double MOST_TAILED = 2;
    /** Least variance of counts over their mean. */
    private static final double LEAST_DISPERSION = 0.9;
    /** Largest correlation of counts within groups at which they pass for independent. */
    private static final double MOST_CORRELATED = 0.1;
    /** How far a count may lie from a whole number, as a share of it: scaling and back rounds. */
    private static final double WHOLE = 1e-6;

    /**
     * The test of a feature.
     *
     * @param p that the groups do not differ, adjusted for all features that were tested; NaN where it is not testable
     * @param reason why it is not testable; empty where it is
     */
    public record Outcome(double p, String reason) {
        private static Outcome not(String reason) {
            return new Outcome(Double.NaN, reason);
        }
    }

    private final Mixture model;
    private final Refit refit;
    private final List<double[]> rows;
    private final int[] placed;
    private final long seed;
    private final Outcome[] outcomes;

    private FormingTests(Mixture model, Refit refit, List<double[]> rows, long seed) {
        this.model = model;
        this.refit = refit;
        this.rows = rows;
        this.placed = model.grouping().groups(rows);
        this.seed = seed;
        this.outcomes = new Outcome[model.columns().size()];
    }

    /**
     * Tests each feature of a model of several groups.
     *
     * @param rows a bounded sample of people, standardised, NaN where missing
     */
    public static List<Outcome> of(Mixture model, Refit refit, List<double[]> rows, long seed) {
        FormingTests tests = new FormingTests(model, refit, rows, seed);
        tests.run();
        return List.of(tests.outcomes);
    }

    private enum Kind {
        MEASURED,
        COUNTED
    }

    private void run() {
        List<Integer> measured = new ArrayList<>();
        List<Integer> counted = new ArrayList<>();
        for (int j = 0; j < outcomes.length; j++) {
            double[] values = values(j).own();
            if (DoubleStream.of(values).distinct().limit(3).count() <= 2) {
                outcomes[j] = Outcome.not("no part of a single yes/no answer can be held back");
            } else if (isCounted(values)) {
                counted.add(j);
            } else if (isAboutGaussian(j)) {
                measured.add(j);
            } else {
                outcomes[j] = Outcome.not("within the groups its values are neither Gaussian nor counts");
            }
        }
        test(measured, Kind.MEASURED);
        test(independent(counted), Kind.COUNTED);
        double[] adjusted = FalseDiscovery.adjusted(
                Arrays.stream(outcomes).mapToDouble(Outcome::p).toArray());
        Arrays.setAll(outcomes, j -> new Outcome(adjusted[j], outcomes[j].reason));
    }

    private double raw(double value, int j) {
        Scaling scaling = model.scaling();
        return value * scaling.scale()[j] + scaling.centre()[j];
    }

    /**
     * The values of a feature that are known.
     *
     * @param own in the unit of the column; log(1 + count) taken back
     * @param isLogged whether that was taken back
     */
    private record Values(double[] own, boolean isLogged) {}

    private Values values(int j) {
        double[] values = rows.stream()
                .mapToDouble(row -> raw(row[j], j))
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double[] back = Arrays.stream(values).map(Math::expm1).toArray();
        boolean isLogged = !isWhole(values) && isWhole(back);
        return new Values(isLogged ? back : values, isLogged);
    }

    private static boolean isWhole(double[] values) {
        return Arrays.stream(values)
                .allMatch(value -> value > -WHOLE && Math.abs(value - Math.rint(value)) <= WHOLE * Math.max(1, value));
    }

    /** Steps of a ladder with a top, such as an answer from 1 to 7, vary less than counts do. */
    private static boolean isCounted(double[] values) {
        double mean = StatUtils.mean(values);
        return isWhole(values) && StatUtils.populationVariance(values, mean) >= LEAST_DISPERSION * mean;
    }

    private boolean isAboutGaussian(int j) {
        double n = 0;
        double third = 0;
        double fourth = 0;
        for (int g = 0; g < model.groups(); g++) {
            double[] values = of(g, j);
            double mean = StatUtils.mean(values);
            double deviation = Math.sqrt(StatUtils.populationVariance(values, mean));
            if (deviation > 0) {
                n += values.length;
                third += DoubleStream.of(values)
                        .map(x -> Math.pow((x - mean) / deviation, 3))
                        .sum();
                fourth += DoubleStream.of(values)
                        .map(x -> Math.pow((x - mean) / deviation, 4))
                        .sum();
            }
        }
        return n > 0 && Math.abs(third / n) <= MOST_SKEWED && Math.abs(fourth / n - 3) <= MOST_TAILED;
    }

    private double[] of(int group, int j) {
        return IntStream.range(0, placed.length)
                .filter(i -> placed[i] == group)
                .mapToDouble(i -> rows.get(i)[j])
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    private List<Integer> independent(List<Integer> counted) {
        List<Integer> alone = new ArrayList<>();
        for (int j : counted) {
            double most = counted.stream()
                    .filter(other -> other != j)
                    .mapToDouble(other -> Math.abs(correlationWithin(j, other)))
                    .max()
                    .orElse(0);
            if (most > MOST_CORRELATED) {
                outcomes[j] = Outcome.not("it goes together with another count within the groups, so that their parts"
                        + " would not be independent");
            } else {
                alone.add(j);
            }
        }
        return alone;
    }

    private double correlationWithin(int j, int other) {
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int g = 0; g < model.groups(); g++) {
            int group = g;
            double[][] both = IntStream.range(0, placed.length)
                    .filter(i -> placed[i] == group && !Double.isNaN(rows.get(i)[j] + rows.get(i)[other]))
                    .mapToObj(i -> new double[] {rows.get(i)[j], rows.get(i)[other]})
                    .toArray(double[][]::new);
            double x =
                    Arrays.stream(both).mapToDouble(pair -> pair[0]).average().orElse(0);
            double y =
                    Arrays.stream(both).mapToDouble(pair -> pair[1]).average().orElse(0);
            for (double[] pair : both) {
                xx += (pair[0] - x) * (pair[0] - x);
                yy += (pair[1] - y) * (pair[1] - y);
                xy += (pair[0] - x) * (pair[1] - y);
            }
        }
        return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
    }

    private void test(List<Integer> features, Kind kind) {
        if (features.isEmpty()) {
            return;
        }
        int[] kept = features.stream().mapToInt(j -> j).toArray();
        List<double[]> cut = rows.stream()
                .map(row -> Arrays.stream(kept).mapToDouble(j -> row[j]).toArray())
                .filter(row -> Arrays.stream(row).anyMatch(value -> !Double.isNaN(value)))
                .toList();
        Thinning thinned = kind == Kind.MEASURED ? measured(cut, kept) : counted(cut, kept);
        int[] formed = refit.keeping(thinned.first(), kept)
                .fit(thinned.first(), model.components(), model.groups(), seed)
                .groups(thinned.first());
        for (int v = 0; v < kept.length; v++) {
            outcomes[kept[v]] = compared(thinned.second(), formed, v);
        }
    }

    private Thinning measured(List<double[]> cut, int[] kept) {
        Density whole = refit.keeping(cut, kept).whole(cut);
        return Thinning.gaussian(cut, whole.covariances()[0], SHARE, seed);
    }

    /** The first part is put into the model's units again, as if it were all that was counted. */
    private Thinning counted(List<double[]> cut, int[] kept) {
        List<Values> values = Arrays.stream(kept).mapToObj(this::values).toList();
        double[] sizes =
                values.stream().mapToDouble(each -> Thinning.size(each.own())).toArray();
        List<double[]> counts = cut.stream()
                .map(row -> IntStream.range(0, kept.length)
                        .mapToDouble(v -> {
                            double value = raw(row[v], kept[v]);
                            return Math.rint(values.get(v).isLogged() ? Math.expm1(value) : value);
                        })
                        .toArray())
                .toList();
        Thinning parts = Thinning.negativeBinomial(counts, sizes, SHARE, seed);
        Scaling scaling = model.scaling();
        return new Thinning(
                parts.first().stream()
                        .map(row -> IntStream.range(0, kept.length)
                                .mapToDouble(v -> {
                                    double whole = row[v] / SHARE;
                                    double value = values.get(v).isLogged() ? Math.log1p(whole) : whole;
                                    return (value - scaling.centre()[kept[v]]) / scaling.scale()[kept[v]];
                                })
                                .toArray())
                        .toList(),
                parts.second());
    }

    private static Outcome compared(List<double[]> second, int[] formed, int v) {
        List<double[]> groups = IntStream.rangeClosed(
                        0, Arrays.stream(formed).max().orElse(0))
                .mapToObj(g -> IntStream.range(0, formed.length)
                        .filter(i -> formed[i] == g)
                        .mapToDouble(i -> second.get(i)[v])
                        .filter(value -> !Double.isNaN(value))
                        .toArray())
                .filter(values -> values.length > 1)
                .toList();
        double[] all = groups.stream().flatMapToDouble(DoubleStream::of).toArray();
        if (groups.size() < 2 || !(StatUtils.populationVariance(all) > 0)) {
            return Outcome.not("on half of what it says, no two groups are found");
        }
        return new Outcome(new OneWayAnova().anovaPValue(groups), "");
    }
}
