package io.dramatis.mixture;

import java.util.Arrays;

/**
 * The M-step: from the sums over what was observed to the next density. The expected sums of the missing variables follow
 * from those of the observed ones by the regression of each component (Little and Rubin, <i>Statistical Analysis with
 * Missing Data</i>, 11.3), so that the pass over the rows costs nothing for them.
 */
final class Maximisation {
    /** Under this a direction is off the floor: rounding only. */
    private static final double TOUCH = 1e-9;

    private final Density old;
    private final Patterns patterns;
    private final double[] floor;
    private final int d;

    /** People in each component, as sums of responsibilities. */
    final double[] sizes;

    private Maximisation(Density old, Patterns patterns, double[] floor) {
        this.old = old;
        this.patterns = patterns;
        this.floor = floor;
        this.d = old.d();
        this.sizes = new double[old.k()];
    }

    /**
     * The next density, without components of fewer than {@code fewest} people: a component on so few has no covariance
     * of its own, and may be a person.
     *
     * @param sums of {@link Statistics#sums}, by pattern
     */
    static Density of(Density old, double[][] sums, Patterns patterns, double[] floor, double fewest) {
        Maximisation step = new Maximisation(old, patterns, floor);
        int k = old.k();
        Density next = new Density(new double[k], new double[k][], new double[k][]);
        for (int c = 0; c < k; c++) {
            step.component(c, sums, next);
        }
        double people = Arrays.stream(step.sizes).sum();
        boolean[] kept = new boolean[k];
        boolean isAll = true;
        int largest = 0;
        for (int c = 0; c < k; c++) {
            next.weights()[c] = step.sizes[c] / people;
            kept[c] = step.sizes[c] >= fewest;
            isAll &= kept[c];
            largest = step.sizes[c] > step.sizes[largest] ? c : largest;
        }
        kept[largest] = true;
        return isAll || k == 1 ? next : next.keeping(kept);
    }

    private void component(int c, double[][] sums, Density next) {
        double[] second = new double[d * d];
        double[] first = new double[d];
        for (int p = 0; p < sums.length; p++) {
            if (sums[p] != null) {
                addPattern(c, patterns.observed(p), sums[p], first, second);
            }
        }
        double size = sizes[c];
        double[] mean = old.means()[c].clone();
        double[] covariance = old.covariances()[c].clone();
        if (size > 0) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    covariance[i * d + j] = second[i * d + j] / size - first[i] / size * (first[j] / size);
                }
            }
            for (int i = 0; i < d; i++) {
                mean[i] += first[i] / size;
            }
        }
        raise(covariance, floor);
        next.means()[c] = mean;
        next.covariances()[c] = covariance;
    }

    /** Adds the sums of r (x - m) and r (x - m)(x - m)', m the old mean, with what is expected of the missing. */
    private void addPattern(int c, int[] observed, double[] sums, double[] first, double[] second) {
        int o = observed.length;
        int at = c * Statistics.stride(o);
        double r = sums[at];
        if (r == 0) {
            return;
        }
        sizes[c] += r;
        double[] mean = old.means()[c];
        double[] gap = new double[d];
        double[] products = new double[d * d];
        int next = at + 1 + o;
        for (int i = 0; i < o; i++) {
            int vi = observed[i];
            gap[vi] = sums[at + 1 + i] - r * mean[vi];
            for (int j = 0; j <= i; j++) {
                int vj = observed[j];
                double sum = sums[next++]
                        - sums[at + 1 + i] * mean[vj]
                        - mean[vi] * sums[at + 1 + j]
                        + r * mean[vi] * mean[vj];
                products[vi * d + vj] = sum;
                products[vj * d + vi] = sum;
            }
        }
        if (o < d) {
            complete(old.covariances()[c], observed, r, gap, products);
        }
        for (int i = 0; i < d; i++) {
            first[i] += gap[i];
        }
        for (int i = 0; i < d * d; i++) {
            second[i] += products[i];
        }
    }

    /** Fills in what is expected of the missing variables: B gap, B C, B C B' + r (S_mm - B S_om), B = S_mo S_oo^-1. */
    private void complete(double[] covariance, int[] observed, double r, double[] gap, double[] products) {
        int o = observed.length;
        int[] missing = missing(observed);
        double[] inverse = Factors.part(covariance, d, observed);
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

    /**
     * Raises a covariance to its floor in every direction: eigenvalues under one, in units of the floors, become one. That
     * is the likeliest covariance over the floor, so that EM still climbs.
     *
     * @return the variables that carry at least a quarter of a raised direction
     */
    static java.util.BitSet raise(double[] covariance, double[] floor) {
        int d = floor.length;
        java.util.BitSet raised = new java.util.BitSet();
        double[] excess = new double[d * d];
        double[] unit = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                unit[i * d + j] = covariance[i * d + j] / Math.sqrt(floor[i] * floor[j]);
                excess[i * d + j] = unit[i * d + j] - (i == j ? 1 - TOUCH : 0);
            }
        }
        if (Algebra.cholesky(excess, d)) {
            return raised;
        }
        double[] vectors = new double[d * d];
        double[] values = Algebra.eigen(unit, d, vectors);
        Arrays.fill(covariance, 0);
        for (int e = 0; e < d; e++) {
            double value = Math.max(1, values[e]);
            for (int i = 0; i < d; i++) {
                if (values[e] < 1 && vectors[i * d + e] * vectors[i * d + e] >= 0.25) {
                    raised.set(i);
                }
                for (int j = 0; j <= i; j++) {
                    covariance[i * d + j] += value * vectors[i * d + e] * vectors[j * d + e];
                }
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i * d + j] *= Math.sqrt(floor[i] * floor[j]);
                covariance[j * d + i] = covariance[i * d + j];
            }
        }
        return raised;
    }

    /** The variables in which a component of the density lies on its floor. */
    static java.util.BitSet floored(Density density, double[] floor) {
        java.util.BitSet variables = new java.util.BitSet();
        double[] above = Arrays.stream(floor).map(f -> f * (1 + 1e-6)).toArray();
        for (double[] covariance : density.covariances()) {
            variables.or(raise(covariance.clone(), above));
        }
        return variables;
    }
}
