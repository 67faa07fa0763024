package io.dramatis.jobs.publish;

import io.dramatis.evidence.novelty.Difference;
import io.dramatis.privacy.Interval;
import io.dramatis.privacy.SmallCells;
import io.dramatis.privacy.disclosure.Rounding;
import io.dramatis.privacy.disclosure.Rules;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The figures of a group in a feature, rounded as they are told. */
final class Measured {
    private final FeatureWords feature;
    private final GroupFigures figures;
    private final int group;
    private final Rules rules;
    private final double confidence;
    private final FeatureSums members;
    private final Population population;

    Measured(FeatureWords feature, GroupFigures figures, int group, Rules rules, double confidence) {
        this.feature = feature;
        this.figures = figures;
        this.group = group;
        this.rules = rules;
        this.confidence = confidence;
        this.members = figures.sums(group, feature.feature());
        this.population = new Population(figures.everyone(feature.feature()), rules.minPeople());
    }

    /** @param isEveryoneTold whether everyone's figure may be told, too */
    Trait.Told told(boolean isEveryoneTold) {
        double unit = population.unit(members.n());
        double mean = Rounding.to(members.mean(), unit);
        long n = Rounding.count(members.n(), rules.minPeople());
        boolean isComparable = isEveryoneTold
                && feature.modelledMean().isPresent()
                && population.sums().modelledDeviation() > 0;
        return new Trait.Told(
                n,
                mean,
                interval(mean, n).outward(unit),
                isEveryoneTold ? Optional.of(population.mean()) : Optional.empty(),
                isComparable ? Optional.of(difference()) : Optional.empty(),
                isComparable ? fromOthers() : Optional.empty(),
                Stream.of(0.1, 0.5, 0.9).map(share -> percentile(share, unit)).toList());
    }

    private Interval interval(double mean, long n) {
        return population.isShare()
                ? Interval.ofShare(Math.round(mean * n), n, confidence)
                : Interval.ofMean(mean, members.deviation(), members.n(), confidence);
    }

    /** From everyone, in standard deviations; of rounded means. */
    private double difference() {
        double mean = Rounding.to(members.modelledMean(), population.modelledUnit(members.n()));
        return (mean - population.modelledMean()) / population.modelledDeviation();
    }

    /** From everyone else: what follows from the difference from everyone, with the reach and p of the exact one. */
    private Optional<Difference> fromOthers() {
        FeatureSums others = figures.without(Set.of(group), feature.feature());
        long all = Rounding.count(population.sums().n(), rules.minPeople());
        long rest = all - Rounding.count(members.n(), rules.minPeople());
        if (members.n() < 2
                || rest <= 0
                || rules.breach(others.values(), population.isShare(), false).isPresent()) {
            return Optional.empty();
        }
        Difference exact = Difference.of(
                members.modelledSample(),
                others.modelledSample(),
                population.sums().modelledDeviation(),
                confidence);
        double estimate = difference() * all / rest;
        double reach = (exact.high() - exact.low()) / 2;
        return Optional.of(new Difference(estimate, estimate - reach, estimate + reach, exact.p()));
    }

    /** Empty for shares, and where too few people lie on the outer side. */
    private Optional<Double> percentile(double share, double unit) {
        return !population.isShare() && new SmallCells(rules.minPeople()).showsPercentile(share, members.n())
                ? Optional.of(Rounding.to(figures.percentile(group, feature.feature(), share), unit))
                : Optional.empty();
    }
}
