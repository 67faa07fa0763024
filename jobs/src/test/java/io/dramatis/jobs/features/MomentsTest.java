package io.dramatis.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.config.Feature.Kind;
import io.dramatis.spark.SparkSessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class MomentsTest {

    @Test
    void agreeWithTheDefinitionsHoweverTheBlocksAreCut() {
        Random random = new Random(5);
        double[] x = random.doubles(500).map(v -> 1e6 + v).toArray();
        double[] y = IntStream.range(0, 500)
                .mapToDouble(i -> x[i] - random.nextDouble())
                .toArray();
        Moments.Shape shape = new Moments.Shape(2, List.of(0, 1), List.of());
        Moments all = new Moments(shape);
        for (int from = 0; from < 500; from += 70) {
            Moments block = new Moments(shape);
            for (int i = from; i < Math.min(500, from + 70); i++) {
                block.add(new double[] {x[i], y[i]});
            }
            block.add(new double[] {Double.NaN, 3e6});
            all.add(block);
        }
        assertThat(all.people()).isEqualTo(508);
        assertThat(all.value(0).count()).isEqualTo(500);
        assertThat(all.value(0).variance()).isCloseTo(new Variance().evaluate(x), within(1e-9));
        assertThat(all.pair(0, 1).count()).isEqualTo(500);
        assertThat(all.pair(1, 0).correlation()).isCloseTo(new PearsonsCorrelation().correlation(x, y), within(1e-9));
        assertThat(all.pair(0, 1).isEqual()).isFalse();
    }

    @Test
    void givesCronbachsAlphaOfCompleteRespondents() {
        Moments moments = new Moments(new Moments.Shape(0, List.of(), List.of(2)));
        moments.add(new double[] {1, 2});
        moments.add(new double[] {2, 2});
        moments.add(new double[] {3, 5});
        moments.add(new double[] {9, Double.NaN});
        // Variances 1 and 3, of the totals 3, 4, 8: 7. 2 (1 - 4 / 7).
        assertThat(moments.alpha(0)).isCloseTo(6.0 / 7, within(1e-12));
        assertThat(moments.respondents(0)).isEqualTo(3);
    }

    /** R's psych::alpha of the agreeableness items of bfi, A1 reversed: raw alpha .70. */
    @Test
    void agreesWithPsychOnAgreeableness(SparkSession spark) {
        Optional<Path> bfi = shared("bfi/bfi.csv");
        Assumptions.assumeTrue(bfi.isPresent(), "shared/datasets/bfi is absent");
        Dataset<Row> clean = spark.read()
                .option("header", "true")
                .option("inferSchema", "true")
                .option("nullValue", "NA")
                .csv(bfi.orElseThrow().toString())
                .selectExpr("cast(cast(respondent_id as string) as binary) as person_id", "A1", "A2", "A3", "A4", "A5");
        List<String> items = List.of("A1", "A2", "A3", "A4", "A5");
        var study = Studies.of(
                List.of(Studies.source("bfi", io.dramatis.config.Source.Shape.ANSWERS, Optional.empty())),
                Studies.feature("agreeableness", "bfi", new Kind.Scale(items, List.of("A1"), 1, 6, 0.5)));
        try (FeatureBuild.Result result = FeatureBuild.build(study, LocalDate.of(2026, 1, 1), Map.of("bfi", clean))) {
            FeatureLogRow log = result.log().get(0);
            assertThat(log.cronbachAlpha().orElseThrow()).isCloseTo(0.70, within(0.01));
            assertThat(log.figures().orElseThrow().distribution().orElseThrow().mean())
                    .isBetween(4.5, 4.8);
        }
    }

    private static Optional<Path> shared(String file) {
        String root = System.getenv("DRAMATIS_SHARED");
        if (root != null) {
            return Optional.of(Path.of(root, "datasets", file)).filter(Files::exists);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared").resolve("datasets");
            if (Files.isDirectory(found)) {
                return Optional.of(found.resolve(file)).filter(Files::exists);
            }
        }
        return Optional.empty();
    }
}
