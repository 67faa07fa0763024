package io.dramatis.jobs.publish.figures;

import io.dramatis.evidence.novelty.Difference;
import io.dramatis.jobs.publish.noise.Noise;
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
    private final Noise noise;
    private final String persona;
    private final FeatureSums members;
    private final Population population;

    Measured(
            FeatureWords feature,
            GroupFigures figures,
            int group,
            String persona,
            Rules rules,
            Noise noise,
            double confidence) {
        this.persona = persona;
        this.noise = noise;
        this.feature = feature;
        this.figures = figures;
        this.group = group;
        this.rules = rules;
        this.confidence = confidence;
        this.members = figures.sums(group, feature.feature());
        this.population =
                new Population(figures.everyone(feature.feature()), feature.feature(), rules.minPeople(), noise);
    }

    /** @param isEveryoneTold whether everyone's figure may be told, too */
    Trait.Told told(boolean isEveryoneTold) {
        double unit = population.unit(members.n());
        String known = Noise.name(persona, feature.feature(), Population.KNOWN);
        double mean = Rounding.to(
                population.isShare()
                        ? noise.share(
                                Noise.name(persona, feature.feature(), Population.YES),
                                members.values().yes(),
                                known,
                                members.n())
                        : members.mean(),
                unit);
        long n = Rounding.count(noise.on(known, members.n()), rules.minPeople());
        // Of a yes and no, the difference would tell of the counts once more, without their noise.
        boolean isComparable = isEveryoneTold
                && !(noise.isOn() && population.isShare())
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
                ? Interval.ofShare(Math.round(mean * Math.max(1, n)), Math.max(1, n), confidence)
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
        long all = population.people();
        long rest = all
                - Rounding.count(
                        noise.on(Noise.name(persona, feature.feature(), Population.KNOWN), members.n()),
                        rules.minPeople());
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
