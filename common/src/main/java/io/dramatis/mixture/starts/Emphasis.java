package io.dramatis.mixture.starts;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which variables look as if they held clusters: those of which a few levels explain more than they would of a Gaussian's
 * variance (Max, 1960, for the Gaussian's best quantisers). Where few of many variables tell groups apart, k-means over all
 * of them is lost in the others.
 */
final class Emphasis {
    /** Share of a Gaussian's variance that its best 2, 3 and 4 levels explain. */
    private static final double[] GAUSSIAN = {0.6366, 0.8098, 0.8825};

    private static final double LEAST = 0.15;
    private static final int LLOYD = 20;

    private Emphasis() {}

    /** The rows with each variable scaled as it looks clustered; the rows themselves when none does. */
    static double[][] of(double[][] rows) {
        int d = rows[0].length;
        double[] weights = IntStream.range(0, d)
                .mapToDouble(j -> clustered(Arrays.stream(rows)
                        .mapToDouble(row -> row[j])
                        .filter(x -> !Double.isNaN(x))
                        .sorted()
                        .toArray()))
                .map(w -> w < LEAST ? 0 : w)
                .toArray();
        if (Arrays.stream(weights).allMatch(w -> w == 0)) {
            return rows;
        }
        return Arrays.stream(rows)
                .map(row -> IntStream.range(0, d)
                        .filter(j -> weights[j] > 0)
                        .mapToDouble(j -> row[j] * weights[j])
                        .toArray())
                .toArray(double[][]::new);
    }

    /** 0 as a Gaussian, 1 all on a few values. */
    static double clustered(double[] sorted) {
        int n = sorted.length;
        if (n < 8) {
            return 0;
        }
        double[] sums = new double[n + 1];
        double squares = 0;
        for (int i = 0; i < n; i++) {
            sums[i + 1] = sums[i] + sorted[i];
            squares += sorted[i] * sorted[i];
        }
        double mean = sums[n] / n;
        double variance = squares / n - mean * mean;
        double most = 0;
        for (int levels = 2; variance > 0 && levels < 2 + GAUSSIAN.length; levels++) {
            double gaussian = GAUSSIAN[levels - 2];
            most = Math.max(most, (explained(sorted, sums, levels) / variance - gaussian) / (1 - gaussian));
        }
        return most;
    }

    /** Variance between so many levels, by Lloyd's iterations from equal parts. */
    private static double explained(double[] sorted, double[] sums, int levels) {
        int n = sorted.length;
        int[] ends = IntStream.rangeClosed(0, levels).map(l -> l * n / levels).toArray();
        double[] means = new double[levels];
        for (int round = 0; round <= LLOYD; round++) {
            for (int l = 0; l < levels; l++) {
                int count = ends[l + 1] - ends[l];
                means[l] = count > 0 ? (sums[ends[l + 1]] - sums[ends[l]]) / count : sorted[Math.min(ends[l], n - 1)];
            }
            for (int l = 1; round < LLOYD && l < levels; l++) {
                int at = Arrays.binarySearch(sorted, (means[l - 1] + means[l]) / 2);
                ends[l] = Math.max(ends[l - 1], at < 0 ? -at - 1 : at);
            }
        }
        double mean = sums[n] / n;
        double between = 0;
        for (int l = 0; l < levels; l++) {
            between += (double) (ends[l + 1] - ends[l]) / n * (means[l] - mean) * (means[l] - mean);
        }
        return between;
    }
}
