package io.dramatis.mixture.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Geometry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearValleyTest {
    private static final int D = 5;

    /** A group of so much variance at the origin, and one of variance 1 beside it. */
    private static Density two(double variance, double gap) {
        double[] narrow = new double[D * D];
        double[] wide = new double[D * D];
        for (int j = 0; j < D; j++) {
            narrow[j * D + j] = variance;
            wide[j * D + j] = 1;
        }
        double[] centre = new double[D];
        centre[0] = gap;
        return new Density(
                CovarianceForm.VVV, new double[] {0.5, 0.5}, new double[][] {new double[D], centre}, new double[][] {
                    narrow, wide
                });
    }

    private static double onRidge(Density density) {
        double[] floor = new double[D];
        Arrays.fill(floor, 1e-3);
        return RidgeLine.of(density, Geometry.plain(floor)).ratio(List.of(0), List.of(1));
    }

    private static double onLine(Density density) {
        return LinearValley.ratio(density, List.of(0), List.of(1));
    }

    @Test
    void isThatOfTheRidgeLineForGroupsOfOneShape() {
        for (double gap : new double[] {3, 4, 5}) {
            assertThat(onLine(two(1, gap))).isCloseTo(onRidge(two(1, gap)), within(0.01));
        }
        assertThat(onLine(two(1, 1.5))).isCloseTo(1, within(1e-9));
    }

    @Test
    void seesAWideGroupBesideANarrowOneThatTheRidgeLineDoesNot() {
        // At 1: narrow exp(-1 / .18) / .3 = .013, wide exp(-.32) = .726, whose peak is 1.
        Density density = two(0.09, 1.8);
        assertThat(onRidge(density)).isGreaterThan(0.9);
        assertThat(onLine(density)).isLessThan(0.75);
    }

    @Test
    void isOneForGroupsAboutOneCentre() {
        assertThat(onLine(two(0.09, 0))).isEqualTo(1);
        assertThat(onLine(two(0.09, 1e-9))).isCloseTo(1, within(1e-6));
    }
}
