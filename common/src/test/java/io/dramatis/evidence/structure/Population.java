package io.dramatis.evidence.structure;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Populations to calibrate on: those of one population first. */
public enum Population {
    GAUSSIAN("Gaussian"),
    GAUSSIAN_6("Gaussian, correlation .6"),
    GAUSSIAN_9("Gaussian, correlation .9"),
    T5("t, 5 degrees of freedom"),
    LOGNORMAL("lognormal, sigma .6"),
    UNIFORM("uniform"),
    NEGATIVE_BINOMIAL("negative binomial, size 1"),
    ZERO_INFLATED("80 % zero-inflated counts"),
    TWO_GAUSSIANS("two Gaussians"),
    TWO_SKEWED("two lognormal groups, sigma .5"),
    THREE_SKEWED("three lognormal groups, sigma .5");

    private static final double SKEWED_DEVIATION = Math.sqrt((Math.exp(0.25) - 1) * Math.exp(0.25));

    public final String words;

    Population(String words) {
        this.words = words;
    }

    /**
     * Draws people.
     *
     * @param distance of two groups, in standard deviations within them; two groups differ in the first variable, three make
     *     a triangle in the first two
     */
    public List<double[]> draw(int n, int d, double distance, long seed) {
        SplittableRandom random = new SplittableRandom(31 * seed + ordinal());
        return IntStream.range(0, n)
                .mapToObj(i -> {
                    double common = random.nextGaussian();
                    double scale = this == T5 ? Math.sqrt(5 / Copula.chiSquared(5, random)) : 1;
                    double[] row = new double[d];
                    Arrays.setAll(row, j -> value(common, random) * scale);
                    int group = this == THREE_SKEWED ? i % 3 : i % 2;
                    row[0] += group == 1 ? distance : group == 2 ? distance / 2 : 0;
                    if (group == 2) {
                        row[1] += distance * Math.sqrt(0.75);
                    }
                    return row;
                })
                .toList();
    }

    private double value(double common, SplittableRandom random) {
        return switch (this) {
            case GAUSSIAN, T5, TWO_GAUSSIANS -> random.nextGaussian();
            case GAUSSIAN_6 -> Math.sqrt(0.6) * common + Math.sqrt(0.4) * random.nextGaussian();
            case GAUSSIAN_9 -> Math.sqrt(0.9) * common + Math.sqrt(0.1) * random.nextGaussian();
            case LOGNORMAL -> Math.exp(0.6 * random.nextGaussian());
            case UNIFORM -> random.nextDouble();
            case NEGATIVE_BINOMIAL -> count(random);
            case ZERO_INFLATED -> random.nextDouble() < 0.8 ? 0 : count(random);
            case TWO_SKEWED, THREE_SKEWED -> Math.exp(0.5 * random.nextGaussian()) / SKEWED_DEVIATION;
        };
    }

    /** Negative binomial of size 1 and mean 3: a Poisson of an exponential mean. */
    private static double count(SplittableRandom random) {
        double limit = Math.exp(3 * Math.log(1 - random.nextDouble()));
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
