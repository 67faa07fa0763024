package io.dramatis.mixture;

import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Em;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.groups.MergeStep;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.rows.Pass;
import io.dramatis.mixture.rows.Patterns;
import io.dramatis.mixture.rows.View;
import io.dramatis.mixture.starts.Budget;
import io.dramatis.mixture.starts.Cell;
import io.dramatis.mixture.starts.Starts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A model's recipe, to be fitted again to other rows of the same study: same units, floors, form and patterns. It runs in
 * one thread, so that a Spark task can hold it.
 *
 * @param form of the covariances
 * @param patterns of missing variables
 * @param geometry of the standardised units
 * @param maxIterations of a fit
 * @param minSize least effective number of rows in a component
 * @param limits when components become one group
 */
public record Refit(
        CovarianceForm form,
        Patterns patterns,
        Geometry geometry,
        int maxIterations,
        int minSize,
        Merging.Limits limits)
        implements Serializable {
    private static final int ROWS_A_BLOCK = 4096;
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_ITERATIONS = 40;
    private static final Budget BUDGET = Budget.quick(2);

    /** Of a model that was fitted with some settings. */
    public static Refit of(Mixture model, Settings settings) {
        return new Refit(
                model.form(),
                model.patterns(),
                model.geometry(),
                Math.min(MOST_ITERATIONS, settings.maxIterations()),
                settings.minSize(),
                settings.limits());
    }

    /**
     * The recipe for some of the variables.
     *
     * @param rows in these variables alone
     * @param variables that are kept, ascending
     */
    public Refit keeping(List<double[]> rows, int[] variables) {
        Map<BitSet, Long> patternCounts = new HashMap<>();
        for (double[] row : rows) {
            BitSet present = new BitSet();
            IntStream.range(0, row.length).filter(j -> !Double.isNaN(row[j])).forEach(present::set);
            patternCounts.merge(present, 1L, Long::sum);
        }
        return new Refit(form, Patterns.of(patternCounts), geometry.keeping(variables), maxIterations, minSize, limits);
    }

    private View view() {
        return View.standardised(geometry.d(), patterns);
    }

    /**
     * Fits {@code k} components of the model's form from new starts, and merges them until so many groups are left.
     *
     * @param groups at most; {@code k} for no merging
     */
    public Grouping fit(List<double[]> rows, int k, int groups, long seed) {
        return fit(rows, k, groups, seed, List.of());
    }

    /**
     * As {@link #fit(List, int, int, long)}.
     *
     * @param more starts, beside the new ones
     */
    public Grouping fit(List<double[]> rows, int k, int groups, long seed, List<Density> more) {
        Pass pass = Pass.serial(Block.cut(rows, ROWS_A_BLOCK));
        Density density = density(rows, form, k, seed, more);
        if (groups >= density.k()) {
            return grouping(density, IntStream.range(0, density.k()).toArray(), density.k());
        }
        List<MergeStep> steps = Merging.of(density, geometry, view(), pass, limits, 2 * rows.size())
                .steps();
        return grouping(density, MergeStep.groupOf(steps, density.k(), groups), groups);
    }

    /** One Gaussian of all rows, correlated across blocks, too. */
    public Density whole(List<double[]> rows) {
        return new Refit(form, patterns, Geometry.plain(geometry.floor()), maxIterations, minSize, limits)
                .density(rows, CovarianceForm.VVV, 1, 0, List.of());
    }

    private Density density(List<double[]> rows, CovarianceForm wanted, int k, long seed, List<Density> more) {
        List<Block> blocks = Block.cut(rows, ROWS_A_BLOCK);
        Cell cell = new Cell(wanted, k);
        List<Density> starts = new ArrayList<>(new Starts(blocks, view(), geometry, minSize, BUDGET, seed)
                .of(Set.of(cell), Set.of(cell))
                .get(cell));
        starts.addAll(more);
        return new Em(view(), geometry, TOLERANCE, maxIterations, minSize)
                .fit(Pass.serial(blocks), starts).stream()
                        .reduce((a, b) -> b.logLikelihood() > a.logLikelihood() ? b : a)
                        .orElseThrow()
                        .density();
    }

    private Grouping grouping(Density density, int[] groupOf, int groups) {
        return new Grouping(density, patterns, geometry, groupOf, groups);
    }
}
