package io.dramatis.jobs.features.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class YeoJohnsonTest {

    @Test
    void isThePaperFormula() {
        assertThat(YeoJohnson.of(3, 0.5)).isEqualTo(2.0);
        assertThat(YeoJohnson.of(3, 0)).isEqualTo(Math.log(4), within(1e-15));
        assertThat(YeoJohnson.of(-3, 1.5)).isEqualTo(-2.0);
        assertThat(YeoJohnson.of(-3, 2)).isEqualTo(-Math.log(4), within(1e-15));
        assertThat(YeoJohnson.of(-2.5, 1)).isEqualTo(-2.5);
    }

    @Test
    void findsTheLambdaThatMadeTheValues() {
        Random random = new Random(1);
        double[] normal = IntStream.range(0, 10_000)
                .mapToDouble(i -> 2 + 0.5 * random.nextGaussian())
                .toArray();
        for (double lambda : new double[] {0, 0.5, 1}) {
            double[] values = new double[normal.length];
            for (int i = 0; i < normal.length; i++) {
                values[i] = lambda == 0 ? Math.expm1(normal[i]) : Math.pow(lambda * normal[i] + 1, 1 / lambda) - 1;
            }
            assertThat(YeoJohnson.lambda(values)).isEqualTo(lambda, within(0.1));
        }
    }

    @Test
    void leavesWhatDoesNotVary() {
        assertThat(YeoJohnson.lambda(new double[] {4, 4})).isEqualTo(1);
        assertThat(YeoJohnson.lambda(new double[0])).isEqualTo(1);
    }
}
