package io.dramatis.mixture.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private final SplittableRandom random = new SplittableRandom(1);

    private double step(DoubleSupplier values) {
        return Scaling.step(DoubleStream.generate(values).limit(2000).sorted().toArray());
    }

    @Test
    void readsTheStepOfYesNoAnswersHoweverRare() {
        assertThat(step(() -> random.nextDouble() < 0.5 ? 1 : 0)).isEqualTo(1);
        assertThat(step(() -> random.nextDouble() < 0.03 ? 1 : 0)).isEqualTo(1);
    }

    @Test
    void readsTheStepOfScalesAndCounts() {
        assertThat(step(() -> Math.rint(4 + 1.5 * random.nextGaussian()))).isEqualTo(1);
        assertThat(step(() -> Math.rint(10 * random.nextGaussian()) / 10)).isEqualTo(0);
        assertThat(step(() -> Math.rint(5 * random.nextGaussian()) / 10)).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void measuresAnAtomAgainstTheBulk() {
        assertThat(step(() -> random.nextDouble() < 0.5 ? 0 : 6 + random.nextGaussian()))
                .isCloseTo(6, within(0.2));
        assertThat(step(() -> random.nextDouble() < 0.1 ? 0 : random.nextGaussian() * 3))
                .isCloseTo(2, within(0.3));
    }

    @Test
    void seesNoStepInAContinuousVariable() {
        assertThat(step(random::nextGaussian)).isEqualTo(0);
    }
}
