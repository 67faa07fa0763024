package io.dramatis.evidence;

import io.dramatis.evidence.structure.Split;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured of a group.
 *
 * @param people assigned to it
 * @param effectivePeople that it is worth, given how surely they are in it
 * @param overlap largest DEMP probability with another group; 0 where there is no other
 * @param split that made it; absent where it was not tested
 * @param stability mean Jaccard with the most alike group of a bootstrap sample; NaN where it could not be measured
 * @param predictionStrength share of pairs of a half's group that the other half puts together; NaN likewise
 * @param gain held-out log-likelihood of its people over one Gaussian, nats a person; NaN likewise
 */
public record GroupMeasures(
        long people,
        double effectivePeople,
        double overlap,
        Optional<Split> split,
        double stability,
        double predictionStrength,
        double gain) {

    /** Of its split; absent where that was not tested. */
    public OptionalDouble p() {
        return split.map(Split::p).orElse(OptionalDouble.empty());
    }

    /** Whether its split from the rest rejects one population. */
    boolean isSplitReal() {
        return split.filter(Split::isReal).isPresent();
    }
}
