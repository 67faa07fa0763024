package io.dramatis.mixture.em;

import io.dramatis.mixture.rows.Patterns;
import java.util.Arrays;

/** The M-step: from the sums over what was observed to the next density (Celeux and Govaert, 1995, for the forms). */
public final class Maximisation {
    private Maximisation() {}

    /**
     * The next density, without components of fewer than {@code fewest} rows: a component on so few has no covariance of
     * its own, and may be a person.
     *
     * @param sums by pattern, a row of {@link Features} a component
     * @param row the first component's
     */
    static Density of(Density old, double[][] sums, int row, Patterns patterns, Geometry geometry, double fewest) {
        int k = old.k();
        double[] sizes = new double[k];
        double[][] means = new double[k][];
        double[][] covariances = new double[k][];
        for (int c = 0; c < k; c++) {
            Expected expected = Expected.of(old, c, sums, row + c, patterns);
            sizes[c] = expected.size;
            means[c] = expected.mean();
            covariances[c] = expected.covariance();
        }
        double total = Arrays.stream(sizes).sum();
        boolean[] kept = new boolean[k];
        boolean isAll = true;
        int largest = 0;
        double[] weights = new double[k];
        for (int c = 0; c < k; c++) {
            weights[c] = sizes[c] / total;
            kept[c] = sizes[c] >= fewest;
            isAll &= kept[c];
            largest = sizes[c] > sizes[largest] ? c : largest;
        }
        kept[largest] = true;
        Density next = shaped(old.form(), weights, means, covariances, geometry);
        return isAll || k == 1 ? next : next.keeping(kept);
    }

    /** A density of a form, from the covariance of each component alone; held over its floor. */
    public static Density shaped(
            CovarianceForm form, double[] weights, double[][] means, double[][] covariances, Geometry geometry) {
        int k = weights.length;
        double[][] own = covariances;
        if (form.isShared()) {
            double[] pooled = new double[own[0].length];
            for (int c = 0; c < k; c++) {
                for (int i = 0; i < pooled.length; i++) {
                    pooled[i] += weights[c] * own[c][i];
                }
            }
            own = new double[][] {pooled};
        }
        double[][] shaped = new double[k][];
        for (int c = 0; c < own.length; c++) {
            shaped[c] = form.isSpherical()
                    ? sphere(own[c], geometry)
                    : form.isDiagonal() ? diagonal(own[c], geometry) : full(own[c], geometry);
        }
        if (form.isShared()) {
            Arrays.fill(shaped, shaped[0]);
        }
        return new Density(form, weights, means, shaped);
    }

    private static double[] sphere(double[] covariance, Geometry geometry) {
        int d = geometry.d();
        double sum = 0;
        double weights = 0;
        for (int j = 0; j < d; j++) {
            sum += geometry.weight()[j] * covariance[j * d + j] / geometry.unit()[j];
            weights += geometry.weight()[j];
        }
        double variance = Math.max(sum / weights, geometry.sphericalFloor());
        double[] shaped = new double[d * d];
        for (int j = 0; j < d; j++) {
            shaped[j * d + j] = variance * geometry.unit()[j];
        }
        return shaped;
    }

    private static double[] diagonal(double[] covariance, Geometry geometry) {
        int d = geometry.d();
        double[] shaped = new double[d * d];
        for (int j = 0; j < d; j++) {
            shaped[j * d + j] = Math.max(covariance[j * d + j], geometry.floor()[j]);
        }
        return shaped;
    }

    private static double[] full(double[] covariance, Geometry geometry) {
        int d = geometry.d();
        double[] shaped = covariance.clone();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                shaped[i * d + j] = geometry.isJoint(i, j) ? shaped[i * d + j] : 0;
            }
        }
        Floor.raise(shaped, geometry.floor());
        return shaped;
    }
}
