package io.dramatis.mixture;

import io.dramatis.error.DramatisException;
import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.rows.Moments;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a search asks of its columns, and what it says of them. */
final class Columns {
    /** Share of rows on one value from which a column is told to have a spike. */
    private static final double SPIKE = 0.3;
    /** Share of rows that are like another from which they are told of. */
    private static final double DUPLICATED = 0.1;

    private Columns() {}

    /** The columns that hold two different values. */
    static int[] used(Moments moments, List<String> columns, List<String> notes) {
        if (moments.badWeights() > 0) {
            throw DramatisException.contract(
                    moments.badWeights() + " rows have a weight that is negative, infinite or missing",
                    "a row counts as its weight says",
                    "give each row a weight of nought or more");
        }
        BitSet used = new BitSet();
        for (int j = 0; j < columns.size(); j++) {
            if (moments.infinite(j) > 0) {
                throw DramatisException.contract(
                        "column '" + columns.get(j) + "' is infinite in " + moments.infinite(j) + " rows",
                        "a mixture needs finite numbers",
                        "guard its expression against division by zero or overflow");
            }
            boolean isVaried = moments.variance(j) > 0 && Double.isFinite(moments.variance(j));
            used.set(j, isVaried);
            if (!isVaried) {
                notes.add("column '" + columns.get(j) + "' was left out: "
                        + (moments.count(j) == 0 ? "no row has a value" : "all rows have the same value"));
            }
        }
        if (used.isEmpty()) {
            throw DramatisException.contract(
                    "no column holds two different values among " + moments.rows() + " rows",
                    "there is nothing in which rows could differ",
                    "check the columns that form the groups, and that there are rows at all");
        }
        return used.stream().toArray();
    }

    /** Tells of values that many rows share, and of rows that are the same. */
    static void noteSpikes(List<Block.Entry> sample, int[] used, List<String> columns, List<String> notes) {
        for (int variable : used) {
            Map<Double, Integer> counts = new HashMap<>();
            sample.forEach(entry -> counts.merge(entry.values()[variable] + 0.0, 1, Integer::sum));
            counts.remove(Double.NaN);
            int distinct = counts.size();
            int known = counts.values().stream().mapToInt(n -> n).sum();
            Map.Entry<Double, Integer> top = counts.entrySet().stream()
                    .max(Map.Entry.<Double, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .orElseThrow();
            if (distinct > 2 && top.getValue() >= SPIKE * known) {
                notes.add(String.format(
                        Locale.ROOT,
                        "column '%s' is %s in %.0f%% of rows: no component may be narrower there than the values around"
                                + " it are apart",
                        columns.get(variable),
                        top.getKey() == Math.rint(top.getKey())
                                ? String.valueOf(top.getKey().longValue())
                                : top.getKey(),
                        100.0 * top.getValue() / known));
            }
        }
        long distinctRows = sample.stream()
                .map(entry -> Arrays.toString(entry.values()))
                .distinct()
                .count();
        if (sample.size() - distinctRows >= DUPLICATED * sample.size()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%.0f%% of rows are the same as another",
                    100.0 * (sample.size() - distinctRows) / sample.size()));
        }
    }
}
