package io.dramatis.mixture.groups;

import io.dramatis.mixture.rows.Tile;
import java.util.Arrays;

/**
 * Log-densities and responsibilities of a tile of rows, in log space throughout. The inner loops run over the rows of a
 * column, so that the JVM vectorises them, and each row's arithmetic is the same wherever it stands in a tile.
 */
final class Posteriors {
    /** Under e^-34 of the largest a responsibility is nought: the sum of one does not feel it. */
    private static final double NOUGHT = -34;

    /** Responsibilities, a row a component. */
    final double[][] responsibility;
    /** Log-density of each row, standardised units. */
    final double[] logDensity = new double[Tile.ROWS];
    /** Log of each row's largest responsibility. */
    final double[] logTop = new double[Tile.ROWS];

    private final double[] y = new double[Tile.ROWS];
    private final double[] largest = new double[Tile.ROWS];
    private final double[] total = new double[Tile.ROWS];

    Posteriors(int mostComponents) {
        responsibility = new double[mostComponents][Tile.ROWS];
    }

    /** Evaluates the rows of a tile. */
    void evaluate(Factors factors, Tile tile) {
        int p = tile.pattern;
        int length = tile.n;
        for (int c = 0; c < factors.k; c++) {
            logs(factors.whiten[p][c], factors.shift[p][c], factors.constant[p][c], tile, c);
        }
        Arrays.fill(largest, 0, length, Double.NEGATIVE_INFINITY);
        for (int c = 0; c < factors.k; c++) {
            double[] log = responsibility[c];
            for (int t = 0; t < length; t++) {
                largest[t] = Math.max(largest[t], log[t]);
            }
        }
        Arrays.fill(total, 0, length, 0);
        for (int c = 0; c < factors.k; c++) {
            double[] log = responsibility[c];
            for (int t = 0; t < length; t++) {
                double gap = log[t] - largest[t];
                double share = gap < NOUGHT ? 0 : Math.exp(gap);
                log[t] = share;
                total[t] += share;
            }
        }
        for (int t = 0; t < length; t++) {
            double log = Math.log(total[t]);
            logTop[t] = -log;
            logDensity[t] = largest[t] + log;
            total[t] = 1 / total[t];
        }
        for (int c = 0; c < factors.k; c++) {
            double[] share = responsibility[c];
            for (int t = 0; t < length; t++) {
                share[t] *= total[t];
            }
        }
    }

    /**
     * Adds the responsibilities of a row up by group.
     *
     * @return the group where they are largest, the lowest of equals
     */
    int groups(int row, int[] groupOf, double[] byGroup) {
        Arrays.fill(byGroup, 0);
        for (int c = 0; c < groupOf.length; c++) {
            byGroup[groupOf[c]] += responsibility[c][row];
        }
        int top = 0;
        for (int g = 1; g < byGroup.length; g++) {
            if (byGroup[g] > byGroup[top]) {
                top = g;
            }
        }
        return top;
    }

    private void logs(double[] whiten, double[] shift, double constant, Tile tile, int c) {
        double[] log = responsibility[c];
        double[] x = tile.x;
        int length = tile.n;
        int n = Tile.ROWS;
        Arrays.fill(log, 0, length, 0);
        int next = 0;
        for (int j = 0; j < shift.length; j++) {
            Arrays.fill(y, 0, length, -shift[j]);
            int i = 0;
            for (; i + 4 <= j + 1; i += 4, next += 4) {
                add4(y, x, i * n, n, length, whiten, next);
            }
            for (; i <= j; i++, next++) {
                add1(y, x, i * n, length, whiten[next]);
            }
            for (int t = 0; t < length; t++) {
                log[t] += y[t] * y[t];
            }
        }
        for (int t = 0; t < length; t++) {
            log[t] = constant - 0.5 * log[t];
        }
    }

    private static void add4(double[] y, double[] x, int at, int n, int length, double[] w, int next) {
        double w0 = w[next];
        double w1 = w[next + 1];
        double w2 = w[next + 2];
        double w3 = w[next + 3];
        int at1 = at + n;
        int at2 = at1 + n;
        int at3 = at2 + n;
        for (int t = 0; t < length; t++) {
            y[t] += w0 * x[at + t] + w1 * x[at1 + t] + w2 * x[at2 + t] + w3 * x[at3 + t];
        }
    }

    private static void add1(double[] y, double[] x, int at, int length, double w) {
        for (int t = 0; t < length; t++) {
            y[t] += w * x[at + t];
        }
    }
}
