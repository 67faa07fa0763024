package io.dramatis.mixture.em;

import io.dramatis.mixture.rows.Tile;

/**
 * The arithmetic of the E-step and M-step over a tile of rows. Matrices hold a column of {@link Tile#ROWS} numbers a
 * feature or component, of which the first {@code rows} are used: a multiple of {@link #ALIGNED}. Numbers of features and
 * of components are multiples of {@link #GROUP}.
 */
abstract class Products {
    /** Rows are taken by so many. */
    static final int ALIGNED = 32;
    /** Features and components are taken by so many. */
    static final int GROUP = 4;

    private static final Products BEST = best();

    /** The Vector API where the JVM has been given it ({@code --add-modules jdk.incubator.vector}), else plain Java's BLAS. */
    static Products instance() {
        return BEST;
    }

    private static Products best() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            try {
                return (Products) Class.forName(Products.class.getPackageName() + ".VectorProducts")
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException | LinkageError unlike) {
                // Another version of the incubating module than the one that this was compiled for.
                return new BlasProducts();
            }
        }
        return new BlasProducts();
    }

    /** The least multiple of {@link #GROUP} that holds so many. */
    static int padded(int count) {
        return (count + GROUP - 1) / GROUP * GROUP;
    }

    /** The least multiple of {@link #ALIGNED} that holds so many. */
    static int aligned(int rows) {
        return (rows + ALIGNED - 1) / ALIGNED * ALIGNED;
    }

    /**
     * Log-densities as a product: {@code out[c][t] = sum over f of theta[c][f] phi[f][t]}.
     *
     * @param theta a row of {@code features} numbers a component
     */
    abstract void densities(double[] phi, int features, double[] theta, int components, int rows, double[] out);

    /**
     * Sums of features as a product: {@code sums[c][f] += sum over t of r[c][t] phi[f][t]}.
     *
     * @param sums a row of {@code features} numbers a component
     */
    abstract void moments(double[] phi, int features, double[] r, int components, int rows, double[] sums);

    /**
     * Turns log-densities of {@code k} components from {@code first} on into responsibilities times the rows' weights.
     *
     * @param largest filled with each row's largest log-density
     * @param total filled with each row's sum of densities, as shares of the largest
     */
    abstract void shares(double[] log, int first, int k, int rows, double[] weight, double[] largest, double[] total);
}
