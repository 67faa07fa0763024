package io.dramatis.cli.benchmark;

import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.clustering.GaussianMixture;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Fits of MLlib's GaussianMixture.
 *
 * @param vectors one column, the vector
 */
record MllibContestant(Dataset<Row> vectors, long rows) {

    /** @param logLikelihood a row */
    record Fit(double seconds, double logLikelihood) {}

    Fit fit(int k, int iterations, long seed) {
        long begun = System.nanoTime();
        GaussianMixtureModel model = fitted(k, iterations, seed);
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Fit(seconds, logLikelihood(model) / rows);
    }

    /** Of one iteration, from two fits. */
    double iterationSeconds(int k, int iterations) {
        long begun = System.nanoTime();
        fitted(k, 1, 1);
        long between = System.nanoTime();
        fitted(k, 1 + iterations, 1);
        return (System.nanoTime() - between - (between - begun)) / 1e9 / iterations;
    }

    private GaussianMixtureModel fitted(int k, int iterations, long seed) {
        return new GaussianMixture()
                .setK(k)
                .setMaxIter(iterations)
                .setTol(0)
                .setSeed(seed)
                .fit(vectors);
    }

    /** Its own figure adds 2.2e-16 to each density, which is all that is left of small ones. */
    private double logLikelihood(GaussianMixtureModel model) {
        double[] weights = model.weights();
        MultivariateGaussian[] gaussians = model.gaussians();
        MapPartitionsFunction<Row, Double> sum = part -> {
            Iterable<Row> all = () -> part;
            double total = StreamSupport.stream(all.spliterator(), false)
                    .mapToDouble(row -> logDensity(row.getAs(0), weights, gaussians))
                    .sum();
            return Arrays.asList(total).iterator();
        };
        return vectors.mapPartitions(sum, Encoders.DOUBLE())
                .select(functions.sum("value"))
                .first()
                .getDouble(0);
    }

    private static double logDensity(Vector row, double[] weights, MultivariateGaussian[] gaussians) {
        double[] logs = new double[weights.length];
        Arrays.setAll(logs, c -> Math.log(weights[c]) + gaussians[c].logpdf(row));
        double most = Arrays.stream(logs).max().orElseThrow();
        return most
                + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - most)).sum());
    }
}
