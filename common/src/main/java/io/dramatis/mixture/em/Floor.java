package io.dramatis.mixture.em;

import java.util.Arrays;
import java.util.BitSet;

/** Keeps covariances wide enough to be one of a population, and not of a few rows or of a spike. */
public final class Floor {
    /** Under this a direction is off the floor: rounding only. */
    private static final double TOUCH = 1e-9;
    /** Largest ratio of two eigenvalues, in units of the floors. */
    private static final double CONDITION = 1e10;

    private Floor() {}

    /**
     * Raises a covariance to its floor in every direction: eigenvalues under one, in units of the floors, become one, and
     * so do those under the largest's 10<sup>-10</sup>. That is the likeliest covariance over the floor, so that EM still
     * climbs.
     *
     * @return the variables that carry at least a quarter of a raised direction
     */
    static BitSet raise(double[] covariance, double[] floor) {
        int d = floor.length;
        BitSet raised = new BitSet();
        double[] excess = new double[d * d];
        double[] unit = new double[d * d];
        double trace = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                unit[i * d + j] = covariance[i * d + j] / Math.sqrt(floor[i] * floor[j]);
                excess[i * d + j] = unit[i * d + j] - (i == j ? 1 - TOUCH : 0);
            }
            trace += unit[i * d + i];
        }
        if (trace < CONDITION && Algebra.cholesky(excess, d)) {
            return raised;
        }
        double[] vectors = new double[d * d];
        double[] values = Algebra.eigen(unit, d, vectors);
        double least = Math.max(1, Arrays.stream(values).max().orElse(1) / CONDITION);
        Arrays.fill(covariance, 0);
        for (int e = 0; e < d; e++) {
            double value = Math.max(least, values[e]);
            for (int i = 0; i < d; i++) {
                if (values[e] < least && vectors[i * d + e] * vectors[i * d + e] >= 0.25) {
                    raised.set(i);
                }
                for (int j = 0; j <= i; j++) {
                    covariance[i * d + j] += value * vectors[i * d + e] * vectors[j * d + e];
                }
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i * d + j] *= Math.sqrt(floor[i] * floor[j]);
                covariance[j * d + i] = covariance[i * d + j];
            }
        }
        return raised;
    }

    /** The variables in which a component of the density lies on its floor. */
    public static BitSet touched(Density density, Geometry geometry) {
        BitSet variables = new BitSet();
        int distinct = density.form().isShared() ? 1 : density.k();
        for (int c = 0; c < distinct; c++) {
            variables.or(touched(density, c, geometry));
        }
        return variables;
    }

    /** The variables in which this component lies on its floor. */
    public static BitSet touched(Density density, int component, Geometry geometry) {
        BitSet variables = new BitSet();
        int d = geometry.d();
        double[] above =
                Arrays.stream(geometry.floor()).map(f -> f * (1 + 1e-6)).toArray();
        double[] covariance = density.covariances()[component];
        if (density.form().isSpherical()) {
            variables.set(0, d, covariance[0] / geometry.unit()[0] <= geometry.sphericalFloor() * (1 + 1e-6));
        } else if (density.form().isDiagonal()) {
            for (int j = 0; j < d; j++) {
                variables.set(j, covariance[j * d + j] <= above[j]);
            }
        } else {
            variables.or(raise(covariance.clone(), above));
        }
        return variables;
    }
}
