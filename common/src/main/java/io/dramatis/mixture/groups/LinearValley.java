package io.dramatis.mixture.groups;

import io.dramatis.mixture.em.Algebra;
import io.dramatis.mixture.em.Density;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How deep the valley between two groups is for someone who looks along a straight line. With means m and n and covariances
 * S and T the lines that tell two Gaussians apart best are ((1-s) S + s T)<sup>-1</sup> (n - m), with s between 0 and 1
 * (Anderson and Bahadur, <i>Annals of Mathematical Statistics</i> 33, 1962); five of them are tried. The more variables there
 * are, the more often a wide group's peak is lost on the {@link RidgeLine} in the flank of a narrow one, of which its people
 * are well apart all the same.
 */
final class LinearValley {
    private static final double[] SHARES = {0.1, 0.3, 0.5, 0.7, 0.9};
    private static final int STEPS = 200;

    private final Density density;
    private final List<Integer> components;
    private final Shape first;
    private final Shape second;

    private LinearValley(Density density, List<Integer> group, List<Integer> other) {
        this.density = density;
        this.components = Stream.concat(group.stream(), other.stream()).toList();
        this.first = Shape.of(density, group);
        this.second = Shape.of(density, other);
    }

    /**
     * The lowest density between two groups, as a share of the lower of their peaks, on the line that shows most of the valley;
     * at most 1.
     */
    static double ratio(Density density, List<Integer> group, List<Integer> other) {
        LinearValley valley = new LinearValley(density, group, other);
        return Arrays.stream(SHARES)
                .map(share -> valley.along(valley.line(share)))
                .min()
                .orElseThrow();
    }

    private double[] line(double share) {
        int d = density.d();
        double[] within = new double[d * d];
        Arrays.setAll(within, i -> (1 - share) * first.covariance[i] + share * second.covariance[i]);
        double[] apart = new double[d];
        Arrays.setAll(apart, j -> second.mean[j] - first.mean[j]);
        return Algebra.solve(within, apart, d);
    }

    private double along(double[] line) {
        double from = dot(line, first.mean);
        double to = dot(line, second.mean);
        if (to <= from) {
            return 1;
        }
        double[] heights = new double[STEPS + 1];
        for (int c : components) {
            add(heights, line, c, from, to);
        }
        double[] right = heights.clone();
        for (int step = STEPS - 1; step >= 0; step--) {
            right[step] = Math.max(right[step], right[step + 1]);
        }
        double left = 0;
        double least = 1;
        for (int step = 0; step <= STEPS; step++) {
            left = Math.max(left, heights[step]);
            least = Math.min(least, heights[step] / Math.min(left, right[step]));
        }
        return least;
    }

    private void add(double[] sum, double[] line, int component, double from, double to) {
        double mean = dot(line, density.means()[component]);
        double deviation = Math.sqrt(spread(density.covariances()[component], line));
        for (int step = 0; step <= STEPS; step++) {
            double z = (from + (to - from) * step / STEPS - mean) / deviation;
            sum[step] += density.weights()[component] / deviation * Math.exp(-z * z / 2);
        }
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(j -> a[j] * b[j]).sum();
    }

    private static double spread(double[] covariance, double[] line) {
        int d = line.length;
        return IntStream.range(0, d * d)
                .mapToDouble(i -> line[i / d] * line[i % d] * covariance[i])
                .sum();
    }

    /** Mean and covariance of all people of a group. */
    private record Shape(double[] mean, double[] covariance) {
        static Shape of(Density density, List<Integer> group) {
            int d = density.d();
            double total = group.stream().mapToDouble(c -> density.weights()[c]).sum();
            double[] mean = new double[d];
            for (int c : group) {
                double share = density.weights()[c] / total;
                Arrays.setAll(mean, j -> mean[j] + share * density.means()[c][j]);
            }
            double[] covariance = new double[d * d];
            for (int c : group) {
                double share = density.weights()[c] / total;
                double[] own = density.means()[c];
                double[] within = density.covariances()[c];
                Arrays.setAll(
                        covariance,
                        i -> covariance[i]
                                + share * (within[i] + (own[i / d] - mean[i / d]) * (own[i % d] - mean[i % d])));
            }
            return new Shape(mean, covariance);
        }
    }
}
