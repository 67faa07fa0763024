package io.dramatis.mixture.groups;

import io.dramatis.mixture.em.Algebra;
import io.dramatis.mixture.em.Density;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** People as a density would have them, with every variable. */
final class Simulation {
    private Simulation() {}

    /** Draws rows in standardised units; each component gets its weight's share of them. */
    static List<double[]> rows(Density density, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int d = density.d();
        List<double[]> rows = new ArrayList<>();
        double[] normal = new double[d];
        for (int c = 0; c < density.k(); c++) {
            double[] root = density.covariances()[c].clone();
            if (!Algebra.cholesky(root, d)) {
                throw new IllegalStateException("covariance under its floor: not positive definite");
            }
            long share = Math.round(Math.ceil(density.weights()[c] * count));
            for (long i = 0; i < share; i++) {
                double[] row = density.means()[c].clone();
                for (int j = 0; j < d; j++) {
                    normal[j] = random.nextGaussian();
                    for (int p = 0; p <= j; p++) {
                        row[j] += root[j * d + p] * normal[p];
                    }
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
