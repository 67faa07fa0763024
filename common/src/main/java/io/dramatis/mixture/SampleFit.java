package io.dramatis.mixture;

import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.MergeStep;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.starts.Budget;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The mixture of a bounded set of rows, searched for within the calling thread: fit, choice by BIC and merging as the study's own,
 * with less spent on starts.
 */
public final class SampleFit {
    private static final int ROWS_A_BLOCK = 4096;
    private static final Budget BUDGET = Budget.quick(2);

    private final Search.Found found;

    private SampleFit(Search.Found found) {
        this.found = found;
    }

    /**
     * What is searched for.
     *
     * @param forms covariance forms to choose from
     * @param steps numbers of components to try, the next ones only while the largest so far is the best
     * @param minSize least effective number of rows in a component
     * @param limits when components are one group
     * @param blocks the block of each variable; empty when there is but one
     * @param blockWeights how much the evidence of a block counts; those not named count 1
     */
    public record Recipe(
            List<CovarianceForm> forms,
            List<List<Integer>> steps,
            int minSize,
            Merging.Limits limits,
            List<String> blocks,
            Map<String, Double> blockWeights)
            implements Serializable {
        public Recipe {
            forms = List.copyOf(forms);
            steps = List.copyOf(steps);
            blocks = List.copyOf(blocks);
            blockWeights = Map.copyOf(blockWeights);
        }

        /** For variables of one block. */
        public Recipe(List<CovarianceForm> forms, List<List<Integer>> steps, int minSize, Merging.Limits limits) {
            this(forms, steps, minSize, limits, List.of(), Map.of());
        }

        /** The same for variables of these blocks. */
        public Recipe inBlocks(List<String> otherBlocks) {
            return new Recipe(forms, steps, minSize, limits, otherBlocks, blockWeights);
        }

        /** The same for some of the variables. */
        public Recipe keeping(int[] variables) {
            return blocks.isEmpty()
                    ? this
                    : inBlocks(Arrays.stream(variables).mapToObj(blocks::get).toList());
        }

        private Settings settings(List<Integer> k, long seed) {
            return new Settings(
                    k, forms, 3, 60, 1e-5, 1e-3, minSize, limits, 0.5, 1e-3, true, blocks, blockWeights, seed);
        }
    }

    /** @param rows NaN where missing */
    public static SampleFit of(List<double[]> rows, Recipe recipe, long seed) {
        List<Block> blocks = Block.cut(rows, ROWS_A_BLOCK);
        List<String> columns = IntStream.range(0, rows.get(0).length)
                .mapToObj(Integer::toString)
                .toList();
        Search.Found best = null;
        for (List<Integer> k : recipe.steps()) {
            Search.Found found = Search.within(blocks, columns, recipe.settings(k, seed), BUDGET);
            best = best == null || found.chosen().bic() > best.chosen().bic() ? found : best;
            if (best.chosen().k() < k.get(k.size() - 1)) {
                break;
            }
        }
        return new SampleFit(best);
    }

    /** The likeliest component of each row; -1 where nothing is known. */
    public int[] components(List<double[]> rows) {
        Mixture mixture = found.mixture();
        return mixture.grouping(IntStream.range(0, components()).toArray(), components())
                .groups(rows.stream().map(this::standardised).toList());
    }

    private double[] standardised(double[] row) {
        return found.mixture().scaling().standardise(row);
    }

    /** The number of components. */
    public int components() {
        return found.mixture().components();
    }

    /**
     * How near to each other the two sides of the merge tree are that are furthest apart: their overlap (DEMP), times
     * {@code sqrt(.5 / share)} of the smaller side, since a handful of outliers stands apart sooner than half of all people do.
     *
     * @param leastShare of the rows that either side holds
     * @return 1 where no two sides are apart
     */
    public double nearness(double leastShare) {
        return found.mergeTree().stream()
                .filter(step -> !step.merged() && smallerShare(step) >= leastShare)
                .mapToDouble(step -> Math.min(1, step.overlap() * Math.sqrt(0.5 / smallerShare(step))))
                .min()
                .orElse(1);
    }

    private double smallerShare(MergeStep step) {
        return Math.min(share(step.first()), share(step.second()));
    }

    private double share(List<Integer> components) {
        double[] weights = found.mixture().density().weights();
        return components.stream().mapToDouble(c -> weights[c]).sum();
    }
}
