package io.dramatis.mixture;

import java.io.Serializable;

/**
 * A Gaussian mixture with a full covariance for each component (mclust's VVV), in standardised units.
 *
 * @param weights of the components, adding up to one
 * @param means a row a component, {@code d} long
 * @param covariances a row a component, {@code d x d} row-major
 */
record Density(double[] weights, double[][] means, double[][] covariances) implements Serializable {

    /** The number of components. */
    int k() {
        return weights.length;
    }

    /** The number of variables. */
    int d() {
        return means[0].length;
    }

    /** Free parameters: weights, means, covariances. */
    int df() {
        return k() - 1 + k() * d() + k() * d() * (d() + 1) / 2;
    }

    /** The same mixture without the components that are not kept. */
    Density keeping(boolean[] kept) {
        int k = 0;
        double total = 0;
        for (int c = 0; c < kept.length; c++) {
            if (kept[c]) {
                k++;
                total += weights[c];
            }
        }
        Density smaller = new Density(new double[k], new double[k][], new double[k][]);
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
