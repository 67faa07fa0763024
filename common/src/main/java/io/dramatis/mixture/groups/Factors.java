package io.dramatis.mixture.groups;

import io.dramatis.mixture.em.Algebra;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.rows.Patterns;
import java.io.Serializable;

/**
 * A density made ready for rows of each pattern: with L the Cholesky factor of a component's covariance on the observed
 * variables, the log of weight times density is {@code constant - |W x - shift|^2 / 2}, W the inverse of L.
 *
 * <p>Indices: pattern, component; W is packed by rows of its lower triangle.
 */
public final class Factors implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double LOG_2_PI = Math.log(2 * Math.PI);

    final int k;
    final double[][][] whiten;
    final double[][][] shift;
    final double[][] constant;

    /** @param geometry whose weights say how much each block's evidence counts */
    public Factors(Density density, Patterns patterns, Geometry geometry) {
        k = density.k();
        int size = patterns.size();
        whiten = new double[size][k][];
        shift = new double[size][k][];
        constant = new double[size][k];
        for (int p = 0; p < size; p++) {
            for (int c = 0; c < k; c++) {
                factor(density, patterns.observed(p), geometry, p, c);
            }
        }
    }

    private void factor(Density density, int[] observed, Geometry geometry, int p, int c) {
        int o = observed.length;
        double[] l = Algebra.part(density.covariances()[c], density.d(), observed);
        if (!Algebra.cholesky(l, o)) {
            throw new IllegalStateException("covariance under its floor: not positive definite");
        }
        double logs = 0;
        for (int j = 0; j < o; j++) {
            logs += geometry.weight()[observed[j]] * (Math.log(l[j * o + j]) + LOG_2_PI / 2);
        }
        Algebra.invertLower(l, o);
        double[] packed = new double[o * (o + 1) / 2];
        double[] shifted = new double[o];
        int next = 0;
        for (int j = 0; j < o; j++) {
            double root = Math.sqrt(geometry.weight()[observed[j]]);
            for (int i = 0; i <= j; i++) {
                packed[next++] = root * l[j * o + i];
                shifted[j] += root * l[j * o + i] * density.means()[c][observed[i]];
            }
        }
        whiten[p][c] = packed;
        shift[p][c] = shifted;
        constant[p][c] = Math.log(density.weights()[c]) - logs;
    }
}
