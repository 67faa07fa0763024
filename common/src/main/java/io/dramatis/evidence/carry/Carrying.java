package io.dramatis.evidence.carry;

import io.dramatis.evidence.novelty.FormingTests;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.Refit;
import io.dramatis.spark.Replication;
import java.util.List;
import java.util.Map;

/**
 * What carries the groups of a model.
 *
 * @param features that form the groups
 * @param parts that were left out in turn
 * @param alike by part, adjusted Rand index of the groups found without it
 * @param shares of the separation, by block; empty where the data know no blocks
 * @param tests by feature, whether the groups differ in it beyond what forming them makes them differ
 */
public record Carrying(
        List<Forming> features,
        List<LeavingOut.Part> parts,
        List<Double> alike,
        Map<String, Double> shares,
        List<FormingTests.Outcome> tests) {
    public Carrying {
        features = List.copyOf(features);
        parts = List.copyOf(parts);
        alike = List.copyOf(alike);
        shares = Map.copyOf(shares);
        tests = List.copyOf(tests);
    }

    /** Of a single group there is nothing to say. */
    public static Carrying none(List<Forming> features) {
        return new Carrying(features, List.of(), List.of(), Map.of(), List.of());
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
                refit,
                rows,
                model.components(),
                model.groups(),
                model.grouping().groups(rows),
                seed);
        List<LeavingOut.Part> parts = LeavingOut.parts(features);
        List<String> blocks = features.stream().map(Forming::block).toList();
        return new Carrying(
                features,
                parts,
                replication.map(0, parts.size(), number -> leaving.alike(parts.get(number))),
                blocks.stream().distinct().count() > 1
                        ? Separation.of(model.density(), model.groupOf(), model.groups())
                                .shares(blocks)
                        : Map.of(),
                FormingTests.of(model, refit, rows, seed));
    }
}
