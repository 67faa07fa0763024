package io.dramatis.mixture;

import java.util.Arrays;
import java.util.List;

/**
 * The E-step of many candidates in one pass: for each candidate, pattern and component the sums of r, r x and r x x' over
 * the variables of the pattern (lower triangle by rows), nothing for the missing ones.
 */
final class Statistics implements Pass.Sum<Statistics> {
    private static final long serialVersionUID = 1L;

    /** Indices: candidate, pattern; then {@code 1 + o + o (o + 1) / 2} numbers a component; null for an absent pattern. */
    final double[][][] sums;
    /** Indices: candidate; standardised units. */
    final double[] logLikelihood;
    /** Indices: candidate; sum of the log of each person's largest responsibility. */
    final double[] logTop;
    /** People by pattern. */
    final long[] people;

    private Statistics(int candidates, int patterns) {
        sums = new double[candidates][patterns][];
        logLikelihood = new double[candidates];
        logTop = new double[candidates];
        people = new long[patterns];
    }

    /** Numbers a component holds for a pattern of {@code o} variables. */
    static int stride(int o) {
        return 1 + o + o * (o + 1) / 2;
    }

    static Statistics of(Block block, List<Factors> candidates, int patterns) {
        Statistics statistics = new Statistics(candidates.size(), patterns);
        int most = candidates.stream().mapToInt(factors -> factors.k).max().orElse(1);
        Posteriors posteriors = new Posteriors(most);
        int widest = 0;
        for (Block.Segment segment : block.segments()) {
            widest = Math.max(widest, segment.x().length / segment.n());
            statistics.people[segment.pattern()] += segment.n();
        }
        Gathered gathered = new Gathered(widest);
        for (int candidate = 0; candidate < candidates.size(); candidate++) {
            Factors factors = candidates.get(candidate);
            for (Block.Segment segment : block.segments()) {
                statistics.add(candidate, factors, segment, posteriors, gathered);
            }
        }
        return statistics;
    }

    private void add(int candidate, Factors factors, Block.Segment segment, Posteriors posteriors, Gathered gathered) {
        int o = segment.x().length / segment.n();
        int stride = stride(o);
        double[] sum = new double[factors.k * stride];
        sums[candidate][segment.pattern()] = sum;
        for (int from = 0; from < segment.n(); from += Posteriors.TILE) {
            int length = Math.min(Posteriors.TILE, segment.n() - from);
            posteriors.evaluate(factors, segment, from, length);
            double log = 0;
            double top = 0;
            for (int t = 0; t < length; t++) {
                log += posteriors.logDensity[t];
                top += posteriors.logTop[t];
            }
            logLikelihood[candidate] += log;
            logTop[candidate] += top;
            for (int c = 0; c < factors.k; c++) {
                gathered.take(posteriors.responsibility[c], segment, o, from, length);
                gathered.add(sum, c * stride, o);
            }
        }
    }

    @Override
    public Statistics plus(Statistics right) {
        for (int candidate = 0; candidate < sums.length; candidate++) {
            logLikelihood[candidate] += right.logLikelihood[candidate];
            logTop[candidate] += right.logTop[candidate];
            for (int p = 0; p < people.length; p++) {
                double[] mine = sums[candidate][p];
                double[] other = right.sums[candidate][p];
                if (mine == null) {
                    sums[candidate][p] = other;
                } else if (other != null) {
                    for (int i = 0; i < mine.length; i++) {
                        mine[i] += other[i];
                    }
                }
            }
        }
        for (int p = 0; p < people.length; p++) {
            people[p] += right.people[p];
        }
        return this;
    }

    long everyone() {
        return Arrays.stream(people).sum();
    }

    /** The rows of a tile that a component has any share in; most components have none in most rows. */
    private static final class Gathered {
        private final double[][] x;
        private final double[] r = new double[Posteriors.TILE];
        private final double[] rx = new double[Posteriors.TILE];
        private final int[] rows = new int[Posteriors.TILE];
        private int n;

        private Gathered(int widest) {
            x = new double[widest][Posteriors.TILE];
        }

        private void take(double[] responsibility, Block.Segment segment, int o, int from, int length) {
            n = 0;
            for (int t = 0; t < length; t++) {
                if (responsibility[t] > 0) {
                    r[n] = responsibility[t];
                    rows[n++] = from + t;
                }
            }
            double[] all = segment.x();
            for (int j = 0; j < o; j++) {
                double[] column = x[j];
                int at = j * segment.n();
                for (int t = 0; t < n; t++) {
                    column[t] = all[at + rows[t]];
                }
            }
        }

        private void add(double[] sum, int at, int o) {
            double total = 0;
            for (int t = 0; t < n; t++) {
                total += r[t];
            }
            sum[at] += total;
            int next = at + 1 + o;
            for (int i = 0; i < o; i++) {
                double[] xi = x[i];
                double first = 0;
                for (int t = 0; t < n; t++) {
                    rx[t] = r[t] * xi[t];
                    first += rx[t];
                }
                sum[at + 1 + i] += first;
                int j = 0;
                for (; j + 4 <= i + 1; j += 4, next += 4) {
                    dot4(sum, next, x[j], x[j + 1], x[j + 2], x[j + 3]);
                }
                for (; j <= i; j++, next++) {
                    sum[next] += dot(x[j]);
                }
            }
        }

        private void dot4(double[] sum, int at, double[] x0, double[] x1, double[] x2, double[] x3) {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            for (int t = 0; t < n; t++) {
                double w = rx[t];
                s0 += w * x0[t];
                s1 += w * x1[t];
                s2 += w * x2[t];
                s3 += w * x3[t];
            }
            sum[at] += s0;
            sum[at + 1] += s1;
            sum[at + 2] += s2;
            sum[at + 3] += s3;
        }

        private double dot(double[] column) {
            double even = 0;
            double odd = 0;
            int t = 0;
            for (; t + 2 <= n; t += 2) {
                even += rx[t] * column[t];
                odd += rx[t + 1] * column[t + 1];
            }
            return t < n ? even + odd + rx[t] * column[t] : even + odd;
        }
    }
}
