package io.dramatis.jobs.publish;

import io.dramatis.privacy.disclosure.Rounding;

/**
 * Everyone's figures of a feature, rounded as they are told, and the units of figures of fewer.
 *
 * @param sums of somebody at least
 * @param minPeople k
 */
record Population(FeatureSums sums, int minPeople) {

    boolean isShare() {
        return sums.isShare();
    }

    double mean() {
        return told(sums.mean(), range());
    }

    double deviation() {
        return told(sums.deviation(), range());
    }

    double modelledMean() {
        return told(sums.modelledMean(), modelledRange());
    }

    /** Never rounded to nothing: it divides. */
    double modelledDeviation() {
        double told = told(sums.modelledDeviation(), modelledRange());
        return told > 0 ? told : Rounding.totalUnit(modelledRange(), sums.n(), minPeople);
    }

    /** The unit of a figure of n people, in the feature's own unit. */
    double unit(long n) {
        return isShare() ? Rounding.shareUnit(n) : Rounding.meanUnit(range(), n);
    }

    /** The unit of a mean of n people as modelled. */
    double modelledUnit(long n) {
        return isShare() ? Rounding.step(2 * modelledRange() / n) : Rounding.meanUnit(modelledRange(), n);
    }

    private double range() {
        return isShare() ? 1 : sums.values().range();
    }

    private double modelledRange() {
        return sums.modelled().range();
    }

    private double told(double value, double range) {
        return Rounding.to(value, Rounding.totalUnit(range, sums.n(), minPeople));
    }
}
