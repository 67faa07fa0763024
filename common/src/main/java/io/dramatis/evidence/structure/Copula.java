package io.dramatis.evidence.structure;

import io.dramatis.mixture.em.Algebra;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Gamma;

/**
 * What joins the margins: a Gaussian copula, or a t copula where the variables are extreme together more often than that
 * (Demarta and McNeil, <i>International Statistical Review</i> 73, 2005).
 *
 * @param root lower triangular root of the correlations, row-major
 * @param freedom degrees of freedom; infinite for the Gaussian
 * @param grid values of a score
 * @param shares its distribution function there
 */
record Copula(double[] root, int d, double freedom, double[] grid, double[] shares) implements Serializable {
    private static final double[] FREEDOMS = {Double.POSITIVE_INFINITY, 30, 15, 8, 5, 3.5, 2.5};
    private static final double LEAST_EIGENVALUE = 1e-3;
    private static final int GRID = 2_000;
    /** Scores are tabulated to sinh of this. */
    private static final double FAR = 12;
    /** Log-likelihood that a t copula must gain, since it is chosen of several. */
    private static final double GAIN = 3;

    /** @param correlations symmetric; made positive definite where they are not */
    static Copula of(double[] correlations, int d, double freedom) {
        double[] root = positive(correlations, d);
        if (!Algebra.cholesky(root, d)) {
            throw new IllegalStateException("correlations are not positive definite");
        }
        double[] grid = new double[GRID + 1];
        double[] shares = new double[GRID + 1];
        boolean isGaussian = Double.isInfinite(freedom);
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        TDistribution t = new TDistribution(null, isGaussian ? 1 : freedom);
        for (int i = 0; i <= GRID; i++) {
            double at = 2.0 * i / GRID - 1;
            grid[i] = Math.sinh(at * (isGaussian ? 2.8 : FAR));
            shares[i] = isGaussian ? normal.cumulativeProbability(grid[i]) : t.cumulativeProbability(grid[i]);
        }
        return new Copula(root, d, freedom, grid, shares);
    }

    /** Raises the eigenvalues that are too small, and scales the diagonal back to one. */
    private static double[] positive(double[] correlations, int d) {
        double[] vectors = new double[d * d];
        double[] values = Algebra.eigen(correlations.clone(), d, vectors);
        double[] near = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int e = 0; e < d; e++) {
                    near[i * d + j] += vectors[i * d + e] * Math.max(LEAST_EIGENVALUE, values[e]) * vectors[j * d + e];
                }
            }
        }
        double[] scaled = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                scaled[i * d + j] = near[i * d + j] / Math.sqrt(near[i * d + i] * near[j * d + j]);
            }
        }
        return scaled;
    }

    /** Draws the shares, 0 to 1, of the variables of one row. */
    double[] draw(SplittableRandom random) {
        double[] normal = new double[d];
        for (int j = 0; j < d; j++) {
            normal[j] = random.nextGaussian();
        }
        double scale = Double.isInfinite(freedom) ? 1 : Math.sqrt(freedom / chiSquared(freedom, random));
        double[] row = joined(normal);
        Arrays.setAll(row, j -> share(row[j] * scale));
        return row;
    }

    /** Independent scores, made correlated. */
    double[] joined(double[] independent) {
        double[] row = new double[d];
        for (int j = 0; j < d; j++) {
            for (int i = 0; i <= j; i++) {
                row[j] += root[j * d + i] * independent[i];
            }
        }
        return row;
    }

    private double share(double score) {
        int right = Arrays.binarySearch(grid, score);
        right = right < 0 ? -right - 1 : right;
        if (right <= 0 || right > GRID) {
            return right <= 0 ? 0 : 1;
        }
        double part = (score - grid[right - 1]) / (grid[right] - grid[right - 1]);
        return shares[right - 1] + part * (shares[right] - shares[right - 1]);
    }

    /** By Marsaglia and Tsang's method for the gamma distribution (2000). */
    static double chiSquared(double freedom, SplittableRandom random) {
        double shape = freedom / 2;
        double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                double u = random.nextDouble();
                if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                    double gamma = d * v;
                    return 2 * (shape < 1 ? gamma * Math.pow(random.nextDouble(), 1 / shape) : gamma);
                }
            }
        }
    }

    /**
     * The degrees of freedom under which pairs of variables are likeliest (pairwise composite likelihood).
     *
     * @param ranks shares of the values, 0 to 1, NaN where missing
     */
    static double freedom(List<double[]> ranks, double[] correlations, int d) {
        double best = Double.POSITIVE_INFINITY;
        double most = Double.NaN;
        for (double freedom : FREEDOMS) {
            double log = logLikelihood(ranks, correlations, d, freedom);
            if (Double.isNaN(most) || log > most + (Double.isInfinite(best) ? GAIN * d * (d - 1) / 2 : 0)) {
                most = log;
                best = freedom;
            }
        }
        return best;
    }

    private static double logLikelihood(List<double[]> ranks, double[] correlations, int d, double freedom) {
        int cells = 4 * Math.max(500, ranks.size());
        double[] scores = scores(cells, freedom);
        double[][] rows = ranks.stream()
                .map(row -> IntStream.range(0, d)
                        .mapToDouble(j -> Double.isNaN(row[j])
                                ? Double.NaN
                                : scores[Math.max(0, Math.min(cells - 1, (int) (row[j] * cells)))])
                        .toArray())
                .toArray(double[][]::new);
        double constant = Double.isInfinite(freedom)
                ? 0
                : Gamma.logGamma((freedom + 2) / 2)
                        + Gamma.logGamma(freedom / 2)
                        - 2 * Gamma.logGamma((freedom + 1) / 2);
        double sum = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                double rho = Math.max(-0.99, Math.min(0.99, correlations[i * d + j]));
                for (double[] row : rows) {
                    if (!Double.isNaN(row[i] + row[j])) {
                        sum += constant + logCopula(row[i], row[j], rho, freedom);
                    }
                }
            }
        }
        return sum;
    }

    private static double[] scores(int cells, double freedom) {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        TDistribution t = new TDistribution(null, Double.isInfinite(freedom) ? 1 : freedom);
        double[] scores = new double[cells];
        for (int c = 0; c < (cells + 1) / 2; c++) {
            double share = (c + 0.5) / cells;
            scores[c] = Double.isInfinite(freedom)
                    ? normal.inverseCumulativeProbability(share)
                    : t.inverseCumulativeProbability(share);
            scores[cells - 1 - c] = -scores[c];
        }
        return scores;
    }

    /** Without the constant that depends on the degrees of freedom alone. */
    private static double logCopula(double x, double y, double rho, double freedom) {
        double rest = 1 - rho * rho;
        double quadratic = (x * x - 2 * rho * x * y + y * y) / rest;
        if (Double.isInfinite(freedom)) {
            return -0.5 * Math.log(rest) - 0.5 * (quadratic - x * x - y * y);
        }
        return -0.5 * Math.log(rest)
                - (freedom + 2) / 2 * Math.log1p(quadratic / freedom)
                + (freedom + 1) / 2 * (Math.log1p(x * x / freedom) + Math.log1p(y * y / freedom));
    }
}
