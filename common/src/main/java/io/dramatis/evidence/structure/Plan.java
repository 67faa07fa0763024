package io.dramatis.evidence.structure;

import io.dramatis.config.Study;
import io.dramatis.evidence.carry.Forming;
import io.dramatis.mixture.SampleFit;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.Merging;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How it is tested whether a split is there.
 *
 * @param level of all tests together
 * @param sets of one population for a split, at least
 * @param people that a test looks at, at most
 * @param recipe of the fits
 * @param blockOf the block of each column; empty when there is but one
 */
public record Plan(double level, int sets, int people, SampleFit.Recipe recipe, Map<String, String> blockOf)
        implements Serializable {
    private static final List<CovarianceForm> FORMS =
            List.of(CovarianceForm.VVI, CovarianceForm.EEE, CovarianceForm.VVV);
    private static final List<List<Integer>> COMPONENTS = List.of(List.of(1, 2, 3), List.of(4, 5, 6));
    private static final int MIN_SIZE = 5;

    public Plan {
        blockOf = Map.copyOf(blockOf);
    }

    /** @param limits when components are one group */
    public static Plan of(double level, int sets, int people, Merging.Limits limits) {
        return of(level, sets, people, limits, Map.of(), Map.of());
    }

    private static Plan of(
            double level,
            int sets,
            int people,
            Merging.Limits limits,
            Map<String, Double> blockWeights,
            Map<String, String> blockOf) {
        return new Plan(
                level,
                sets,
                people,
                new SampleFit.Recipe(FORMS, COMPONENTS, MIN_SIZE, limits, List.of(), blockWeights),
                blockOf);
    }

    /**
     * Of a study.
     *
     * @param forming by column
     */
    public static Plan of(Study.Evidence evidence, Study.Mixture mixture, Map<String, Forming> forming) {
        return of(
                evidence.level(),
                evidence.nullSets(),
                evidence.testPeople(),
                new Merging.Limits(mixture.mergeOverlap(), mixture.mergeRidge()),
                mixture.blockWeights(),
                forming.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, each -> each.getValue().block())));
    }

    /** The recipe for these columns. */
    public SampleFit.Recipe recipe(List<String> columns) {
        return blockOf.isEmpty()
                ? recipe
                : recipe.inBlocks(columns.stream().map(blockOf::get).toList());
    }
}
