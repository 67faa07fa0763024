package io.dramatis.mixture;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts, means and squared deviations of each variable, added up as Chan, Golub and LeVeque (1979) do it, and how many
 * people have which variables.
 */
final class Moments implements Pass.Sum<Moments> {
    private static final long serialVersionUID = 1L;
    /** By falling count, then by the variables. */
    static final Comparator<Map.Entry<BitSet, Long>> FREQUENT_FIRST =
            Map.Entry.<BitSet, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey, Patterns.ORDER);

    private static final int MOST_PATTERNS = 20_000;

    final long[] counts;
    final double[] means;
    final double[] squares;
    final long[] infinite;
    final HashMap<BitSet, Long> patterns = new HashMap<>();
    long people;

    private Moments(int d) {
        counts = new long[d];
        means = new double[d];
        squares = new double[d];
        infinite = new long[d];
    }

    static Moments of(Person[] block, int d) {
        Moments moments = new Moments(d);
        moments.people = block.length;
        for (Person person : block) {
            BitSet observed = new BitSet(d);
            for (int j = 0; j < d; j++) {
                double x = person.values()[j];
                if (Double.isInfinite(x)) {
                    moments.infinite[j]++;
                } else if (!Double.isNaN(x)) {
                    observed.set(j);
                    moments.counts[j]++;
                    double gap = x - moments.means[j];
                    moments.means[j] += gap / moments.counts[j];
                    moments.squares[j] += gap * (x - moments.means[j]);
                }
            }
            moments.patterns.merge(observed, 1L, Long::sum);
        }
        return moments;
    }

    double variance(int j) {
        return counts[j] == 0 ? 0 : squares[j] / counts[j];
    }

    @Override
    public Moments plus(Moments right) {
        people += right.people;
        for (int j = 0; j < counts.length; j++) {
            infinite[j] += right.infinite[j];
            long n = counts[j] + right.counts[j];
            if (right.counts[j] > 0) {
                double gap = right.means[j] - means[j];
                means[j] += gap * right.counts[j] / n;
                squares[j] += right.squares[j] + gap * gap * counts[j] * right.counts[j] / n;
                counts[j] = n;
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
    Map<BitSet, Long> patterns(int[] variables) {
        Map<BitSet, Long> projected = new HashMap<>();
        patterns.forEach((pattern, count) -> {
            BitSet some = new BitSet(variables.length);
            for (int j = 0; j < variables.length; j++) {
                some.set(j, pattern.get(variables[j]));
            }
            projected.merge(some, count, Long::sum);
        });
        return projected;
    }
}
