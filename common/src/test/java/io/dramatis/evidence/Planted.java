package io.dramatis.evidence;

import io.dramatis.mixture.em.Algebra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Gaussian groups of equal size with a wanted mean overlap of pairs, after MixSim (Melnykov, Chen and Maitra, <i>Journal of
 * Statistical Software</i> 51, 2012): centres uniform in the unit cube, covariances Wishart with d + 1 degrees of freedom and of
 * eccentricity .9 at most, all scaled by one number until the overlap is met. The overlap of a pair is the sum of both probabilities of being
 * taken for the other; it is found by simulation.
 *
 * @param labels the group of each row
 * @param best the group that each row most likely comes from, knowing all parameters
 */
record Planted(List<double[]> rows, int[] labels, int[] best) {
    private static final int DRAWS = 2_000;
    private static final double ECCENTRICITY = 0.9;

    private static final class Groups {
        private final int k;
        private final int d;
        private final double[][] means;
        private final double[][] roots;
        private final double[][] inverses;
        private final double[] logDeterminants;
        private double scale = 1;

        private Groups(int k, int d, SplittableRandom random) {
            this.k = k;
            this.d = d;
            this.means = new double[k][];
            this.roots = new double[k][];
            this.inverses = new double[k][];
            this.logDeterminants = new double[k];
            for (int g = 0; g < k; g++) {
                means[g] = IntStream.range(0, d)
                        .mapToDouble(j -> random.nextDouble())
                        .toArray();
                double[] root = wishart(random);
                Algebra.cholesky(root, d);
                roots[g] = root;
                inverses[g] = root.clone();
                Algebra.invertLower(inverses[g], d);
                for (int j = 0; j < d; j++) {
                    logDeterminants[g] += 2 * Math.log(root[j * d + j]);
                }
            }
        }

        private double[] wishart(SplittableRandom random) {
            double[] sum = new double[d * d];
            for (int n = 0; n < d + 1; n++) {
                double[] z = IntStream.range(0, d)
                        .mapToDouble(j -> random.nextGaussian())
                        .toArray();
                for (int i = 0; i < d * d; i++) {
                    sum[i] += z[i / d] * z[i % d] / (d + 1);
                }
            }
            return rounded(sum);
        }

        /** With eigenvalues drawn together until sqrt(1 - least / greatest) is .9. */
        private double[] rounded(double[] covariance) {
            double[] vectors = new double[d * d];
            double[] values = Algebra.eigen(covariance.clone(), d, vectors);
            double greatest = Arrays.stream(values).max().orElseThrow();
            double least = Arrays.stream(values).min().orElseThrow();
            if (least >= (1 - ECCENTRICITY * ECCENTRICITY) * greatest) {
                return covariance;
            }
            double[] round = new double[d * d];
            for (int e = 0; e < d; e++) {
                double value =
                        greatest * (1 - ECCENTRICITY * ECCENTRICITY * (greatest - values[e]) / (greatest - least));
                for (int i = 0; i < d * d; i++) {
                    round[i] += value * vectors[i / d * d + e] * vectors[i % d * d + e];
                }
            }
            return round;
        }

        private double[] draw(int group, SplittableRandom random) {
            double[] z = IntStream.range(0, d)
                    .mapToDouble(j -> random.nextGaussian())
                    .toArray();
            double[] row = means[group].clone();
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    row[i] += Math.sqrt(scale) * roots[group][i * d + j] * z[j];
                }
            }
            return row;
        }

        private double logDensity(double[] row, int group) {
            double squares = 0;
            for (int i = 0; i < d; i++) {
                double whitened = 0;
                for (int j = 0; j <= i; j++) {
                    whitened += inverses[group][i * d + j] * (row[j] - means[group][j]);
                }
                squares += whitened * whitened;
            }
            return -0.5 * (squares / scale + logDeterminants[group] + d * Math.log(scale));
        }

        private double overlap(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double taken = 0;
            for (int g = 0; g < k; g++) {
                for (int draw = 0; draw < DRAWS; draw++) {
                    double[] row = draw(g, random);
                    double own = logDensity(row, g);
                    for (int h = 0; h < k; h++) {
                        taken += h != g && logDensity(row, h) > own ? 1.0 / DRAWS : 0;
                    }
                }
            }
            return taken / (k * (k - 1) / 2.0);
        }

        private int likeliest(double[] row) {
            return IntStream.range(0, k)
                    .boxed()
                    .max((a, b) -> Double.compare(logDensity(row, a), logDensity(row, b)))
                    .orElseThrow();
        }
    }

    static Planted of(int n, int k, int d, double overlap, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Groups groups = new Groups(k, d, random);
        double low = Math.log(1e-8);
        double high = Math.log(1e2);
        for (int step = 0; step < 30; step++) {
            double middle = (low + high) / 2;
            groups.scale = Math.exp(middle);
            if (groups.overlap(seed) > overlap) {
                high = middle;
            } else {
                low = middle;
            }
        }
        List<double[]> rows = new ArrayList<>();
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> random.nextInt(k));
        for (int label : labels) {
            rows.add(groups.draw(label, random));
        }
        return new Planted(
                rows, labels, rows.stream().mapToInt(groups::likeliest).toArray());
    }
}
