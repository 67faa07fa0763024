package io.dramatis.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.error.DramatisException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureFitTest {

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 20})
    void findsThreeGroupsInManyDimensions(int d) {
        People people = People.triangle(1500, d, 8, 1);
        MixtureModel model = people.fit(People.settings(3), 1).model();
        assertThat(model.groups()).isEqualTo(3);
        assertThat(People.adjustedRand(people.groups(model, false), people.labels()))
                .isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void choosesThreeOfMany() {
        MixtureFit.Result result = People.triangle(1500, 5, 8, 2).fit(People.settings(1, 2, 3, 4, 5), 1);
        assertThat(result.model().components()).isEqualTo(3);
        assertThat(result.model().mergeSteps()).isEmpty();
        assertThat(result.candidates())
                .hasSize(5)
                .filteredOn(Candidate::chosen)
                .singleElement()
                .satisfies(chosen -> {
                    assertThat(chosen.k()).isEqualTo(3);
                    assertThat(chosen.df()).isEqualTo(2 + 3 * (5 + 15));
                    assertThat(chosen.bic()).isGreaterThanOrEqualTo(chosen.icl());
                    assertThat(chosen.groups()).hasValue(3);
                });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.6, 0.9})
    void leavesOneGaussianWhole(double correlation) {
        assertThat(People.correlated(600, 2, correlation, 3)
                        .fit(People.settings(1, 2, 3, 4), 1)
                        .model()
                        .groups())
                .isEqualTo(1);
    }

    @Test
    void mergesTheComponentsOfASkewedPopulation() {
        int whole = 0;
        for (int seed = 0; seed < 10; seed++) {
            MixtureModel model = People.correlated(600, 2, 0, seed)
                    .mapped(x -> Math.exp(0.6 * x))
                    .fit(People.settings(1, 2, 3, 4), seed)
                    .model();
            whole += model.groups() == 1 ? 1 : 0;
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
            MixtureModel model = new People(rows, new int[1000])
                    .fit(People.settings(1, 2, 3, 4), 1)
                    .model();
            assertThat(model.groups()).as("share %s", share).isEqualTo(1);
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
        MixtureFit.Result result = new People(rows, new int[1500]).fit(People.settings(1, 2, 3, 4, 5), 1);
        assertThat(result.model().groups()).isEqualTo(1);
        assertThat(result.notes())
                .anySatisfy(note -> assertThat(note).startsWith("components are as narrow as they may be"));
    }

    @Test
    void placesPeopleWhoLackBlocksAsWellAsOthers() {
        double[][] centres = {{0, 0, 0, 0, 0, 0}, {5, 0, 0, 5, 0, 0}, {0, 5, 0, 0, 5, 0}};
        People complete = People.around(3000, 6, centres, 9);
        SplittableRandom random = new SplittableRandom(10);
        List<double[]> rows = new ArrayList<>();
        for (double[] full : complete.rows()) {
            double[] row = full.clone();
            boolean lacksFirst = random.nextDouble() < 0.3;
            boolean lacksSecond = !lacksFirst && random.nextDouble() < 0.4;
            for (int j = 0; j < 6; j++) {
                row[j] = (lacksFirst && j < 3) || (lacksSecond && j >= 3) ? Double.NaN : row[j];
            }
            rows.add(row);
        }
        People partial = new People(rows, complete.labels());
        MixtureModel full = complete.fit(People.settings(1, 2, 3, 4), 1).model();
        MixtureModel model = partial.fit(People.settings(1, 2, 3, 4), 1).model();
        assertThat(model.groups()).isEqualTo(3);
        assertThat(People.adjustedRand(partial.groups(model, false), partial.labels()))
                .isGreaterThanOrEqualTo(People.adjustedRand(complete.groups(full, false), complete.labels()) - 0.03);
        for (int c = 0; c < 3; c++) {
            assertThat(model.density.weights()[c]).isCloseTo(1.0 / 3, within(0.03));
            for (int j = 0; j < 6; j++) {
                double variance = model.density.covariances()[c][j * 6 + j]
                        * Math.pow(model.scaling.scale()[j], 2);
                // Some 600 people a group and variable: a standard error of .06.
                assertThat(variance).isCloseTo(1, within(0.18));
            }
        }
    }

    @Test
    void coarsensRarePatterns() {
        People complete = People.triangle(1200, 8, 8, 11);
        SplittableRandom random = new SplittableRandom(12);
        List<double[]> rows = new ArrayList<>();
        for (double[] full : complete.rows()) {
            rows.add(java.util.Arrays.stream(full)
                    .map(x -> random.nextDouble() < 0.15 ? Double.NaN : x)
                    .toArray());
        }
        rows.set(0, new double[] {
            Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN
        });
        People partial = new People(rows, complete.labels());
        MixtureFit.Result result = partial.fit(People.settings(3), 1);
        MixtureModel model = result.model();
        assertThat(model.patterns.size()).isLessThanOrEqualTo(64);
        assertThat(result.notes()).anySatisfy(note -> assertThat(note).contains("people lack features"));
        assertThat(model.people()).isGreaterThan(1180);
        assertThat(partial.groups(model, true)[0]).isEqualTo(-1);
        assertThat(model.groups()).isEqualTo(3);
    }

    @Test
    void doesNotDependOnTheUnits() {
        People people = People.triangle(900, 4, 8, 13);
        double[] units = {1e-3, 1, 70, 1e4};
        People scaled = new People(
                people.rows().stream()
                        .map(row ->
                                new double[] {row[0] * units[0], row[1] * units[1], row[2] * units[2], row[3] * units[3]
                                })
                        .toList(),
                people.labels());
        MixtureModel one = people.fit(People.settings(1, 2, 3, 4), 1).model();
        MixtureModel other = scaled.fit(People.settings(1, 2, 3, 4), 1).model();
        assertThat(scaled.groups(other, true)).isEqualTo(people.groups(one, true));
        double shift = 0;
        for (double unit : units) {
            shift -= 900 * Math.log(unit);
        }
        assertThat(other.logLikelihood()).isCloseTo(one.logLikelihood() + shift, within(1e-6 * 5000));
    }

    @Test
    void leavesOutConstantAndEmptyColumnsAndSaysSo() {
        People people = People.triangle(600, 2, 8, 14);
        List<double[]> rows = people.rows().stream()
                .map(row -> new double[] {row[0], 4, row[1], Double.NaN})
                .toList();
        MixtureFit.Result result = new People(rows, people.labels()).fit(People.settings(1, 2, 3), 1);
        assertThat(result.model().columns()).containsExactly("x0", "x2");
        assertThat(result.notes())
                .contains(
                        "feature 'x1' was left out: everyone has the same value",
                        "feature 'x3' was left out: no one has a value");
        assertThat(result.model().groups()).isEqualTo(3);
    }

    @Test
    void refusesInfiniteValuesAndColumnsWithoutVariety() {
        List<double[]> rows = List.of(new double[] {1, Double.POSITIVE_INFINITY}, new double[] {2, 1});
        assertThatThrownBy(() -> new People(rows, new int[2]).fit(People.settings(1), 1))
                .isInstanceOf(DramatisException.class)
                .hasMessage("feature 'x1' is infinite for 1 people\na mixture needs finite numbers\n"
                        + "guard its expression against division by zero or overflow");
        List<double[]> same = List.of(new double[] {1}, new double[] {1});
        assertThatThrownBy(() -> new People(same, new int[2]).fit(People.settings(1), 1))
                .isInstanceOf(DramatisException.class)
                .hasMessageStartingWith("no forming feature holds two different values among 2 people");
    }

    @Test
    void fitsOneGaussianToVeryFewPeople() {
        MixtureFit.Result result = People.triangle(6, 4, 8, 15).fit(People.settings(2, 3), 1);
        assertThat(result.model().groups()).isEqualTo(1);
        assertThat(result.candidates()).singleElement().satisfies(only -> {
            assertThat(only.k()).isEqualTo(1);
            assertThat(only.logLikelihood()).isFinite();
        });
        assertThat(result.notes())
                .contains("no fit was made with [2, 3] components: 6 people are too few for 4 features");
    }

    @Test
    void doesNotPutAFarOutlierIntoAGroup() {
        People people = People.triangle(900, 2, 8, 16);
        MixtureModel model = people.fit(People.settings(3), 1).model();
        People outlier = new People(List.of(new double[] {1e6, -1e6}, new double[] {0, 0}), new int[2]);
        int[] groups = outlier.groups(model, true);
        assertThat(groups[0]).isEqualTo(-1);
        assertThat(groups[1]).isNotEqualTo(-1);
    }
}
