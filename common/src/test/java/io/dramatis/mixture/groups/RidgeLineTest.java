package io.dramatis.mixture.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Geometry;
import java.util.List;
import org.junit.jupiter.api.Test;

class RidgeLineTest {

    private static double ratio(double gap, double variance) {
        double[] one = {1, 0, 0, 1};
        double[] other = {variance, 0, 0, variance};
        Density density = new Density(
                CovarianceForm.VVV, new double[] {0.5, 0.5}, new double[][] {{0, 0}, {gap, 0}}, new double[][] {
                    one, other
                });
        return RidgeLine.of(density, Geometry.plain(new double[] {1e-3, 1e-3})).ratio(List.of(0), List.of(1));
    }

    @Test
    void isTheDepthOfTheValleyBetweenTwoGaussians() {
        for (double gap : new double[] {3, 4, 5}) {
            // At the middle twice exp(-gap^2 / 8) of a peak, which the other one raises by exp(-gap^2 / 2).
            double expected = 2 * Math.exp(-gap * gap / 8) / (1 + Math.exp(-gap * gap / 2));
            assertThat(ratio(gap, 1)).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void isOneWhereThereIsNoValley() {
        assertThat(ratio(1.5, 1)).isEqualTo(1);
        assertThat(ratio(0, 100)).isEqualTo(1);
    }
}
