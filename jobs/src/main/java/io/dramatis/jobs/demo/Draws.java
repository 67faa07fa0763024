package io.dramatis.jobs.demo;

import java.util.List;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomDataGenerator;

/** Seeded draws: a stream of its own for each file, so that a change in one leaves the others as they are. */
final class Draws {
    private final MersenneTwister random;
    private final RandomDataGenerator data;

    Draws(long seed, String stream) {
        this.random = new MersenneTwister(seed * 1_000_003L + stream.hashCode());
        this.data = new RandomDataGenerator(random);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return random.nextDouble();
    }

    double uniform(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** Uniform in 0 .. n - 1. */
    int below(int n) {
        return random.nextInt(n);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Standard normal. */
    double normal() {
        return random.nextGaussian();
    }

    /** Standard normal with correlation {@code loading} to the factor. */
    double normal(double loading, double factor) {
        return loading * factor + Math.sqrt(1 - loading * loading) * normal();
    }

    /** Negative binomial: a Poisson count whose rate is gamma distributed; variance {@code mean + mean^2 / size}. */
    int count(double mean, double size) {
        double rate = data.nextGamma(size, mean / size);
        return rate < 1e-9 ? 0 : (int) data.nextPoisson(rate);
    }

    /** One of the values, all equally likely. */
    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** The place of one of the weights (their sum is 1), as likely as it is heavy. */
    int place(double... weights) {
        double rest = random.nextDouble();
        for (int place = 0; place < weights.length - 1; place++) {
            rest -= weights[place];
            if (rest < 0) {
                return place;
            }
        }
        return weights.length - 1;
    }

    /** {@code n} numbers spread evenly over [0, 1), in random order: a share taken of them is met almost exactly. */
    double[] spread(int n) {
        double[] spread = new double[n];
        for (int i = 0; i < n; i++) {
            int other = random.nextInt(i + 1);
            spread[i] = spread[other];
            spread[other] = (i + 0.5) / n;
        }
        return spread;
    }
}
