package io.dramatis.mixture.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * A logical block of rows in the input's units. Rows with the same variables lie together; their order is that of their
 * hashes, so that a block has the same bytes wherever its rows came from.
 *
 * @param index of the block among all
 * @param rows in the block
 * @param x a column a variable, each {@code rows} long; NaN where missing
 * @param weights of the rows
 * @param runs of rows with the same variables
 */
public record Block(int index, int rows, double[] x, double[] weights, List<Run> runs) implements Serializable {
    /** Rows of a block, about. */
    static final int ROWS = 2048;

    /** Rows {@code from} to {@code to}, which have these variables and no other. */
    public record Run(BitSet observed, int from, int to) implements Serializable {}

    /**
     * A row on its way into its block.
     *
     * @param hash of its key, which says in which block it is, and where
     * @param values in the input's units; NaN where missing
     */
    public record Entry(long hash, double[] values, double weight) implements Serializable {
        static final Comparator<Entry> ORDER = Comparator.comparingLong(Entry::hash)
                .thenComparing(Entry::values, Arrays::compare)
                .thenComparingDouble(Entry::weight);

        private BitSet observed() {
            BitSet observed = new BitSet(values.length);
            for (int j = 0; j < values.length; j++) {
                observed.set(j, !Double.isNaN(values[j]));
            }
            return observed;
        }
    }

    private record Known(BitSet observed, Entry entry) {
        private static final Comparator<Known> ORDER =
                Comparator.comparing(Known::observed, Patterns.ORDER).thenComparing(Known::entry, Entry.ORDER);
    }

    /** Puts rows in their order into a block; {@code d} is their number of values. */
    public static Block of(int index, int d, List<Entry> entries) {
        int n = entries.size();
        double[] x = new double[d * n];
        double[] weights = new double[n];
        List<Run> runs = new ArrayList<>();
        List<Known> sorted = entries.stream()
                .map(entry -> new Known(entry.observed(), entry))
                .sorted(Known.ORDER)
                .toList();
        int from = 0;
        for (int i = 0; i < n; i++) {
            Entry entry = sorted.get(i).entry();
            for (int j = 0; j < d; j++) {
                x[j * n + i] = entry.values()[j];
            }
            weights[i] = entry.weight();
            if (i + 1 == n || !sorted.get(i + 1).observed().equals(sorted.get(i).observed())) {
                runs.add(new Run(sorted.get(i).observed(), from, i + 1));
                from = i + 1;
            }
        }
        return new Block(index, n, x, weights, List.copyOf(runs));
    }

    /** Rows in this process, cut in their order into blocks; each counts once. */
    public static List<Block> cut(List<double[]> rows, int rowsABlock) {
        return cutEntries(rows.stream().map(row -> new Entry(0, row, 1)).toList(), rowsABlock);
    }

    /** Rows in this process, cut in their order into blocks. */
    public static List<Block> cutEntries(List<Entry> rows, int rowsABlock) {
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += rowsABlock) {
            List<Entry> entries = new ArrayList<>();
            for (int i = from; i < Math.min(rows.size(), from + rowsABlock); i++) {
                entries.add(new Entry(i, rows.get(i).values(), rows.get(i).weight()));
            }
            blocks.add(of(blocks.size(), rows.get(0).values().length, entries));
        }
        return blocks;
    }

    /** The number of logical blocks for so many rows: a power of two. */
    static int count(long rows) {
        int blocks = 1;
        while ((long) blocks * ROWS < rows && blocks < 1 << 24) {
            blocks <<= 1;
        }
        return blocks;
    }

    /** The block of a row, of a power of two of them. */
    static int index(long hash, int blocks) {
        return blocks == 1 ? 0 : (int) (hash >>> (64 - Integer.numberOfTrailingZeros(blocks)));
    }

    /** The value of a row; NaN where missing. */
    double value(int variable, int row) {
        return x[variable * rows + row];
    }

    /** The values of a row; NaN where missing. */
    public double[] row(int row) {
        int d = rows == 0 ? 0 : x.length / rows;
        double[] values = new double[d];
        for (int j = 0; j < d; j++) {
            values[j] = value(j, row);
        }
        return values;
    }

    /** Evenly spread bits (the finisher of SplitMix64). */
    public static long mix(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
