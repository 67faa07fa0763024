package io.dramatis.evidence.carry;

import io.dramatis.evidence.novelty.FormingTests;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.Refit;
import io.dramatis.spark.Replication;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What carries the groups of a model.
 *
 * @param features that form the groups
 * @param leftOut blocks and features that were left out in turn
 * @param shares of the separation, by block; empty where the data know no blocks
 * @param tests by feature, whether the groups differ in it beyond what forming them makes them differ
 */
public record Carrying(
        List<Forming> features,
        List<LeftOut> leftOut,
        SortedMap<String, Double> shares,
        List<FormingTests.Outcome> tests) {
    public Carrying {
        features = List.copyOf(features);
        leftOut = List.copyOf(leftOut);
        // In order, so that rows made of it come in the same order in each run.
        shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
        tests = List.copyOf(tests);
    }

    /**
     * A block or feature that was left out.
     *
     * @param alike adjusted Rand index of the groups that are found without it, with those that are found with it
     */
    public record LeftOut(String name, boolean isBlock, double alike) implements Serializable {}

    /** Of a single group there is nothing to say. */
    public static Carrying none(List<Forming> features) {
        return new Carrying(features, List.of(), new TreeMap<>(), List.of());
    }

    /**
     * Measures; a task for each part that is left out.
     *
     * @param rows a bounded sample of people in standardised units, NaN where missing
     * @param features by variable of the model
     */
    public static Carrying of(
            Mixture model,
            Refit refit,
            List<double[]> rows,
            List<Forming> features,
            long seed,
            Replication replication) {
        if (model.groups() < 2) {
            return none(features);
        }
        LeavingOut leaving = new LeavingOut(
                refit, rows, model.density(), model.groups(), model.grouping().groups(rows), seed);
        List<LeavingOut.Part> parts = LeavingOut.parts(features);
        List<String> blocks = features.stream().map(Forming::block).toList();
        return new Carrying(
                features,
                replication.map(0, parts.size(), number -> {
                    LeavingOut.Part part = parts.get(number);
                    return new LeftOut(part.name(), part.isBlock(), leaving.alike(part));
                }),
                blocks.stream().distinct().count() > 1
                        ? new TreeMap<>(Separation.of(model.density(), model.groupOf(), model.groups())
                                .shares(blocks))
                        : new TreeMap<>(),
                FormingTests.of(model, refit, rows, seed));
    }
}
