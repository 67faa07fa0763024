package io.dramatis.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergingTest {

    /** Half of the people about the origin, the others at this distance, so much wider than they. */
    private static People two(double gap, double width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> rows = new ArrayList<>();
        int[] labels = new int[1_000];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
            double[] row = new double[5];
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextGaussian() * (labels[i] == 0 ? 1 : width) + (j == 0 ? labels[i] * gap : 0);
            }
            rows.add(row);
        }
        return new People(rows, labels);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aWideGroupBesideANarrowOneStaysApart(long seed) {
        Search.Found found = two(6, 10 / 3.0, seed).fit(People.settings(seed, People.upTo(3)));
        assertThat(found.mergeTree()).singleElement().satisfies(step -> {
            assertThat(step.overlap()).isLessThan(0.15);
            assertThat(step.ridge()).isGreaterThan(0.8);
            assertThat(step.merged()).isFalse();
        });
    }

    @Test
    void aWideGroupAboutANarrowOneIsOneWithIt() {
        Search.Found found = two(0, 10 / 3.0, 1).fit(People.settings(1, People.upTo(3)));
        assertThat(found.mixture().components()).isEqualTo(2);
        assertThat(found.mixture().groups()).isEqualTo(1);
    }
}
