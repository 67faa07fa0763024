package io.dramatis.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.error.DramatisException;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.rows.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureFitTest {
    private static final List<CovarianceForm> ALL = List.of(CovarianceForm.values());
    private static final List<CovarianceForm> FULL = List.of(CovarianceForm.VVV);

    private static void findsThreeGroups(int d, long seed, Integer... k) {
        People people = People.triangle(1500, d, 8, seed);
        Search.Found found = people.search(ALL, seed, k);
        assertThat(found.mixture().groups()).isEqualTo(3);
        assertThat(people.adjustedRand(found.mixture())).isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 50})
    void findsThreeGroupsInManyDimensions(int d) {
        findsThreeGroups(d, 1, 2, 3);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {5, 10, 20, 30, 50})
    void findsThreeGroupsInManyDimensionsFromFiveSeeds(int d) {
        for (int seed = 1; seed <= 5; seed++) {
            findsThreeGroups(d, seed, People.upTo(d > 20 ? 4 : 9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 30})
    void doesNotDependOnTheUnits(int d) {
        People people = People.triangle(1500, d, 8, 13);
        double[] units = IntStream.range(0, d)
                .mapToDouble(j -> Math.pow(10, -3 + 7.0 * j / (d - 1)))
                .toArray();
        People scaled = people.with(row -> {
            Arrays.setAll(row, j -> row[j] * units[j]);
            return row;
        });
        double shift = -1500 * Arrays.stream(units).map(Math::log).sum();
        for (CovarianceForm form : List.of(CovarianceForm.EEI, CovarianceForm.EEE, CovarianceForm.VVV)) {
            Search.Found one = people.search(List.of(form), 1, 3);
            Search.Found other = scaled.search(List.of(form), 1, 3);
            assertThat(people.adjustedRand(one.mixture())).isGreaterThanOrEqualTo(0.99);
            assertThat(scaled.groups(other.mixture(), true)).isEqualTo(people.groups(one.mixture(), true));
            double expected = one.chosen().logLikelihood() + shift;
            assertThat(other.chosen().logLikelihood()).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
        }
    }

    @Test
    void makesSpheresRoundInTheUnitsAskedFor() {
        // Units in which the second column is all there is to see.
        People people = People.around(900, 2, new double[][] {{0, 0}, {0, 6}}, 3)
                .with(row -> new double[] {row[0], 100 * row[1]});
        Settings raw = people.settings(List.of(CovarianceForm.EII), 1, 2);
        Search.Found found = people.fit(raw);
        double variance = found.mixture().density().covariances()[0][0]
                * Math.pow(found.mixture().scaling().scale()[0], 2);
        double other = found.mixture().density().covariances()[0][3]
                * Math.pow(found.mixture().scaling().scale()[1], 2);
        assertThat(variance).isCloseTo(other, within(1e-6 * other));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.6, 0.9})
    void leavesOneGaussianWhole(double correlation) {
        assertThat(People.correlated(600, 2, correlation, 3)
                        .fit(People.settings(1, People.upTo(4)))
                        .mixture()
                        .groups())
                .isEqualTo(1);
    }

    @Test
    void mergesTheComponentsOfASkewedPopulation() {
        int whole = 0;
        for (int seed = 0; seed < 10; seed++) {
            Mixture mixture = People.correlated(600, 2, 0, seed)
                    .mapped(x -> Math.exp(0.6 * x))
                    .fit(People.settings(seed, People.upTo(4)))
                    .mixture();
            whole += mixture.groups() == 1 ? 1 : 0;
        }
        assertThat(whole).isGreaterThanOrEqualTo(8);
    }

    @Test
    void makesNoGroupsOfYesNoAnswers() {
        for (double share : new double[] {0.03, 0.2, 0.5}) {
            SplittableRandom random = new SplittableRandom(7);
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                double[] row = random.doubles(5).map(u -> u < share ? 1 : 0).toArray();
                rows.add(new double[] {row[0], row[1], row[2], row[3], row[4], random.nextGaussian()});
            }
            assertThat(new People(rows, new int[1000])
                            .fit(People.settings(1, People.upTo(4)))
                            .mixture()
                            .groups())
                    .as("share %s", share)
                    .isEqualTo(1);
        }
    }

    @Test
    void makesNoGroupsOfStepsAndZeros() {
        SplittableRandom random = new SplittableRandom(8);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            rows.add(new double[] {
                Math.rint(Math.max(1, Math.min(5, 3 + random.nextGaussian()))),
                random.nextDouble() < 0.3 ? 0 : Math.exp(0.5 * random.nextGaussian()),
                random.nextDouble() < 0.8 ? 0 : 2 + random.nextGaussian(),
                random.nextGaussian()
            });
        }
        Search.Found found = new People(rows, new int[1500]).fit(People.settings(1, People.upTo(5)));
        assertThat(found.mixture().groups()).isEqualTo(1);
        assertThat(found.notes())
                .anySatisfy(note -> assertThat(note).startsWith("components are as narrow as they may be"))
                .anySatisfy(note -> assertThat(note)
                        .matches("column 'x2' is 0 in (79|80|81)% of rows: no component may be narrower there than the"
                                + " values around it are apart"));
    }

    @Test
    void isNotLedAstrayBySpikes() {
        SplittableRandom random = new SplittableRandom(18);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            double x = random.nextGaussian();
            double zeros = random.nextDouble() < 0.8 ? 0 : Math.exp(random.nextGaussian());
            rows.add(new double[] {zeros, x, x, 3, random.nextGaussian() + (i % 2) * 6});
        }
        People people = new People(rows, new int[800]);
        for (CovarianceForm form : ALL) {
            double[] logs = IntStream.range(0, 10)
                    .mapToDouble(seed -> {
                        Search.Found found = people.search(List.of(form), seed, 4);
                        assertThat(found.notes())
                                .contains("column 'x3' was left out: all rows have the same value")
                                .anySatisfy(note -> assertThat(note).startsWith("column 'x0' is 0 in"));
                        return found.chosen().logLikelihood();
                    })
                    .toArray();
            double most = Arrays.stream(logs).max().orElseThrow();
            double least = Arrays.stream(logs).min().orElseThrow();
            assertThat(most - least).as(form.name()).isLessThan(0.01 * Math.abs(most));
        }
    }

    /** Thirty in a hundred lack the first block, forty the second. */
    private static People lacking(People complete, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return complete.with(row -> {
            boolean lacksFirst = random.nextDouble() < 0.3;
            boolean lacksSecond = !lacksFirst && random.nextDouble() < 0.4 / 0.7;
            Arrays.setAll(row, j -> (lacksFirst && j < 3) || (lacksSecond && j >= 3) ? Double.NaN : row[j]);
            return row;
        });
    }

    @Test
    void placesRowsThatLackBlocksAsWellAsOthers() {
        // The groups differ in the first block alone.
        double[][] centres = {{0, 0}, {5, 0}, {2.5, 4.33}};
        People complete = People.around(3000, 6, centres, 9);
        People partial = lacking(complete, 109);
        int[] seen = IntStream.range(0, 3000)
                .filter(i -> !Double.isNaN(partial.rows().get(i)[0]))
                .toArray();
        int[] truth = Arrays.stream(seen).map(i -> complete.labels()[i]).toArray();
        // Spheres would be round in standard deviations, and these groups are not.
        for (CovarianceForm form : ALL.subList(2, 6)) {
            Settings settings = Settings.of(People.study(List.of(form.name()), 2, 3, 4), List.of(), 1);
            int[] whole = complete.groups(complete.fit(settings).mixture(), false);
            Search.Found found = partial.fit(settings);
            int[] parts = partial.groups(found.mixture(), false);
            assertThat(found.mixture().groups()).as(form.name()).isEqualTo(3);
            assertThat(People.adjustedRand(
                            Arrays.stream(seen).map(i -> parts[i]).toArray(), truth))
                    .as(form.name())
                    .isGreaterThanOrEqualTo(People.adjustedRand(
                                    Arrays.stream(seen).map(i -> whole[i]).toArray(), truth)
                            - 0.03);
        }
    }

    @Test
    void estimatesWithoutBiasWhereBlocksAreMissing() {
        double[][] centres = {{0, 0, 0, 0, 0, 0}, {5, 0, 0, 5, 0, 0}};
        int seeds = 20;
        int d = 6;
        double[][] means = new double[d][seeds];
        double[][] variances = new double[d][seeds];
        double[][] covariances = new double[d][seeds];
        for (int seed = 0; seed < seeds; seed++) {
            // Correlated .5 across the blocks, and missing more often where the other block is high: at random, given
            // it.
            SplittableRandom random = new SplittableRandom(seed);
            People people = People.around(2000, d, centres, seed).with(row -> {
                for (int j = 3; j < d; j++) {
                    row[j] = row[j] * Math.sqrt(0.75) + 0.5 * row[j - 3] + (j == 3 && row[0] > 2.5 ? 0.17 : 0);
                }
                if (random.nextDouble() < 0.4 / (1 + Math.exp(-row[2]))) {
                    Arrays.fill(row, 3, d, Double.NaN);
                }
                return row;
            });
            Mixture mixture = people.search(FULL, seed, 2).mixture();
            int c = mixture.density().means()[0][0] < mixture.density().means()[1][0] ? 0 : 1;
            double[] scale = mixture.scaling().scale();
            for (int j = 0; j < d; j++) {
                means[j][seed] = mixture.density().means()[c][j] * scale[j]
                        + mixture.scaling().centre()[j];
                double[] covariance = mixture.density().covariances()[c];
                variances[j][seed] = covariance[j * d + j] * scale[j] * scale[j];
                covariances[j][seed] = covariance[j * d + (j + 3) % d] * scale[j] * scale[(j + 3) % d];
            }
        }
        for (int j = 0; j < d; j++) {
            assertUnbiased(means[j], 0);
            assertUnbiased(variances[j], j < 3 ? 1 : 0.75 + 0.25);
            assertUnbiased(covariances[j], 0.5);
        }
    }

    /** Within three standard errors of the mean. */
    private static void assertUnbiased(double[] estimates, double truth) {
        double mean = DoubleStream.of(estimates).average().orElseThrow();
        double square =
                DoubleStream.of(estimates).map(x -> (x - mean) * (x - mean)).sum();
        double error = Math.sqrt(square / (estimates.length - 1) / estimates.length);
        assertThat(mean).isCloseTo(truth, within(3 * error));
    }

    @Test
    void coarsensRarePatterns() {
        People complete = People.triangle(1200, 8, 8, 11);
        SplittableRandom random = new SplittableRandom(12);
        People partial = complete.with(row -> {
            Arrays.setAll(row, j -> random.nextDouble() < 0.15 ? Double.NaN : row[j]);
            return row;
        });
        Arrays.fill(partial.rows().get(0), Double.NaN);
        Search.Found found = partial.fit(People.settings(1, 3));
        assertThat(found.mixture().patterns().size()).isLessThanOrEqualTo(64);
        assertThat(found.notes()).anySatisfy(note -> assertThat(note).contains("rows lack columns"));
        assertThat(found.mixture().rows()).isGreaterThan(1180);
        assertThat(partial.groups(found.mixture(), true)[0]).isEqualTo(-1);
        assertThat(found.mixture().groups()).isEqualTo(3);
    }

    @Test
    void countsARowAsItsWeightSays() {
        People people = People.triangle(600, 3, 6, 21);
        List<Block.Entry> weighted = new ArrayList<>();
        List<double[]> repeated = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            weighted.add(new Block.Entry(i, people.rows().get(i), i / 3 % 3));
            for (int copy = 0; copy < i / 3 % 3; copy++) {
                repeated.add(people.rows().get(i));
            }
        }
        Settings settings = people.settings(ALL, 1, 1, 3);
        List<Candidate> one = Search.over(
                        Pass.local(List.of(Block.of(0, 3, weighted))), People.columns(3), settings, Cut.BY_LIMITS)
                .candidates();
        List<Candidate> other = new People(repeated, new int[600]).fit(settings).candidates();
        assertThat(one).hasSameSizeAs(other);
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.get(i).logLikelihood()).isCloseTo(other.get(i).logLikelihood(), within(0.01));
            assertThat(one.get(i).bic()).isCloseTo(other.get(i).bic(), within(0.02));
        }
    }

    @Test
    void listensToABlockAsItsWeightSays() {
        // Ten answers tell one story, two facts another.
        SplittableRandom random = new SplittableRandom(4);
        List<double[]> rows = new ArrayList<>();
        int[] facts = new int[2000];
        for (int i = 0; i < 2000; i++) {
            facts[i] = i % 2;
            int answers = (i / 2) % 2;
            double[] row = new double[12];
            for (int j = 0; j < 12; j++) {
                row[j] = random.nextGaussian() + (j < 2 ? 3.0 * facts[i] : 1.2 * answers);
            }
            rows.add(row);
        }
        People people = new People(rows, facts);
        String[] blocks =
                IntStream.range(0, 12).mapToObj(j -> j < 2 ? "crm" : "survey").toArray(String[]::new);
        Settings plain = people.settings(List.of(CovarianceForm.EEI), 1, 2);
        double even = people.adjustedRand(people.fit(plain).mixture());
        MixtureEstimator estimator =
                people.estimator(List.of(CovarianceForm.EEI), 1, 2).setBlocks(blocks);
        String[] names = {"crm", "survey"};
        Settings weighted =
                estimator.setBlockWeights(names, new double[] {1, 0.2}).settings();
        Search.Found found = people.fit(weighted);
        assertThat(even).isLessThan(0.1);
        assertThat(people.adjustedRand(found.mixture())).isGreaterThan(0.9);
        // All blocks alike is no weighting at all.
        Settings alike = estimator.setBlockWeights(names, new double[] {1, 1}).settings();
        assertThat(people.fit(alike).candidates()).isEqualTo(people.fit(plain).candidates());
    }

    @Test
    void leavesOutConstantAndEmptyColumnsAndSaysSo() {
        People people = People.triangle(600, 2, 8, 14).with(row -> new double[] {row[0], 4, row[1], Double.NaN});
        Search.Found found = people.fit(People.settings(1, 1, 2, 3));
        assertThat(found.mixture().columns()).containsExactly("x0", "x2");
        assertThat(found.notes())
                .contains(
                        "column 'x1' was left out: all rows have the same value",
                        "column 'x3' was left out: no row has a value");
        assertThat(found.mixture().groups()).isEqualTo(3);
    }

    @Test
    void refusesInfiniteValuesBadWeightsAndColumnsWithoutVariety() {
        List<double[]> rows = List.of(new double[] {1, Double.POSITIVE_INFINITY}, new double[] {2, 1});
        assertThatThrownBy(() -> new People(rows, new int[2]).fit(People.settings(1, 1)))
                .isInstanceOf(DramatisException.class)
                .hasMessage("column 'x1' is infinite in 1 rows\na mixture needs finite numbers\n"
                        + "guard its expression against division by zero or overflow");
        List<double[]> same = List.of(new double[] {1}, new double[] {1});
        assertThatThrownBy(() -> new People(same, new int[2]).fit(People.settings(1, 1)))
                .isInstanceOf(DramatisException.class)
                .hasMessageStartingWith("no column holds two different values among 2 rows");
        for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            Block block = Block.of(0, 1, List.of(new Block.Entry(1, new double[] {1}, weight)));
            assertThatThrownBy(() ->
                            Search.over(Pass.local(List.of(block)), List.of("x"), People.settings(1, 1), Cut.BY_LIMITS))
                    .isInstanceOf(DramatisException.class)
                    .hasMessageStartingWith("1 rows have a weight that is negative, infinite or missing");
        }
    }

    @Test
    void fitsOneGaussianToVeryFewRows() {
        Search.Found found = People.triangle(6, 4, 8, 15).fit(People.settings(1, 2, 3));
        assertThat(found.mixture().groups()).isEqualTo(1);
        assertThat(found.candidates()).singleElement().satisfies(only -> {
            assertThat(only.k()).isEqualTo(1);
            assertThat(only.logLikelihood()).isFinite();
        });
        assertThat(found.notes())
                .contains("no fit was made with [2, 3] components of form VVV: 6 rows are too few for 4 columns");
    }

    @Test
    void saysSoWhenThereAreMoreComponentsThanDistinctRows() {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(new double[] {i % 3, i % 3 == 1 ? 1 : 0});
        }
        Search.Found found = new People(rows, new int[300]).search(ALL, 1, 2, 6);
        assertThat(found.candidates())
                .allSatisfy(candidate -> assertThat(candidate.bic()).isFinite());
        assertThat(found.notes())
                .contains("99% of rows are the same as another")
                .anySatisfy(note -> assertThat(note).startsWith("no fit stands with [6] components"));
    }

    @Test
    void doesNotPutAFarOutlierIntoAGroup() {
        People people = People.triangle(900, 2, 8, 16);
        Mixture mixture = people.fit(People.settings(1, 3)).mixture();
        People outlier = new People(List.of(new double[] {1e6, -1e6}, new double[] {0, 0}), new int[2]);
        int[] groups = outlier.groups(mixture, true);
        assertThat(groups[0]).isEqualTo(-1);
        assertThat(groups[1]).isNotEqualTo(-1);
    }
}
