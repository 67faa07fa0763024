package io.dramatis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObstacleTest {

    private static List<double[]> normals(int n, int d) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, n)
                .mapToObj(i -> IntStream.range(0, d)
                        .mapToDouble(j -> random.nextGaussian())
                        .toArray())
                .toList();
    }

    @Test
    void saysWhatCannotBeKnown() {
        assertThat(Obstacle.of(normals(20, 2), 20, 2)).isEmpty();
        assertThat(Obstacle.of(normals(19, 2), 19, 2))
                .contains(
                        "19 people for 2 forming features are fewer than 10 for each, so that it cannot be known whether there"
                                + " are groups; take more people, or fewer features.");
        assertThat(Obstacle.of(normals(500, 1), 500, 1))
                .contains(
                        "one forming feature tells how people lie along it, and it cannot be known whether those on either"
                                + " side of a gap share anything else; take more features.");
        SplittableRandom random = new SplittableRandom(2);
        List<double[]> answers = IntStream.range(0, 500)
                .mapToObj(i -> new double[] {random.nextInt(2), i % 7 == 0 ? Double.NaN : random.nextInt(2)})
                .toList();
        assertThat(Obstacle.of(answers, 500, 2))
                .contains(
                        "every forming feature has but two values, so that it cannot be known whether there are groups or only"
                                + " answers that go together; take features that are measured or counted.");
        List<double[]> twins = Stream.concat(normals(300, 2).stream(), normals(300, 2).stream())
                .toList();
        assertThat(Obstacle.of(twins, 600, 2))
                .contains(
                        "each person has the same values as another, so that it cannot be known what lies between them; take"
                                + " each person once, and features with finer values.");
    }
}
