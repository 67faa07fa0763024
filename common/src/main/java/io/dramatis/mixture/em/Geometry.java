package io.dramatis.mixture.em;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What is fixed of the space that a mixture is fitted in, a number a variable.
 *
 * @param floor least variance, standardised units
 * @param unit square of the unit in which spheres are round, standardised units
 * @param block each variable's block, such as crm, web or survey
 * @param weight each variable's block's weight
 */
public record Geometry(double[] floor, double[] unit, int[] block, double[] weight) implements Serializable {

    /** All in one block, and round in standardised units. */
    public static Geometry plain(double[] floor) {
        double[] ones = new double[floor.length];
        Arrays.fill(ones, 1);
        return new Geometry(floor, ones, new int[floor.length], ones);
    }

    /** That of some of the variables. */
    public Geometry keeping(int[] variables) {
        return new Geometry(
                Arrays.stream(variables).mapToDouble(j -> floor[j]).toArray(),
                Arrays.stream(variables).mapToDouble(j -> unit[j]).toArray(),
                Arrays.stream(variables).map(j -> block[j]).toArray(),
                Arrays.stream(variables).mapToDouble(j -> weight[j]).toArray());
    }

    /** The number of variables. */
    public int d() {
        return floor.length;
    }

    /** Whether two variables may be correlated within a component. */
    public boolean isJoint(int i, int j) {
        return block[i] == block[j];
    }

    /** Numbers that one covariance has. */
    int covariances() {
        int count = 0;
        for (int i = 0; i < d(); i++) {
            for (int j = 0; j <= i; j++) {
                count += isJoint(i, j) ? 1 : 0;
            }
        }
        return count;
    }

    /** Least variance of a sphere, in its units: the mean of the floors. */
    double sphericalFloor() {
        double sum = 0;
        for (int j = 0; j < d(); j++) {
            sum += floor[j] / unit[j];
        }
        return sum / d();
    }
}
