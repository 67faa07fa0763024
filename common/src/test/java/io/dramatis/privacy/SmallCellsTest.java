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

    @Test
    void senselessQuestionsAreOurFault() {
        assertThatThrownBy(() -> new SmallCells(0)).hasMessage("Cells of at least 0 people");
        assertThatThrownBy(() -> cells.showsPercentile(1, 100)).hasMessage("A percentile of 1.0");
    }
}
