package io.dramatis.privacy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What may be published of a cell: a value that describes fewer than k people may not. Where a share hides few on one
 * of its sides, it is as telling as a small cell.
 *
 * @param minPeople k, at least 1
 */
public record SmallCells(int minPeople) {

    public SmallCells {
        if (minPeople < 1) {
            throw new IllegalArgumentException("Cells of at least " + minPeople + " people");
        }
    }

    /** Whether the mean of so many people may be shown. */
    public boolean showsMean(long n) {
        return n >= minPeople;
    }

    /** Whether a share may be shown: on each of its sides is nobody, or k people at least. */
    public boolean showsShare(long yes, long n) {
        return n >= minPeople && isHidden(yes) && isHidden(n - yes);
    }

    /**
     * Whether a percentile may be shown: k people at least lie on its outer side.
     *
     * @param percentile between 0 and 1
     */
    public boolean showsPercentile(double percentile, long n) {
        if (!(percentile > 0 && percentile < 1)) {
            throw new IllegalArgumentException("A percentile of " + percentile);
        }
        // Decimal, since (1 - 0.9) * 200 is less than 20 in binary.
        BigDecimal p = BigDecimal.valueOf(percentile);
        return p.min(BigDecimal.ONE.subtract(p))
                        .multiply(BigDecimal.valueOf(n))
                        .compareTo(BigDecimal.valueOf(minPeople))
                >= 0;
    }

    /**
     * A mean of n people to as many significant digits as they bear: {@code floor(log10(2n - 1))}, at least one. With
     * a unit u, the difference {@code n m - (n - 1) m'} of two published means tells the value of the person who left
     * to {@code (2n - 1) u / 2} either way; here that is more than half of the mean itself.
     */
    public static double rounded(double value, long n) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        return BigDecimal.valueOf(value)
                .round(new MathContext(digits(n), RoundingMode.HALF_EVEN))
                .doubleValue();
    }

    /**
     * A share of n people to {@code floor(log10(2n - 1))} decimals, at least one: the difference of two published
     * shares leaves open whether the person who left was a yes or a no.
     */
    public static double roundedShare(double share, long n) {
        return BigDecimal.valueOf(share)
                .setScale(digits(n), RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    /** Digits that n people bear, at least one. */
    static int digits(long n) {
        if (n < 1) {
            throw new IllegalArgumentException("A value of " + n + " people");
        }
        return Math.max(1, Long.toString(2 * n - 1).length() - 1);
    }

    private boolean isHidden(long people) {
        return people == 0 || people >= minPeople;
    }
}
