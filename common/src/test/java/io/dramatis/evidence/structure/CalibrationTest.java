package io.dramatis.evidence.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.mixture.groups.Merging;
import io.dramatis.spark.Replication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often one population is rejected that is one, and that is two; written to {@code target/calibration.md}. */
@Tag("calibration")
class CalibrationTest {
    private static final Plan PLAN = Plan.of(0.05, 99, 1_500, new Merging.Limits(0.15, 0.8));
    private static final int[][] SIZES = {{600, 2}, {600, 4}, {600, 10}, {5_000, 2}, {5_000, 4}, {5_000, 10}};
    private static final int SETS = Integer.getInteger("calibration.sets", 200);
    private static final List<String> TABLE =
            new ArrayList<>(List.of("| people | sets | one population rejected |", "| --- | --- | --- |"));

    private static boolean isRejected(List<double[]> rows, long seed) {
        List<double[]> tested = rows.subList(0, Math.min(rows.size(), PLAN.people()));
        return OneOrMore.of(tested, PLAN.recipe(), PLAN.level(), PLAN.sets(), seed, Replication.here())
                        .p()
                <= PLAN.level();
    }

    private static void note(String people, int sets, long rejected) {
        TABLE.add(String.format(Locale.ROOT, "| %s | %d | %.3f |", people, sets, (double) rejected / sets));
    }

    @AfterAll
    static void write() throws IOException {
        Files.write(Path.of("target/calibration.md"), TABLE);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TWO_GAUSSIANS", "TWO_SKEWED", "THREE_SKEWED"})
    void keepsItsLevel(Population population) {
        long all = 0;
        int each = (int) Math.ceil((double) SETS / SIZES.length);
        for (int[] size : SIZES) {
            long rejected = IntStream.range(0, each)
                    .parallel()
                    .filter(seed -> isRejected(population.draw(size[0], size[1], 0, seed), seed))
                    .count();
            note(population.words + ", n = " + size[0] + ", d = " + size[1], each, rejected);
            all += rejected;
        }
        assertThat(all).isLessThanOrEqualTo(Math.round(0.05 * each * SIZES.length));
    }

    @ParameterizedTest
    @CsvSource({
        "TWO_GAUSSIANS, 4, 98", "TWO_GAUSSIANS, 3.5, 95", "TWO_GAUSSIANS, 3, 80",
        "TWO_SKEWED, 4, 98", "TWO_SKEWED, 3.5, 95", "TWO_SKEWED, 3, 80"
    })
    void findsTwoGroups(Population population, double distance, long least) {
        int sets = Math.min(100, SETS);
        long found = IntStream.range(0, sets)
                .parallel()
                .filter(seed -> isRejected(population.draw(600, 2, distance, seed), seed))
                .count();
        note(population.words + ", " + distance + " SD apart, n = 600, d = 2", sets, found);
        assertThat(100.0 * found / sets).isGreaterThanOrEqualTo(least);
    }
}
