package io.dramatis.mixture.em;

import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.rows.Pass;
import io.dramatis.mixture.rows.Patterns;
import io.dramatis.mixture.rows.Tile;
import io.dramatis.mixture.rows.View;
import java.util.Arrays;
import java.util.List;

/**
 * The E-step of many candidates in one pass: for each batch and pattern the sums of the {@link Features}, weighted by the
 * responsibilities of each component; nothing for the missing variables.
 */
final class Statistics implements Pass.Sum<Statistics> {
    private static final long serialVersionUID = 1L;

    /** Indices: batch, pattern; then a row of features a component; empty for an absent pattern. */
    final double[][][] sums;
    /** Indices: candidate; standardised units. */
    final double[] logLikelihood;
    /** Indices: candidate; sum of the log of each row's largest responsibility. */
    final double[] logTop;
    /** Weights of the rows, by pattern. */
    final double[] weights;
    /** Rows with a weight, by pattern. */
    final long[] rows;

    private Statistics(int batches, int candidates, int patterns) {
        sums = new double[batches][patterns][0];
        logLikelihood = new double[candidates];
        logTop = new double[candidates];
        weights = new double[patterns];
        rows = new long[patterns];
    }

    /** Of a block's rows. */
    static Statistics of(Block block, View view, List<Batch> batches, int candidates) {
        Statistics statistics =
                new Statistics(batches.size(), candidates, view.patterns().size());
        Workspace space = new Workspace(view, batches);
        view.tiles(block, tile -> statistics.add(tile, view.patterns(), batches, space));
        return statistics;
    }

    /** What a pass over a block writes into, again and again. */
    private static final class Workspace {
        private final Products products = Products.instance();
        private final boolean isDiagonal;
        private final double[] phi;
        private final double[] r;
        private final double[] largest = new double[Tile.ROWS];
        private final double[] total = new double[Tile.ROWS];

        private Workspace(View view, List<Batch> batches) {
            isDiagonal = batches.stream().allMatch(batch -> batch.isDiagonal);
            phi = new double[Features.count(view.scaling().d(), isDiagonal) * Tile.ROWS];
            r = new double
                    [batches.stream().mapToInt(batch -> batch.components).max().orElse(0) * Tile.ROWS];
        }
    }

    private void add(Tile tile, Patterns patterns, List<Batch> batches, Workspace space) {
        int o = patterns.observed(tile.pattern).length;
        int aligned = Products.aligned(tile.n);
        Features.fill(tile, o, aligned, space.isDiagonal, space.phi);
        for (int t = 0; t < tile.n; t++) {
            weights[tile.pattern] += tile.weight[t];
            rows[tile.pattern] += tile.weight[t] > 0 ? 1 : 0;
        }
        for (int b = 0; b < batches.size(); b++) {
            Batch batch = batches.get(b);
            int features = Features.count(o, batch.isDiagonal);
            if (sums[b][tile.pattern].length == 0) {
                sums[b][tile.pattern] = new double[batch.components * features];
            }
            space.products.densities(
                    space.phi, features, batch.theta[tile.pattern], batch.components, aligned, space.r);
            for (int i = 0; i < batch.candidates.length; i++) {
                shares(tile, batch, i, aligned, space);
            }
            space.products.moments(space.phi, features, space.r, batch.components, aligned, sums[b][tile.pattern]);
        }
    }

    private void shares(Tile tile, Batch batch, int member, int aligned, Workspace space) {
        space.products.shares(
                space.r, batch.first[member], batch.k[member], aligned, tile.weight, space.largest, space.total);
        double log = 0;
        double top = 0;
        for (int t = 0; t < tile.n; t++) {
            double share = Math.log(space.total[t]);
            log += tile.weight[t] * (space.largest[t] + share);
            top -= tile.weight[t] * share;
        }
        logLikelihood[batch.candidates[member]] += log;
        logTop[batch.candidates[member]] += top;
    }

    @Override
    public Statistics plus(Statistics right) {
        for (int b = 0; b < sums.length; b++) {
            for (int p = 0; p < weights.length; p++) {
                double[] mine = sums[b][p];
                double[] other = right.sums[b][p];
                if (mine.length == 0) {
                    sums[b][p] = other;
                } else {
                    add(mine, other);
                }
            }
        }
        add(logLikelihood, right.logLikelihood);
        add(logTop, right.logTop);
        add(weights, right.weights);
        for (int p = 0; p < rows.length; p++) {
            rows[p] += right.rows[p];
        }
        return this;
    }

    private static void add(double[] mine, double[] other) {
        for (int i = 0; i < other.length; i++) {
            mine[i] += other[i];
        }
    }

    double weight() {
        return Arrays.stream(weights).sum();
    }
}
