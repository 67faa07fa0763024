package io.dramatis.mixture.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

    private static List<Block.Entry> entries(double heavy) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> new Block.Entry(i, new double[] {i % 10 == 0 ? 1 : 0}, i % 10 == 0 ? heavy : 1))
                .toList();
    }

    @Test
    void heavyRowsStandForMore() {
        List<Block.Entry> alike = entries(1);
        assertThat(Sample.unweighted(alike)).isEqualTo(alike);
        List<Block.Entry> some = Sample.unweighted(entries(9));
        // Kish: (9000 + 9000)^2 / (9000 + 81000).
        assertThat(some).hasSize(3_600);
        double heavy = some.stream()
                .limit(500)
                .mapToDouble(entry -> entry.values()[0])
                .average()
                .orElseThrow();
        assertThat(heavy).isBetween(0.42, 0.54);
    }
}
