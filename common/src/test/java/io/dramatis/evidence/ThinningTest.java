package io.dramatis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.evidence.novelty.Difference;
import io.dramatis.evidence.novelty.Thinning;
import io.dramatis.mixture.SampleFit;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.Merging;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests on the features that formed the groups, on one population without groups. */
class ThinningTest {
    private static final SampleFit.Recipe TWO = two(CovarianceForm.EII);
    /** Of skewed counts spheres of one size would be but one. */
    private static final SampleFit.Recipe TWO_OF_COUNTS = two(CovarianceForm.VII);

    private static final double LEVEL = 0.05;

    private static SampleFit.Recipe two(CovarianceForm form) {
        return new SampleFit.Recipe(List.of(form), List.of(List.of(2)), 5, new Merging.Limits(1, 1));
    }

    private static List<double[]> normals(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, 500)
                .mapToObj(i ->
                        DoubleStream.generate(random::nextGaussian).limit(2).toArray())
                .toList();
    }

    private static List<double[]> counts(long seed, int d) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, 500)
                .mapToObj(i ->
                        IntStream.range(0, d).mapToDouble(j -> count(random)).toArray())
                .toList();
    }

    /** Negative binomial of size 1 and mean 9: geometric. */
    private static double count(SplittableRandom random) {
        return Math.floor(Math.log(1 - random.nextDouble()) / Math.log(0.9));
    }

    /** How often two components of the first part differ in the second part's first variable. */
    private static double rejected(int sets, BiFunction<List<double[]>, Long, Thinning> parts, boolean isCounted) {
        long rejected = IntStream.range(0, sets)
                .parallel()
                .filter(set -> {
                    List<double[]> rows = isCounted ? counts(set, 1) : normals(set);
                    // Not the seed of the rows: the noise would be the rows themselves.
                    Thinning thinned = parts.apply(rows, 1_000_000L + set);
                    int[] component = SampleFit.of(thinned.first(), isCounted ? TWO_OF_COUNTS : TWO, set)
                            .components(thinned.first());
                    return p(thinned.second(), component) <= LEVEL;
                })
                .count();
        return (double) rejected / sets;
    }

    private static double p(List<double[]> rows, int[] component) {
        long second = IntStream.of(component).sum();
        if (Math.min(second, component.length - second) < 2) {
            return 1;
        }
        return Difference.of(sample(rows, component, 0), sample(rows, component, 1), 1, 0.95)
                .p();
    }

    private static Difference.Sample sample(List<double[]> rows, int[] component, int which) {
        double[] values = IntStream.range(0, component.length)
                .filter(i -> component[i] == which)
                .mapToDouble(i -> rows.get(i)[0])
                .toArray();
        double mean = DoubleStream.of(values).average().orElse(0);
        double variance =
                DoubleStream.of(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
        return new Difference.Sample(mean, variance, values.length);
    }

    private static Thinning naive(List<double[]> rows) {
        return new Thinning(rows, rows);
    }

    private static double[] covariance(List<double[]> rows) {
        double[] covariance = new double[4];
        double[] means = {
            rows.stream().mapToDouble(row -> row[0]).average().orElseThrow(),
            rows.stream().mapToDouble(row -> row[1]).average().orElseThrow()
        };
        for (double[] row : rows) {
            for (int i = 0; i < 4; i++) {
                covariance[i] += (row[i / 2] - means[i / 2]) * (row[i % 2] - means[i % 2]) / (rows.size() - 1);
            }
        }
        return covariance;
    }

    private static Thinning known(List<double[]> rows, long seed) {
        return Thinning.gaussian(rows, new double[] {1, 0, 0, 1}, 0.5, seed);
    }

    @Test
    void theNaiveTestAlwaysRejectsAndThinningKeepsItsLevel() {
        assertThat(rejected(100, (rows, seed) -> naive(rows), false)).isGreaterThan(0.95);
        assertThat(rejected(100, ThinningTest::known, false)).isLessThanOrEqualTo(0.1);
        assertThat(rejected(100, (rows, seed) -> Thinning.negativeBinomial(rows, new double[] {1}, 0.5, seed), true))
                .isLessThanOrEqualTo(0.1);
        // Counts that vary more than a Poisson's do: its thinning leaves the parts dependent.
        assertThat(rejected(100, (rows, seed) -> Thinning.poisson(rows, 0.5, seed), true))
                .isGreaterThan(0.95);
    }

    @Tag("calibration")
    @Test
    void keepsItsLevelInAThousandSets() {
        assertThat(rejected(1000, ThinningTest::known, false)).isBetween(0.03, 0.07);
        assertThat(rejected(1000, (rows, seed) -> Thinning.gaussian(rows, covariance(rows), 0.5, seed), false))
                .isLessThanOrEqualTo(0.07);
        assertThat(rejected(1000, (rows, seed) -> Thinning.negativeBinomial(rows, new double[] {1}, 0.5, seed), true))
                .isBetween(0.03, 0.07);
    }

    @Test
    void thePartsAddUpToTheWhole() {
        List<double[]> rows = counts(1, 2);
        Thinning thinned = Thinning.negativeBinomial(rows, new double[] {1, 1}, 0.3, 2);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(thinned.first().get(i)[1] + thinned.second().get(i)[1]).isEqualTo(rows.get(i)[1]);
            assertThat(thinned.first().get(i)[0]).isBetween(0.0, rows.get(i)[0]);
        }
    }
}
