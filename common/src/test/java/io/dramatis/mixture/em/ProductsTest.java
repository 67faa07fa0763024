package io.dramatis.mixture.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.mixture.rows.Tile;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProductsTest {
    private static final int ROWS = 96;
    private static final int FEATURES = 12;
    private static final int COMPONENTS = 8;

    private final SplittableRandom random = new SplittableRandom(1);
    private final double[] phi = numbers(FEATURES * Tile.ROWS);
    private final double[] theta = numbers(COMPONENTS * FEATURES);

    private double[] numbers(int count) {
        return random.doubles(count, -2, 2).toArray();
    }

    @Test
    void takesTheVectorApiWhereTheJvmHasIt() {
        assertThat(Products.instance()).isInstanceOf(VectorProducts.class);
    }

    @Test
    void agreesWithSumsByHand() {
        for (Products products : List.of(new BlasProducts(), new VectorProducts())) {
            double[] out = new double[COMPONENTS * Tile.ROWS];
            products.densities(phi, FEATURES, theta, COMPONENTS, ROWS, out);
            double[] sums = new double[COMPONENTS * FEATURES];
            products.moments(phi, FEATURES, out, COMPONENTS, ROWS, sums);
            for (int c = 0; c < COMPONENTS; c++) {
                for (int t = 0; t < ROWS; t++) {
                    double sum = 0;
                    for (int f = 0; f < FEATURES; f++) {
                        sum += theta[c * FEATURES + f] * phi[f * Tile.ROWS + t];
                    }
                    assertThat(out[c * Tile.ROWS + t]).isCloseTo(sum, within(1e-12));
                }
                for (int f = 0; f < FEATURES; f++) {
                    double sum = 0;
                    for (int t = 0; t < ROWS; t++) {
                        sum += out[c * Tile.ROWS + t] * phi[f * Tile.ROWS + t];
                    }
                    assertThat(sums[c * FEATURES + f]).isCloseTo(sum, within(1e-10));
                }
            }
        }
    }

    @Test
    void turnsLogDensitiesIntoResponsibilities() {
        double[] spread = {-1e-9, -0.5, -3, -40, -709, -1e6, 0, -17.25};
        double[] weight = new double[Tile.ROWS];
        Arrays.setAll(weight, t -> t % 5);
        for (Products products : List.of(new BlasProducts(), new VectorProducts())) {
            double[] log = new double[COMPONENTS * Tile.ROWS];
            for (int c = 0; c < COMPONENTS; c++) {
                for (int t = 0; t < ROWS; t++) {
                    log[c * Tile.ROWS + t] = -800 + spread[(c + t) % spread.length];
                }
            }
            double[] before = log.clone();
            double[] largest = new double[Tile.ROWS];
            double[] total = new double[Tile.ROWS];
            products.shares(log, 2, 5, ROWS, weight, largest, total);
            for (int t = 0; t < ROWS; t++) {
                double top = Double.NEGATIVE_INFINITY;
                for (int c = 2; c < 7; c++) {
                    top = Math.max(top, before[c * Tile.ROWS + t]);
                }
                double sum = 0;
                for (int c = 2; c < 7; c++) {
                    sum += Math.exp(before[c * Tile.ROWS + t] - top);
                }
                assertThat(largest[t]).isEqualTo(top);
                assertThat(total[t]).isCloseTo(sum, within(1e-14 * sum));
                for (int c = 2; c < 7; c++) {
                    double share = weight[t] * Math.exp(before[c * Tile.ROWS + t] - top) / sum;
                    assertThat(log[c * Tile.ROWS + t]).isCloseTo(share, within(1e-14));
                }
                assertThat(log[t]).isEqualTo(before[t]);
            }
        }
    }
}
