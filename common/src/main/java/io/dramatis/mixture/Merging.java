package io.dramatis.mixture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From components to groups by directly estimated misclassification probabilities (DEMP; Hennig, <i>Advances in Data
 * Analysis and Classification</i> 4, 2010): the pair of groups that are most often mistaken for each other becomes one,
 * while that is more often than {@code mergeOverlap}. After each merge the people are placed anew.
 *
 * <p>Where values are missing the probabilities are those of people drawn from the density itself, with every variable:
 * someone of whom a block is missing is hard to place, but that says nothing about the gap between the groups.
 *
 * @param groupOf the group of each component; groups are numbered from 0 by falling weight
 * @param steps the merges in their order
 * @param overlap between two groups, the larger of the two directions
 */
record Merging(int[] groupOf, List<MergeStep> steps, double[][] overlap) {
    private static final int DRAWN = 10_000;
    private static final long SEED = 0x64656d70L;

    static Merging of(Density density, Patterns patterns, Pass<Block> pass, double mergeOverlap) {
        if (!patterns.isComplete(density.d())) {
            Patterns all = Patterns.complete(density.d());
            return of(density, all, Block.local(Simulation.rows(density, DRAWN, SEED), all, false), mergeOverlap);
        }
        Factors factors = new Factors(density, patterns);
        int k = density.k();
        int[] groupOf = IntStream.range(0, k).toArray();
        List<MergeStep> steps = new ArrayList<>();
        int groups = k;
        while (true) {
            Confusion confusion = confusion(factors, groupOf, groups, pass);
            double[][] overlap = confusion.overlap();
            int[] worst = worst(overlap);
            double most = groups < 2 ? 0 : overlap[worst[0]][worst[1]];
            if (groups < 2 || most <= mergeOverlap) {
                return numbered(density, groupOf, steps, overlap);
            }
            steps.add(new MergeStep(members(groupOf, worst[0]), members(groupOf, worst[1]), most));
            for (int c = 0; c < k; c++) {
                if (groupOf[c] == worst[1]) {
                    groupOf[c] = worst[0];
                } else if (groupOf[c] > worst[1]) {
                    groupOf[c]--;
                }
            }
            groups--;
        }
    }

    private static Confusion confusion(Factors factors, int[] groupOf, int groups, Pass<Block> pass) {
        int[] now = groupOf.clone();
        return pass.sum(block -> Confusion.of(block, factors, now, groups));
    }

    private static Merging numbered(Density density, int[] groupOf, List<MergeStep> steps, double[][] overlap) {
        int groups = overlap.length;
        double[] weight = new double[groups];
        for (int c = 0; c < groupOf.length; c++) {
            weight[groupOf[c]] += density.weights()[c];
        }
        int[] order = IntStream.range(0, groups)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer g) -> -weight[g]).thenComparingInt(g -> g))
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

    private static int[] worst(double[][] overlap) {
        int[] worst = {0, overlap.length > 1 ? 1 : 0};
        for (int g = 0; g < overlap.length; g++) {
            for (int h = g + 1; h < overlap.length; h++) {
                if (overlap[g][h] > overlap[worst[0]][worst[1]]) {
                    worst = new int[] {g, h};
                }
            }
        }
        return worst;
    }

    private static List<Integer> members(int[] groupOf, int group) {
        return IntStream.range(0, groupOf.length)
                .filter(c -> groupOf[c] == group)
                .boxed()
                .toList();
    }

    /** What share of each group's people, by responsibility, is likeliest in each other group. */
    private static final class Confusion implements Pass.Sum<Confusion> {
        private static final long serialVersionUID = 1L;

        /** Indices: group by responsibility, group where likeliest. */
        private final double[][] shares;

        private Confusion(int groups) {
            shares = new double[groups][groups];
        }

        private static Confusion of(Block block, Factors factors, int[] groupOf, int groups) {
            Confusion confusion = new Confusion(groups);
            Posteriors posteriors = new Posteriors(factors.k);
            double[] byGroup = new double[groups];
            for (Block.Segment segment : block.segments()) {
                for (int from = 0; from < segment.n(); from += Posteriors.TILE) {
                    int length = Math.min(Posteriors.TILE, segment.n() - from);
                    posteriors.evaluate(factors, segment, from, length);
                    for (int t = 0; t < length; t++) {
                        int top = posteriors.groups(t, groupOf, byGroup);
                        for (int g = 0; g < groups; g++) {
                            confusion.shares[g][top] += byGroup[g];
                        }
                    }
                }
            }
            return confusion;
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
