package io.dramatis.mixture.groups;

import io.dramatis.mixture.em.Algebra;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.rows.Patterns;
import io.dramatis.mixture.rows.Tile;
import java.util.Arrays;
import java.util.List;

/**
 * How deep the valleys between components are. All peaks and saddles of two Gaussians lie on their ridge line x(a) =
 * ((1-a) P + a Q)<sup>-1</sup> ((1-a) P m + a Q n), P and Q the precisions and m and n the means (Ray and Lindsay, <i>Annals
 * of Statistics</i> 33, 2005). Along it the density of the whole mixture is followed; it needs the parameters alone.
 *
 * @param peaks highest log-density on the way out of each component
 * @param saddles lowest log-density on the way between two components
 */
record RidgeLine(double[] peaks, double[][] saddles) {
    private static final int STEPS = 50;

    static RidgeLine of(Density density, Geometry geometry) {
        int k = density.k();
        int d = density.d();
        double[][] precisions = new double[k][];
        for (int c = 0; c < k; c++) {
            precisions[c] = inverse(density.covariances()[c], d);
        }
        Patterns all = Patterns.complete(d);
        Factors factors = new Factors(density, all, geometry);
        RidgeLine ridge = new RidgeLine(new double[k], new double[k][k]);
        Arrays.fill(ridge.peaks, Double.NEGATIVE_INFINITY);
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < a; b++) {
                ridge.follow(density, precisions, factors, a, b);
            }
        }
        return ridge;
    }

    private void follow(Density density, double[][] precisions, Factors factors, int a, int b) {
        Tile tile = new Tile(density.d());
        tile.n = STEPS + 1;
        for (int step = 0; step <= STEPS; step++) {
            double[] x = point(density, precisions, a, b, (double) step / STEPS);
            for (int j = 0; j < x.length; j++) {
                tile.x[j * Tile.ROWS + step] = x[j];
            }
        }
        Posteriors posteriors = new Posteriors(factors.k);
        posteriors.evaluate(factors, tile);
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= STEPS; step++) {
            least = Math.min(least, posteriors.logDensity[step]);
        }
        saddles[a][b] = least;
        saddles[b][a] = least;
        peaks[a] = Math.max(peaks[a], posteriors.logDensity[0]);
        peaks[b] = Math.max(peaks[b], posteriors.logDensity[STEPS]);
    }

    private static double[] point(Density density, double[][] precisions, int a, int b, double share) {
        int d = density.d();
        double[] mixed = new double[d * d];
        double[] right = new double[d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double p = (1 - share) * precisions[a][i * d + j];
                double q = share * precisions[b][i * d + j];
                mixed[i * d + j] = p + q;
                right[i] += p * density.means()[a][j] + q * density.means()[b][j];
            }
        }
        return Algebra.solve(mixed, right, d);
    }

    private static double[] inverse(double[] covariance, int d) {
        double[] l = covariance.clone();
        if (!Algebra.cholesky(l, d)) {
            throw new IllegalStateException("covariance under its floor: not positive definite");
        }
        Algebra.invertLower(l, d);
        double[] inverse = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int r = Math.max(i, j); r < d; r++) {
                    inverse[i * d + j] += l[r * d + i] * l[r * d + j];
                }
            }
        }
        return inverse;
    }

    /** The lowest point of the best way between two groups, as a share of the lower of their peaks; at most one. */
    double ratio(List<Integer> group, List<Integer> other) {
        double saddle = Double.NEGATIVE_INFINITY;
        double peak = Double.NEGATIVE_INFINITY;
        double otherPeak = Double.NEGATIVE_INFINITY;
        for (int a : group) {
            peak = Math.max(peak, peaks[a]);
            for (int b : other) {
                saddle = Math.max(saddle, saddles[a][b]);
                otherPeak = Math.max(otherPeak, peaks[b]);
            }
        }
        return Math.min(1, Math.exp(saddle - Math.min(peak, otherPeak)));
    }
}
