package io.dramatis.mixture.em;

import io.dramatis.mixture.rows.Patterns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Candidates whose components stand side by side in one matrix product: with A a component's precision on the observed
 * variables and m its mean, the log of weight times density is c + (A m)'x - x'A x / 2, linear in the {@link Features}.
 */
final class Batch implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double LOG_2_PI = Math.log(2 * Math.PI);
    /** Components of a batch, about: what the caches hold the responsibilities of. */
    private static final int MOST = 96;
    /** Multiplications from which the factorisations are shared by threads. */
    private static final double MANY = 2e6;

    final int[] candidates;
    final int[] first;
    final int[] k;
    final int components;
    final boolean isDiagonal;
    /** By pattern; a row of features a component. */
    final double[][] theta;

    private Batch(List<Integer> members, List<Density> densities, boolean isDiagonal, int patterns) {
        this.isDiagonal = isDiagonal;
        candidates = members.stream().mapToInt(c -> c).toArray();
        first = new int[candidates.length];
        k = new int[candidates.length];
        int next = 0;
        for (int i = 0; i < candidates.length; i++) {
            first[i] = next;
            k[i] = densities.get(candidates[i]).k();
            next += k[i];
        }
        components = Products.padded(next);
        theta = new double[patterns][];
    }

    /** Puts all candidates into batches. */
    static List<Batch> of(List<Density> densities, Patterns patterns, Geometry geometry) {
        List<Batch> batches = new ArrayList<>();
        for (boolean isDiagonal : new boolean[] {true, false}) {
            List<Integer> members = new ArrayList<>();
            int components = 0;
            for (int c = 0; c < densities.size(); c++) {
                Density density = densities.get(c);
                if (density.form().isDiagonal() != isDiagonal) {
                    continue;
                }
                if (!members.isEmpty() && components + density.k() > MOST) {
                    batches.add(new Batch(members, densities, isDiagonal, patterns.size()));
                    members.clear();
                    components = 0;
                }
                members.add(c);
                components += density.k();
            }
            if (!members.isEmpty()) {
                batches.add(new Batch(members, densities, isDiagonal, patterns.size()));
            }
        }
        double d = geometry.d();
        boolean isHeavy = d * d * d * patterns.size() * densities.size() > MANY;
        for (Batch batch : batches) {
            for (int p = 0; p < patterns.size(); p++) {
                int o = patterns.observed(p).length;
                batch.theta[p] = new double[batch.components * Features.count(o, batch.isDiagonal)];
            }
            int members = batch.candidates.length;
            IntStream tasks = IntStream.range(0, patterns.size() * members);
            (isHeavy ? tasks.parallel() : tasks)
                    .forEach(task -> batch.coefficients(
                            task % members,
                            densities.get(batch.candidates[task % members]),
                            task / members,
                            patterns.observed(task / members),
                            geometry));
        }
        return batches;
    }

    private void coefficients(int member, Density density, int pattern, int[] observed, Geometry geometry) {
        int o = observed.length;
        int stride = Features.count(o, isDiagonal);
        double[] shared = {};
        double sharedLogs = 0;
        for (int c = 0; c < density.k(); c++) {
            double[] inverse = shared;
            double logs = sharedLogs;
            if (inverse.length == 0) {
                inverse = Algebra.part(density.covariances()[c], density.d(), observed);
                logs = isDiagonal ? reciprocals(inverse, observed, geometry) : precision(inverse, observed, geometry);
                if (density.form().isShared()) {
                    shared = inverse;
                    sharedLogs = logs;
                }
            }
            row(
                    theta[pattern],
                    (first[member] + c) * stride,
                    inverse,
                    observed,
                    density.means()[c],
                    Math.log(density.weights()[c]) + logs);
        }
    }

    private void row(double[] out, int at, double[] precision, int[] observed, double[] mean, double constant) {
        int o = observed.length;
        double quadratic = 0;
        for (int i = 0; i < o; i++) {
            double product = 0;
            for (int j = 0; j < o; j++) {
                product += precision[i * o + j] * mean[observed[j]];
            }
            quadratic += product * mean[observed[i]];
            out[at + Features.linear(i)] = product;
            out[at + Features.square(o, i)] = -0.5 * precision[i * o + i];
            for (int j = 0; !isDiagonal && j < i; j++) {
                out[at + Features.product(o, i, j)] = -precision[i * o + j];
            }
        }
        out[at] = constant - 0.5 * quadratic;
    }

    /** Replaces a covariance by its weighted inverse, and gives the log of the density at the mean. */
    private static double precision(double[] a, int[] observed, Geometry geometry) {
        int o = observed.length;
        if (!Algebra.cholesky(a, o)) {
            throw new IllegalStateException("covariance under its floor: not positive definite");
        }
        double logs = 0;
        for (int j = 0; j < o; j++) {
            logs -= geometry.weight()[observed[j]] * (Math.log(a[j * o + j]) + LOG_2_PI / 2);
        }
        Algebra.invertLower(a, o);
        double[] inverse = new double[o * o];
        for (int i = 0; i < o; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int r = i; r < o; r++) {
                    sum += a[r * o + i] * a[r * o + j];
                }
                // Variables of different blocks are uncorrelated where weights differ: one weight holds for both.
                inverse[i * o + j] = sum * geometry.weight()[observed[i]];
                inverse[j * o + i] = inverse[i * o + j];
            }
        }
        System.arraycopy(inverse, 0, a, 0, o * o);
        return logs;
    }

    private static double reciprocals(double[] a, int[] observed, Geometry geometry) {
        int o = observed.length;
        double logs = 0;
        for (int j = 0; j < o; j++) {
            double weight = geometry.weight()[observed[j]];
            logs -= weight * (Math.log(a[j * o + j]) + LOG_2_PI) / 2;
            a[j * o + j] = weight / a[j * o + j];
        }
        return logs;
    }
}
