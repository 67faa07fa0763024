package io.dramatis.privacy.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {

    @ParameterizedTest
    @CsvSource({
        "0.001, 0.001",
        "0.0011, 0.002",
        "0.3, 0.5",
        "0.51, 1",
        "1, 1",
        "1.01, 2",
        "2.5, 5",
        "5, 5",
        "73, 100",
        "0, 0"
    })
    void unitsAreOneTwoOrFive(double least, double unit) {
        assertThat(Rounding.step(least)).isEqualTo(unit);
    }

    @ParameterizedTest
    @CsvSource({
        "123.456, 1, 123",
        "123.5, 1, 124",
        "122.5, 1, 122",
        "123.456, 5, 125",
        "-0.37, 0.2, -0.4",
        "0.333, 0.05, 0.35",
        "7.25, 0, 7.25"
    })
    void valuesAreRoundedToUnits(double value, double unit, double rounded) {
        assertThat(Rounding.to(value, unit)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @CsvSource({"20, 20, 20", "29, 20, 20", "30, 20, 40", "31, 20, 40", "345, 20, 340", "7, 3, 6", "8, 3, 9"})
    void numbersOfPeopleAreToldToTheNearestK(long people, int k, long told) {
        assertThat(Rounding.count(people, k)).isEqualTo(told);
    }

    /** n m - (n - 1) m' leaves half of the range open on either side, whoever left. */
    @Test
    void twoRoundedMeansLeaveTheLeaversValueOpen() {
        Random random = new Random(1);
        for (int trial = 0; trial < 2_000; trial++) {
            long n = 20 + random.nextInt(5_000);
            double range = Math.exp(6 * random.nextGaussian());
            double unit = Rounding.meanUnit(range, n);
            assertThat((2 * n - 1) * unit / 2).isGreaterThanOrEqualTo(range / 2 * (1 - 1e-12));
            assertThat(unit).isLessThan(2.5001 * range / (2 * n - 1) + 1e-300);
        }
    }

    /** A unit of 1 / (2n - 1) would not do for a share: where n is known, it tells the number with a yes. */
    @Test
    void aShareNeverTellsTheNumberWithAYes() {
        for (long n = 20; n < 3_000; n += 7) {
            double unit = Rounding.shareUnit(n);
            assertThat(n * unit).as("n = %d", n).isGreaterThanOrEqualTo(2 - 1e-9);
            assertThat(unit).isGreaterThanOrEqualTo(1.0 / (2 * n - 1));
        }
    }

    @Test
    void everyonesFigureLeavesHalfOfKPeopleOpen() {
        for (long n = 20; n < 30_000; n += 77) {
            assertThat(n * Rounding.totalUnit(3, n, 20)).isGreaterThanOrEqualTo(30 - 1e-9);
        }
    }

    @Test
    void aFigureOfNobodyIsOurFault() {
        assertThatThrownBy(() -> Rounding.meanUnit(1, 0)).hasMessage("A value of 0 people");
    }
}
