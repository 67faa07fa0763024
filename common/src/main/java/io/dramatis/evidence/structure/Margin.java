package io.dramatis.evidence.structure;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The unimodal distribution that is nearest to a variable's own: its density rises up to the mode and falls after it (the slopes
 * of the greatest convex minorant of the empirical distribution function before the mode, and of its least concave majorant after
 * it; Grenander, 1956), with the mode whose distribution function is nearest to the empirical one (as in the dip test; Hartigan and
 * Hartigan, <i>Annals of Statistics</i> 13, 1985). An atom is kept beside it.
 *
 * @param knots ascending values
 * @param heights distribution function of the part without the atom at the knots, 0 to 1
 * @param atom the value that holds an atom
 * @param share of the atom; 0 where there is none
 */
record Margin(double[] knots, double[] heights, double atom, double share) implements Serializable {
    private static final int MODES = 60;

    /** @param sorted ascending values, the atom's among them */
    static Margin of(double[] sorted, Ties ties) {
        double[] fine =
                Arrays.stream(sorted).filter(value -> !ties.isAtom(value)).toArray();
        double share = 1 - (double) fine.length / sorted.length;
        double atom = ties.atom() < 0 ? Double.NaN : ties.values()[ties.atom()];
        if (fine.length < 2 || fine[0] == fine[fine.length - 1]) {
            double only = fine.length > 0 ? fine[0] : atom;
            return new Margin(new double[] {only, only}, new double[] {0, 1}, atom, share);
        }
        return unimodal(fine, atom, share);
    }

    private static Margin unimodal(double[] sorted, double atom, double share) {
        double[] x = Arrays.stream(sorted).distinct().toArray();
        double[] empirical = new double[x.length];
        for (int i = 0, v = 0; i < sorted.length; i++) {
            v += sorted[i] > x[v] ? 1 : 0;
            empirical[v] = (double) (i + 1) / sorted.length;
        }
        // Half of what a value holds lies before it: an ECDF that begins with 0 at the least and ends with 1 at the
        // greatest.
        double[] middle = new double[x.length];
        for (int v = 0; v < x.length; v++) {
            middle[v] = (empirical[v] + (v > 0 ? empirical[v - 1] : 0)) / 2;
        }
        middle[0] = 0;
        middle[x.length - 1] = 1;
        double[] best = middle;
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= MODES; step++) {
            int mode = (int) Math.round((double) step / MODES * (x.length - 1));
            double[] fitted = fitted(x, middle, mode);
            double distance = 0;
            for (int v = 0; v < x.length; v++) {
                distance = Math.max(distance, Math.abs(fitted[v] - middle[v]));
            }
            if (distance < least) {
                least = distance;
                best = fitted;
            }
        }
        return new Margin(x, best, atom, share);
    }

    private static double[] fitted(double[] x, double[] height, int mode) {
        double[] fitted = height.clone();
        hull(x, height, fitted, 0, mode, true);
        hull(x, height, fitted, mode, x.length - 1, false);
        return fitted;
    }

    /** Writes the convex minorant, or the concave majorant, of the points between two places. */
    private static void hull(double[] x, double[] y, double[] out, int from, int to, boolean isConvex) {
        int[] corners = new int[to - from + 1];
        int n = 0;
        for (int i = from; i <= to; i++) {
            while (n > 1 && isOver(x, y, corners[n - 2], corners[n - 1], i) == isConvex) {
                n--;
            }
            corners[n++] = i;
        }
        for (int c = 1; c < n; c++) {
            int a = corners[c - 1];
            int b = corners[c];
            for (int i = a; i <= b; i++) {
                out[i] = y[a] + (y[b] - y[a]) * (x[i] - x[a]) / (x[b] - x[a]);
            }
        }
    }

    /** Whether a point lies over, or on, the line between its neighbours. */
    private static boolean isOver(double[] x, double[] y, int left, int point, int right) {
        return (y[point] - y[left]) * (x[right] - x[left]) >= (y[right] - y[left]) * (x[point] - x[left]);
    }

    /** The value under which the share {@code u} lies, 0 to 1. */
    double quantile(double u) {
        if (share > 0) {
            double before = (1 - share) * height(atom);
            if (u >= before && u < before + share) {
                return atom;
            }
            return inverse(Math.min(1, (u < before ? u : u - share) / (1 - share)));
        }
        return inverse(u);
    }

    private double height(double value) {
        int at = Arrays.binarySearch(knots, value);
        if (at >= 0) {
            return heights[at];
        }
        int right = -at - 1;
        if (right == 0 || right == knots.length) {
            return right == 0 ? 0 : 1;
        }
        double part = (value - knots[right - 1]) / (knots[right] - knots[right - 1]);
        return heights[right - 1] + part * (heights[right] - heights[right - 1]);
    }

    private double inverse(double u) {
        int right = Arrays.binarySearch(heights, u);
        right = right < 0 ? -right - 1 : right;
        if (right <= 0 || right >= heights.length) {
            return knots[right <= 0 ? 0 : knots.length - 1];
        }
        double rise = heights[right] - heights[right - 1];
        double part = rise > 0 ? (u - heights[right - 1]) / rise : 1;
        return knots[right - 1] + part * (knots[right] - knots[right - 1]);
    }
}
