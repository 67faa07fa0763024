package io.dramatis.mixture.groups;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** How alike two partitions of the same rows are. */
public final class RandIndex {
    private RandIndex() {}

    /** Of the parts that each row is in; rows in none of either, below 0, do not count. */
    public static double adjusted(int[] one, int[] other) {
        Map<List<Integer>, Long> cells = new HashMap<>();
        for (int i = 0; i < one.length; i++) {
            if (one[i] >= 0 && other[i] >= 0) {
                cells.merge(List.of(one[i], other[i]), 1L, Long::sum);
            }
        }
        return adjusted(cells.entrySet().stream()
                .map(cell ->
                        RowFactory.create(cell.getKey().get(0), cell.getKey().get(1), cell.getValue()))
                .toList());
    }

    /**
     * The Rand index adjusted for chance (Hubert and Arabie, 1985): 1 the same, 0 as alike as by chance.
     *
     * @param cells part in the one, part in the other, and rows (LONG) in both
     */
    public static double adjusted(List<Row> cells) {
        Map<Object, Long> ones = new HashMap<>();
        Map<Object, Long> others = new HashMap<>();
        double both = 0;
        long rows = 0;
        for (Row cell : cells) {
            long n = cell.getLong(2);
            ones.merge(cell.get(0), n, Long::sum);
            others.merge(cell.get(1), n, Long::sum);
            both += pairs(n);
            rows += n;
        }
        double ofOnes = ones.values().stream().mapToDouble(RandIndex::pairs).sum();
        double ofOthers = others.values().stream().mapToDouble(RandIndex::pairs).sum();
        double expected = ofOnes * ofOthers / Math.max(1, pairs(rows));
        double most = (ofOnes + ofOthers) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);
    }

    private static double pairs(long n) {
        return n * (n - 1) / 2.0;
    }
}
