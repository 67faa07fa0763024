package io.dramatis.evidence.novelty;

import io.dramatis.mixture.em.Algebra;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Data cut in two independent parts, so that groups can be formed on one and tested on the other (Neufeld, Dharamshi, Gao and
 * Witten, <i>Journal of Machine Learning Research</i> 25, 2024). Independent under one population, that is; which is what a test of
 * a difference needs. Missing values (NaN) are missing in both.
 *
 * @param first to form groups on
 * @param second to test on
 */
public record Thinning(List<double[]> first, List<double[]> second) {
    private static final double POISSON = 1e6;

    /**
     * Gaussian data: {@code X1 = e X + sqrt(e (1 - e)) Z} with {@code Z} normal with the data's covariance, {@code X2 = X - X1}.
     *
     * @param covariance of all rows together, row-major; understated, the parts depend on each other
     * @param share e, of the information that the first part gets
     */
    public static Thinning gaussian(List<double[]> rows, double[] covariance, double share, long seed) {
        int d = rows.get(0).length;
        double[] root = covariance.clone();
        if (!Algebra.cholesky(root, d)) {
            throw new IllegalArgumentException("the covariance is not positive definite");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double scale = Math.sqrt(share * (1 - share));
        return thinned(rows, row -> {
            double[] normal = IntStream.range(0, d)
                    .mapToDouble(j -> random.nextGaussian())
                    .toArray();
            double[] part = new double[d];
            for (int j = 0; j < d; j++) {
                part[j] = share * row[j];
                for (int i = 0; i <= j; i++) {
                    part[j] += scale * root[j * d + i] * normal[i];
                }
            }
            return part;
        });
    }

    /** Poisson counts: {@code X1} given {@code X} is binomial with {@code X} tries. */
    public static Thinning poisson(List<double[]> rows, double share, long seed) {
        RandomGenerator random = new Well19937c(seed);
        return thinned(
                rows,
                row -> IntStream.range(0, row.length)
                        .mapToDouble(j -> binomial(random, row[j], share))
                        .toArray());
    }

    /**
     * Negative binomial counts of size b: {@code p} is Beta(e b, (1 - e) b), and {@code X1} given {@code X} and {@code p} binomial.
     *
     * @param sizes b of each variable
     */
    public static Thinning negativeBinomial(List<double[]> rows, double[] sizes, double share, long seed) {
        RandomGenerator random = new Well19937c(seed);
        BetaDistribution[] betas = IntStream.range(0, sizes.length)
                .mapToObj(j -> new BetaDistribution(random, share * sizes[j], (1 - share) * sizes[j]))
                .toArray(BetaDistribution[]::new);
        return thinned(
                rows,
                row -> IntStream.range(0, row.length)
                        .mapToDouble(j -> binomial(random, row[j], betas[j].sample()))
                        .toArray());
    }

    /** The size of a negative binomial by its moments, m<sup>2</sup> / (v - m); large where the counts vary as a Poisson's. */
    public static double size(double[] counts) {
        double mean = StatUtils.mean(counts);
        double over = StatUtils.populationVariance(counts, mean) - mean;
        return Math.min(POISSON, over > 0 ? mean * mean / over : POISSON);
    }

    private static double binomial(RandomGenerator random, double tries, double share) {
        return !(tries > 0) ? tries : new BinomialDistribution(random, (int) tries, share).sample();
    }

    private static Thinning thinned(List<double[]> rows, UnaryOperator<double[]> part) {
        List<double[]> first = new ArrayList<>();
        List<double[]> second = new ArrayList<>();
        for (double[] row : rows) {
            double[] taken = part.apply(row);
            first.add(taken);
            second.add(IntStream.range(0, row.length)
                    .mapToDouble(j -> row[j] - taken[j])
                    .toArray());
        }
        return new Thinning(first, second);
    }
}
