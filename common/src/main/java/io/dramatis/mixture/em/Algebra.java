package io.dramatis.mixture.em;

import java.util.Arrays;

/** Dense algebra on small symmetric matrices, row-major in one array. */
public final class Algebra {
    private static final int SWEEPS = 60;

    private Algebra() {}

    /**
     * Replaces the lower triangle of {@code a} by its Cholesky factor.
     *
     * @return false when {@code a} is not positive definite; then {@code a} is spoilt
     */
    public static boolean cholesky(double[] a, int d) {
        for (int j = 0; j < d; j++) {
            double pivot = a[j * d + j];
            for (int i = 0; i < j; i++) {
                pivot -= a[j * d + i] * a[j * d + i];
            }
            if (!(pivot > 0)) {
                return false;
            }
            double root = Math.sqrt(pivot);
            a[j * d + j] = root;
            for (int r = j + 1; r < d; r++) {
                double sum = a[r * d + j];
                for (int i = 0; i < j; i++) {
                    sum -= a[r * d + i] * a[j * d + i];
                }
                a[r * d + j] = sum / root;
            }
        }
        return true;
    }

    /** The rows and columns of some variables. */
    public static double[] part(double[] matrix, int d, int[] variables) {
        int o = variables.length;
        double[] part = new double[o * o];
        for (int i = 0; i < o; i++) {
            for (int j = 0; j < o; j++) {
                part[i * o + j] = matrix[variables[i] * d + variables[j]];
            }
        }
        return part;
    }

    /** Replaces a lower triangular matrix by its inverse; the upper triangle is neither read nor written. */
    public static void invertLower(double[] l, int d) {
        for (int j = 0; j < d; j++) {
            l[j * d + j] = 1 / l[j * d + j];
            for (int r = j + 1; r < d; r++) {
                double sum = 0;
                for (int i = j; i < r; i++) {
                    sum -= l[r * d + i] * l[i * d + j];
                }
                l[r * d + j] = sum / l[r * d + r];
            }
        }
    }

    /** Solves a x = b for a positive definite {@code a}, which is spoilt. */
    public static double[] solve(double[] a, double[] b, int d) {
        if (!cholesky(a, d)) {
            throw new IllegalStateException("not positive definite");
        }
        double[] x = b.clone();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                x[i] -= a[i * d + j] * x[j];
            }
            x[i] /= a[i * d + i];
        }
        for (int i = d - 1; i >= 0; i--) {
            for (int j = i + 1; j < d; j++) {
                x[i] -= a[j * d + i] * x[j];
            }
            x[i] /= a[i * d + i];
        }
        return x;
    }

    /**
     * Eigenvalues of {@code a} by Jacobi's rotations; {@code a} is spoilt.
     *
     * @param vectors filled with the eigenvectors, one a column
     */
    public static double[] eigen(double[] a, int d, double[] vectors) {
        Arrays.fill(vectors, 0);
        for (int i = 0; i < d; i++) {
            vectors[i * d + i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double off = 0;
            double diagonal = 0;
            for (int i = 0; i < d; i++) {
                diagonal += a[i * d + i] * a[i * d + i];
                for (int j = 0; j < i; j++) {
                    off += a[i * d + j] * a[i * d + j];
                }
            }
            if (off <= 1e-24 * diagonal) {
                break;
            }
            for (int p = 0; p < d; p++) {
                for (int q = p + 1; q < d; q++) {
                    rotate(a, vectors, d, p, q);
                }
            }
        }
        double[] values = new double[d];
        for (int i = 0; i < d; i++) {
            values[i] = a[i * d + i];
        }
        return values;
    }

    private static void rotate(double[] a, double[] vectors, int d, int p, int q) {
        double apq = a[p * d + q];
        if (apq * apq <= 1e-30 * Math.abs(a[p * d + p] * a[q * d + q])) {
            return;
        }
        double theta = (a[q * d + q] - a[p * d + p]) / (2 * apq);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int i = 0; i < d; i++) {
            double x = a[i * d + p];
            double y = a[i * d + q];
            a[i * d + p] = c * x - s * y;
            a[i * d + q] = s * x + c * y;
        }
        for (int i = 0; i < d; i++) {
            double x = a[p * d + i];
            double y = a[q * d + i];
            a[p * d + i] = c * x - s * y;
            a[q * d + i] = s * x + c * y;
            double v = vectors[i * d + p];
            double w = vectors[i * d + q];
            vectors[i * d + p] = c * v - s * w;
            vectors[i * d + q] = s * v + c * w;
        }
    }
}
