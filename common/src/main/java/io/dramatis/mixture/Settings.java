package io.dramatis.mixture;

import io.dramatis.config.Study;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.mixture.rows.Scaling;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a mixture is searched for.
 *
 * @param k numbers of components to try, ascending
 * @param forms covariance forms to try
 * @param starts k-means starts for each number
 * @param maxIterations over all rows
 * @param tolerance gain in log-likelihood a row (nats) under which a fit has converged
 * @param covarianceFloor least variance of a component, as a share of the variable's own
 * @param minSize least effective number of rows in a component
 * @param limits when components become one group
 * @param minPosterior least posterior of an assigned row's group
 * @param unlikeAll share of lowest log-densities that are unassigned
 * @param isStandardised whether spheres are round in standard deviations, or in the input's units
 * @param blocks the block of each column; empty when there is but one
 * @param blockWeights how much the evidence of a block counts; those not named count 1
 * @param seed of the starts
 */
public record Settings(
        List<Integer> k,
        List<CovarianceForm> forms,
        int starts,
        int maxIterations,
        double tolerance,
        double covarianceFloor,
        int minSize,
        Merging.Limits limits,
        double minPosterior,
        double unlikeAll,
        boolean isStandardised,
        List<String> blocks,
        Map<String, Double> blockWeights,
        long seed)
        implements Serializable {
    public Settings {
        k = List.copyOf(k);
        forms = List.copyOf(forms);
        blocks = List.copyOf(blocks);
        blockWeights = Map.copyOf(blockWeights);
    }

    /** Rows up to which a finer stop costs little. */
    private static final long FEW = 20_000;
    /** Log-likelihood to which a fit of few rows is exact, about. */
    private static final double EXACT = 2e-4;

    /** A tolerance for so many rows: finer than 1e-6 where they are few, so that figures of small tables can be compared. */
    public static double tolerance(long rows) {
        return rows <= FEW ? Math.max(1e-7, Math.min(1e-6, EXACT / rows)) : 1e-6;
    }

    /** Iterations that may be needed to come so near. */
    public static int maxIterations(long rows) {
        return rows <= FEW ? 2_000 : 200;
    }

    /**
     * Those of a study.
     *
     * @param blocks the block of each column
     */
    public static Settings of(Study.Mixture study, List<String> blocks, long seed) {
        return new Settings(
                study.k(),
                study.forms().stream().map(CovarianceForm::valueOf).toList(),
                study.starts(),
                study.maxIterations(),
                study.tolerance(),
                study.covarianceFloor(),
                study.minSize(),
                new Merging.Limits(study.mergeOverlap(), study.mergeRidge()),
                study.minPosterior(),
                study.unlikeAll(),
                true,
                blocks,
                study.blockWeights(),
                seed);
    }

    /** Floors, units and weights of the columns that are used. */
    Geometry geometry(Scaling scaling) {
        int d = scaling.d();
        double[] unit = new double[d];
        int[] block = new int[d];
        double[] weight = new double[d];
        Arrays.fill(weight, 1);
        List<String> names = new ArrayList<>();
        boolean isWeighted = blockWeights.values().stream().anyMatch(w -> w != 1);
        for (int j = 0; j < d; j++) {
            unit[j] = isStandardised ? 1 : 1 / (scaling.scale()[j] * scaling.scale()[j]);
            if (isWeighted && !blocks.isEmpty()) {
                String name = blocks.get(scaling.variables()[j]);
                if (!names.contains(name)) {
                    names.add(name);
                }
                block[j] = names.indexOf(name);
                weight[j] = blockWeights.getOrDefault(name, 1.0);
            }
        }
        return new Geometry(scaling.floor(), unit, block, weight);
    }
}
