package io.dramatis.mixture.rows;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts, means and squared deviations of each variable, weighted, and added up as Chan, Golub and LeVeque (1979) do it;
 * and how many rows have which variables.
 */
public final class Moments implements Pass.Sum<Moments> {
    private static final long serialVersionUID = 1L;
    /** By falling count, then by the variables. */
    static final Comparator<Map.Entry<BitSet, Long>> FREQUENT_FIRST =
            Map.Entry.<BitSet, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey, Patterns.ORDER);

    private static final int MOST_PATTERNS = 20_000;

    private final long[] counts;
    private final double[] weights;
    private final double[] means;
    private final double[] squares;
    private final long[] infinite;
    private final HashMap<BitSet, Long> patterns = new HashMap<>();
    private long rows;
    private long badWeights;

    private Moments(int d) {
        counts = new long[d];
        weights = new double[d];
        means = new double[d];
        squares = new double[d];
        infinite = new long[d];
    }

    /** Of a block of {@code d} variables. */
    public static Moments of(Block block, int d) {
        Moments moments = new Moments(d);
        moments.rows = block.rows();
        for (int i = 0; i < block.rows(); i++) {
            double weight = block.weights()[i];
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                moments.badWeights++;
            }
        }
        for (Block.Run run : block.runs()) {
            moments.patterns.merge(run.observed(), (long) run.to() - run.from(), Long::sum);
            for (int j = run.observed().nextSetBit(0);
                    j >= 0;
                    j = run.observed().nextSetBit(j + 1)) {
                moments.add(block, j, run.from(), run.to());
            }
        }
        return moments;
    }

    private void add(Block block, int j, int from, int to) {
        for (int i = from; i < to; i++) {
            double x = block.value(j, i);
            double weight = block.weights()[i];
            if (Double.isInfinite(x)) {
                infinite[j]++;
            } else if (weight > 0) {
                counts[j]++;
                weights[j] += weight;
                double gap = x - means[j];
                means[j] += gap * weight / weights[j];
                squares[j] += weight * gap * (x - means[j]);
            }
        }
    }

    /** All rows, whatever they hold. */
    public long rows() {
        return rows;
    }

    /** Rows whose weight is negative, infinite or missing. */
    public long badWeights() {
        return badWeights;
    }

    /** Rows with a finite value and a weight. */
    public long count(int j) {
        return counts[j];
    }

    /** Rows in which the value is infinite. */
    public long infinite(int j) {
        return infinite[j];
    }

    double mean(int j) {
        return means[j];
    }

    /** Over the weights, not over one less. */
    public double variance(int j) {
        return weights[j] == 0 ? 0 : squares[j] / weights[j];
    }

    @Override
    public Moments plus(Moments right) {
        rows += right.rows;
        badWeights += right.badWeights;
        for (int j = 0; j < counts.length; j++) {
            infinite[j] += right.infinite[j];
            counts[j] += right.counts[j];
            double total = weights[j] + right.weights[j];
            if (right.weights[j] > 0) {
                double gap = right.means[j] - means[j];
                means[j] += gap * right.weights[j] / total;
                squares[j] += right.squares[j] + gap * gap * weights[j] * right.weights[j] / total;
                weights[j] = total;
            }
        }
        right.patterns.forEach((pattern, count) -> patterns.merge(pattern, count, Long::sum));
        if (patterns.size() > MOST_PATTERNS) {
            // Bounded memory: the rarest are forgotten, and treated as patterns that no one has.
            var frequent = patterns.entrySet().stream()
                    .sorted(FREQUENT_FIRST)
                    .limit(MOST_PATTERNS / 2)
                    .toList();
            HashMap<BitSet, Long> kept = new HashMap<>();
            frequent.forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
            patterns.clear();
            patterns.putAll(kept);
        }
        return this;
    }

    /** The counts of patterns over some of the variables only. */
    public Map<BitSet, Long> patterns(int[] variables) {
        Map<BitSet, Long> projected = new HashMap<>();
        patterns.forEach((pattern, count) -> projected.merge(Scaling.project(pattern, variables), count, Long::sum));
        return projected;
    }
}
