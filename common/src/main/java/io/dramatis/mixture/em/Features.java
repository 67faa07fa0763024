package io.dramatis.mixture.em;

import io.dramatis.mixture.rows.Tile;
import java.util.Arrays;

/**
 * What a log-density is linear in: 1, x, x<sup>2</sup>, and for full covariances the products of each pair. The first part
 * alone serves diagonal forms.
 */
final class Features {
    private Features() {}

    /** Features of {@code o} variables, padded. */
    static int count(int o, boolean isDiagonal) {
        return Products.padded(isDiagonal ? 1 + 2 * o : 1 + 2 * o + o * (o - 1) / 2);
    }

    static int linear(int i) {
        return 1 + i;
    }

    static int square(int o, int i) {
        return 1 + o + i;
    }

    /** Of x_i x_j, where j is less than i. */
    static int product(int o, int i, int j) {
        return 1 + 2 * o + i * (i - 1) / 2 + j;
    }

    /** A column a feature; those of padding are nought. */
    static void fill(Tile tile, int o, int rows, boolean isDiagonal, double[] phi) {
        int t = Tile.ROWS;
        for (int i = 0; i < rows; i++) {
            phi[i] = i < tile.n ? 1 : 0;
        }
        double[] x = tile.x;
        for (int i = 0; i < o; i++) {
            System.arraycopy(x, i * t, phi, linear(i) * t, rows);
            multiply(x, i * t, i * t, phi, square(o, i) * t, rows);
        }
        int next = 1 + 2 * o;
        if (!isDiagonal) {
            for (int i = 0; i < o; i++) {
                for (int j = 0; j < i; j++) {
                    multiply(x, i * t, j * t, phi, next++ * t, rows);
                }
            }
        }
        Arrays.fill(phi, next * t, count(o, isDiagonal) * t, 0);
    }

    private static void multiply(double[] x, int a, int b, double[] out, int at, int rows) {
        for (int t = 0; t < rows; t++) {
            out[at + t] = x[a + t] * x[b + t];
        }
    }
}
