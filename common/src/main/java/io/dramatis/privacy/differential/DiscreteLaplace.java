package io.dramatis.privacy.differential;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Random;

/**
 * Whole numbers x with probability proportional to {@code exp(-epsilon |x|)}: added to a count that one person changes by
 * one, they make it epsilon-differentially private.
 *
 * <p>Drawn exactly, with rational arithmetic on whole numbers alone, after Canonne, Kamath and Steinke (<i>The Discrete
 * Gaussian for Differential Privacy</i>, NeurIPS 2020, algorithms 1 and 2): samplers on floating numbers have been broken
 * (Mironov, CCS 2012).
 */
public final class DiscreteLaplace {
    private final BigInteger numerator;
    private final BigInteger denominator;
    private final Random random;

    private DiscreteLaplace(BigDecimal epsilon, Random random) {
        if (epsilon.signum() <= 0) {
            throw new IllegalArgumentException("An epsilon of " + epsilon);
        }
        BigDecimal plain = epsilon.stripTrailingZeros();
        BigDecimal whole = plain.scale() < 0 ? plain.setScale(0) : plain;
        BigInteger over = BigInteger.TEN.pow(whole.scale());
        BigInteger common = whole.unscaledValue().gcd(over);
        this.numerator = whole.unscaledValue().divide(common);
        this.denominator = over.divide(common);
        this.random = random;
    }

    /** With the system's secure source. */
    public static DiscreteLaplace of(BigDecimal epsilon) {
        return new DiscreteLaplace(epsilon, new SecureRandom());
    }

    /** With a source that tests can repeat. */
    static DiscreteLaplace of(BigDecimal epsilon, Random random) {
        return new DiscreteLaplace(epsilon, random);
    }

    /** One draw. */
    public BigInteger draw() {
        while (true) {
            BigInteger low = below(denominator);
            if (!isHit(low, denominator)) {
                continue;
            }
            BigInteger high = BigInteger.ZERO;
            while (isHit(BigInteger.ONE, BigInteger.ONE)) {
                high = high.add(BigInteger.ONE);
            }
            BigInteger size = low.add(denominator.multiply(high)).divide(numerator);
            boolean isNegative = random.nextBoolean();
            // There is one 0, not two.
            if (!isNegative || size.signum() != 0) {
                return isNegative ? size.negate() : size;
            }
        }
    }

    /** True with probability {@code exp(-part / whole)}, of a share from 0 to 1. */
    private boolean isHit(BigInteger part, BigInteger whole) {
        long round = 1;
        while (below(whole.multiply(BigInteger.valueOf(round))).compareTo(part) < 0) {
            round++;
        }
        return round % 2 == 1;
    }

    /** Uniform from 0 to under {@code end}. */
    private BigInteger below(BigInteger end) {
        while (true) {
            BigInteger drawn = new BigInteger(end.bitLength(), random);
            if (drawn.compareTo(end) < 0) {
                return drawn;
            }
        }
    }
}
