package io.dramatis.jobs.features;

import static io.dramatis.jobs.features.Clean.row;
import static io.dramatis.jobs.features.Studies.absentIsZero;
import static io.dramatis.jobs.features.Studies.column;
import static io.dramatis.jobs.features.Studies.feature;
import static io.dramatis.jobs.features.Studies.filtered;
import static io.dramatis.jobs.features.Studies.forming;
import static io.dramatis.jobs.features.Studies.source;
import static io.dramatis.jobs.features.Studies.sql;
import static io.dramatis.jobs.features.Studies.transformed;
import static io.dramatis.jobs.features.Studies.within;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.config.Feature;
import io.dramatis.config.Feature.Kind;
import io.dramatis.config.Feature.Transform;
import io.dramatis.config.Source;
import io.dramatis.config.Source.Shape;
import io.dramatis.config.Source.Type;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.jobs.features.person.YeoJohnson;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.MemoryTables;
import io.dramatis.table.model.FeatureLog;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class FeatureBuildTest {
    private static final LocalDate AS_OF = LocalDate.of(2026, 1, 10);
    private static final Source BUYS = source("buys", Shape.EVENTS, Optional.of("at"));
    private static final Clean BUY = Clean.of("at", TimestampType, "amount", DoubleType, "type", StringType);
    private static final Source SURVEY = source(
            "survey",
            Shape.ANSWERS,
            Optional.empty(),
            column("colour", Type.STRING, "Red", "Deep blue"),
            column("channels", Type.STRING),
            column("often", Type.STRING),
            column("q1", Type.INTEGER),
            column("q2", Type.INTEGER),
            column("q3", Type.INTEGER));
    private static final Clean ANSWER = Clean.of(
            "colour",
            StringType,
            "channels",
            StringType,
            "often",
            StringType,
            "q1",
            LongType,
            "q2",
            LongType,
            "q3",
            LongType);

    private static Timestamp at(String time) {
        return Timestamp.from(Instant.parse(time));
    }

    private static Map<Integer, Double> map(Double... values) {
        Map<Integer, Double> map = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(i + 1, values[i]);
        }
        return map;
    }

    private static FeatureBuild.Result build(Study study, String source, Dataset<Row> rows) {
        return FeatureBuild.build(study, AS_OF, Map.of(source, rows));
    }

    @Test
    void usesNothingAfterAsOfAndNothingBeforeTheWindow(SparkSession spark) {
        Dataset<Row> buys = BUY.rows(
                spark,
                row(1, at("2026-01-10T23:59:59Z"), 1.0, "buy"),
                row(1, at("2026-01-10T23:59:59.999999Z"), 2.0, "buy"),
                row(1, at("2026-01-11T00:00:00Z"), 4.0, "buy"),
                row(1, at("2026-01-04T00:00:00Z"), 8.0, "buy"),
                row(1, at("2026-01-03T23:59:59Z"), 16.0, "return"),
                row(2, at("2026-01-11T00:00:00Z"), 32.0, "buy"));
        Feature all = sql("spend", "buys", "sum(amount)");
        Feature week = within(sql("week", "buys", "sum(amount)"), Duration.ofDays(7));
        Feature returns = filtered(sql("returns", "buys", "count(*)"), "type = 'return'");
        Study study = Studies.of(
                List.of(BUYS),
                all,
                week,
                returns,
                absentIsZero(filtered(sql("returns_or_none", "buys", "count(*)"), "type = 'return'")),
                absentIsZero(within(filtered(sql("late", "buys", "count(*)"), "type = 'return'"), Duration.ofDays(7))),
                sql("recency", "buys", "date_diff(as_of, max(at))"),
                sql("has_big", "buys", "max(amount) > 10"),
                sql("returned", "buys", "sum(amount) filter (where type = 'return')"));
        try (FeatureBuild.Result result = build(study, "buys", buys)) {
            assertThat(Clean.values(result.personFeatures(), "spend", 2)).isEqualTo(map(27.0, null));
            assertThat(Clean.values(result.personFeatures(), "week", 2)).isEqualTo(map(11.0, null));
            assertThat(Clean.values(result.personFeatures(), "returns", 2)).isEqualTo(map(1.0, null));
            assertThat(Clean.values(result.personFeatures(), "returns_or_none", 2))
                    .isEqualTo(map(1.0, 0.0));
            assertThat(Clean.values(result.personFeatures(), "late", 2)).isEqualTo(map(0.0, 0.0));
            assertThat(Clean.values(result.personFeatures(), "recency", 2)).isEqualTo(map(0.0, null));
            assertThat(Clean.values(result.personFeatures(), "has_big", 2)).isEqualTo(map(1.0, null));
            assertThat(Clean.values(result.personFeatures(), "returned", 2)).isEqualTo(map(16.0, null));
        }
    }

    @Test
    void comparesDatesByTheDay(SparkSession spark) {
        Clean visit = Clean.of("day", DateType);
        Dataset<Row> visits = visit.rows(
                spark,
                row(1, Date.valueOf("2026-01-11")),
                row(1, Date.valueOf("2026-01-10")),
                row(1, Date.valueOf("2026-01-09")),
                row(1, Date.valueOf("2026-01-08")));
        Study study = Studies.of(
                List.of(source("visits", Shape.EVENTS, Optional.of("day"))),
                sql("all", "visits", "count(*)"),
                within(sql("two_days", "visits", "count(*)"), Duration.ofDays(2)),
                within(sql("some_hours", "visits", "count(*)"), Duration.ofHours(36)));
        try (FeatureBuild.Result result = build(study, "visits", visits)) {
            assertThat(Clean.values(result.personFeatures(), "all", 1)).isEqualTo(map(3.0));
            assertThat(Clean.values(result.personFeatures(), "two_days", 1)).isEqualTo(map(2.0));
            assertThat(Clean.values(result.personFeatures(), "some_hours", 1)).isEqualTo(map(1.0));
        }
    }

    @Test
    void keepsAMissingValueMissingUnlessThePersonHasNoRow(SparkSession spark) {
        Dataset<Row> buys = BUY.rows(
                spark,
                row(1, at("2026-01-01T00:00:00Z"), null, "buy"),
                row(2, at("2026-01-01T00:00:00Z"), Double.NaN, "buy"),
                row(3, at("2026-02-01T00:00:00Z"), 1.0, "buy"),
                row(4, at("2026-01-01T00:00:00Z"), 5.0, "buy"));
        Study study = Studies.of(List.of(BUYS), absentIsZero(sql("spend", "buys", "sum(amount)")));
        try (FeatureBuild.Result result = build(study, "buys", buys)) {
            assertThat(Clean.values(result.personFeatures(), "spend", 4)).isEqualTo(map(null, null, 0.0, 5.0));
        }
    }

    @Test
    void readsEveryKindOfAnswer(SparkSession spark) {
        Dataset<Row> answers = ANSWER.rows(
                spark,
                row(1, "Red", "web; shop", "never", 7L, 1L, 4L),
                row(2, "Deep blue", "shop", "often", 7L, null, null),
                row(3, null, null, "what?", null, 2L, 3L));
        Study study = Studies.of(
                List.of(SURVEY),
                feature("colour", "survey", new Kind.Single("colour", List.of())),
                feature("channel", "survey", new Kind.Multiple("channels", List.of("Web", "web", "shop"), ";")),
                feature("often", "survey", new Kind.Ordinal("often", List.of("never", "seldom", "often"))),
                feature("first", "survey", new Kind.Ordinal("q1", List.of())),
                feature("trust", "survey", new Kind.Scale(List.of("q1", "q2", "q3"), List.of("q2"), 1, 7, 0.6)));
        try (FeatureBuild.Result result = build(study, "survey", answers)) {
            Dataset<Row> people = result.personFeatures();
            assertThat(people.columns())
                    .containsExactly(
                            "person_id",
                            "colour_red",
                            "colour_deep_blue",
                            "channel_web",
                            "channel_web_2",
                            "channel_shop",
                            "often",
                            "first",
                            "trust");
            assertThat(Clean.values(people, "colour_red", 3)).isEqualTo(map(1.0, 0.0, null));
            assertThat(Clean.values(people, "colour_deep_blue", 3)).isEqualTo(map(0.0, 1.0, null));
            assertThat(Clean.values(people, "channel_web", 3)).isEqualTo(map(0.0, 0.0, null));
            assertThat(Clean.values(people, "channel_web_2", 3)).isEqualTo(map(1.0, 0.0, null));
            assertThat(Clean.values(people, "channel_shop", 3)).isEqualTo(map(1.0, 1.0, null));
            assertThat(Clean.values(people, "often", 3)).isEqualTo(map(1.0, 3.0, null));
            assertThat(Clean.values(people, "first", 3)).isEqualTo(map(7.0, 7.0, null));
            // 7, 8 - 1, 4; one of three answered is too few; 8 - 2, 3.
            assertThat(Clean.values(people, "trust", 3)).isEqualTo(map(6.0, null, 4.5));
        }
    }

    @Test
    void anAnswerThatTheStudyDoesNotKnowIsMissingAndNoZero(SparkSession spark) {
        Dataset<Row> answers = ANSWER.rows(
                spark,
                row(1, "Deep blue", "shop;fax", "4", 9L, 1L, 4L),
                row(2, "R\ufffdd", "fax", "seldom", 2L, 0L, 7L),
                row(3, "Red", "web ;\u00a0shop;", "never", 3L, 3L, 8L),
                row(4, "Red", ";", "never", 5L, 5L, 5L));
        Study study = Studies.of(
                List.of(SURVEY),
                // The contract allows Deep blue: who said it did not say Red.
                feature("colour", "survey", new Kind.Single("colour", List.of("Red"))),
                feature("channel", "survey", new Kind.Multiple("channels", List.of("web", "shop"), ";")),
                // Another feature of the column knows seldom.
                feature("never", "survey", new Kind.Single("often", List.of("never"))),
                feature("often", "survey", new Kind.Ordinal("often", List.of("never", "seldom"))),
                feature("one", "survey", new Kind.Single("q1", List.of("2", " 3.0"))),
                feature("trust", "survey", new Kind.Scale(List.of("q2", "q3"), List.of("q3"), 1, 7, 1)));
        try (FeatureBuild.Result result = build(study, "survey", answers)) {
            Dataset<Row> people = result.personFeatures();
            assertThat(Clean.values(people, "colour_red", 4)).isEqualTo(map(0.0, null, 1.0, 1.0));
            assertThat(Clean.values(people, "channel_web", 4)).isEqualTo(map(0.0, null, 1.0, null));
            assertThat(Clean.values(people, "channel_shop", 4)).isEqualTo(map(1.0, null, 1.0, null));
            assertThat(Clean.values(people, "never_never", 4)).isEqualTo(map(null, 0.0, 1.0, 1.0));
            assertThat(Clean.values(people, "often", 4)).isEqualTo(map(null, 2.0, 1.0, 1.0));
            assertThat(Clean.values(people, "one_2", 4)).isEqualTo(map(null, 1.0, 0.0, null));
            assertThat(Clean.values(people, "one_3_0", 4)).isEqualTo(map(null, 0.0, 1.0, null));
            // 0 and 8 are outside of the range: one of two answered is too few.
            assertThat(Clean.values(people, "trust", 4)).isEqualTo(map(2.5, null, null, 4.0));
        }
    }

    @Test
    void transformsAndKeepsTheNaturalUnits(SparkSession spark) {
        Dataset<Row> buys = BUY.rows(
                spark,
                row(1, at("2026-01-01T00:00:00Z"), 0.0, "buy"),
                row(2, at("2026-01-01T00:00:00Z"), Math.E - 1, "buy"),
                row(3, at("2026-01-01T00:00:00Z"), Math.E, "buy"),
                row(4, at("2026-01-01T00:00:00Z"), null, "buy"),
                row(5, at("2026-01-01T00:00:00Z"), 9.0, "buy"));
        Study study = Studies.of(
                1,
                List.of(BUYS),
                transformed(sql("spend", "buys", "sum(amount)"), Transform.LOG1P),
                transformed(sql("balance", "buys", "sum(1 - amount)"), Transform.SIGNED_LOG),
                transformed(sql("power", "buys", "sum(amount)"), Transform.YEO_JOHNSON),
                forming(transformed(sql("bought", "buys", "sum(amount)"), Transform.HURDLE)));
        try (FeatureBuild.Result result = build(study, "buys", buys)) {
            Dataset<Row> people = result.personFeatures();
            assertThat(people.columns())
                    .containsExactly(
                            "person_id",
                            "spend",
                            "spend_modelled",
                            "balance",
                            "balance_modelled",
                            "power",
                            "power_modelled",
                            "bought_any",
                            "bought_amount",
                            "bought_amount_modelled");
            assertThat(result.table().columnNames()).contains("run_id").containsAll(List.of(people.columns()));
            assertThat(Clean.values(people, "spend_modelled", 5))
                    .isEqualTo(map(0.0, 1.0, StrictMath.log1p(Math.E), null, StrictMath.log1p(9)));
            assertThat(Clean.values(people, "balance_modelled", 5))
                    .isEqualTo(map(
                            StrictMath.log1p(1.0),
                            -StrictMath.log1p(Math.E - 2),
                            -StrictMath.log1p(Math.E - 1),
                            null,
                            -StrictMath.log1p(8.0)));
            assertThat(Clean.values(people, "bought_any", 5)).isEqualTo(map(0.0, 1.0, 1.0, null, 1.0));
            assertThat(Clean.values(people, "bought_amount", 5)).isEqualTo(map(null, Math.E - 1, Math.E, null, 9.0));
            assertThat(Clean.values(people, "bought_amount_modelled", 5).get(3)).isEqualTo(1.0);

            FeatureLogRow power = result.log().get(2);
            double lambda = power.transformParameter().orElseThrow();
            assertThat(lambda).isEqualTo(YeoJohnson.lambda(new double[] {0, Math.E - 1, Math.E, 9}), within(1e-6));
            assertThat(Clean.values(people, "power_modelled", 5).get(5)).isEqualTo(YeoJohnson.of(9, lambda));
            assertThat(result.log())
                    .extracting(FeatureLogRow::transform)
                    .containsExactly("log1p", "signed-log", "yeo-johnson", "none", "ln");
            assertThat(result.log())
                    .extracting(FeatureLogRow::modelledColumn)
                    .containsExactly(
                            "spend_modelled",
                            "balance_modelled",
                            "power_modelled",
                            "bought_any",
                            "bought_amount_modelled");
        }
    }

    @Test
    void refusesAnAmountBelowZero(SparkSession spark) {
        Dataset<Row> buys = BUY.rows(spark, row(1, at("2026-01-01T00:00:00Z"), -3.5, "buy"));
        for (Transform transform : List.of(Transform.LOG1P, Transform.HURDLE)) {
            Study study = Studies.of(List.of(BUYS), transformed(sql("spend", "buys", "sum(amount)"), transform));
            assertThatThrownBy(() -> build(study, "buys", buys))
                    .isInstanceOfSatisfying(
                            DramatisException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONTRACT))
                    .hasMessage("spend has values below 0: study.conf:7 (spend)\n"
                            + "Its transform, " + (transform == Transform.HURDLE ? "hurdle" : "log1p")
                            + ", takes amounts from 0 on\n"
                            + "Use signed-log or yeo-johnson, or leave such rows out by a filter");
        }
    }

    @Test
    void saysWhichExpressionFailsOnTheDataWithoutItsValues(SparkSession spark) {
        Dataset<Row> buys = BUY.rows(spark, row(1, at("2026-01-01T00:00:00Z"), 0.0, "secret"));
        Study divided =
                Studies.of(List.of(BUYS), sql("fine", "buys", "sum(amount)"), sql("ratio", "buys", "1 / sum(amount)"));
        assertThatThrownBy(() -> build(divided, "buys", buys))
                .isInstanceOfSatisfying(
                        DramatisException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage("The feature ratio cannot be computed from the data: study.conf:7 (ratio)\n"
                        + "Its SQL fails on some row with DIVIDE_BY_ZERO: 1 / sum(amount)\n"
                        + "Leave such rows out by a filter, or use nullif, try_divide or try_cast, which give a missing"
                        + " value");
        Study cast = Studies.of(List.of(BUYS), sql("number", "buys", "max(cast(type as int))"));
        assertThatThrownBy(() -> build(cast, "buys", buys))
                .hasMessageContaining("CAST_INVALID_INPUT: max(cast(type as int))")
                .hasMessageNotContaining("secret");
    }

    @Test
    void dropsFormingFeaturesThatSayNothingNew(SparkSession spark) {
        Clean table =
                Clean.of("a", DoubleType, "b", DoubleType, "c", DoubleType, "few", DoubleType, "none", DoubleType);
        double[] noise = {0.3, -0.2, 0.1, 0.4, -0.5, 0.2, -0.1, 0.0};
        double[] other = {5, 1, 4, 2, 8, 3, 9, 0};
        Dataset<Row> rows = table.rows(
                spark,
                IntStream.range(0, 8)
                        .mapToObj(i ->
                                row(i + 1, (double) i, -i + 0.1 * noise[i], other[i], i < 2 ? (double) i : null, null))
                        .toArray(Row[]::new));
        Study study = Studies.of(
                List.of(source("t", Shape.ATTRIBUTES, Optional.empty())),
                forming(sql("a", "t", "max(a)")),
                sql("a_described", "t", "max(a)"),
                forming(sql("same", "t", "count(*)")),
                forming(sql("a_again", "t", "min(a)")),
                forming(sql("b", "t", "max(b)")),
                forming(sql("c", "t", "max(c)")),
                forming(sql("few", "t", "max(few)")),
                forming(sql("empty", "t", "max(none)")));
        try (FeatureBuild.Result result = build(study, "t", rows)) {
            assertThat(result.log())
                    .extracting(FeatureLogRow::reason)
                    .containsExactly(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("the same for everyone"),
                            Optional.of("equal to a"),
                            Optional.of("|r| = 1.000 with a"),
                            Optional.empty(),
                            Optional.of("fewer than 3 people have a value"),
                            Optional.of("no one has a value"));
            assertThat(result.log())
                    .extracting(FeatureLogRow::isKept)
                    .containsExactly(true, false, false, false, false, true, false, false);

            MemoryTables tables = new MemoryTables(spark);
            tables.replace(FeatureLog.TABLE, "r1", result.featureLog());
            tables.replace(result.table(), "r1", result.personFeatures());
            Row a = tables.read(FeatureLog.TABLE).where("feature = 'a'").head();
            assertThat(a.<Long>getAs(FeatureLog.PEOPLE_COUNT)).isEqualTo(8);
            assertThat(a.<Double>getAs(FeatureLog.MISSING_SHARE)).isEqualTo(0.0);
            assertThat(a.<Double>getAs(FeatureLog.MEAN)).isEqualTo(3.5);
            assertThat(a.<Double>getAs(FeatureLog.STANDARD_DEVIATION)).isCloseTo(Math.sqrt(6), within(1e-12));
            Row few = tables.read(FeatureLog.TABLE).where("feature = 'few'").head();
            for (String figure : Arrays.asList(
                    FeatureLog.PEOPLE_COUNT, FeatureLog.MISSING_SHARE, FeatureLog.MEAN, FeatureLog.MODELLED_MEAN)) {
                assertThat(few.<Object>getAs(figure)).isNull();
            }
            assertThat(tables.read(result.table()).count()).isEqualTo(8);
        }
    }

    @Test
    void tellsNoShareOfTooFewPeople(SparkSession spark) {
        Clean table = Clean.of("member", DoubleType);
        Row[] rows = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> row(i, i < 3 ? 1.0 : 0.0))
                .toArray(Row[]::new);
        Study study =
                Studies.of(List.of(source("t", Shape.ATTRIBUTES, Optional.empty())), sql("member", "t", "max(member)"));
        try (FeatureBuild.Result result = build(study, "t", table.rows(spark, rows))) {
            assertThat(result.log().get(0).figures().orElseThrow())
                    .isEqualTo(new FeatureLogRow.Figures(8, 0.0, Optional.empty()));
        }
    }

    @Test
    void keepsPeopleOfAllSources(SparkSession spark) {
        Dataset<Row> buys = BUY.rows(spark, row(1, at("2027-01-01T00:00:00Z"), 1.0, "buy"));
        Dataset<Row> answers = ANSWER.rows(spark, row(2, "Red", null, null, null, null, null));
        Study study = Studies.of(
                List.of(BUYS, SURVEY),
                sql("spend", "buys", "sum(amount)"),
                feature("colour", "survey", new Kind.Single("colour", List.of("Red"))));
        try (FeatureBuild.Result result = FeatureBuild.build(study, AS_OF, Map.of("buys", buys, "survey", answers))) {
            assertThat(Clean.values(result.personFeatures(), "spend", 2)).isEqualTo(map(null, null));
            assertThat(Clean.values(result.personFeatures(), "colour_red", 2)).isEqualTo(map(null, 1.0));
        }
    }
}
