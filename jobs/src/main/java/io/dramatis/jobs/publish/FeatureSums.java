package io.dramatis.jobs.publish;

import io.dramatis.evidence.novelty.Difference;
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
 * @param modelledSquares sum of their squares
 */
record FeatureSums(long n, long ones, long others, double sum, double squares, double modelled, double modelledSquares)
        implements Serializable {
    static final FeatureSums NONE = new FeatureSums(0, 0, 0, 0, 0, 0, 0);

    FeatureSums plus(FeatureSums more) {
        return new FeatureSums(
                n + more.n,
                ones + more.ones,
                others + more.others,
                sum + more.sum,
                squares + more.squares,
                modelled + more.modelled,
                modelledSquares + more.modelledSquares);
    }

    /** One more person. */
    FeatureSums plus(double value, double modelledValue) {
        return new FeatureSums(
                n + 1,
                value == 1 ? ones + 1 : ones,
                value == 0 || value == 1 ? others : others + 1,
                sum + value,
                squares + value * value,
                modelled + modelledValue,
                modelledSquares + modelledValue * modelledValue);
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

    /** Those of everyone who is not in the group. */
    FeatureSums without(FeatureSums group) {
        return new FeatureSums(
                n - group.n,
                ones - group.ones,
                others - group.others,
                sum - group.sum,
                squares - group.squares,
                modelled - group.modelled,
                modelledSquares - group.modelledSquares);
    }

    /** The values as modelled; of two people at least. */
    Difference.Sample modelledSample() {
        return new Difference.Sample(
                modelledMean(), Math.max(0, (modelledSquares - modelled * modelled / n) / (n - 1)), n);
    }
}
