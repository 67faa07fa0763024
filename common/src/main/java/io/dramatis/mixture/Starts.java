package io.dramatis.mixture;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Starting densities: k-means++ (Arthur and Vassilvitskii, 2007) and Lloyd's iterations over a sample, with distances over
 * the variables that a person has.
 */
final class Starts {
    private static final int LLOYD = 25;

    private final List<double[]> rows;
    private final double[] floor;
    private final int d;
    private final int k;
    private final SplittableRandom random;
    private final double[][] centres;
    private final int[] nearest;
    private final double[] distance;

    private Starts(List<double[]> rows, double[] floor, int k, long seed) {
        this.rows = rows;
        this.floor = floor;
        this.d = floor.length;
        this.k = k;
        this.random = new SplittableRandom(seed);
        this.centres = new double[k][d];
        this.nearest = new int[rows.size()];
        this.distance = new double[rows.size()];
    }

    /**
     * @param rows in standardised units, NaN where missing
     * @param k of components; there may be fewer where rows are the same
     * @param start which of several; each third one keeps the rows that were drawn as centres, which k-means would move
     *     into one and the same local optimum
     */
    static Density of(List<double[]> rows, double[] floor, int k, int start, long seed) {
        Starts starts = new Starts(rows, floor, k, Person.mix(Person.mix(seed + k) + start));
        starts.draw();
        for (int i = 0; start % 3 != 2 && i < LLOYD; i++) {
            starts.centre();
            if (!starts.assign(k)) {
                break;
            }
        }
        starts.centre();
        return starts.density();
    }

    private void draw() {
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        take(0, random.nextInt(rows.size()));
        for (int c = 1; c < k; c++) {
            double total = Arrays.stream(distance).sum();
            double at = random.nextDouble() * total;
            int row = 0;
            while (row < rows.size() - 1 && (at -= distance[row]) >= 0) {
                row++;
            }
            take(c, row);
        }
    }

    private void take(int c, int row) {
        double[] x = rows.get(row);
        for (int j = 0; j < d; j++) {
            centres[c][j] = Double.isNaN(x[j]) ? 0 : x[j];
        }
        for (int i = 0; i < rows.size(); i++) {
            double gap = distance(rows.get(i), centres[c]);
            if (gap < distance[i]) {
                distance[i] = gap;
                nearest[i] = c;
            }
        }
    }

    private boolean assign(int centresNow) {
        boolean isMoved = false;
        for (int i = 0; i < rows.size(); i++) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centresNow; c++) {
                double gap = distance(rows.get(i), centres[c]);
                if (gap < least) {
                    least = gap;
                    best = c;
                }
            }
            isMoved |= best != nearest[i];
            nearest[i] = best;
        }
        return isMoved;
    }

    /** Squared distance over the variables that the row has, in proportion to all. */
    private double distance(double[] row, double[] centre) {
        double sum = 0;
        int have = 0;
        for (int j = 0; j < d; j++) {
            double gap = row[j] - centre[j];
            if (!Double.isNaN(gap)) {
                sum += gap * gap;
                have++;
            }
        }
        return have == 0 ? 0 : sum * d / have;
    }

    private void centre() {
        double[][] sums = new double[k][d];
        int[][] counts = new int[k][d];
        for (int i = 0; i < rows.size(); i++) {
            double[] row = rows.get(i);
            for (int j = 0; j < d; j++) {
                if (!Double.isNaN(row[j])) {
                    sums[nearest[i]][j] += row[j];
                    counts[nearest[i]][j]++;
                }
            }
        }
        for (int c = 0; c < k; c++) {
            for (int j = 0; j < d; j++) {
                if (counts[c][j] > 0) {
                    centres[c][j] = sums[c][j] / counts[c][j];
                }
            }
        }
    }

    /** Each cluster's own covariance, drawn towards what the clusters have in common as if by {@code d + 1} people. */
    private Density density() {
        double[] sizes = new double[k];
        double[][] products = new double[k][d * d];
        double[] common = new double[d];
        double[] have = new double[d];
        for (int i = 0; i < rows.size(); i++) {
            int c = nearest[i];
            sizes[c]++;
            double[] row = rows.get(i);
            for (int p = 0; p < d; p++) {
                double gap = row[p] - centres[c][p];
                if (Double.isNaN(gap)) {
                    continue;
                }
                common[p] += gap * gap;
                have[p]++;
                for (int q = 0; q <= p; q++) {
                    double other = row[q] - centres[c][q];
                    if (!Double.isNaN(other)) {
                        products[c][p * d + q] += gap * other;
                    }
                }
            }
        }
        double[][] missing = missing();
        Density density = new Density(new double[k], centres, products);
        for (int c = 0; c < k; c++) {
            density.weights()[c] = Math.max(sizes[c], 1e-3) / rows.size();
            for (int p = 0; p < d; p++) {
                double variance = have[p] > 0 ? common[p] / have[p] : 1;
                for (int q = 0; q <= p; q++) {
                    double sum = products[c][p * d + q];
                    if (p == q) {
                        sum += (missing[c][p] + d + 1) * variance;
                    }
                    products[c][p * d + q] = sum / (sizes[c] + d + 1);
                    products[c][q * d + p] = products[c][p * d + q];
                }
            }
            Maximisation.raise(products[c], floor);
        }
        return density;
    }

    private double[][] missing() {
        double[][] missing = new double[k][d];
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < d; j++) {
                if (Double.isNaN(rows.get(i)[j])) {
                    missing[nearest[i]][j]++;
                }
            }
        }
        return missing;
    }
}
