package io.dramatis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.evidence.novelty.Difference;
import io.dramatis.evidence.novelty.Thinning;
import io.dramatis.mixture.SampleFit;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.Merging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** Lines go to {@code target/calibration-thinning.md}. */
    @Tag("calibration")
    @ParameterizedTest
    @EnumSource
    void keepsItsLevelInAThousandSets(Way way) throws IOException {
        double rejected = rejected(1000, way.parts, way.isCounted);
        Files.writeString(
                Path.of("target/calibration-thinning.md"),
                String.format(Locale.ROOT, "| %s | 1000 | %.3f |%n", way.words, rejected),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        assertThat(rejected).isBetween(way.least, way.most);
    }

    /** How forming variables are tested, and how often one population may be taken for two. */
    private enum Way {
        NAIVE("Gaussian, on the values that formed the groups", (rows, seed) -> naive(rows), false, 0.95, 1),
        KNOWN("Gaussian, thinned with the known covariance", ThinningTest::known, false, 0.03, 0.07),
        ESTIMATED(
                "Gaussian, thinned with the covariance of all rows",
                (rows, seed) -> Thinning.gaussian(rows, covariance(rows), 0.5, seed),
                false,
                0,
                0.07),
        NAIVE_COUNTS("counts, on the values that formed the groups", (rows, seed) -> naive(rows), true, 0.95, 1),
        POISSON("counts, thinned as if Poisson", (rows, seed) -> Thinning.poisson(rows, 0.5, seed), true, 0.95, 1),
        KNOWN_SIZE(
                "counts, thinned with the known size",
                (rows, seed) -> Thinning.negativeBinomial(rows, new double[] {1}, 0.5, seed),
                true,
                0.03,
                0.07),
        ESTIMATED_SIZE(
                "counts, thinned with the size by moments",
                (rows, seed) -> Thinning.negativeBinomial(rows, new double[] {size(rows)}, 0.5, seed),
                true,
                0,
                0.07);

        private final String words;
        private final BiFunction<List<double[]>, Long, Thinning> parts;
        private final boolean isCounted;
        private final double least;
        private final double most;

        Way(
                String words,
                BiFunction<List<double[]>, Long, Thinning> parts,
                boolean isCounted,
                double least,
                double most) {
            this.words = words;
            this.parts = parts;
            this.isCounted = isCounted;
            this.least = least;
            this.most = most;
        }

        private static double size(List<double[]> rows) {
            return Thinning.size(rows.stream().mapToDouble(row -> row[0]).toArray());
        }
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
