package io.dramatis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.evidence.structure.OneOrMore;
import io.dramatis.evidence.structure.Plan;
import io.dramatis.evidence.structure.Population;
import io.dramatis.evidence.structure.Split;
import io.dramatis.evidence.structure.Structure;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.People;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.mixture.groups.RandIndex;
import io.dramatis.spark.Replication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How many groups are found by fit, merging and tests together; lines are added to {@code target/calibration-whole.md}. */
@Tag("calibration")
class WholeCalibrationTest {
    private static final Plan PLAN = Plan.of(0.05, 99, 1_500, new Merging.Limits(0.15, 0.8));
    private static final int[][] SIZES = {{600, 2}, {600, 4}, {600, 10}, {5_000, 2}, {5_000, 4}, {5_000, 10}};
    private static final int SETS = Integer.getInteger("calibration.sets", 20);

    private static void note(String format, Object... values) {
        try {
            Files.writeString(
                    Path.of("target/calibration-whole.md"),
                    String.format(Locale.ROOT, format, values) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What fit, merging and tests make of people. */
    private record Found(Mixture model, Structure structure) {
        static Found in(List<double[]> rows, int most, long seed) {
            Structure structure = new Structure(PLAN, seed, Replication.here());
            Mixture model = new People(rows, new int[rows.size()])
                    .fit(structure, List.of(CovarianceForm.values()), seed, People.upTo(most));
            return new Found(model, structure);
        }

        /** Groups that a split made which is more than one population shows; a handful of outliers is none, as in a study. */
        int groups() {
            if (structure.splits().stream().noneMatch(Split::isReal)) {
                return 1;
            }
            double[] shares = new double[model.groups()];
            double[] weights = model.density().weights();
            for (int c = 0; c < weights.length; c++) {
                shares[model.groupOf()[c]] += weights[c];
            }
            return (int) Arrays.stream(shares)
                    .filter(share -> share >= OneOrMore.LEAST_SHARE)
                    .count();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Population.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TWO_GAUSSIANS", "TWO_SKEWED", "THREE_SKEWED"})
    void onePopulationIsOneGroup(Population population) {
        int each = Math.max(1, SETS / SIZES.length);
        long wrong = Arrays.stream(SIZES)
                .mapToLong(size -> IntStream.range(0, each)
                        .parallel()
                        .filter(seed -> Found.in(population.draw(size[0], size[1], 0, 1_000 + seed), 9, seed)
                                        .groups()
                                > 1)
                        .count())
                .sum();
        int sets = each * SIZES.length;
        note("| %s | %d | more than one group in %d |", population.words, sets, wrong);
        assertThat(wrong).isLessThanOrEqualTo(Math.max(1, Math.round(0.05 * sets)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Population.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TWO_GAUSSIANS", "TWO_SKEWED", "THREE_SKEWED"})
    void aMillionPeopleOfOnePopulationAreOneGroup(Population population) {
        for (int set = 0; set < 5; set++) {
            int groups = Found.in(population.draw(1_000_000, 2, 0, set), 4, set).groups();
            note("| %s, n = 1,000,000 | set %d | %d |", population.words, set, groups);
            assertThat(groups).isEqualTo(1);
        }
    }

    @Test
    void threeSkewedGroupsAreThree() {
        long right = IntStream.range(0, SETS)
                .parallel()
                .filter(seed -> Found.in(Population.THREE_SKEWED.draw(600, 2, 5, seed), 9, seed)
                                .groups()
                        == 3)
                .count();
        note("| three lognormal groups, 5 SD apart | %d | three in %d |", SETS, right);
        assertThat(right).isGreaterThanOrEqualTo(Math.round(0.95 * SETS));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 5, 0.001", "5, 5, 0.001", "8, 5, 0.001", "3, 20, 0.001", "5, 20, 0.001", "8, 20, 0.001",
        "3, 5, 0.01", "5, 5, 0.01", "8, 5, 0.01", "3, 20, 0.01", "5, 20, 0.01", "8, 20, 0.01"
    })
    void findsPlantedGroups(int k, int d, double overlap) {
        double[][] found = IntStream.range(0, Math.min(20, SETS))
                .parallel()
                .mapToObj(seed -> {
                    Planted planted = Planted.of(2_000, k, d, overlap, seed);
                    Mixture model = Found.in(planted.rows(), 10, seed).model();
                    List<double[]> rows = planted.rows().stream()
                            .map(row -> model.scaling().standardise(row))
                            .toList();
                    return new double[] {
                        model.groups() == k ? 1 : 0,
                        RandIndex.adjusted(planted.labels(), model.grouping().groups(rows)),
                        RandIndex.adjusted(planted.labels(), planted.best())
                    };
                })
                .toArray(double[][]::new);
        double right =
                Arrays.stream(found).mapToDouble(each -> each[0]).average().orElse(0);
        double alike = median(found, 1);
        double best = median(found, 2);
        note(
                "| %d groups, d = %d, mean overlap %s | %d | right number in %.0f %%, median ARI %.3f; by the true parameters %.3f |",
                k, d, overlap, found.length, 100 * right, alike, best);
        assertThat(right).isGreaterThanOrEqualTo(overlap < 0.005 ? 0.95 : 0.85);
        assertThat(alike).isGreaterThanOrEqualTo(overlap < 0.005 ? 0.99 : 0.9).isGreaterThanOrEqualTo(best - 0.01);
    }

    private static double median(double[][] values, int which) {
        double[] sorted =
                Arrays.stream(values).mapToDouble(each -> each[which]).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
