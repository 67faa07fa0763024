package io.dramatis.mixture.em;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import io.dramatis.mixture.rows.Tile;
import java.util.Arrays;

/** Products by netlib's pure Java BLAS. */
final class BlasProducts extends Products {
    private final BLAS blas = JavaBLAS.getInstance();

    @Override
    void densities(double[] phi, int features, double[] theta, int components, int rows, double[] out) {
        blas.dgemm("N", "N", rows, components, features, 1, phi, Tile.ROWS, theta, features, 0, out, Tile.ROWS);
    }

    @Override
    void moments(double[] phi, int features, double[] r, int components, int rows, double[] sums) {
        blas.dgemm("T", "N", features, components, rows, 1, phi, Tile.ROWS, r, Tile.ROWS, 1, sums, features);
    }

    @Override
    void shares(double[] log, int first, int k, int rows, double[] weight, double[] largest, double[] total) {
        int from = first * Tile.ROWS;
        System.arraycopy(log, from, largest, 0, rows);
        for (int c = 1; c < k; c++) {
            int at = from + c * Tile.ROWS;
            for (int t = 0; t < rows; t++) {
                largest[t] = Math.max(largest[t], log[at + t]);
            }
        }
        Arrays.fill(total, 0, rows, 0);
        for (int c = 0; c < k; c++) {
            int at = from + c * Tile.ROWS;
            for (int t = 0; t < rows; t++) {
                double share = Math.exp(log[at + t] - largest[t]);
                log[at + t] = share;
                total[t] += share;
            }
        }
        for (int c = 0; c < k; c++) {
            int at = from + c * Tile.ROWS;
            for (int t = 0; t < rows; t++) {
                log[at + t] *= weight[t] / total[t];
            }
        }
    }
}
