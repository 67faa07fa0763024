package io.dramatis.mixture.em;

import io.dramatis.mixture.rows.Tile;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How fast this JVM multiplies the matrices of a sweep: the limit of an iteration. */
public final class ProductRate {
    private static final double SECONDS = 1.5;

    private ProductRate() {}

    /** By netlib's BLAS, in 10<sup>9</sup> floating point operations a second of all threads together. */
    public static double ofBlas(int d, int components, int threads) {
        return rate(new BlasProducts(), d, components, threads);
    }

    /** By the products that the engine uses here. */
    public static double ofEngine(int d, int components, int threads) {
        return rate(Products.instance(), d, components, threads);
    }

    private static double rate(Products products, int d, int components, int threads) {
        for (int warm = 0; warm < 2; warm++) {
            run(products, d, components);
        }
        return IntStream.range(0, threads)
                .parallel()
                .mapToDouble(thread -> run(products, d, components))
                .sum();
    }

    private static double run(Products products, int d, int components) {
        int features = Features.count(d, false);
        int padded = Products.padded(components);
        SplittableRandom random = new SplittableRandom(1);
        double[] phi = random.doubles((long) features * Tile.ROWS).toArray();
        double[] theta = random.doubles((long) features * padded).toArray();
        double[] out = new double[padded * Tile.ROWS];
        double[] sums = new double[padded * features];
        long begun = System.nanoTime();
        long rounds = 0;
        double seconds = 0;
        while (seconds < SECONDS) {
            products.densities(phi, features, theta, padded, Tile.ROWS, out);
            products.moments(phi, features, out, padded, Tile.ROWS, sums);
            rounds++;
            seconds = (System.nanoTime() - begun) / 1e9;
        }
        return 4.0 * rounds * features * padded * Tile.ROWS / seconds / 1e9;
    }
}
