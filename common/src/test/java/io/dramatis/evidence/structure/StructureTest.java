package io.dramatis.evidence.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.People;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.spark.Replication;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StructureTest {
    private static final Plan PLAN = Plan.of(0.05, 39, 400, new Merging.Limits(0.15, 0.8));

    private final Structure structure = new Structure(PLAN, 3, Replication.here());

    /** Gaussians with centres at these places on a line. */
    private Mixture fit(int n, double... places) {
        SplittableRandom random = new SplittableRandom(11);
        List<double[]> rows = IntStream.range(0, n)
                .mapToObj(i -> new double[] {random.nextGaussian() + places[i % places.length], random.nextGaussian()})
                .toList();
        return new People(rows, new int[n]).fit(structure, List.of(CovarianceForm.EEE), 3, People.upTo(5));
    }

    @Test
    void theLevelIsSharedByPeopleAmongTheSplitsThatAreStillInQuestion() {
        Mixture model = fit(1_200, 0, 8, 30, 38);

        assertThat(model.groups()).isEqualTo(4);
        assertThat(structure.splits())
                .allMatch(Split::isReal)
                .extracting(Split::members)
                .containsExactly(1_200L, 600L, 600L);
        assertThat(structure.splits()).extracting(Split::level).containsExactly(0.05, 0.025, 0.05);
    }

    @Test
    void aSplitBelowTheFirstHasTheWholeLevelWhereTheOtherSideHasNone() {
        Mixture model = fit(900, 0, 8, 30);

        assertThat(model.groups()).isEqualTo(3);
        assertThat(structure.splits())
                .allMatch(Split::isReal)
                .extracting(Split::members)
                .containsExactly(900L, 600L);
        assertThat(structure.splits()).extracting(Split::level).containsExactly(0.05, 0.05);
    }

    @Test
    void onePopulationIsLeftAsItWasProposed() {
        Mixture model = fit(600, 0);

        assertThat(model.groups()).isEqualTo(1);
        assertThat(structure.splits()).noneMatch(Split::isReal);
    }
}
