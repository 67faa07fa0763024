package io.dramatis.privacy.disclosure;

import java.util.Locale;

/** Why a figure is left out, or is not the newest. */
public enum Rule {
    /** Fewer than k people stand behind it. */
    THRESHOLD("Fewer people than may be told of."),
    /** On one side of a share are some people, but fewer than k. */
    FEW_ON_A_SIDE("On one side of the share are some people, but fewer than may be told of."),
    /** Two people make up too much of an amount. */
    DOMINANCE("Two people make up too much of the amount."),
    /** Whoever is second largest could tell the largest too nearly. */
    P_RATIO("The second largest could tell the amount of the largest too nearly."),
    /** A sensitive feature has too few different values in the cell. */
    DISTINCT("A sensitive feature with too few different values: each one's could be told."),
    /** Nearly everybody in the cell has one value. */
    LARGEST_SHARE("Nearly everybody has one value: it would be told of each."),
    /** It would give away another cell that is left out. */
    COMPLEMENT("A cell that is left out would follow from it and the total."),
    /** It changed by few people: that of an earlier publication stays. */
    HELD("Few people joined, left or changed: the figures of an earlier publication stay."),
    /** It changed by few people, and there is no earlier figure that could stay. */
    CHANGED_BY_FEW("Few people joined, left or changed, and no earlier figure can stay in its place."),
    /** With noise on counts, what has none is left out. */
    NO_NOISE("Counts and shares bear noise; this one would have none.");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    /** As {@code suppression_log} has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why, in words. */
    public String sentence() {
        return sentence;
    }
}
