package io.dramatis.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallCellsTest {
    private final SmallCells cells = new SmallCells(20);

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "19, false", "20, true", "1000, true"})
    void means(long n, boolean isShown) {
        assertThat(cells.showsMean(n)).isEqualTo(isShown);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "0, 19, false",
        "0, 20, true",
        "20, 20, true",
        "1, 100, false",
        "19, 100, false",
        "20, 100, true",
        "80, 100, true",
        "81, 100, false",
        "99, 100, false",
        "100, 100, true",
        "20, 39, false",
        "20, 40, true",
    })
    void sharesNeedManyOrNobodyOnEachSide(long yes, long n, boolean isShown) {
        assertThat(cells.showsShare(yes, n)).isEqualTo(isShown);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 199, false",
        "0.1, 200, true",
        "0.9, 199, false",
        "0.9, 200, true",
        "0.5, 39, false",
        "0.5, 40, true",
        "0.05, 399, false",
        "0.95, 400, true",
    })
    void percentilesNeedManyOnTheirOuterSide(double percentile, long n, boolean isShown) {
        assertThat(cells.showsPercentile(percentile, n)).isEqualTo(isShown);
    }

    @ParameterizedTest
    @CsvSource({
        "123.456, 1, 100",
        "123.456, 50, 100",
        "123.456, 51, 120",
        "123.456, 500, 120",
        "123.456, 501, 123",
        "123.456, 20000, 123.5",
        "-0.0098765, 600, -0.00988",
        "0, 600, 0",
        "0.125, 60, 0.12",
    })
    void aMeanHasTheDigitsThatItsPeopleBear(double value, long n, double rounded) {
        assertThat(SmallCells.rounded(value, n)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @CsvSource({"0.3456, 20, 0.3", "0.3456, 51, 0.35", "0.0123, 501, 0.012", "1, 20, 1", "0, 20, 0"})
    void aShareHasTheDecimalsThatItsPeopleBear(double share, long n, double rounded) {
        assertThat(SmallCells.roundedShare(share, n)).isEqualTo(rounded);
    }

    @Test
    void twoRoundedSharesLeaveOpenWhatTheLeaverWas() {
        for (long n = 21; n < 3_000; n += 7) {
            double unit = Math.pow(10, -SmallCells.digits(n));
            assertThat((2 * n - 1) * unit / 2).as("n = %d", n).isGreaterThanOrEqualTo(0.5 - 1e-9);
        }
    }

    @Test
    void whatIsNotANumberStaysSo() {
        assertThat(SmallCells.rounded(Double.NaN, 100)).isNaN();
        assertThat(SmallCells.rounded(Double.POSITIVE_INFINITY, 100)).isInfinite();
    }

    @Test
    void senselessQuestionsAreOurFault() {
        assertThatThrownBy(() -> new SmallCells(0)).hasMessage("Cells of at least 0 people");
        assertThatThrownBy(() -> cells.showsPercentile(1, 100)).hasMessage("A percentile of 1.0");
        assertThatThrownBy(() -> SmallCells.rounded(1, 0)).hasMessage("A value of 0 people");
    }
}
