package io.dramatis.mixture.groups;

import io.dramatis.mixture.rows.Pass;
import io.dramatis.mixture.rows.View;
import java.util.Arrays;

/**
 * The lowest log-densities of each pattern, enough of them to read a low quantile off.
 *
 * @param values ascending, by pattern; standardised units
 * @param most how many are kept, by pattern
 */
public record Lowest(double[][] values, int[] most) implements Pass.Sum<Lowest> {

    /** For each pattern the log-density that the share {@code quantile} of its rows lie under. */
    public static double[] thresholds(Pass pass, View view, Factors factors, long[] rows, double quantile) {
        int[] most = new int[rows.length];
        for (int p = 0; p < most.length; p++) {
            most[p] = (int) Math.min(Integer.MAX_VALUE - 8, Math.floor(quantile * rows[p]) + 1);
        }
        Lowest lowest = pass.sum(block -> {
            Lowest of = new Lowest(new double[most.length][0], most);
            Posteriors posteriors = new Posteriors(factors.k);
            view.tiles(block, tile -> {
                posteriors.evaluate(factors, tile);
                double[] all = new double[tile.n];
                int n = 0;
                for (int t = 0; t < tile.n; t++) {
                    if (tile.weight[t] > 0) {
                        all[n++] = posteriors.logDensity[t];
                    }
                }
                of.add(tile.pattern, Arrays.copyOf(all, n));
            });
            return of;
        });
        double[] thresholds = new double[most.length];
        for (int p = 0; p < most.length; p++) {
            double[] values = lowest.values[p];
            thresholds[p] =
                    values.length == 0 ? Double.NEGATIVE_INFINITY : values[Math.min(most[p], values.length) - 1];
        }
        return thresholds;
    }

    private void add(int pattern, double[] more) {
        double[] both = Arrays.copyOf(values[pattern], values[pattern].length + more.length);
        System.arraycopy(more, 0, both, values[pattern].length, more.length);
        Arrays.sort(both);
        values[pattern] = both.length <= most[pattern] ? both : Arrays.copyOf(both, most[pattern]);
    }

    @Override
    public Lowest plus(Lowest right) {
        for (int p = 0; p < values.length; p++) {
            add(p, right.values[p]);
        }
        return this;
    }
}
