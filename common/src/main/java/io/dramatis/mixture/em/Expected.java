package io.dramatis.mixture.em;

import io.dramatis.mixture.rows.Patterns;

/**
 * What is expected of one component given the observed: its size, and the sums of r (x - m) and r (x - m)(x - m)' around
 * its old mean m. The sums of the missing variables follow from those of the observed ones by the component's regression
 * (Little and Rubin, <i>Statistical Analysis with Missing Data</i>, 11.3), so that the pass over the rows costs nothing for
 * them.
 */
final class Expected {
    private final Density old;
    private final int c;
    private final int d;
    private final boolean isDiagonal;

    double size;
    final double[] first;
    /** {@code d x d}; of diagonal forms the diagonal alone is filled. */
    final double[] second;

    private Expected(Density old, int c) {
        this.old = old;
        this.c = c;
        this.d = old.d();
        this.isDiagonal = old.form().isDiagonal();
        this.first = new double[d];
        this.second = new double[d * d];
    }

    /**
     * @param sums by pattern, a row of {@link Features} a component
     * @param row of the component in the sums
     */
    static Expected of(Density old, int c, double[][] sums, int row, Patterns patterns) {
        Expected expected = new Expected(old, c);
        for (int p = 0; p < sums.length; p++) {
            if (sums[p].length > 0) {
                int[] observed = patterns.observed(p);
                int at = row * Features.count(observed.length, expected.isDiagonal);
                if (sums[p][at] > 0) {
                    expected.add(sums[p], at, observed);
                }
            }
        }
        return expected;
    }

    private void add(double[] sums, int at, int[] observed) {
        int o = observed.length;
        double r = sums[at];
        size += r;
        double[] mean = old.means()[c];
        double[] gap = new double[d];
        for (int i = 0; i < o; i++) {
            gap[observed[i]] = sums[at + Features.linear(i)] - r * mean[observed[i]];
        }
        if (isDiagonal) {
            addDiagonal(sums, at, observed, r, gap);
            return;
        }
        double[] products = new double[d * d];
        for (int i = 0; i < o; i++) {
            int vi = observed[i];
            for (int j = 0; j <= i; j++) {
                int vj = observed[j];
                double raw = sums[at + (i == j ? Features.square(o, i) : Features.product(o, i, j))];
                double sum = raw
                        - sums[at + Features.linear(i)] * mean[vj]
                        - mean[vi] * sums[at + Features.linear(j)]
                        + r * mean[vi] * mean[vj];
                products[vi * d + vj] = sum;
                products[vj * d + vi] = sum;
            }
        }
        if (o < d) {
            complete(observed, r, gap, products);
        }
        for (int i = 0; i < d; i++) {
            first[i] += gap[i];
        }
        for (int i = 0; i < d * d; i++) {
            second[i] += products[i];
        }
    }

    private void addDiagonal(double[] sums, int at, int[] observed, double r, double[] gap) {
        int o = observed.length;
        boolean[] isObserved = new boolean[d];
        for (int i = 0; i < o; i++) {
            int v = observed[i];
            double mean = old.means()[c][v];
            isObserved[v] = true;
            first[v] += gap[v];
            second[v * d + v] += sums[at + Features.square(o, i)] - mean * (gap[v] + sums[at + Features.linear(i)]);
        }
        for (int v = 0; v < d; v++) {
            second[v * d + v] += isObserved[v] ? 0 : r * old.covariances()[c][v * d + v];
        }
    }

    /** Fills in what is expected of the missing variables: B gap, B C, B C B' + r (S_mm - B S_om), B = S_mo S_oo^-1. */
    private void complete(int[] observed, double r, double[] gap, double[] products) {
        int o = observed.length;
        double[] covariance = old.covariances()[c];
        int[] missing = missing(observed);
        double[] inverse = Algebra.part(covariance, d, observed);
        if (!Algebra.cholesky(inverse, o)) {
            throw new IllegalStateException("covariance under its floor: not positive definite");
        }
        Algebra.invertLower(inverse, o);
        double[][] slope = new double[missing.length][];
        for (int m = 0; m < missing.length; m++) {
            slope[m] = slope(covariance, missing[m], observed, inverse);
        }
        for (int m = 0; m < missing.length; m++) {
            int vm = missing[m];
            for (int i = 0; i < o; i++) {
                gap[vm] += slope[m][i] * gap[observed[i]];
                double sum = 0;
                for (int j = 0; j < o; j++) {
                    sum += slope[m][j] * products[observed[j] * d + observed[i]];
                }
                products[vm * d + observed[i]] = sum;
                products[observed[i] * d + vm] = sum;
            }
        }
        for (int m = 0; m < missing.length; m++) {
            for (int q = 0; q <= m; q++) {
                double sum = r * covariance[missing[m] * d + missing[q]];
                for (int i = 0; i < o; i++) {
                    sum += slope[q][i]
                            * (products[missing[m] * d + observed[i]] - r * covariance[missing[m] * d + observed[i]]);
                }
                products[missing[m] * d + missing[q]] = sum;
                products[missing[q] * d + missing[m]] = sum;
            }
        }
    }

    private int[] missing(int[] observed) {
        int[] missing = new int[d - observed.length];
        int next = 0;
        int at = 0;
        for (int j = 0; j < d; j++) {
            if (at < observed.length && observed[at] == j) {
                at++;
            } else {
                missing[next++] = j;
            }
        }
        return missing;
    }

    /** A row of B: W'W s, W the inverse Cholesky factor and s the covariances with the observed. */
    private double[] slope(double[] covariance, int variable, int[] observed, double[] w) {
        int o = observed.length;
        double[] whitened = new double[o];
        for (int i = 0; i < o; i++) {
            for (int j = 0; j <= i; j++) {
                whitened[i] += w[i * o + j] * covariance[variable * d + observed[j]];
            }
        }
        double[] slope = new double[o];
        for (int i = 0; i < o; i++) {
            for (int j = i; j < o; j++) {
                slope[i] += w[j * o + i] * whitened[j];
            }
        }
        return slope;
    }

    /** The next mean. */
    double[] mean() {
        double[] mean = old.means()[c].clone();
        for (int i = 0; size > 0 && i < d; i++) {
            mean[i] += first[i] / size;
        }
        return mean;
    }

    /** The covariance of the component alone, before any form or floor; the old one when no row is in it. */
    double[] covariance() {
        double[] covariance = old.covariances()[c].clone();
        for (int i = 0; size > 0 && i < d; i++) {
            for (int j = 0; j < d; j++) {
                covariance[i * d + j] =
                        i == j || !isDiagonal ? second[i * d + j] / size - first[i] / size * (first[j] / size) : 0;
            }
        }
        return covariance;
    }
}
