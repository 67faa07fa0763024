package io.dramatis.privacy.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sampler against the distribution that it is to draw from, and against one with half the noise. */
class DiscreteLaplaceTest {
    private static final int DRAWS = 4_000;

    /** Under this p the sampler is rejected; of 20 right ones, one in fifty thousand times. */
    private static final double LEVEL = 1e-6;

    @ParameterizedTest
    @ValueSource(strings = {"0.05", "0.3", "1", "2.5"})
    void theRealOnePassesAndHalfTheNoiseIsRejectedEachTime(String epsilon) {
        double wanted = Double.parseDouble(epsilon);
        for (int seed = 0; seed < 20; seed++) {
            DiscreteLaplace real = DiscreteLaplace.of(new BigDecimal(epsilon), new Random(seed));
            DiscreteLaplace mutant =
                    DiscreteLaplace.of(new BigDecimal(epsilon).multiply(BigDecimal.valueOf(2)), new Random(seed));
            assertThat(p(real, wanted)).as("real, seed %d", seed).isGreaterThan(LEVEL);
            assertThat(p(mutant, wanted)).as("half the noise, seed %d", seed).isLessThan(LEVEL);
        }
    }

    @Test
    void theOneThatIsUsedDrawsFromTheSystemsSource() {
        assertThat(p(DiscreteLaplace.of(new BigDecimal("0.5")), 0.5)).isGreaterThan(LEVEL);
    }

    @Test
    void thereIsNoNoiseWithoutEpsilon() {
        assertThatThrownBy(() -> DiscreteLaplace.of(BigDecimal.ZERO)).hasMessage("An epsilon of 0");
    }

    /** p that draws are of this epsilon: chi-squared over cells of a twentieth or more of all each, by the formula. */
    private static double p(DiscreteLaplace sampler, double epsilon) {
        int[] drawn = IntStream.range(0, DRAWS)
                .map(i -> sampler.draw().intValueExact())
                .toArray();
        int reach = (int) Math.ceil(3 / epsilon);
        int width = Math.max(1, (int) Math.floor(0.3 / epsilon));
        int cells = 2 * (reach / width + 1) + 1;
        double[] expected = new double[cells];
        long[] observed = new long[cells];
        double zero = (1 - Math.exp(-epsilon)) / (1 + Math.exp(-epsilon));
        for (int x = -100 * reach; x <= 100 * reach; x++) {
            expected[cell(x, width, cells)] += DRAWS * zero * Math.exp(-epsilon * Math.abs(x));
        }
        for (int x : drawn) {
            observed[cell(x, width, cells)]++;
        }
        return new ChiSquareTest().chiSquareTest(expected, observed);
    }

    private static int cell(int x, int width, int cells) {
        int middle = cells / 2;
        int away = x == 0 ? 0 : Integer.signum(x) * ((Math.abs(x) - 1) / width + 1);
        return Math.max(0, Math.min(cells - 1, middle + away));
    }
}
