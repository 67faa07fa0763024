package io.dramatis.privacy;

import java.math.BigDecimal;

/**
 * What may be published of a cell: a value that describes fewer than k people may not. Where a share hides few on one
 * of its sides, it is as telling as a small cell. Further rules, and units to round to, are in {@code disclosure}.
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

    private boolean isHidden(long people) {
        return people == 0 || people >= minPeople;
    }
}
