package io.dramatis.config.reading;

import java.math.BigDecimal;

/**
 * The numbers that a key takes.
 *
 * @param open whether the ends themselves are left out
 */
record Range(double least, double most, boolean open) {

    static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);
    static final Range SHARE = new Range(0, 1, false);

    static Range atLeast(double least) {
        return new Range(least, Double.POSITIVE_INFINITY, false);
    }

    static Range over(double least) {
        return new Range(least, Double.POSITIVE_INFINITY, true);
    }

    /** From one to the other, both of them left out. */
    static Range inside(double least, double most) {
        return new Range(least, most, true);
    }

    boolean holds(double number) {
        return open ? number > least && number < most : number >= least && number <= most;
    }

    /** {@code a whole number of at least 1}, where {@code noun} is the whole number. */
    String words(String noun) {
        if (Double.isInfinite(least)) {
            return noun;
        }
        if (most >= Integer.MAX_VALUE) {
            return noun + (open ? " over " : " of at least ") + plain(least);
        }
        return noun + (open ? " between " + plain(least) + " and " : " from " + plain(least) + " to ") + plain(most);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
