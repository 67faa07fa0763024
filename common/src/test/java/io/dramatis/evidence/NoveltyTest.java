package io.dramatis.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.evidence.novelty.Difference;
import io.dramatis.evidence.novelty.FalseDiscovery;
import org.junit.jupiter.api.Test;

class NoveltyTest {
    @Test
    void adjustsAsRDoes() {
        // p.adjust(c(.01, .02, .03, .04, .5), "BH")
        assertThat(FalseDiscovery.adjusted(new double[] {0.03, 0.01, 0.5, 0.02, 0.04}))
                .containsExactly(new double[] {0.05, 0.05, 0.5, 0.05, 0.05}, within(1e-12));
        assertThat(FalseDiscovery.adjusted(new double[] {Double.NaN, 0.3})).containsExactly(Double.NaN, 0.3);
        assertThat(FalseDiscovery.adjusted(new double[] {0.01, 0.2, 0.04}))
                .containsExactly(new double[] {0.03, 0.2, 0.06}, within(1e-12));
        assertThat(FalseDiscovery.adjusted(new double[] {0, 1e-300})).containsExactly(1e-10, 1e-10);
    }

    @Test
    void testsTwoMeansAsRDoes() {
        // t.test(c(1, 2, 3, 4), c(2, 4, 6, 8, 10)): t = -2.2514, df = 5.5208, p = .06913, interval -7.3854 to .3854
        Difference difference =
                Difference.of(new Difference.Sample(2.5, 5.0 / 3, 4), new Difference.Sample(6, 10, 5), 1, 0.95);
        assertThat(difference.estimate()).isEqualTo(-3.5);
        assertThat(difference.p()).isCloseTo(0.0691336, within(1e-6));
        assertThat(difference.low()).isCloseTo(-7.385368, within(1e-5));
        assertThat(difference.high()).isCloseTo(0.385368, within(1e-5));
        assertThat(Difference.of(new Difference.Sample(1, 0, 9), new Difference.Sample(1, 0, 9), 2, 0.95)
                        .p())
                .isEqualTo(1);
    }
}
