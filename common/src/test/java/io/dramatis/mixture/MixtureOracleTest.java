package io.dramatis.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log-likelihoods of mclust 6.0.0 (references/statistics.md). */
class MixtureOracleTest {
    private static final int SEEDS = 20;

    @ParameterizedTest
    @CsvSource({
        "iris.csv, 2, -214.354704",
        "iris.csv, 3, -180.185477",
        "unlabelled_faithful.csv, 2, -1130.263960",
        "mclust_diabetes.csv, 3, -2303.491843"
    })
    void reachesTheLogLikelihoodOfMclust(String file, int k, double oracle) {
        People people = People.shared(file);
        int reached = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Candidate candidate =
                    people.fit(People.settings(k), seed).candidates().get(0);
            assertThat(candidate.k()).isEqualTo(k);
            reached += candidate.logLikelihood() >= oracle - 0.001 ? 1 : 0;
        }
        assertThat(reached).isGreaterThanOrEqualTo(SEEDS - 1);
    }

    @ParameterizedTest
    @CsvSource({"iris.csv, 2, -574.0178", "mclust_diabetes.csv, 3, -4751.3164"})
    void hasTheBicOfMclust(String file, int k, double bic) {
        // A tighter stop than mclust's own may climb a little higher.
        assertThat(People.shared(file)
                        .fit(People.settings(People.settings(k), 1e-10, 2000), 1)
                        .candidates()
                        .get(0)
                        .bic())
                .isBetween(bic - 0.001, bic + 0.01);
    }

    @ParameterizedTest
    @CsvSource({"unlabelled_baudry_ex4.1.csv, 4", "unlabelled_baudry_ex4.2.csv, 4", "unlabelled_faithful.csv, 2"})
    void mergesComponentsIntoTheGroupsOfThePapers(String file, int groups) {
        assertThat(People.shared(file)
                        .fit(People.settings(1, 2, 3, 4, 5, 6, 7, 8), 1)
                        .model()
                        .groups())
                .isEqualTo(groups);
    }
}
