package io.dramatis.evidence.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.mixture.groups.Merging;
import io.dramatis.spark.Replication;
import io.dramatis.spark.SparkSessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkSessions.class)
class OneOrMoreTest {
    private static final Plan PLAN = Plan.of(0.05, 39, 2_000, new Merging.Limits(0.15, 0.8));

    private static List<double[]> normals(int n, int d, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, n)
                .mapToObj(i ->
                        DoubleStream.generate(random::nextGaussian).limit(d).toArray())
                .toList();
    }

    private static List<double[]> two(int n, int d, double distance, long seed) {
        List<double[]> rows = normals(n, d, seed);
        for (int i = 0; i < n; i += 2) {
            rows.get(i)[0] += distance;
        }
        return rows;
    }

    private static OneOrMore test(List<double[]> rows, Replication replication) {
        return OneOrMore.of(rows, PLAN.recipe(), PLAN.level(), PLAN.sets(), 7, replication);
    }

    @Test
    void findsTwoGroupsAndSaysTheSameWhereverItRuns(SparkSession spark) {
        OneOrMore test = test(two(600, 2, 4, 1), Replication.here());
        assertThat(test.p()).isEqualTo(1.0 / 40);
        assertThat(test.sets()).isEqualTo(39);
        assertThat(test.nearness()).isLessThan(0.05);
        assertThat(test(two(600, 2, 4, 1), Replication.of(spark))).isEqualTo(test);
    }

    @ParameterizedTest
    @CsvSource({"99, 0.05, 99", "39, 0.05, 39", "99, 0.019, 105", "99, 0.0127, 157", "99, 0.001, 999", "99, 0.025, 119"
    })
    void drawsAsManySetsAsMakeTheLevelAShareOfThem(int sets, double level, int drawn) {
        assertThat(OneOrMore.most(sets, level)).isEqualTo(drawn);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void leavesOnePopulationWhole(long seed) {
        List<double[]> gaussian = normals(600, 2, seed);
        gaussian.forEach(row -> row[1] = 0.9 * row[0] + Math.sqrt(1 - 0.81) * row[1]);
        assertThat(test(gaussian, Replication.here()).p()).isEqualTo(1);
        List<double[]> skewed = normals(600, 2, seed);
        skewed.forEach(row -> Arrays.setAll(row, j -> Math.exp(0.6 * row[j])));
        assertThat(test(skewed, Replication.here()).p()).isGreaterThan(0.05);
    }

    @Test
    void doesNotTakeConstantsOrAnswersOfYesAndNoForGroups() {
        SplittableRandom random = new SplittableRandom(3);
        List<double[]> answers = IntStream.range(0, 600)
                .mapToObj(i -> new double[] {random.nextInt(2), random.nextInt(2), random.nextInt(2)})
                .toList();
        assertThat(test(answers, Replication.here()).p()).isGreaterThan(0.05);
        assertThat(test(List.of(new double[] {1, 1}, new double[] {1, 1}), Replication.here())
                        .p())
                .isEqualTo(1);
    }

    @Test
    void theNullKeepsCorrelationsAtomsAndWhatIsMissing() {
        SplittableRandom random = new SplittableRandom(5);
        List<double[]> rows = new ArrayList<>();
        for (double[] row : normals(2000, 3, 4)) {
            double amount = Math.exp(row[1]);
            rows.add(new double[] {
                row[0], random.nextDouble() < 0.4 ? 0 : amount, random.nextDouble() < 0.3 ? Double.NaN : row[0] + row[2]
            });
        }
        OnePopulation.Like like = OnePopulation.like(rows, 1).orElseThrow();
        List<double[]> drawn = like.population().draw(9);
        assertThat(drawn.stream().filter(row -> Double.isNaN(row[2])).count())
                .isEqualTo(rows.stream().filter(row -> Double.isNaN(row[2])).count());
        assertThat(drawn.stream().filter(row -> row[1] == 0).count() / 2000.0).isCloseTo(0.4, within(0.03));
        double[] study = OnePopulation.correlations(OnePopulation.ranks(rows, 3), 3);
        double[][] ofNulls = IntStream.range(0, 20)
                .mapToObj(seed -> OnePopulation.ranks(like.population().draw(seed), 3))
                .map(ranks -> OnePopulation.correlations(ranks, 3))
                .toArray(double[][]::new);
        for (int i = 0; i < 9; i++) {
            int place = i;
            double mean = Arrays.stream(ofNulls)
                    .mapToDouble(each -> each[place])
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(study[i], within(0.03));
        }
    }

    @Test
    void theNullOfTwoHumpsHasOne() {
        double[] sorted =
                two(1000, 1, 6, 2).stream().mapToDouble(row -> row[0]).sorted().toArray();
        Margin margin = Margin.of(sorted, Ties.of(sorted));
        // Widths of equal shares of people: they fall towards the mode, and rise after it.
        double[] widths = IntStream.range(1, 19)
                .mapToDouble(i -> margin.quantile((i + 1) / 20.0) - margin.quantile(i / 20.0))
                .toArray();
        int turns = 0;
        boolean isRising = false;
        for (int i = 1; i < widths.length; i++) {
            if (isRising && widths[i] < widths[i - 1] - 1e-9) {
                turns++;
            }
            isRising |= widths[i] > widths[i - 1] + 1e-9;
        }
        assertThat(turns).isZero();
        assertThat(margin.quantile(0)).isEqualTo(sorted[0]);
        assertThat(margin.quantile(1)).isEqualTo(sorted[999]);
    }

    @Test
    void seesHeavyJointTails() {
        SplittableRandom random = new SplittableRandom(6);
        List<double[]> heavy = normals(2000, 3, 6);
        heavy.forEach(row -> {
            double scale = Math.sqrt(5 / Copula.chiSquared(5, random));
            Arrays.setAll(row, j -> row[j] * scale);
        });
        assertThat(OnePopulation.like(heavy, 1)
                        .orElseThrow()
                        .population()
                        .copula()
                        .freedom())
                .isBetween(3.5, 8.0);
        assertThat(OnePopulation.like(normals(2000, 3, 7), 1)
                        .orElseThrow()
                        .population()
                        .copula()
                        .freedom())
                .isInfinite();
    }

    @Test
    void spreadsTiesOverTheirCellsAndLeavesAtoms() {
        double[] counts = {0, 0, 0, 1, 1, 2, 3, 3};
        Ties ties = Ties.of(counts);
        assertThat(ties.low()).containsExactly(-0.5, 0.5, 2, 2.5);
        assertThat(ties.high()).containsExactly(0.5, 1.5, 2, 3.5);
        assertThat(ties.atom()).isEqualTo(-1);
        double[] inflated = DoubleStream.concat(
                        DoubleStream.generate(() -> 0).limit(50),
                        IntStream.range(1, 51).asDoubleStream().map(i -> i / 7))
                .toArray();
        assertThat(Ties.of(inflated).atom()).isZero();
        assertThat(Ties.of(inflated).spread(0, new SplittableRandom(1))).isZero();
    }

    @Test
    void tellsWhichDistanceWouldGoUnseen() {
        double distance = Detectable.distance(normals(600, 2, 1), PLAN.recipe(), 0.05, 39, 10, 1, Replication.here())
                .orElseThrow();
        assertThat(distance).isBetween(2.25, 3.75);
        assertThat(Detectable.distance(normals(12, 4, 1), PLAN.recipe(), 0.05, 39, 10, 1, Replication.here()))
                .isEmpty();
    }
}
