package io.dramatis.config;

import java.util.List;
import java.util.Optional;

/**
 * What may be told of groups of people.
 *
 * @param dominance of an amount, the two largest values of a cell are under this share of its total
 * @param pRatio what is left beside them is at least this share of the largest
 * @param largestShare of a cell that may have one value
 * @param sensitive names of features of which no persona may tell nearly everybody's value
 * @param largestSensitiveShare of a cell of such a feature that may have one value
 * @param minDistinct different values in such a cell, where it is no yes or no
 * @param noise on counts and shares; empty for none
 */
public record Disclosure(
        double dominance,
        double pRatio,
        double largestShare,
        List<String> sensitive,
        double largestSensitiveShare,
        int minDistinct,
        Optional<Noise> noise) {

    /** As reference.conf has it. */
    public static final Disclosure DEFAULTS = new Disclosure(0.9, 0.1, 1, List.of(), 0.9, 3, Optional.empty());

    /**
     * Differential privacy of counts and shares.
     *
     * @param epsilon of one publication
     * @param budget of all publications of the lake together
     */
    public record Noise(double epsilon, double budget) {}

    public Disclosure {
        sensitive = List.copyOf(sensitive);
    }
}
