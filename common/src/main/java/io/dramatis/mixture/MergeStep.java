package io.dramatis.mixture;

import java.io.Serializable;
import java.util.List;

/**
 * Two groups of components that became one.
 *
 * @param first components of the one
 * @param second components of the other
 * @param probability the larger of the two probabilities that someone of the one is taken for the other
 */
public record MergeStep(List<Integer> first, List<Integer> second, double probability) implements Serializable {
    public MergeStep {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }
}
