package io.dramatis.evidence;

import java.util.Locale;

/** What a group, or all groups together, are put to. */
public enum Check {
    /** Mean Jaccard of the group with the most alike of a bootstrap sample's (Hennig, 2007). */
    STABILITY,
    /** Probability of being mistaken for the nearest other group (DEMP; Hennig, 2010). */
    SEPARATION,
    /** People assigned to the group. */
    GROUP_PEOPLE,
    /** The number of groups. */
    GROUPS,
    /** Log-likelihood of people held out, over that of one Gaussian; nats a person. */
    HELD_OUT_GAIN,
    /** People in the study for each forming feature. */
    PEOPLE_PER_FEATURE,
    /** What follows from the checks. */
    VERDICT;

    /** As the table writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
