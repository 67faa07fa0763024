package io.dramatis.evidence.structure;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How the equal values of a variable are told apart: each is spread evenly over the half of the way to its neighbours, in the
 * study as in its null, so that counts and answers are compared as densities. One value is left where it is, the atom: zeros of
 * a zero-inflated variable, or a repeated value of a variable that is fine otherwise.
 *
 * @param values distinct, ascending
 * @param low where each one's cell begins; the value itself where it is not spread
 * @param high where it ends
 * @param atom place of the atom among the values; -1 where there is none
 */
record Ties(double[] values, double[] low, double[] high, int atom) implements Serializable {
    /** Share from which the most frequent of many values is an atom. */
    private static final double LARGE = 0.3;
    /** Values up to which a variable is an answer on a scale, of which no value is an atom. */
    private static final int SCALE = 7;
    /** Share from which a repeated value of a fine variable is one. */
    private static final double SPIKE = 0.02;
    /** Width of a cell, in interquartile ranges of the other values, under which a variable is fine there. */
    private static final double FINE = 0.05;

    /** @param sorted ascending, without missing values; not empty */
    static Ties of(double[] sorted) {
        double[] values = Arrays.stream(sorted).distinct().toArray();
        int[] counts = new int[values.length];
        int top = 0;
        for (int i = 0, v = 0; i < sorted.length; i++) {
            v += sorted[i] > values[v] ? 1 : 0;
            counts[v]++;
            top = counts[v] > counts[top] ? v : top;
        }
        double[] low = values.clone();
        double[] high = values.clone();
        for (int v = 0; v < values.length; v++) {
            if (counts[v] > 1 && values.length > 1) {
                double before = v > 0 ? values[v] - values[v - 1] : values[v + 1] - values[v];
                double after = v + 1 < values.length ? values[v + 1] - values[v] : before;
                low[v] = values[v] - before / 2;
                high[v] = values[v] + after / 2;
            }
        }
        int atom = isAtom(sorted, values, counts[top], high[top] - low[top]) ? top : -1;
        if (atom >= 0) {
            low[atom] = values[atom];
            high[atom] = values[atom];
        }
        return new Ties(values, low, high, atom);
    }

    private static boolean isAtom(double[] sorted, double[] values, int count, double width) {
        double share = (double) count / sorted.length;
        double quartiles = sorted[3 * (sorted.length - 1) / 4] - sorted[(sorted.length - 1) / 4];
        boolean isFine = share >= SPIKE && count > 2 && width < FINE * quartiles;
        return values.length > SCALE && (share >= LARGE || isFine);
    }

    /** Whether a value is the atom. */
    boolean isAtom(double value) {
        return atom >= 0 && values[atom] == value;
    }

    /** A value somewhere in its cell; NaN where missing. */
    double spread(double value, SplittableRandom random) {
        if (Double.isNaN(value)) {
            return value;
        }
        int v = Arrays.binarySearch(values, value);
        return v < 0 || low[v] == high[v] ? value : low[v] + random.nextDouble() * (high[v] - low[v]);
    }
}
