package io.dramatis.evidence;

import io.dramatis.config.Study;
import io.dramatis.evidence.carry.Carrying;
import io.dramatis.evidence.structure.Split;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What was measured of the groups of a model, and what follows from it.
 *
 * @param groups what was measured of each
 * @param first the first split that was tested; absent where the fit showed one group
 * @param detectable standard deviations under which groups would go unseen; absent where no distance is far enough
 * @param gain held-out log-likelihood over one Gaussian, nats a person; NaN where there is but one group
 * @param studyPeople of whom something is known
 * @param features that form the groups
 * @param sampled people that the fits were made again on
 * @param carrying what carries the groups
 * @param obstacle why nothing can be known, if so
 */
public record Measured(
        List<GroupMeasures> groups,
        Optional<Split> first,
        OptionalDouble detectable,
        double gain,
        long studyPeople,
        int features,
        int sampled,
        Carrying carrying,
        Optional<String> obstacle,
        Study.Evidence limits) {
    public Measured {
        groups = List.copyOf(groups);
    }

    /** Whether the first split is more than one population would show, in p; 1 where there was none to look at. */
    public double p() {
        return first.map(Split::p).orElse(OptionalDouble.empty()).orElse(1);
    }

    Verdict verdict(int group) {
        GroupMeasures figures = groups.get(group);
        if (obstacle.isPresent() || figures.people() < limits.minPeople() || !hasPeopleForFeatures()) {
            return Verdict.WITHHELD;
        }
        if (groups.size() < 2 || !isStable(group)) {
            return Verdict.CONSTRUCTIVE;
        }
        if (figures.isSplitReal() && isApart(group)) {
            return Verdict.NATURAL;
        }
        return isPredicted(group) ? Verdict.REPRODUCIBLE : Verdict.CONSTRUCTIVE;
    }

    /** The best that can be said of any group. */
    Verdict overall() {
        return IntStream.range(0, groups.size())
                .mapToObj(this::verdict)
                .min(Verdict::compareTo)
                .orElse(Verdict.WITHHELD);
    }

    boolean isStable(int group) {
        return groups.get(group).stability() >= limits.minJaccard();
    }

    boolean isPredicted(int group) {
        return groups.get(group).predictionStrength() >= limits.minPredictionStrength();
    }

    boolean isApart(int group) {
        return groups.get(group).overlap() <= limits.maxOverlap();
    }

    double perFeature() {
        return (double) studyPeople / features;
    }

    boolean hasPeopleForFeatures() {
        return perFeature() >= limits.minPeoplePerFeature();
    }
}
