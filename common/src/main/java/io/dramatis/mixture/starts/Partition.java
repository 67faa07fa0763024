package io.dramatis.mixture.starts;

import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.em.Maximisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows cut into clusters, from which EM can start.
 *
 * @param cluster of each row
 * @param k clusters
 */
record Partition(int[] cluster, int k) {

    /** The means of the clusters over the variables that their rows have; 0 where none has one. */
    double[][] centres(double[][] rows) {
        int d = rows[0].length;
        double[][] sums = new double[k][d];
        int[][] counts = new int[k][d];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < d; j++) {
                if (!Double.isNaN(rows[i][j])) {
                    sums[cluster[i]][j] += rows[i][j];
                    counts[cluster[i]][j]++;
                }
            }
        }
        for (int c = 0; c < k; c++) {
            for (int j = 0; j < d; j++) {
                sums[c][j] = counts[c][j] > 0 ? sums[c][j] / counts[c][j] : 0;
            }
        }
        return sums;
    }

    /** Rows in each cluster. */
    int[] sizes() {
        int[] sizes = new int[k];
        for (int c : cluster) {
            sizes[c]++;
        }
        return sizes;
    }

    /** Each cluster's own covariance, drawn towards what the clusters have in common as if by {@code d + 1} rows. */
    Density density(double[][] rows, CovarianceForm form, Geometry geometry) {
        int d = rows[0].length;
        double[][] centres = centres(rows);
        int[] sizes = sizes();
        double[][] products = new double[k][d * d];
        double[][] missing = new double[k][d];
        double[] common = new double[d];
        double[] have = new double[d];
        for (int i = 0; i < rows.length; i++) {
            int c = cluster[i];
            for (int p = 0; p < d; p++) {
                double gap = rows[i][p] - centres[c][p];
                if (Double.isNaN(gap)) {
                    missing[c][p]++;
                    continue;
                }
                common[p] += gap * gap;
                have[p]++;
                for (int q = 0; q <= p; q++) {
                    double other = rows[i][q] - centres[c][q];
                    products[c][p * d + q] += Double.isNaN(other) ? 0 : gap * other;
                }
            }
        }
        double[] weights = new double[k];
        for (int c = 0; c < k; c++) {
            weights[c] = Math.max(sizes[c], 1e-3) / rows.length;
            for (int p = 0; p < d; p++) {
                double variance = have[p] > 0 ? common[p] / have[p] : 1;
                for (int q = 0; q <= p; q++) {
                    double sum = products[c][p * d + q];
                    sum += p == q ? (missing[c][p] + d + 1) * variance : 0;
                    products[c][p * d + q] = sum / (sizes[c] + d + 1);
                    products[c][q * d + p] = products[c][p * d + q];
                }
            }
        }
        return Maximisation.shaped(form, weights, centres, products, geometry);
    }

    /** The clusters with the largest sums of squares, the largest first. */
    List<Integer> widest(double[][] rows, int most) {
        double[][] centres = centres(rows);
        double[] squares = new double[k];
        for (int i = 0; i < rows.length; i++) {
            squares[cluster[i]] += KMeans.distance(rows[i], centres[cluster[i]]);
        }
        return IntStream.range(0, k)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -squares[c]).thenComparingInt(c -> c))
                .limit(most)
                .toList();
    }

    /**
     * One cluster cut in two; nothing when its rows are all the same.
     *
     * @param isEmphasised whether along the variables that look clustered within it, or along all
     */
    Optional<Partition> split(double[][] rows, int which, boolean isEmphasised, long seed) {
        int[] members =
                IntStream.range(0, rows.length).filter(i -> cluster[i] == which).toArray();
        double[][] part = Arrays.stream(members).mapToObj(i -> rows[i]).toArray(double[][]::new);
        if (part.length < 2) {
            return Optional.empty();
        }
        Partition halves = KMeans.partition(isEmphasised ? Emphasis.of(part) : part, 2, seed);
        if (halves.k < 2) {
            return Optional.empty();
        }
        int[] next = cluster.clone();
        for (int m = 0; m < members.length; m++) {
            next[members[m]] = halves.cluster[m] == 0 ? which : k;
        }
        return Optional.of(new Partition(next, k + 1));
    }

    /** Pairs of clusters whose merging adds least to the sum of squares (Ward, 1963), the least first. */
    List<int[]> nearest(double[][] rows, int most) {
        double[][] centres = centres(rows);
        int[] sizes = sizes();
        List<int[]> pairs = new ArrayList<>();
        for (int a = 0; a < k; a++) {
            for (int b = a + 1; b < k; b++) {
                pairs.add(new int[] {a, b});
            }
        }
        return pairs.stream()
                .sorted(Comparator.comparingDouble((int[] pair) -> KMeans.distance(centres[pair[0]], centres[pair[1]])
                                * sizes[pair[0]]
                                * sizes[pair[1]]
                                / Math.max(1, sizes[pair[0]] + sizes[pair[1]]))
                        .thenComparingInt(pair -> pair[0] * k + pair[1]))
                .limit(most)
                .toList();
    }

    /** Two clusters made one. */
    Partition merge(int a, int b) {
        int[] next =
                Arrays.stream(cluster).map(c -> c == b ? a : c > b ? c - 1 : c).toArray();
        return new Partition(next, k - 1);
    }
}
