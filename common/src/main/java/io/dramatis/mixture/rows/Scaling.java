package io.dramatis.mixture.rows;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the input is standardised, and how fine a structure each variable can show.
 *
 * <p><b>The floor.</b> A component's covariance is at least the floor in every direction: a share of the variable's own
 * variance, and for a variable recorded in steps, or with an atom, (g/2)<sup>2</sup>. A variable recorded in steps of g
 * shows nothing finer than g; without this floor a component could shrink onto one of its values, and every yes/no answer
 * would cut the people in two by a likelihood without bound. The step g is read off around the most frequent value, where
 * that holds at least 5% of the observed:
 *
 * <ul>
 *   <li>where one of the next three distinct values on either side is itself taken by at least a fifth as many people,
 *       the variable is a ladder (yes/no, Likert, counts, lengths to the millimetre), and g is the distance to the
 *       nearer such value: 1 for an answer of 0 or 1, .1 for iris petals, which leaves their structure alone;
 *   <li>else the value is an atom in something finer (zeros of a zero-inflated amount, a rare yes), and g is the distance
 *       to the nearer of the medians of the values above and below, of the sides that matter (a fifth of the atom, or
 *       else the larger side). Atom and bulk are then at most two standard deviations apart, and no gap.
 * </ul>
 *
 * <p>The scale is the standard deviation, or g/2 where that is larger, so that a rare yes is not blown up.
 *
 * @param columns the variables that are used, in the input's order
 * @param variables their places among all columns of the input
 * @param centre of each, in the input's units
 * @param scale of each, in the input's units
 * @param floor least variance of each, in standardised units
 */
public record Scaling(List<String> columns, int[] variables, double[] centre, double[] scale, double[] floor)
        implements Serializable {
    private static final double ATOM = 0.05;
    private static final double RUNG = 0.2;
    private static final int FEWEST_IN_ATOM = 5;

    /**
     * @param all names of the moments' variables
     * @param variables which of them are used
     * @param sample rows from which the steps are read
     * @param covarianceFloor share of a variable's own variance
     */
    public static Scaling of(
            List<String> all, int[] variables, Moments moments, List<Block.Entry> sample, double covarianceFloor) {
        int d = variables.length;
        double[] centre = new double[d];
        double[] scale = new double[d];
        double[] floor = new double[d];
        for (int j = 0; j < d; j++) {
            int variable = variables[j];
            double[] sorted = sample.stream()
                    .mapToDouble(entry -> entry.values()[variable])
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            double least = step(sorted) / 2;
            double variance = moments.variance(variable);
            centre[j] = moments.mean(variable);
            scale[j] = Math.max(Math.sqrt(variance), least);
            floor[j] = Math.max(covarianceFloor * variance, least * least) / (scale[j] * scale[j]);
        }
        return new Scaling(
                Arrays.stream(variables).mapToObj(all::get).toList(), variables.clone(), centre, scale, floor);
    }

    /** The number of variables. */
    public int d() {
        return centre.length;
    }

    /** Of rows that are in standardised units already. */
    public static Scaling identity(int d) {
        double[] ones = new double[d];
        Arrays.fill(ones, 1);
        int[] all = IntStream.range(0, d).toArray();
        return new Scaling(Arrays.stream(all).mapToObj(j -> "x" + j).toList(), all, new double[d], ones, new double[d]);
    }

    /** The same for an input that holds these variables and no other. */
    public Scaling alone() {
        return new Scaling(columns, IntStream.range(0, d()).toArray(), centre, scale, floor);
    }

    /** Of the variables of a row of the input, those that are used. */
    BitSet project(BitSet observed) {
        return project(observed, variables);
    }

    static BitSet project(BitSet observed, int[] variables) {
        BitSet some = new BitSet(variables.length);
        for (int j = 0; j < variables.length; j++) {
            some.set(j, observed.get(variables[j]));
        }
        return some;
    }

    /** A row of the input in standardised units; NaN where missing. */
    public double[] standardise(double[] values) {
        double[] row = new double[d()];
        for (int j = 0; j < row.length; j++) {
            row[j] = (values[variables[j]] - centre[j]) * (1 / scale[j]);
        }
        return row;
    }

    /** The step in which a variable is recorded, as far as it can be seen; 0 when it has no frequent value. */
    static double step(double[] sorted) {
        int n = sorted.length;
        int from = 0;
        int to = 0;
        for (int i = 0; i < n; ) {
            int end = runEnd(sorted, i);
            if (end - i > to - from) {
                from = i;
                to = end;
            }
            i = end;
        }
        int atom = to - from;
        if (atom < FEWEST_IN_ATOM || atom < ATOM * n || atom == n) {
            return 0;
        }
        double value = sorted[from];
        double rung = Math.min(rungAbove(sorted, to, value, atom), rungBelow(sorted, from, value, atom));
        if (rung < Double.POSITIVE_INFINITY) {
            return rung;
        }
        double above = to < n ? sorted[to + (n - to) / 2] - value : Double.POSITIVE_INFINITY;
        double below = from > 0 ? value - sorted[from / 2] : Double.POSITIVE_INFINITY;
        boolean isAboveLarge = n - to >= RUNG * atom;
        boolean isBelowLarge = from >= RUNG * atom;
        if (isAboveLarge == isBelowLarge && isAboveLarge) {
            return Math.min(above, below);
        }
        return n - to >= from ? above : below;
    }

    private static double rungAbove(double[] sorted, int to, double value, int atom) {
        int start = to;
        for (int rung = 0; rung < 3 && start < sorted.length; rung++) {
            int end = runEnd(sorted, start);
            if (end - start >= RUNG * atom) {
                return sorted[start] - value;
            }
            start = end;
        }
        return Double.POSITIVE_INFINITY;
    }

    private static double rungBelow(double[] sorted, int from, double value, int atom) {
        double[] mirrored = new double[from];
        for (int i = 0; i < from; i++) {
            mirrored[i] = -sorted[from - 1 - i];
        }
        return rungAbove(mirrored, 0, -value, atom);
    }

    private static int runEnd(double[] sorted, int start) {
        int end = start + 1;
        while (end < sorted.length && sorted[end] == sorted[start]) {
            end++;
        }
        return end;
    }

    @Override
    public String toString() {
        return "Scaling[" + columns + ", floor=" + Arrays.toString(floor) + "]";
    }
}
