package io.dramatis.mixture;

import java.util.Arrays;

/**
 * The lowest log-densities of each pattern, enough of them to read a low quantile off.
 *
 * @param values ascending, by pattern; standardised units
 * @param most how many are kept, by pattern
 */
record Lowest(double[][] values, int[] most) implements Pass.Sum<Lowest> {

    /** For each pattern the log-density that the share {@code quantile} of its people lie under. */
    static double[] thresholds(Pass<Block> pass, Factors factors, long[] people, double quantile) {
        int[] most = new int[people.length];
        for (int p = 0; p < most.length; p++) {
            most[p] = (int) Math.min(Integer.MAX_VALUE - 8, Math.floor(quantile * people[p]) + 1);
        }
        Lowest lowest = pass.sum(block -> of(block, factors, most));
        double[] thresholds = new double[most.length];
        for (int p = 0; p < most.length; p++) {
            double[] values = lowest.values[p];
            thresholds[p] =
                    values.length == 0 ? Double.NEGATIVE_INFINITY : values[Math.min(most[p], values.length) - 1];
        }
        return thresholds;
    }

    private static Lowest of(Block block, Factors factors, int[] most) {
        double[][] values = new double[most.length][0];
        Posteriors posteriors = new Posteriors(factors.k);
        for (Block.Segment segment : block.segments()) {
            double[] all = new double[segment.n()];
            for (int from = 0; from < segment.n(); from += Posteriors.TILE) {
                int length = Math.min(Posteriors.TILE, segment.n() - from);
                posteriors.evaluate(factors, segment, from, length);
                System.arraycopy(posteriors.logDensity, 0, all, from, length);
            }
            values[segment.pattern()] = lowest(all, most[segment.pattern()]);
        }
        return new Lowest(values, most);
    }

    private static double[] lowest(double[] values, int most) {
        Arrays.sort(values);
        return values.length <= most ? values : Arrays.copyOf(values, most);
    }

    @Override
    public Lowest plus(Lowest right) {
        for (int p = 0; p < values.length; p++) {
            double[] both = Arrays.copyOf(values[p], values[p].length + right.values[p].length);
            System.arraycopy(right.values[p], 0, both, values[p].length, right.values[p].length);
            values[p] = lowest(both, most[p]);
        }
        return this;
    }
}
