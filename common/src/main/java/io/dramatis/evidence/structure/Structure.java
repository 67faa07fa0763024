package io.dramatis.evidence.structure;

import io.dramatis.mixture.Cut;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.groups.MergeStep;
import io.dramatis.mixture.rows.Block;
import io.dramatis.spark.Replication;
import io.dramatis.table.model.SplitTests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Which splits of a merge tree are there, from the top down. Each split is tested on its own members, at a level shared out by
 * their number, so that all tests together keep the level (Kimes, Liu, Hayes and Marron, <i>Biometrics</i> 73, 2017). The groups
 * are the leaves. Where not even the first split is there, the groups are those that were proposed: they may be a useful cut, and
 * none of them is natural.
 */
public final class Structure implements Cut {
    private final Plan plan;
    private final long seed;
    private final Replication replication;
    private final List<Split> splits = new ArrayList<>();
    private List<double[]> sample = List.of();

    /** For one fit. */
    public Structure(Plan plan, long seed, Replication replication) {
        this.plan = plan;
        this.seed = seed;
        this.replication = replication;
    }

    @Override
    public int[] groupOf(Mixture proposal, List<MergeStep> tree, List<double[]> people) {
        sample = people;
        splits.clear();
        List<List<Integer>> leaves = new ArrayList<>();
        List<List<Integer>> open = new ArrayList<>();
        open.add(IntStream.range(0, proposal.components()).boxed().toList());
        while (!open.isEmpty()) {
            List<Integer> node = open.remove(0);
            Optional<MergeStep> step = tree.stream()
                    .filter(each -> !each.merged() && isOf(each, node))
                    .findFirst();
            Optional<Split> split = step.map(each -> split(proposal, each, people));
            split.ifPresent(splits::add);
            if (split.filter(each -> each.isReal() || each.p().isEmpty()).isPresent()) {
                open.add(split.get().first());
                open.add(split.get().second());
            } else {
                leaves.add(node);
            }
        }
        return isThere() ? numbered(leaves, proposal) : proposal.groupOf();
    }

    private static boolean isOf(MergeStep step, List<Integer> node) {
        return step.first().size() + step.second().size() == node.size()
                && node.containsAll(step.first())
                && node.containsAll(step.second());
    }

    private Split split(Mixture mixture, MergeStep step, List<double[]> people) {
        int[] side = IntStream.range(0, mixture.components())
                .map(c -> step.first().contains(c) ? 0 : step.second().contains(c) ? 1 : 2)
                .toArray();
        int[] placed = mixture.grouping(side, 3).groups(people);
        int[] members =
                IntStream.range(0, placed.length).filter(i -> placed[i] < 2).toArray();
        long first = Arrays.stream(members).filter(i -> placed[i] == 0).count();
        double level = plan.level() * members.length / people.size();
        double least = OneOrMore.LEAST_SHARE * members.length;
        if (first < least || members.length - first < least) {
            return split(step, members.length, level, OptionalDouble.empty(), 0);
        }
        long own = Block.mix(seed + splits.size());
        List<double[]> tested = Arrays.stream(members)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> Block.mix(own + i)))
                .limit(plan.people())
                .map(people::get)
                .toList();
        OneOrMore test = OneOrMore.of(tested, plan.recipe(mixture.columns()), level, plan.sets(), own, replication);
        return split(step, members.length, level, OptionalDouble.of(test.p()), test.sets());
    }

    private static Split split(MergeStep step, long members, double level, OptionalDouble p, int sets) {
        return new Split(step.first(), step.second(), step.overlap(), step.ridge(), members, level, p, sets);
    }

    private static int[] numbered(List<List<Integer>> leaves, Mixture mixture) {
        double[] weights = mixture.density().weights();
        List<List<Integer>> sorted = leaves.stream()
                .sorted(Comparator.comparingDouble((List<Integer> leaf) ->
                                -leaf.stream().mapToDouble(c -> weights[c]).sum())
                        .thenComparing(leaf -> leaf.get(0)))
                .toList();
        int[] groupOf = new int[weights.length];
        for (int g = 0; g < sorted.size(); g++) {
            for (int c : sorted.get(g)) {
                groupOf[c] = g;
            }
        }
        return groupOf;
    }

    /** The splits that were looked at, from the top. */
    public List<Split> splits() {
        return List.copyOf(splits);
    }

    /** The people that it was decided on, in standardised units. */
    public List<double[]> sample() {
        return List.copyOf(sample);
    }

    /** Whether any split is there. */
    private boolean isThere() {
        return splits.stream().anyMatch(Split::isReal);
    }

    /** Rows of {@link SplitTests}. */
    public Dataset<Row> rows(SparkSession spark, String runId) {
        return spark.createDataFrame(
                IntStream.range(0, splits.size())
                        .mapToObj(i -> splits.get(i).row(runId, i))
                        .toList(),
                SplitTests.TABLE.schema());
    }
}
