package io.dramatis.evidence.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.evidence.novelty.FormingTests;
import io.dramatis.mixture.Cut;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.People;
import io.dramatis.mixture.Refit;
import io.dramatis.mixture.Settings;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Density;
import io.dramatis.spark.Replication;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CarryingTest {

    private static Density two(double[] apart, double[] covariance) {
        return new Density(
                CovarianceForm.EEE,
                new double[] {0.5, 0.5},
                new double[][] {new double[apart.length], apart},
                new double[][] {covariance, covariance});
    }

    @Test
    void sharesOutHowFarGroupsLieApart() {
        Separation alone = Separation.of(two(new double[] {3, 1}, new double[] {1, 0, 0, 1}), new int[] {0, 1}, 2);
        // A quarter of the squared distance, for two groups of equal size.
        assertThat(alone.in(new int[] {0, 1})).isCloseTo(2.5, within(1e-12));
        assertThat(alone.shares(List.of("crm", "web"))).isEqualTo(Map.of("crm", 0.9, "web", 0.1));
        // Nearly the same told twice: each block brings half of it.
        Separation twice =
                Separation.of(two(new double[] {3, 3}, new double[] {1, 0.99, 0.99, 1}), new int[] {0, 1}, 2);
        assertThat(twice.shares(List.of("crm", "web")).get("web")).isCloseTo(0.5, within(1e-9));
        // Components of one group are spread within it.
        assertThat(Separation.of(two(new double[] {3, 1}, new double[] {1, 0, 0, 1}), new int[] {0, 0}, 1)
                        .in(new int[] {0, 1}))
                .isZero();
    }

    private static People people() {
        SplittableRandom random = new SplittableRandom(5);
        int[] labels = IntStream.range(0, 900).map(i -> i % 2).toArray();
        List<double[]> rows = IntStream.of(labels)
                .mapToObj(label -> new double[] {
                    6 * label + random.nextGaussian(),
                    random.nextGaussian(),
                    random.nextDouble() < (label == 0 ? 0.3 : 0.4) ? 1 : 0
                })
                .toList();
        return new People(rows, labels);
    }

    @Test
    void tellsWhichFeatureCarriesTheGroupsAndWhichCanBeTested() {
        People people = people();
        Mixture model = people.fit(Cut.BY_LIMITS, List.of(CovarianceForm.EEE), 1, 2);
        List<double[]> rows = people.rows().stream()
                .map(row -> model.scaling().standardise(row))
                .toList();
        Refit refit = Refit.of(model, Settings.of(People.study(2), List.of(), 1));
        List<Forming> features =
                List.of(new Forming("spend", "crm"), new Forming("visits", "web"), new Forming("owns", "web"));
        Carrying carrying = Carrying.of(model, refit, rows, features, 1, Replication.here());
        assertThat(carrying.leftOut())
                .extracting(Carrying.LeftOut::name)
                .containsExactly("crm", "web", "spend", "visits", "owns");
        assertThat(carrying.leftOut())
                .extracting(Carrying.LeftOut::isBlock)
                .containsExactly(true, true, false, false, false);
        double[] alike =
                carrying.leftOut().stream().mapToDouble(Carrying.LeftOut::alike).toArray();
        assertThat(alike[0]).isLessThan(0.1);
        assertThat(alike[1]).isGreaterThan(0.95);
        assertThat(alike[2]).isLessThan(0.1);
        assertThat(alike[3]).isGreaterThan(0.95);
        assertThat(carrying.shares().get("crm")).isGreaterThan(0.95);
        // In their order, not in one that a JVM draws for itself.
        assertThat(carrying.shares().keySet()).containsExactly("crm", "web");
        assertThat(new Carrying(List.of(), List.of(), new TreeMap<>(Map.of("b", 1.0, "a", 2.0, "c", 0.0)), List.of())
                        .shares()
                        .keySet())
                .containsExactly("a", "b", "c");
        assertThat(carrying.tests().get(2).reason()).isEqualTo("no part of a single yes/no answer can be held back");
        assertThat(carrying.tests().get(2).p()).isNaN();
        assertThat(carrying.tests().get(0).p()).isBetween(0.0, 1.0);
        assertThat(carrying.tests().get(1).p()).isGreaterThan(0.01);
        assertThat(Carrying.of(model, refit, rows, features, 1, Replication.here()))
                .isEqualTo(carrying);
    }

    @Test
    void testsCountsThatAreCountsAndNoAnswersOnAShortScale() {
        SplittableRandom random = new SplittableRandom(3);
        List<double[]> rows = IntStream.range(0, 1_000)
                .mapToObj(i -> new double[] {
                    6 * (i % 2) + random.nextGaussian(),
                    Math.floor(Math.log(1 - random.nextDouble()) / Math.log(0.9)),
                    3 + random.nextInt(3)
                })
                .toList();
        People people = new People(rows, new int[rows.size()]);
        Mixture model = people.fit(Cut.BY_LIMITS, List.of(CovarianceForm.EEE), 1, 2);
        List<FormingTests.Outcome> tests = FormingTests.of(
                model,
                Refit.of(model, Settings.of(People.study(2), List.of(), 1)),
                rows.stream().map(row -> model.scaling().standardise(row)).toList(),
                1);
        // The second is a count that knows nothing of the groups.
        assertThat(tests.get(1).p()).isGreaterThan(0.01);
        assertThat(tests.get(2).p()).isBetween(0.0, 1.0);
    }
}
