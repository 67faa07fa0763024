package io.dramatis.evidence.structure;

import io.dramatis.config.Study;
import io.dramatis.mixture.SampleFit;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.Merging;
import java.io.Serializable;
import java.util.List;

/**
 * How it is tested whether a split is there.
 *
 * @param level of all tests together
 * @param sets of one population for a split, at least
 * @param people that a test looks at, at most
 * @param recipe of the fits
 */
public record Plan(double level, int sets, int people, SampleFit.Recipe recipe) implements Serializable {
    private static final List<CovarianceForm> FORMS =
            List.of(CovarianceForm.VVI, CovarianceForm.EEE, CovarianceForm.VVV);
    private static final List<List<Integer>> COMPONENTS = List.of(List.of(1, 2, 3), List.of(4, 5, 6));
    private static final int MIN_SIZE = 5;

    /** @param limits when components are one group */
    public static Plan of(double level, int sets, int people, Merging.Limits limits) {
        return new Plan(level, sets, people, new SampleFit.Recipe(FORMS, COMPONENTS, MIN_SIZE, limits));
    }

    /** Of a study. */
    public static Plan of(Study.Evidence evidence, Study.Mixture mixture) {
        return of(
                evidence.level(),
                evidence.nullSets(),
                evidence.testPeople(),
                new Merging.Limits(mixture.mergeOverlap(), mixture.mergeRidge()));
    }
}
