package io.dramatis.mixture.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The patterns of missing variables that the fit keeps: each an ascending list of the variables that are used. A row
 * whose own pattern is rare is taken by the kept pattern that uses most of what it has, and its other
 * values are left out; the expected statistics of what is missing then cost one factorisation a pattern.
 */
public final class Patterns implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 64;
    private static final int MOST_AS_THEY_ARE = 48;
    private static final int FEWEST_ROWS = 20;

    /** By the lowest variable in which they differ. */
    public static final Comparator<BitSet> ORDER = (a, b) -> {
        BitSet differ = (BitSet) a.clone();
        differ.xor(b);
        int first = differ.nextSetBit(0);
        return first < 0 ? 0 : a.get(first) ? -1 : 1;
    };

    private final int[][] kept;
    private final HashMap<BitSet, Integer> exact = new HashMap<>();
    private final long coarsened;

    private Patterns(int[][] kept, long coarsened) {
        this.kept = kept;
        this.coarsened = coarsened;
        for (int p = 0; p < kept.length; p++) {
            exact.put(bits(kept[p]), p);
        }
    }

    /** Kept patterns as they were stored. */
    public static Patterns of(int[][] kept) {
        return new Patterns(kept, 0);
    }

    /** The one pattern of rows with every variable. */
    public static Patterns complete(int d) {
        return of(new int[][] {IntStream.range(0, d).toArray()});
    }

    /** Chooses the patterns to keep from the rows that have each. */
    public static Patterns of(Map<BitSet, Long> counts) {
        List<Map.Entry<BitSet, Long>> frequent = counts.entrySet().stream()
                .filter(entry -> !entry.getKey().isEmpty())
                .sorted(Moments.FREQUENT_FIRST)
                .toList();
        List<BitSet> kept = new ArrayList<>();
        List<Map.Entry<BitSet, Long>> rest = new ArrayList<>();
        for (Map.Entry<BitSet, Long> entry : frequent) {
            boolean isKept = kept.isEmpty() || (entry.getValue() >= FEWEST_ROWS && kept.size() < MOST_AS_THEY_ARE);
            if (isKept) {
                kept.add(entry.getKey());
            } else {
                rest.add(entry);
            }
        }
        long coarsened = rest.stream().mapToLong(Map.Entry::getValue).sum();
        while (kept.size() < MOST) {
            rest.removeIf(entry -> kept.stream().anyMatch(pattern -> isPart(pattern, entry.getKey())));
            BitSet common = common(rest);
            if (common.isEmpty()) {
                break;
            }
            kept.add(common);
        }
        return new Patterns(kept.stream().map(Patterns::variables).toArray(int[][]::new), coarsened);
    }

    /** What the most frequent pattern shares with those most like it, until enough rows have all of that. */
    private static BitSet common(List<Map.Entry<BitSet, Long>> rest) {
        if (rest.isEmpty()) {
            return new BitSet();
        }
        BitSet common = (BitSet) rest.get(0).getKey().clone();
        while (true) {
            BitSet now = common;
            long rows = rest.stream()
                    .filter(entry -> isPart(now, entry.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            if (rows >= FEWEST_ROWS) {
                return common;
            }
            BitSet next = new BitSet();
            for (Map.Entry<BitSet, Long> entry : rest) {
                if (!isPart(common, entry.getKey())) {
                    BitSet shared = (BitSet) common.clone();
                    shared.and(entry.getKey());
                    if (shared.cardinality() > next.cardinality()) {
                        next = shared;
                    }
                }
            }
            if (next.isEmpty()) {
                return common;
            }
            common = next;
        }
    }

    /** Whether every row has all {@code d} variables. */
    public boolean isComplete(int d) {
        return kept.length == 1 && kept[0].length == d;
    }

    /** The number of kept patterns. */
    public int size() {
        return kept.length;
    }

    /** The variables of a kept pattern, ascending. */
    public int[] observed(int pattern) {
        return kept[pattern];
    }

    /** Rows that have a rare pattern, and are taken by a coarser one or by none. */
    public long coarsened() {
        return coarsened;
    }

    /** The kept pattern that takes a row with these variables; -1 when none does. */
    public int indexOf(BitSet observed) {
        Integer same = exact.get(observed);
        if (same != null) {
            return same;
        }
        int best = -1;
        for (int p = 0; p < kept.length; p++) {
            boolean fits = Arrays.stream(kept[p]).allMatch(observed::get);
            if (fits && (best < 0 || kept[p].length > kept[best].length)) {
                best = p;
            }
        }
        return best;
    }

    /** The kept pattern that takes a row, NaN where missing; -1 when none does. */
    public int indexOf(double[] row, BitSet scratch) {
        scratch.clear();
        for (int j = 0; j < row.length; j++) {
            if (!Double.isNaN(row[j])) {
                scratch.set(j);
            }
        }
        return indexOf(scratch);
    }

    private static boolean isPart(BitSet part, BitSet whole) {
        BitSet over = (BitSet) part.clone();
        over.andNot(whole);
        return over.isEmpty();
    }

    private static int[] variables(BitSet bits) {
        return bits.stream().toArray();
    }

    private static BitSet bits(int[] variables) {
        BitSet bits = new BitSet();
        Arrays.stream(variables).forEach(bits::set);
        return bits;
    }
}
