package io.dramatis.mixture;

import io.dramatis.mixture.groups.MergeStep;
import java.util.List;

/** Decides which components of a mixture are one group. */
@FunctionalInterface
public interface Cut {
    /** As the limits of overlap and ridge line have it. */
    Cut BY_LIMITS = (proposal, tree, people) -> proposal.groupOf();

    /**
     * Decides.
     *
     * @param proposal with the groups that the limits leave apart
     * @param tree how its components became groups, and would become one
     * @param people a bounded sample in standardised units, NaN where missing; something is known of each
     * @return the group of each component, from 0 without gaps
     */
    int[] groupOf(Mixture proposal, List<MergeStep> tree, List<double[]> people);
}
