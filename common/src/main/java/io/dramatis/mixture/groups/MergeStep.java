package io.dramatis.mixture.groups;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A step of the merge tree: the two groups of components that are hardest to tell apart, of those that are left.
 *
 * @param first components of the one
 * @param second components of the other
 * @param overlap the larger of the two probabilities that a row of the one is taken for the other (DEMP)
 * @param ridge density at the lowest point of the ridge line between them, as a share of the lower of their peaks
 * @param merged whether they became one; from the first step on that is not, the tree only tells
 */
public record MergeStep(List<Integer> first, List<Integer> second, double overlap, double ridge, boolean merged)
        implements Serializable {
    public MergeStep {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    /** The group of each of {@code k} components when the steps are followed until so many groups are left. */
    public static int[] groupOf(List<MergeStep> steps, int k, int groups) {
        int[] groupOf = IntStream.range(0, k).toArray();
        for (MergeStep step : steps.subList(0, k - groups)) {
            int kept = groupOf[step.first().get(0)];
            step.second().forEach(c -> groupOf[c] = kept);
        }
        int[] numbers = Arrays.stream(groupOf).distinct().toArray();
        return Arrays.stream(groupOf)
                .map(g -> IntStream.range(0, numbers.length)
                        .filter(n -> numbers[n] == g)
                        .findFirst()
                        .orElseThrow())
                .toArray();
    }
}
