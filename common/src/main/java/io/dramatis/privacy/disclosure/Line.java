package io.dramatis.privacy.disclosure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One feature in groups of people that together are everyone: where everyone's figure is told, and those of all groups
 * but one, that one follows. So further groups are left out until none that must be hidden can be narrowed too far.
 *
 * <p>Values are in people: of yes and no, the number with a yes; of amounts, each person counts from 0 (the least value)
 * to 1 (the greatest). What is told of a group is taken to be told exactly, what is told of everyone to lie in an
 * interval, as it is rounded coarsely.
 *
 * @param parts the groups; the last is of all who are in no other
 * @param low the least that all parts may add up to, as a reader knows it
 * @param high the most
 * @param protection how far a hidden value may be narrowed
 */
public record Line(List<Part> parts, double low, double high, Protection protection) {

    /** Slack for sums of floating numbers, in people. */
    private static final double EXACT = 1e-9;

    /**
     * A group.
     *
     * @param people with a value
     * @param value of them all, 0 to {@code people}
     * @param isOpen whether the group's own figure may be told
     * @param isSensitive whether it must not be found out
     */
    public record Part(long people, double value, boolean isOpen, boolean isSensitive) {}

    public Line {
        parts = List.copyOf(parts);
    }

    /**
     * The groups to leave out: those that may not be told, and as few and small others as it takes; empty where no choice
     * of groups is enough, and everyone's figure is to be left out instead.
     *
     * @param isSensitive whether several groups taken together are too few to be told of
     */
    public Optional<BitSet> hidden(Predicate<BitSet> isSensitive) {
        BitSet hidden = new BitSet();
        IntStream.range(0, parts.size()).filter(i -> !parts.get(i).isOpen()).forEach(hidden::set);
        while (isNarrowed(hidden, isSensitive)) {
            Optional<Integer> next = nextToHide(hidden);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            hidden.set(next.get());
        }
        return Optional.of(hidden);
    }

    /** The smallest that still is shown and is somebody. */
    private Optional<Integer> nextToHide(BitSet hidden) {
        return IntStream.range(0, parts.size())
                .filter(i -> !hidden.get(i) && parts.get(i).people() > 0)
                .boxed()
                .min(Comparator.comparingLong((Integer i) -> parts.get(i).people())
                        .thenComparing(i -> i));
    }

    private boolean isNarrowed(BitSet hidden, Predicate<BitSet> isSensitive) {
        List<BitSet> targets = new ArrayList<>();
        hidden.stream().filter(i -> parts.get(i).isSensitive()).forEach(i -> {
            BitSet alone = new BitSet();
            alone.set(i);
            targets.add(alone);
        });
        if (hidden.cardinality() > 1 && isSensitive.test((BitSet) hidden.clone())) {
            targets.add(hidden);
        }
        return targets.stream().anyMatch(target -> isNarrowed(target, hidden));
    }

    /** What follows of some of the hidden, from the total, the shown ones, and the most that the other hidden can be. */
    private boolean isNarrowed(BitSet target, BitSet hidden) {
        double shown = 0;
        double others = 0;
        long people = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (target.get(i)) {
                people += parts.get(i).people();
            } else if (hidden.get(i)) {
                others += parts.get(i).people();
            } else {
                shown += parts.get(i).value();
            }
        }
        double least = Math.max(0, low - shown - others);
        double most = Math.min(people, high - shown);
        return most - least < protection.width(people) - EXACT;
    }
}
