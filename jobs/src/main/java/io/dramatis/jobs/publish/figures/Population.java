package io.dramatis.jobs.publish.figures;

import io.dramatis.jobs.publish.noise.Noise;
import io.dramatis.privacy.disclosure.Rounding;

/**
 * Everyone's figures of a feature, rounded as they are told, and the units of figures of fewer.
 *
 * @param sums of somebody at least
 * @param minPeople k
 * @param noise on the counts
 */
public record Population(FeatureSums sums, String feature, int minPeople, Noise noise) {
    /** Name of a count that bears noise: people with a value. */
    public static final String KNOWN = "known";

    /** Name of a count that bears noise: people with a yes. */
    public static final String YES = "yes";

    /** Whether all values are yes and no. */
    public boolean isShare() {
        return sums.isShare();
    }

    /** People with a value. */
    public long people() {
        return Rounding.count(noise.on(Noise.name("", feature, KNOWN), sums.n()), minPeople);
    }

    /** As told: in natural units; of yes and no the share, from the counts with noise. */
    public double mean() {
        return told(
                isShare()
                        ? noise.share(
                                Noise.name("", feature, YES),
                                sums.values().yes(),
                                Noise.name("", feature, KNOWN),
                                sums.n())
                        : sums.mean(),
                range());
    }

    /** Standard deviation as told, in natural units. */
    public double deviation() {
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
