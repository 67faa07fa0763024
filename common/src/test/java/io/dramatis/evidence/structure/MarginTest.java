package io.dramatis.evidence.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarginTest {
    private static final int N = 1_000;

    private static double[] sorted(DoubleSupplier draw) {
        return DoubleStream.generate(draw).limit(N).sorted().toArray();
    }

    private static Margin margin(double[] sorted) {
        return Margin.of(sorted, Ties.of(sorted));
    }

    /** Density between neighbouring knots, a value each. */
    private static double[] density(Margin margin) {
        double[] x = margin.knots();
        return IntStream.range(1, x.length)
                .mapToDouble(i -> (margin.heights()[i] - margin.heights()[i - 1]) / (x[i] - x[i - 1]))
                .toArray();
    }

    private static double farthest(Margin margin, double[] sorted) {
        return IntStream.range(0, sorted.length)
                .mapToDouble(i -> Math.abs(margin.heights()[i] - (i + 0.5) / sorted.length))
                .max()
                .orElseThrow();
    }

    private static void assertOneHump(Margin margin) {
        double[] density = density(margin);
        double top = Arrays.stream(density).max().orElseThrow();
        int mode = IntStream.range(0, density.length)
                .filter(i -> density[i] == top)
                .findFirst()
                .orElseThrow();
        for (int i = 1; i < density.length; i++) {
            double lower = density[i <= mode ? i - 1 : i];
            double higher = density[i <= mode ? i : i - 1];
            assertThat(lower).isLessThanOrEqualTo(higher * (1 + 1e-6) + 1e-9);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aHumpStaysWhatItIs(long seed) {
        double[] values = sorted(new SplittableRandom(seed)::nextGaussian);
        Margin margin = margin(values);
        assertOneHump(margin);
        assertThat(farthest(margin, values)).isLessThan(0.03);
        assertThat(margin.quantile(0.975) - margin.quantile(0.025)).isEqualTo(2 * 1.96, within(0.35));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void twoHumpsBecomeOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = sorted(() -> random.nextGaussian() + (random.nextBoolean() ? 6 : 0));
        Margin margin = margin(values);
        assertOneHump(margin);
        assertThat(density(margin)[N / 2]).isGreaterThan(0.08);
    }
}
