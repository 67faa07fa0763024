package io.dramatis.evidence.carry;

import io.dramatis.mixture.em.Algebra;
import io.dramatis.mixture.em.Density;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How far groups lie apart, and what each block of variables brings to it. The measure is that of Lawley and Hotelling,
 * {@code trace(W^-1 B)}: variance between the groups in units of that within them. Since blocks tell the same in part, a block's share
 * is what it adds, in the mean of all orders in which blocks may come (Shapley's value), so that shares add up to one.
 */
public final class Separation {
    private final int d;
    private final double[] within;
    private final double[] between;

    private Separation(int d) {
        this.d = d;
        this.within = new double[d * d];
        this.between = new double[d * d];
    }

    /** Of a model's components in groups. */
    public static Separation of(Density density, int[] groupOf, int groups) {
        int d = density.d();
        Separation separation = new Separation(d);
        double[] weights = new double[groups];
        double[][] means = new double[groups][d];
        double[] mean = new double[d];
        for (int c = 0; c < groupOf.length; c++) {
            weights[groupOf[c]] += density.weights()[c];
            for (int j = 0; j < d; j++) {
                means[groupOf[c]][j] += density.weights()[c] * density.means()[c][j];
                mean[j] += density.weights()[c] * density.means()[c][j];
            }
        }
        for (int g = 0; g < groups; g++) {
            for (int j = 0; j < d; j++) {
                means[g][j] /= weights[g];
            }
            separation.add(separation.between, weights[g], means[g], mean);
        }
        for (int c = 0; c < groupOf.length; c++) {
            for (int i = 0; i < d * d; i++) {
                separation.within[i] += density.weights()[c] * density.covariances()[c][i];
            }
            separation.add(separation.within, density.weights()[c], density.means()[c], means[groupOf[c]]);
        }
        return separation;
    }

    private void add(double[] matrix, double weight, double[] point, double[] centre) {
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                matrix[i * d + j] += weight * (point[i] - centre[i]) * (point[j] - centre[j]);
            }
        }
    }

    /** The measure in some of the variables. */
    public double in(int[] variables) {
        int m = variables.length;
        double[] b = Algebra.part(between, d, variables);
        double trace = 0;
        for (int j = 0; j < m; j++) {
            double[] column = new double[m];
            for (int i = 0; i < m; i++) {
                column[i] = b[i * m + j];
            }
            trace += Algebra.solve(Algebra.part(within, d, variables), column, m)[j];
        }
        return trace;
    }

    /**
     * What each block brings.
     *
     * @param blocks of each variable
     */
    public Map<String, Double> shares(List<String> blocks) {
        List<String> names = blocks.stream().distinct().sorted().toList();
        int n = names.size();
        double[] ofSubset = new double[1 << n];
        for (int subset = 1; subset < ofSubset.length; subset++) {
            int chosen = subset;
            ofSubset[subset] = in(IntStream.range(0, d)
                    .filter(j -> (chosen >> names.indexOf(blocks.get(j)) & 1) == 1)
                    .toArray());
        }
        double all = ofSubset[ofSubset.length - 1];
        Map<String, Double> shares = new TreeMap<>();
        for (int block = 0; block < n; block++) {
            double brought = 0;
            for (int subset = 0; subset < ofSubset.length; subset++) {
                if ((subset >> block & 1) == 0) {
                    brought += orders(Integer.bitCount(subset), n) * (ofSubset[subset | 1 << block] - ofSubset[subset]);
                }
            }
            shares.put(names.get(block), all > 0 ? brought / all : Double.NaN);
        }
        return shares;
    }

    /** Share of the orders of {@code n} in which just these {@code before} ones come before a given one: b! (n - 1 - b)! / n!. */
    private static double orders(int before, int n) {
        double share = 1.0 / n;
        for (int i = 1; i <= before; i++) {
            share *= (double) i / (n - i);
        }
        return share;
    }
}
