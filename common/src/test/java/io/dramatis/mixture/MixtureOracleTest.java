package io.dramatis.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.mixture.em.CovarianceForm;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log-likelihoods and choices of mclust 6.0.0, on data that come with R packages. */
class MixtureOracleTest {
    private static final String ORACLES = """
            iris.csv, VVV, 2, 29, -214.354704
            iris.csv, VVV, 3, 44, -180.185477
            iris.csv, EII, 3, 15, -401.802176
            iris.csv, VII, 3, 17, -384.314095
            iris.csv, EEI, 3, 18, -361.425522
            iris.csv, VVI, 3, 26, -307.177572
            iris.csv, EEE, 3, 24, -256.354043
            unlabelled_faithful.csv, VVV, 2, 11, -1130.263960
            unlabelled_faithful.csv, EEE, 3, 11, -1126.32624
            mclust_diabetes.csv, VVV, 3, 29, -2303.491843
            """;

    private static final List<CovarianceForm> ALL = List.of(CovarianceForm.values());

    /** How many of so many seeds reach a log-likelihood, with all their components and none on its floor. */
    private static int reached(String file, CovarianceForm form, int k, int df, double oracle, int seeds) {
        People people = People.shared(file);
        int reached = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Search.Found found = people.search(List.of(form), seed, k);
            Candidate candidate = found.candidates().get(0);
            assertThat(candidate.df()).isEqualTo(df);
            assertThat(candidate.bic())
                    .isEqualTo(2 * candidate.logLikelihood()
                            - df * Math.log(people.rows().size()));
            boolean isWhole = candidate.k() == k
                    && candidate.converged()
                    && found.notes().stream().noneMatch(note -> note.contains("narrow"));
            reached += isWhole && candidate.logLikelihood() >= oracle - 0.001 ? 1 : 0;
        }
        return reached;
    }

    @ParameterizedTest
    @CsvSource(textBlock = ORACLES)
    void reachesTheLogLikelihoodOfMclust(String file, CovarianceForm form, int k, int df, double oracle) {
        assertThat(reached(file, form, k, df, oracle, 20)).isGreaterThanOrEqualTo(19);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource(textBlock = ORACLES)
    void reachesItFromNearlyAllOfAHundredSeeds(String file, CovarianceForm form, int k, int df, double oracle) {
        assertThat(reached(file, form, k, df, oracle, 100)).isGreaterThanOrEqualTo(95);
    }

    @ParameterizedTest
    @CsvSource({
        "unlabelled_faithful.csv, EEE, 3",
        "mclust_diabetes.csv, VVV, 3",
        "mclust_cross.csv, VVI, 2",
        "penguins.csv, EEE, 4",
        "iris.csv, VVV, 2"
    })
    void choosesAmongAllFormsAsMclustDoes(String file, CovarianceForm form, int k) {
        Search.Found found = People.shared(file).search(ALL, 1, People.upTo(9));
        assertThat(found.chosen().form()).isEqualTo(form);
        assertThat(found.chosen().k()).isEqualTo(k);
    }

    @Test
    void findsTheFourteenPartsOfTheWreath() {
        assertThat(People.shared("unlabelled_wreath.csv")
                        .search(List.of(CovarianceForm.VVV), 1, 13, 14, 15)
                        .mixture()
                        .groups())
                .isEqualTo(14);
    }

    @ParameterizedTest
    @CsvSource({"unlabelled_baudry_ex4.1.csv, 4", "unlabelled_baudry_ex4.2.csv, 4", "unlabelled_faithful.csv, 2"})
    void mergesComponentsIntoTheGroupsOfThePapers(String file, int groups) {
        Search.Found found = People.shared(file).search(ALL, 1, People.upTo(9));
        assertThat(found.mixture().groups()).isEqualTo(groups);
        assertThat(found.mergeTree()).hasSize(found.mixture().components() - 1);
        assertThat(found.mergeTree().stream().filter(step -> step.merged()).count())
                .isEqualTo(found.mixture().components() - groups);
    }

    @Tag("long")
    @Test
    void mergesSkewedGroupsIntoThreeInNearlyAllSeeds() {
        int three = 0;
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                rows.add(new double[] {
                    Math.exp(0.5 * random.nextGaussian()) + (i % 3 == 1 ? 4 : 0),
                    Math.exp(0.5 * random.nextGaussian()) + (i % 3 == 2 ? 4 : 0)
                });
            }
            Search.Found found = new People(rows, new int[600])
                    .fit(Settings.of(People.study(List.of("VII", "VVI", "VVV"), People.upTo(6)), List.of(), seed));
            assertThat(found.chosen().k()).as("BIC cuts skewed groups up").isGreaterThan(3);
            three += found.mixture().groups() == 3 ? 1 : 0;
        }
        assertThat(three).isGreaterThanOrEqualTo(19);
    }
}
