package io.dramatis.evidence.structure;

import io.dramatis.mixture.Cut;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.groups.MergeStep;
import io.dramatis.mixture.rows.Block;
import io.dramatis.spark.Replication;
import io.dramatis.table.model.SplitTests;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Which splits of a merge tree are there, from the top down. Each split is tested on its own members, at a level shared out by
 * their number (Kimes, Liu, Hayes and Marron, <i>Biometrics</i> 73, 2017), and shared out anew among the splits that are still in
 * question whenever one is found to be there: none loses by it, and their levels always add up to the level of all tests
 * together, which is why these keep it (Goeman and Solari, <i>Annals of Statistics</i> 38, 2010; for trees Goeman and Finos,
 * <i>Statistical Applications in Genetics and Molecular Biology</i> 11, 2012). The groups are the leaves. Where not even the first
 * split is there, the groups are those that were proposed: they may be a useful cut, and none of them is natural.
 */
public final class Structure implements Cut {
    private final Plan plan;
    private final long seed;
    private final Replication replication;
    private final List<Split> splits = new ArrayList<>();
    private final List<Question> open = new ArrayList<>();
    private final List<List<Integer>> leaves = new ArrayList<>();
    private List<double[]> sample = List.of();

    /** Whether the members of a node, on either side of its split, are more than one population. */
    private record Question(MergeStep step, List<Integer> members, Optional<OneOrMore> test) {
        boolean isRejectedAt(double level) {
            return test.isPresent() && test.get().p() <= level;
        }

        Split at(double level) {
            OptionalDouble p = test.map(each -> OptionalDouble.of(each.p())).orElse(OptionalDouble.empty());
            int sets = test.map(OneOrMore::sets).orElse(0);
            return new Split(step.first(), step.second(), step.overlap(), step.ridge(), members.size(), level, p, sets);
        }
    }

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
        open.clear();
        leaves.clear();
        descend(IntStream.range(0, proposal.components()).boxed().toList(), proposal, tree);
        while (true) {
            Optional<Question> there =
                    open.stream().filter(each -> each.isRejectedAt(level(each))).findFirst();
            Optional<Question> next =
                    open.stream().filter(each -> each.test().isEmpty()).findFirst();
            if (there.isPresent()) {
                MergeStep step = there.get().step();
                splits.add(there.get().at(level(there.get())));
                open.remove(there.get());
                descend(step.first(), proposal, tree);
                descend(step.second(), proposal, tree);
            } else if (next.isPresent()) {
                open.set(open.indexOf(next.get()), tested(next.get(), proposal));
            } else {
                break;
            }
        }
        for (Question each : open) {
            splits.add(each.at(level(each)));
            leaves.add(Stream.concat(each.step().first().stream(), each.step().second().stream())
                    .toList());
        }
        return isThere() ? numbered(leaves, proposal) : proposal.groupOf();
    }

    /** The share of the level that a question has now. */
    private double level(Question question) {
        double all = open.stream().mapToInt(each -> each.members().size()).sum();
        return plan.level() * (question.members().size() / all);
    }

    /** To the next questions under a node; a handful of outliers is kept apart without one. */
    private void descend(List<Integer> node, Mixture mixture, List<MergeStep> tree) {
        Optional<MergeStep> below =
                tree.stream().filter(each -> !each.merged() && isOf(each, node)).findFirst();
        if (below.isEmpty()) {
            leaves.add(node);
            return;
        }
        MergeStep step = below.get();
        int[] side = IntStream.range(0, mixture.components())
                .map(c -> step.first().contains(c) ? 0 : step.second().contains(c) ? 1 : 2)
                .toArray();
        int[] placed = mixture.grouping(side, 3).groups(sample);
        List<Integer> members = IntStream.range(0, placed.length)
                .filter(i -> placed[i] < 2)
                .boxed()
                .toList();
        long first = members.stream().filter(i -> placed[i] == 0).count();
        double least = OneOrMore.LEAST_SHARE * members.size();
        Question question = new Question(step, members, Optional.empty());
        if (first < least || members.size() - first < least) {
            splits.add(question.at(plan.level() * members.size() / sample.size()));
            descend(step.first(), mixture, tree);
            descend(step.second(), mixture, tree);
        } else {
            open.add(question);
        }
    }

    private static boolean isOf(MergeStep step, List<Integer> node) {
        return step.first().size() + step.second().size() == node.size()
                && node.containsAll(step.first())
                && node.containsAll(step.second());
    }

    private Question tested(Question question, Mixture mixture) {
        long tests = splits.size()
                + open.stream().filter(each -> each.test().isPresent()).count();
        long own = Block.mix(seed + tests);
        List<double[]> people = question.members().stream()
                .sorted(Comparator.comparingLong((Integer i) -> Block.mix(own + i)))
                .limit(plan.people())
                .map(sample::get)
                .toList();
        int sets = OneOrMore.most(plan.sets(), level(question));
        // Its level may grow up to the whole.
        OneOrMore test = OneOrMore.of(people, plan.recipe(mixture.columns()), plan.level(), sets, own, replication);
        return new Question(question.step(), question.members(), Optional.of(test));
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
