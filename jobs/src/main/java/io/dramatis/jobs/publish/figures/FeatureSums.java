package io.dramatis.jobs.publish.figures;

import io.dramatis.evidence.novelty.Difference;
import io.dramatis.privacy.disclosure.Cell;
import java.io.Serializable;

/**
 * A feature's values in a group.
 *
 * @param values in natural units
 * @param others people whose value is neither 0 nor 1
 * @param squares sum of the squares
 * @param modelled the values as modelled
 * @param modelledSquares sum of their squares
 */
public record FeatureSums(Cell values, long others, double squares, Cell modelled, double modelledSquares)
        implements Serializable {
    /** Of nobody. */
    public static final FeatureSums NONE = new FeatureSums(Cell.NONE, 0, 0, Cell.NONE, 0);

    FeatureSums plus(FeatureSums more) {
        return new FeatureSums(
                values.plus(more.values),
                others + more.others,
                squares + more.squares,
                modelled.plus(more.modelled),
                modelledSquares + more.modelledSquares);
    }

    /** One more person. */
    FeatureSums plus(double value, double modelledValue) {
        return new FeatureSums(
                values.plus(value),
                value == 0 || value == 1 ? others : others + 1,
                squares + value * value,
                modelled.plus(modelledValue),
                modelledSquares + modelledValue * modelledValue);
    }

    /** People with a value. */
    public long n() {
        return values.n();
    }

    /** Whether all values are yes (1) and no (0). */
    public boolean isShare() {
        return others == 0;
    }

    /** In natural units. */
    public double mean() {
        return values.mean();
    }

    /** Standard deviation of the sample (n - 1); 0 for one person. */
    public double deviation() {
        return n() < 2 ? 0 : Math.sqrt(variance(values.sum(), squares));
    }

    /** Mean of the values as modelled. */
    public double modelledMean() {
        return modelled.mean();
    }

    /** Of the values as modelled. */
    public double modelledDeviation() {
        return n() < 2 ? 0 : Math.sqrt(variance(modelled.sum(), modelledSquares));
    }

    /** The values as modelled; of two people at least. */
    Difference.Sample modelledSample() {
        return new Difference.Sample(modelledMean(), variance(modelled.sum(), modelledSquares), n());
    }

    private double variance(double sum, double sumOfSquares) {
        return Math.max(0, (sumOfSquares - sum * sum / n()) / (n() - 1));
    }
}
