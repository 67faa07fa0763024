package io.dramatis.evidence.novelty;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * How far a group's mean lies from that of everyone else, by Welch's test (<i>Biometrika</i> 34, 1947).
 *
 * @param estimate in the unit that was asked for
 * @param low end of its interval
 * @param high end of its interval
 * @param p that there is no difference
 */
public record Difference(double estimate, double low, double high, double p) {

    /** A sample of people: their mean, variance (n - 1) and number, of two at least. */
    public record Sample(double mean, double variance, long n) {
        private double squaredError() {
            return variance / n;
        }
    }

    /**
     * Tests.
     *
     * @param unit such as everyone's standard deviation
     * @param confidence of the interval
     */
    public static Difference of(Sample group, Sample others, double unit, double confidence) {
        double difference = group.mean() - others.mean();
        double squared = group.squaredError() + others.squaredError();
        if (!(squared > 0)) {
            double scaled = difference / unit;
            return new Difference(scaled, scaled, scaled, difference == 0 ? 1 : 0);
        }
        double freedom = squared
                * squared
                / (group.squaredError() * group.squaredError() / (group.n() - 1)
                        + others.squaredError() * others.squaredError() / (others.n() - 1));
        TDistribution t = new TDistribution(null, freedom);
        double error = Math.sqrt(squared);
        double reach = t.inverseCumulativeProbability((1 + confidence) / 2) * error;
        double p = 2 * t.cumulativeProbability(-Math.abs(difference) / error);
        return new Difference(difference / unit, (difference - reach) / unit, (difference + reach) / unit, p);
    }
}
