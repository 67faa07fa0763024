package io.dramatis.evidence.carry;

import io.dramatis.evidence.novelty.FormingTests;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.Refit;
import io.dramatis.spark.Replication;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What carries the groups of a model.
 *
 * @param features that form the groups
 * @param leftOut blocks and features that were left out in turn
 * @param shares of the separation, by block; empty where the data know no blocks
 * @param tests by feature, whether the groups differ in it beyond what forming them makes them differ
 */
public record Carrying(
        List<Forming> features, List<LeftOut> leftOut, Map<String, Double> shares, List<FormingTests.Outcome> tests) {
    public Carrying {
        features = List.copyOf(features);
        leftOut = List.copyOf(leftOut);
        shares = Map.copyOf(shares);
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
        return new Carrying(features, List.of(), Map.of(), List.of());
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
                        ? Separation.of(model.density(), model.groupOf(), model.groups())
                                .shares(blocks)
                        : Map.of(),
                FormingTests.of(model, refit, rows, seed));
    }
}
