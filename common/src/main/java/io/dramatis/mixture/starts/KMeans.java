package io.dramatis.mixture.starts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * k-means over rows in this process, with distances over the variables that a row has: centres by k-means|| (Bahmani,
 * Moseley, Vattani, Kumar and Vassilvitskii, 2012), then Lloyd's iterations.
 */
final class KMeans {
    private static final int LLOYD = 10;
    private static final int ROUNDS = 4;

    private final double[][] rows;
    private final SplittableRandom random;
    private final double[] distance;
    private final int[] nearest;
    private final List<double[]> drawn = new ArrayList<>();

    private KMeans(double[][] rows, long seed) {
        this.rows = rows;
        this.random = new SplittableRandom(seed);
        this.distance = new double[rows.length];
        this.nearest = new int[rows.length];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
    }

    /**
     * Cuts rows into clusters.
     *
     * @param rows in standardised units, NaN where missing
     * @param k of clusters; there are fewer where so few rows differ
     */
    static Partition partition(double[][] rows, int k, long seed) {
        KMeans means = new KMeans(rows, seed);
        Partition partition = means.assigned(means.oversampled(k));
        for (int i = 0; i < LLOYD; i++) {
            Partition next = means.assigned(partition.centres(rows));
            if (Arrays.equals(next.cluster(), partition.cluster())) {
                break;
            }
            partition = next;
        }
        return partition;
    }

    /** The rows that were drawn themselves as centres, which Lloyd's iterations would move into one and the same optimum. */
    static Partition drawn(double[][] rows, int k, long seed) {
        KMeans means = new KMeans(rows, seed);
        return means.assigned(means.oversampled(k));
    }

    /** Squared distance over the variables that both have, in proportion to all. */
    static double distance(double[] row, double[] centre) {
        double sum = 0;
        int have = 0;
        for (int j = 0; j < centre.length; j++) {
            double gap = row[j] - centre[j];
            if (!Double.isNaN(gap)) {
                sum += gap * gap;
                have++;
            }
        }
        return have == 0 ? 0 : have == centre.length ? sum : sum * centre.length / have;
    }

    /** Draws some 2k rows a round by their distance from those drawn before, then k of them by weighted k-means++. */
    private double[][] oversampled(int k) {
        take(random.nextInt(rows.length));
        for (int round = 0; round < ROUNDS && k > 1; round++) {
            double total = Arrays.stream(distance).sum();
            double[] before = distance.clone();
            for (int i = 0; i < rows.length && total > 0; i++) {
                if (random.nextDouble() * total < 2.0 * k * before[i]) {
                    take(i);
                }
            }
        }
        double[] weights = new double[drawn.size()];
        for (int c : nearest) {
            weights[c]++;
        }
        return reduced(weights, k);
    }

    private void take(int row) {
        double[] centre = rows[row].clone();
        for (int j = 0; j < centre.length; j++) {
            centre[j] = Double.isNaN(centre[j]) ? 0 : centre[j];
        }
        int number = drawn.size();
        drawn.add(centre);
        for (int i = 0; i < rows.length; i++) {
            double gap = distance(rows[i], centre);
            if (gap < distance[i]) {
                distance[i] = gap;
                nearest[i] = number;
            }
        }
    }

    /** k-means++ (Arthur and Vassilvitskii, 2007) over the drawn rows, each as heavy as the rows nearest to it. */
    private double[][] reduced(double[] weights, int k) {
        List<double[]> centres = new ArrayList<>();
        double[] gaps = weights.clone();
        double[] least = new double[weights.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        while (centres.size() < k) {
            double total = Arrays.stream(gaps).sum();
            if (!(total > 0)) {
                break;
            }
            double at = random.nextDouble() * total;
            int next = 0;
            while (next < gaps.length - 1 && (at -= gaps[next]) >= 0) {
                next++;
            }
            centres.add(drawn.get(next));
            for (int c = 0; c < gaps.length; c++) {
                least[c] = Math.min(least[c], distance(drawn.get(c), drawn.get(next)));
                gaps[c] = weights[c] * least[c];
            }
        }
        return centres.toArray(double[][]::new);
    }

    private Partition assigned(double[][] centres) {
        int[] cluster = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centres.length; c++) {
                double gap = distance(rows[i], centres[c]);
                if (gap < least) {
                    least = gap;
                    cluster[i] = c;
                }
            }
        }
        return new Partition(cluster, centres.length);
    }
}
