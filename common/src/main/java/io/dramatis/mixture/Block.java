package io.dramatis.mixture;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Standardised rows, the people of one pattern together.
 *
 * @param segments by ascending pattern
 * @param unobserved people with no kept pattern
 */
record Block(List<Segment> segments, int unobserved) implements Serializable {
    private static final int ROWS = 512;

    /**
     * People of one pattern.
     *
     * @param x a column a variable of the pattern, each {@code n} long
     */
    record Segment(int pattern, int n, double[] x) implements Serializable {}

    /** @param rows in standardised units; NaN where missing */
    static Block of(Iterable<double[]> rows, Patterns patterns) {
        List<List<double[]>> byPattern = new ArrayList<>();
        for (int p = 0; p < patterns.size(); p++) {
            byPattern.add(new ArrayList<>());
        }
        int unobserved = 0;
        BitSet scratch = new BitSet();
        for (double[] row : rows) {
            int pattern = patterns.indexOf(row, scratch);
            if (pattern < 0) {
                unobserved++;
            } else {
                byPattern.get(pattern).add(row);
            }
        }
        List<Segment> segments = new ArrayList<>();
        for (int p = 0; p < patterns.size(); p++) {
            List<double[]> members = byPattern.get(p);
            if (!members.isEmpty()) {
                segments.add(segment(p, patterns.observed(p), members));
            }
        }
        return new Block(segments, unobserved);
    }

    private static Segment segment(int pattern, int[] observed, List<double[]> rows) {
        int n = rows.size();
        double[] x = new double[observed.length * n];
        for (int t = 0; t < n; t++) {
            for (int j = 0; j < observed.length; j++) {
                x[j * n + t] = rows.get(t)[observed[j]];
            }
        }
        return new Segment(pattern, n, x);
    }

    /** Rows in this process, cut in their order into blocks. */
    static Pass<Block> local(List<double[]> rows, Patterns patterns, boolean parallel) {
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += ROWS) {
            blocks.add(of(rows.subList(from, Math.min(rows.size(), from + ROWS)), patterns));
        }
        return new Pass.Local<>(blocks, parallel);
    }
}
