package io.dramatis.evidence;

import java.util.Locale;

/** What a group, or all groups together, are put to. */
public enum Check {
    /** Whether the split that made the group is more than one population would show (p). */
    STRUCTURE,
    /** Probability of being mistaken for the nearest other group (DEMP; Hennig, 2010). */
    SEPARATION,
    /** Density at the lowest point of the way to the other side of its split, as a share of the lower peak. */
    VALLEY,
    /** Mean Jaccard of the group with the most alike of a bootstrap sample's (Hennig, 2007). */
    STABILITY,
    /** Share of pairs of a half's group that the other half puts together, too (Tibshirani and Walther, 2005). */
    PREDICTION_STRENGTH,
    /** Log-likelihood of people held out, over that of one Gaussian; nats a person. */
    HELD_OUT_GAIN,
    /** People assigned to the group. */
    GROUP_PEOPLE,
    /** People that the group is worth, given how surely they are in it. */
    EFFECTIVE_PEOPLE,
    /** The number of groups. */
    GROUPS,
    /** Distance, in standard deviations, under which groups would go unseen. */
    SMALLEST_DETECTABLE,
    /** People for each forming feature. */
    PEOPLE_PER_FEATURE,
    /** Adjusted Rand index of the groups that are found without a block or a feature, with those that are found with it. */
    LEAVING_OUT,
    /** A block's share of how far the groups lie apart (Lawley and Hotelling's trace, shared out by Shapley's value). */
    SEPARATION_SHARE,
    /** p that the groups do not differ in a feature that formed them, by data thinning (Neufeld and others, 2024). */
    FORMING_DIFFERENCE,
    /** What follows from the checks. */
    VERDICT;

    /** As the table writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
