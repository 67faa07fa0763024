package io.dramatis.privacy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.commons.math3.distribution.NormalDistribution;

/** A confidence interval, {@code low} to {@code high}. */
public record Interval(double low, double high) {

    /**
     * Wilson's interval for a share, which stays within 0 and 1 and holds for few people too (Wilson, JASA 22, 1927).
     *
     * @param yes people with it, 0 to n
     * @param n people asked, at least 1
     * @param confidence between 0 and 1
     */
    public static Interval ofShare(long yes, long n, double confidence) {
        if (n < 1 || yes < 0 || yes > n) {
            throw new IllegalArgumentException("A share of " + yes + " in " + n);
        }
        double z = quantile(confidence);
        double share = (double) yes / n;
        double centre = share + z * z / (2.0 * n);
        double half = z * Math.sqrt(share * (1 - share) / n + z * z / (4.0 * n) / n);
        double scale = 1 + z * z / n;
        // Exact at the ends, where rounding errors would leave 1e-17 of a share that nobody has.
        double low = yes == 0 ? 0 : Math.max(0, (centre - half) / scale);
        double high = yes == n ? 1 : Math.min(1, (centre + half) / scale);
        return new Interval(low, high);
    }

    /**
     * The normal interval for a mean.
     *
     * @param deviation standard deviation of the sample (n - 1), at least 0
     * @param n people, at least 1
     * @param confidence between 0 and 1
     */
    public static Interval ofMean(double mean, double deviation, long n, double confidence) {
        if (n < 1 || !(deviation >= 0)) {
            throw new IllegalArgumentException("A mean of " + n + " with standard deviation " + deviation);
        }
        double half = quantile(confidence) * deviation / Math.sqrt((double) n);
        return new Interval(mean - half, mean + half);
    }

    /** With both ends at multiples of the unit, the low one down and the high one up; as it is for a unit of 0. */
    public Interval outward(double unit) {
        return unit == 0
                ? this
                : new Interval(multiple(low, unit, RoundingMode.FLOOR), multiple(high, unit, RoundingMode.CEILING));
    }

    private static double multiple(double value, double unit, RoundingMode mode) {
        BigDecimal exact = BigDecimal.valueOf(unit);
        // What is a multiple but for the last digits of a binary number stays it.
        BigDecimal times = BigDecimal.valueOf(value).divide(exact, 9, RoundingMode.HALF_EVEN);
        return times.setScale(0, mode).multiply(exact).doubleValue();
    }

    private static double quantile(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("A confidence of " + confidence);
        }
        return new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    }
}
