package io.dramatis.mixture.groups;

import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Floor;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.rows.Pass;
import io.dramatis.mixture.rows.Patterns;
import io.dramatis.mixture.rows.Tile;
import io.dramatis.mixture.rows.View;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From components to groups. The pair of groups that are most often mistaken for each other becomes one while that is more
 * often than {@code overlap} (directly estimated misclassification probabilities, DEMP; Hennig, <i>Advances in Data Analysis
 * and Classification</i> 4, 2010), and so do pairs between which the density has no valley to speak of, neither on their
 * {@link RidgeLine} nor along a straight line ({@link LinearValley}; one that lies on its floor, a spike, goes by the ridge
 * line alone). DEMP alone leaves spikes within a crowd apart, of which no one is mistaken for a neighbour. After each merge
 * the rows are placed anew. The tree goes on to one group, for the record.
 *
 * <p>Where values are missing the probabilities are those of rows drawn from the density itself, with every variable: a row
 * that lacks a block is hard to place, but that says nothing about the gap between the groups.
 *
 * @param groupOf the group of each component; groups are numbered from 0 by falling weight
 * @param steps the tree in its order
 * @param overlap between two groups, the larger of the two directions
 */
public record Merging(int[] groupOf, List<MergeStep> steps, double[][] overlap) {
    private static final long SEED = 0x64656d70L;

    /**
     * When groups become one.
     *
     * @param overlap DEMP probability over which they do
     * @param ridge share of the lower peak over which the density must stay on the ridge line between them
     */
    public record Limits(double overlap, double ridge) implements Serializable {
        /** Share of the lower peak over which it must stay along straight lines besides: half-way from {@code ridge} to 1. */
        double line() {
            return (1 + ridge) / 2;
        }
    }

    /**
     * Merges.
     *
     * @param sample rows to place; a bounded number, since the tree takes a pass a step
     * @param drawn rows to draw and place instead where values are missing
     */
    public static Merging of(Density density, Geometry geometry, View view, Pass sample, Limits limits, int drawn) {
        return tree(density, geometry, view, sample, limits, drawn).merged();
    }

    /**
     * The overlap of groups that were chosen otherwise.
     *
     * @param groupOf the group of each component, from 0 without gaps
     */
    public static double[][] overlap(
            Density density, Geometry geometry, View view, Pass sample, int[] groupOf, int groups, int drawn) {
        return tree(density, geometry, view, sample, new Limits(1, 1), drawn).overlap(groupOf, groups);
    }

    private static Tree tree(Density density, Geometry geometry, View view, Pass sample, Limits limits, int drawn) {
        int d = density.d();
        if (view.patterns().isComplete(d)) {
            return new Tree(density, geometry, view, sample, limits);
        }
        View complete = View.standardised(d, Patterns.complete(d));
        Pass rows = Pass.serial(Block.cut(Simulation.rows(density, drawn, SEED), drawn));
        return new Tree(density, geometry, complete, rows, limits);
    }

    /** The tree as it grows. */
    private static final class Tree {
        private final Density density;
        private final Factors factors;
        private final RidgeLine ridge;
        private final View view;
        private final Pass rows;
        private final Limits limits;
        /** By component; what lies on its floor has no width of its own to see a valley by. */
        private final boolean[] isSpike;

        private Tree(Density density, Geometry geometry, View view, Pass rows, Limits limits) {
            this.density = density;
            this.factors = new Factors(density, view.patterns(), geometry);
            this.ridge = RidgeLine.of(density, geometry);
            this.view = view;
            this.rows = rows;
            this.limits = limits;
            this.isSpike = new boolean[density.k()];
            for (int c = 0; c < isSpike.length; c++) {
                isSpike[c] = !Floor.touched(density, c, geometry).isEmpty();
            }
        }

        private Merging merged() {
            int[] groupOf = IntStream.range(0, density.k()).toArray();
            List<MergeStep> steps = new ArrayList<>();
            Merging found = null;
            int groups = density.k();
            double[][] overlap = overlap(groupOf, groups);
            while (groups > 1) {
                MergeStep step = next(groupOf, overlap, found == null);
                if (!step.merged() && found == null) {
                    found = new Merging(groupOf.clone(), List.of(), overlap);
                }
                steps.add(step);
                int kept = groupOf[step.first().get(0)];
                int gone = groupOf[step.second().get(0)];
                for (int c = 0; c < groupOf.length; c++) {
                    groupOf[c] = groupOf[c] == gone ? kept : groupOf[c] > gone ? groupOf[c] - 1 : groupOf[c];
                }
                groups--;
                overlap = overlap(groupOf, groups);
            }
            Merging last = found == null ? new Merging(groupOf, List.of(), overlap) : found;
            return numbered(last.groupOf, steps, last.overlap);
        }

        /** The pair with the most overlap; while merging, without any over its limit, the one hump with the shallowest valley. */
        private MergeStep next(int[] groupOf, double[][] overlap, boolean isMerging) {
            List<MergeStep> pairs = new ArrayList<>();
            for (int g = 0; g < overlap.length; g++) {
                for (int h = g + 1; h < overlap.length; h++) {
                    List<Integer> first = members(groupOf, g);
                    List<Integer> second = members(groupOf, h);
                    double depth = ridge.ratio(first, second);
                    pairs.add(new MergeStep(
                            first, second, overlap[g][h], depth, isMerging && overlap[g][h] > limits.overlap()));
                }
            }
            MergeStep closest = Collections.max(pairs, Comparator.comparingDouble(MergeStep::overlap));
            if (!isMerging || closest.merged()) {
                return closest;
            }
            return pairs.stream()
                    .sorted(Comparator.comparingDouble(pair -> -pair.ridge()))
                    .filter(this::isOneHump)
                    .findFirst()
                    .map(pair -> new MergeStep(pair.first(), pair.second(), pair.overlap(), pair.ridge(), true))
                    .orElse(closest);
        }

        /** Whether there is no valley to speak of: not on the ridge line, nor, where neither has a spike, along a straight line. */
        private boolean isOneHump(MergeStep pair) {
            return pair.ridge() > limits.ridge()
                    && (Stream.concat(pair.first().stream(), pair.second().stream())
                                    .anyMatch(c -> isSpike[c])
                            || LinearValley.ratio(density, pair.first(), pair.second()) > limits.line());
        }

        private double[][] overlap(int[] groupOf, int groups) {
            int[] now = groupOf.clone();
            Factors shown = factors;
            View seen = view;
            return rows.sum(block -> Confusion.of(block, seen, shown, now, groups))
                    .overlap();
        }

        private Merging numbered(int[] groupOf, List<MergeStep> steps, double[][] overlap) {
            int groups = overlap.length;
            double[] weight = new double[groups];
            for (int c = 0; c < groupOf.length; c++) {
                weight[groupOf[c]] += density.weights()[c];
            }
            int[] order = IntStream.range(0, groups)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer g) -> -weight[g])
                            .thenComparingInt(g -> g))
                    .mapToInt(g -> g)
                    .toArray();
            int[] number = new int[groups];
            double[][] sortedOverlap = new double[groups][groups];
            for (int g = 0; g < groups; g++) {
                number[order[g]] = g;
                for (int h = 0; h < groups; h++) {
                    sortedOverlap[g][h] = overlap[order[g]][order[h]];
                }
            }
            int[] renumbered = Arrays.stream(groupOf).map(g -> number[g]).toArray();
            return new Merging(renumbered, List.copyOf(steps), sortedOverlap);
        }
    }

    private static List<Integer> members(int[] groupOf, int group) {
        return IntStream.range(0, groupOf.length)
                .filter(c -> groupOf[c] == group)
                .boxed()
                .toList();
    }

    /** What share of each group's rows, by responsibility, is likeliest in each other group. */
    private static final class Confusion implements Pass.Sum<Confusion> {
        private static final long serialVersionUID = 1L;

        /** Indices: group by responsibility, group where likeliest. */
        private final double[][] shares;

        private Confusion(int groups) {
            shares = new double[groups][groups];
        }

        private static Confusion of(Block block, View view, Factors factors, int[] groupOf, int groups) {
            Confusion confusion = new Confusion(groups);
            Posteriors posteriors = new Posteriors(factors.k);
            double[] byGroup = new double[groups];
            view.tiles(block, tile -> confusion.add(tile, posteriors, factors, groupOf, byGroup));
            return confusion;
        }

        private void add(Tile tile, Posteriors posteriors, Factors factors, int[] groupOf, double[] byGroup) {
            posteriors.evaluate(factors, tile);
            for (int t = 0; t < tile.n; t++) {
                int top = posteriors.groups(t, groupOf, byGroup);
                for (int g = 0; g < shares.length; g++) {
                    shares[g][top] += tile.weight[t] * byGroup[g];
                }
            }
        }

        private double[][] overlap() {
            int groups = shares.length;
            double[] totals = Arrays.stream(shares)
                    .mapToDouble(row -> Arrays.stream(row).sum())
                    .toArray();
            double[][] overlap = new double[groups][groups];
            for (int g = 0; g < groups; g++) {
                for (int h = 0; h < groups; h++) {
                    if (g != h) {
                        double there = totals[g] > 0 ? shares[g][h] / totals[g] : 1;
                        double back = totals[h] > 0 ? shares[h][g] / totals[h] : 1;
                        overlap[g][h] = Math.max(there, back);
                    }
                }
            }
            return overlap;
        }

        @Override
        public Confusion plus(Confusion right) {
            for (int g = 0; g < shares.length; g++) {
                for (int h = 0; h < shares.length; h++) {
                    shares[g][h] += right.shares[g][h];
                }
            }
            return this;
        }
    }
}
