package io.dramatis.evidence.novelty;

import java.util.Comparator;
import java.util.stream.IntStream;

/** p-values of many tests, adjusted (Benjamini and Hochberg, <i>Journal of the Royal Statistical Society B</i> 57, 1995). */
public final class FalseDiscovery {
    /** Smaller ones are told as this: the tail of no distribution is known so far out. */
    private static final double LEAST = 1e-10;

    private FalseDiscovery() {}

    /** In the order of the p-values; NaN stays NaN and does not count; 1e-10 at least. */
    public static double[] adjusted(double[] p) {
        int[] order = IntStream.range(0, p.length)
                .filter(i -> !Double.isNaN(p[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> p[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] adjusted = p.clone();
        double least = 1;
        for (int rank = order.length; rank > 0; rank--) {
            least = Math.min(least, p[order[rank - 1]] * order.length / rank);
            adjusted[order[rank - 1]] = Math.max(LEAST, least);
        }
        return adjusted;
    }
}
