package io.dramatis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.dramatis.config.Study;
import io.dramatis.evidence.structure.OneOrMore;
import io.dramatis.evidence.structure.Plan;
import io.dramatis.evidence.structure.Population;
import io.dramatis.evidence.structure.Split;
import io.dramatis.evidence.structure.Structure;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.People;
import io.dramatis.mixture.Settings;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.mixture.groups.RandIndex;
import io.dramatis.spark.Replication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How many groups are found by fit, merging and tests together; lines are added to {@code target/calibration-whole.md}. */
@Tag("calibration")
class WholeCalibrationTest {
    private static final Plan PLAN = Plan.of(0.05, 99, 1_500, new Merging.Limits(0.15, 0.8));
    private static final int[][] SIZES = {{600, 2}, {600, 4}, {600, 10}, {5_000, 2}, {5_000, 4}, {5_000, 10}};
    /** Components that are tried of one population. */
    private static final int MOST = 9;

    private static final List<CovarianceForm> FORMS =
            ConfigFactory.parseResources("reference.conf").getStringList("dramatis.mixture.forms").stream()
                    .map(CovarianceForm::valueOf)
                    .toList();
    /** As {@code ./dramatis mixture} has them: what a study asks for besides only withholds more. */
    private static final Study.Evidence LIMITS =
            new Study.Evidence(0.05, 99, 1_500, 20, 4_000, 0.75, 0.8, 0.15, 0.01, 20, 10);

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

    /** What fit, merging and tests make of people, with the forms that a study tries by default. */
    private record Found(Mixture model, Structure structure, long seed) {
        static Found in(List<double[]> rows, int most, long seed) {
            Structure structure = new Structure(PLAN, seed, Replication.here());
            Mixture model = new People(rows, new int[rows.size()]).fit(structure, FORMS, seed, People.upTo(most));
            return new Found(model, structure, seed);
        }

        /** Groups of verdict natural: those that a split made which is more than one population shows, and that come back. */
        long natural() {
            if (groups() < 2) {
                return 0;
            }
            List<String> forms = FORMS.stream().map(Enum::name).toList();
            Settings settings = Settings.of(People.study(forms, People.upTo(MOST)), List.of(), seed);
            return Reviewed.of(model, structure, settings, PLAN, LIMITS).verdicts().stream()
                    .filter(Verdict.NATURAL::equals)
                    .count();
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

    /** Those of {@code -Dcalibration.seeds=0,4,5}, or as many as the sets need. */
    private static int[] seeds() {
        String named = System.getProperty("calibration.seeds", "");
        return named.isEmpty()
                ? IntStream.range(0, (int) Math.ceil((double) SETS / SIZES.length))
                        .toArray()
                : Arrays.stream(named.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    /** The one of {@code -Dcalibration.population=UNIFORM}, or all that are one. */
    static Stream<Population> onePopulations() {
        String named = System.getProperty("calibration.population", "");
        return named.isEmpty()
                ? EnumSet.range(Population.GAUSSIAN, Population.ZERO_INFLATED).stream()
                : Stream.of(Population.valueOf(named));
    }

    @ParameterizedTest
    @MethodSource("onePopulations")
    void onePopulationIsOneGroup(Population population) {
        int[] seeds = seeds();
        int sets = seeds.length * SIZES.length;
        List<Found> cut = IntStream.range(0, sets)
                .parallel()
                .mapToObj(set -> {
                    int[] size = SIZES[set % SIZES.length];
                    int seed = seeds[set / SIZES.length];
                    return Found.in(population.draw(size[0], size[1], 0, seed), MOST, seed);
                })
                .filter(found -> found.groups() > 1)
                .toList();
        long wrong = cut.stream().filter(found -> found.natural() > 1).count();
        note(
                "| %s | %d | more than one group in %d, more than one natural in %d |",
                population.words, sets, cut.size(), wrong);
        assertThat(wrong).isLessThanOrEqualTo(Math.round(0.05 * sets));
        assertThat(cut.size()).isLessThanOrEqualTo(Math.max(1, (int) Math.round(0.05 * sets)));
    }

    @ParameterizedTest
    @MethodSource("onePopulations")
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
                .filter(seed -> Found.in(Population.THREE_SKEWED.draw(600, 2, 5, seed), MOST, seed)
                                .groups()
                        == 3)
                .count();
        note("| three lognormal groups, 5 SD apart | %d | three in %d |", SETS, right);
        assertThat(right).isGreaterThanOrEqualTo(Math.round(0.95 * SETS));
    }

    /** Those of {@code -Dcalibration.planted=2000-8-5-0.01}, or all: people, groups, features, mean overlap. */
    static Stream<Arguments> planted() {
        String named = System.getProperty("calibration.planted", "");
        return Stream.of(0.001, 0.01)
                .flatMap(overlap -> Stream.of("2000-5", "10000-5", "2000-20", "10000-20")
                        .flatMap(size -> Stream.of(3, 5, 8).map(k -> size.replace("-", "-" + k + "-") + "-" + overlap)))
                .filter(each -> named.isEmpty() || List.of(named.split(",")).contains(each))
                .map(each -> Arguments.of((Object[]) each.split("-")));
    }

    @ParameterizedTest
    @MethodSource("planted")
    void findsPlantedGroups(int n, int k, int d, double overlap) {
        double[][] found = IntStream.range(0, Math.min(20, SETS))
                .parallel()
                .mapToObj(seed -> {
                    Planted planted = Planted.of(n, k, d, overlap, seed);
                    Mixture model = Found.in(planted.rows(), 10, seed).model();
                    List<double[]> rows = planted.rows().stream()
                            .map(row -> model.scaling().standardise(row))
                            .toList();
                    return new double[] {
                        model.groups() == k ? 1 : 0,
                        RandIndex.adjusted(planted.labels(), model.grouping().groups(rows)),
                        RandIndex.adjusted(planted.labels(), planted.best()),
                        ScikitLearn.alike(planted, k, seed).orElse(Double.NaN)
                    };
                })
                .toArray(double[][]::new);
        double right =
                Arrays.stream(found).mapToDouble(each -> each[0]).average().orElse(0);
        double alike = median(found, 1);
        double best = median(found, 2);
        double rival = median(found, 3);
        note(
                "| %d people, %d groups, d = %d, mean overlap %s | %d | right number in %.0f %%, median ARI %.3f; by the true parameters %.3f; scikit-learn's with the right number %.3f |",
                n, k, d, overlap, found.length, 100 * right, alike, best, rival);
        assertThat(right).isGreaterThanOrEqualTo(overlap < 0.005 ? 0.95 : 0.85);
        assertThat(alike).isGreaterThanOrEqualTo(overlap < 0.005 ? 0.99 : 0.9).isGreaterThanOrEqualTo(best - 0.01);
        if (!Double.isNaN(rival)) {
            assertThat(alike).isGreaterThanOrEqualTo(rival - 0.01);
        }
    }

    private static double median(double[][] values, int which) {
        double[] sorted =
                Arrays.stream(values).mapToDouble(each -> each[which]).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
