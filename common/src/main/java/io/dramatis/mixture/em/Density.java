package io.dramatis.mixture.em;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A Gaussian mixture in standardised units.
 *
 * @param form what the covariances have in common
 * @param weights of the components, adding up to one
 * @param means a row a component, {@code d} long
 * @param covariances a row a component, {@code d x d} row-major
 */
public record Density(CovarianceForm form, double[] weights, double[][] means, double[][] covariances)
        implements Serializable {

    /** The number of components. */
    public int k() {
        return weights.length;
    }

    /** The number of variables. */
    public int d() {
        return means[0].length;
    }

    /** That of some of the variables. */
    public Density marginal(int[] variables) {
        int d = d();
        return new Density(
                form,
                weights,
                Arrays.stream(means)
                        .map(mean -> Arrays.stream(variables)
                                .mapToDouble(j -> mean[j])
                                .toArray())
                        .toArray(double[][]::new),
                Arrays.stream(covariances)
                        .map(covariance -> Algebra.part(covariance, d, variables))
                        .toArray(double[][]::new));
    }

    /** The same mixture without the components that are not kept. */
    public Density keeping(boolean[] kept) {
        int k = 0;
        double total = 0;
        for (int c = 0; c < kept.length; c++) {
            if (kept[c]) {
                k++;
                total += weights[c];
            }
        }
        Density smaller = new Density(form, new double[k], new double[k][], new double[k][]);
        int next = 0;
        for (int c = 0; c < kept.length; c++) {
            if (kept[c]) {
                smaller.weights[next] = weights[c] / total;
                smaller.means[next] = means[c];
                smaller.covariances[next] = covariances[c];
                next++;
            }
        }
        return smaller;
    }
}
