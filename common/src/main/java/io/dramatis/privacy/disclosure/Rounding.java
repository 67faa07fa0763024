package io.dramatis.privacy.disclosure;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Units to which figures are rounded: 1, 2 or 5 times a power of ten.
 *
 * <p>With a unit u, the difference {@code n m - (n - 1) m'} of two published means tells the value of the person who left
 * to {@code (2n - 1) u / 2} either way. With {@code u >= w / (2n - 1)}, where w is the range of the values, that is half
 * of the range at least.
 */
public final class Rounding {
    private Rounding() {}

    /**
     * The unit of a mean, a percentile or an end of an interval.
     *
     * @param range w, of all values of the feature
     * @param n people, at least 1
     */
    public static double meanUnit(double range, long n) {
        requirePeople(n);
        return step(range / (2.0 * n - 1));
    }

    /**
     * The unit of a share: at least 2 / n, so that it tells of no single person. Where n is known, a unit of
     * {@code 1 / (2n - 1)} would tell the exact number of those with a yes.
     */
    public static double shareUnit(long n) {
        requirePeople(n);
        return step(2.0 / n);
    }

    /**
     * The unit of a figure of everyone, of whom most are in groups that are told of: half of k people may have any value
     * and leave it as it is, so that little follows from it on the few who are in no such group.
     *
     * @param range of all values of the feature; 1 for a share
     * @param n people, at least 1
     * @param minPeople k
     */
    public static double totalUnit(double range, long n, int minPeople) {
        requirePeople(n);
        return step(Math.max(2, minPeople / 2.0) * range / n);
    }

    /**
     * A number of people, to the nearest k: what two such numbers differ by tells of no fewer.
     *
     * @param minPeople k
     */
    public static long count(long people, int minPeople) {
        return Math.floorDiv(2 * people + minPeople, 2L * minPeople) * minPeople;
    }

    /** The least of 1, 2 and 5 times a power of ten that is not below; 0 for 0. */
    public static double step(double least) {
        if (!(least > 0) || !Double.isFinite(least)) {
            return 0;
        }
        BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen((int) Math.floor(Math.log10(least)) - 1);
        while (true) {
            for (int times : new int[] {1, 2, 5}) {
                double step = power.multiply(BigDecimal.valueOf(times)).doubleValue();
                if (step >= least) {
                    return step;
                }
            }
            power = power.scaleByPowerOfTen(1);
        }
    }

    /** The nearest multiple of the unit, the even one of two; the value itself where the unit is 0. */
    public static double to(double value, double unit) {
        if (unit == 0 || !Double.isFinite(value)) {
            return value;
        }
        BigDecimal exact = BigDecimal.valueOf(unit);
        return BigDecimal.valueOf(value)
                .divide(exact, 0, RoundingMode.HALF_EVEN)
                .multiply(exact)
                .doubleValue();
    }

    private static void requirePeople(long n) {
        if (n < 1) {
            throw new IllegalArgumentException("A value of " + n + " people");
        }
    }
}
