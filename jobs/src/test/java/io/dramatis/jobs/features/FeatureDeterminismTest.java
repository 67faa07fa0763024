package io.dramatis.jobs.features;

import static io.dramatis.jobs.features.Studies.feature;
import static io.dramatis.jobs.features.Studies.filtered;
import static io.dramatis.jobs.features.Studies.forming;
import static io.dramatis.jobs.features.Studies.source;
import static io.dramatis.jobs.features.Studies.sql;
import static io.dramatis.jobs.features.Studies.transformed;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Feature;
import io.dramatis.config.Feature.Kind;
import io.dramatis.config.Feature.Transform;
import io.dramatis.config.Source;
import io.dramatis.config.Source.Shape;
import io.dramatis.config.Study;
import io.dramatis.jobs.features.expression.PinnedSettings;
import io.dramatis.jobs.features.person.SourceRows;
import io.dramatis.spark.SparkSessions;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkSessions.class)
class FeatureDeterminismTest {
    private static final LocalDate AS_OF = LocalDate.of(2026, 1, 10);
    private static final Clean BUY = Clean.of("at", TimestampType, "amount", DoubleType, "type", StringType);
    private static final Source BUYS =
            source("buys", Shape.EVENTS, Optional.of("at"), Studies.column("type", Source.Type.STRING));
    private static final Study STUDY = Studies.of(
            List.of(BUYS),
            forming(transformed(sql("spend", "buys", "sum(amount)"), Transform.YEO_JOHNSON)),
            forming(sql("spread", "buys", "stddev_samp(amount)")),
            forming(transformed(filtered(sql("returns", "buys", "sum(abs(amount))"), "type = 'b'"), Transform.HURDLE)),
            forming(sql("kinds", "buys", "count(distinct type)")),
            forming(sql("mixed", "buys", "sum(amount) / size(collect_set(type))")),
            sql("oldest", "buys", "first(amount)"),
            sql("listed", "buys", "element_at(collect_list(amount), 1)"),
            sql("middle", "buys", "percentile(amount, 0.5)"),
            feature("type", "buys", new Kind.Single("type", List.of("a", "b"))));

    private static List<Row> buys(long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            // Few times, so that many rows tie; amounts whose sum depends on the order of the terms.
            rows.add(Clean.row(
                    random.nextInt(300),
                    Timestamp.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(3600L * random.nextInt(300))),
                    random.nextInt(20) == 0 ? null : random.nextGaussian() * Math.pow(10, random.nextInt(9)),
                    random.nextBoolean() ? "a" : "b"));
        }
        return rows;
    }

    /** A line a person, then the log, all numbers by their bits. */
    private static List<String> built(Dataset<Row> rows) {
        try (FeatureBuild.Result result = FeatureBuild.build(STUDY, AS_OF, Map.of("buys", rows))) {
            List<String> lines = new ArrayList<>();
            for (Row row : result.personFeatures().orderBy("person_id").collectAsList()) {
                StringBuilder bits = new StringBuilder();
                for (int i = 1; i < row.size(); i++) {
                    bits.append(row.isNullAt(i) ? "-" : Long.toHexString(Double.doubleToRawLongBits(row.getDouble(i))))
                            .append(' ');
                }
                lines.add(bits.toString());
            }
            result.log().forEach(row -> lines.add(row.toString()));
            return lines;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void givesTheSameBitsWhateverTheOrderAndThePartitions(long seed, SparkSession spark) {
        List<Row> rows = buys(seed);
        List<String> expected = built(spark.createDataFrame(rows, BUY.schema()));
        for (int partitions : new int[] {1, 2, 7}) {
            Collections.shuffle(rows, new Random(partitions));
            spark.conf().set("spark.sql.shuffle.partitions", Integer.toString(partitions + 1));
            spark.conf().set("spark.sql.adaptive.enabled", Boolean.toString(partitions != 2));
            List<String> again = built(spark.createDataFrame(rows, BUY.schema()).repartition(partitions));
            assertThat(again).hasSameSizeAs(expected);
            for (int i = 0; i < again.size(); i++) {
                assertThat(again.get(i)).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void addsUpInTheSortedOrderWithoutAnotherShuffle(SparkSession spark) {
        spark.conf().set("spark.sql.adaptive.enabled", "false");
        try (PinnedSettings pinned = new PinnedSettings(spark)) {
            Dataset<Row> rows = spark.createDataFrame(buys(1), BUY.schema()).repartition(3);
            for (String sql : List.of("sum(amount)", "collect_list(amount)", "first(type)")) {
                Feature feature = sql("value", "buys", sql);
                SourceRows sorted = SourceRows.of(
                        rows, BUYS, List.of(feature, filtered(sql("other", "buys", "count(*)"), "type = 'a'")), AS_OF);
                Dataset<Row> aggregated = sorted.perPerson(
                        sorted.seenBy(feature, List.of(expr(sql).as("value"), SourceRows.inOrder())));
                String plan = ((org.apache.spark.sql.classic.Dataset<Row>) aggregated)
                        .queryExecution()
                        .executedPlan()
                        .toString();
                assertThat(plan.split("Exchange", -1)).as(plan).hasSize(3);
                assertThat(plan)
                        .contains("SortAggregate")
                        .doesNotContain("HashAggregate")
                        .containsOnlyOnce(" Sort [")
                        .containsPattern("Sort \\[person_id#\\d+ ASC NULLS FIRST, at#\\d+ ASC NULLS FIRST, ");
            }
        }
    }

    @Test
    void leavesTheSettingsOfTheSessionAsTheyWere(SparkSession spark) {
        spark.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
        spark.conf().set("spark.sql.shuffle.partitions", "1");
        Dataset<Row> rows =
                BUY.rows(spark, Clean.row(1, Timestamp.from(Instant.parse("2026-01-10T23:30:00Z")), 1.0, "a"));
        Study study = Studies.of(List.of(BUYS), sql("hour", "buys", "max(hour(at))"));
        try (FeatureBuild.Result result = FeatureBuild.build(study, AS_OF, Map.of("buys", rows))) {
            assertThat(Clean.values(result.personFeatures(), "hour", 1)).isEqualTo(Map.of(1, 23.0));
        }
        assertThat(spark.conf().get("spark.sql.session.timeZone")).isEqualTo("Asia/Tokyo");
        assertThat(rows.select(col("at")).count()).isEqualTo(1);
    }
}
