package io.dramatis.jobs.publish;

import java.io.Serializable;

/**
 * A feature's values in a group.
 *
 * @param n people with a value
 * @param ones people whose value is 1
 * @param others people whose value is neither 0 nor 1
 * @param sum of the values, in natural units
 * @param squares sum of the squares
 * @param modelled sum of the values as modelled
 */
record FeatureSums(long n, long ones, long others, double sum, double squares, double modelled)
        implements Serializable {
    static final FeatureSums NONE = new FeatureSums(0, 0, 0, 0, 0, 0);

    FeatureSums plus(FeatureSums more) {
        return new FeatureSums(
                n + more.n,
                ones + more.ones,
                others + more.others,
                sum + more.sum,
                squares + more.squares,
                modelled + more.modelled);
    }

    /** One more person. */
    FeatureSums plus(double value, double modelledValue) {
        return new FeatureSums(
                n + 1,
                value == 1 ? ones + 1 : ones,
                value == 0 || value == 1 ? others : others + 1,
                sum + value,
                squares + value * value,
                modelled + modelledValue);
    }

    double mean() {
        return sum / n;
    }

    /** Standard deviation of the sample (n - 1); 0 for one person. */
    double deviation() {
        return n < 2 ? 0 : Math.sqrt(Math.max(0, (squares - sum * sum / n) / (n - 1)));
    }

    double modelledMean() {
        return modelled / n;
    }
}
