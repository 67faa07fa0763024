package io.dramatis.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    /** Newcombe, Statistics in Medicine 17, 1998, table I, method 3 (Wilson without continuity correction). */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void wilsonsIntervalIsThePublishedOne(long yes, long n, double low, double high) {
        Interval interval = Interval.ofShare(yes, n, 0.95);
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    @Test
    void aShareStaysWithinItsBounds() {
        assertThat(Interval.ofShare(0, 7, 0.99).low()).isZero();
        assertThat(Interval.ofShare(7, 7, 0.99).high()).isEqualTo(1);
        assertThat(Interval.ofShare(7, 7, 0.99).low())
                .isCloseTo(1 - Interval.ofShare(0, 7, 0.99).high(), within(1e-12));
    }

    @Test
    void theIntervalOfAMeanIsTheNormalOne() {
        Interval interval = Interval.ofMean(10, 2, 100, 0.95);
        assertThat(interval.low()).isCloseTo(10 - 1.959963984540054 * 0.2, within(1e-9));
        assertThat(interval.high()).isCloseTo(10 + 1.959963984540054 * 0.2, within(1e-9));
        assertThat(Interval.ofMean(3, 0, 5, 0.9)).isEqualTo(new Interval(3, 3));
    }

    @Test
    void senselessQuestionsAreOurFault() {
        assertThatThrownBy(() -> Interval.ofShare(3, 2, 0.95)).hasMessage("A share of 3 in 2");
        assertThatThrownBy(() -> Interval.ofShare(0, 0, 0.95)).hasMessage("A share of 0 in 0");
        assertThatThrownBy(() -> Interval.ofShare(1, 2, 1)).hasMessage("A confidence of 1.0");
        assertThatThrownBy(() -> Interval.ofMean(1, -1, 2, 0.95))
                .hasMessage("A mean of 2 with standard deviation -1.0");
    }
}
