package io.dramatis.jobs.features.expression;

import static io.dramatis.jobs.features.Studies.column;
import static io.dramatis.jobs.features.Studies.feature;
import static io.dramatis.jobs.features.Studies.filtered;
import static io.dramatis.jobs.features.Studies.source;
import static io.dramatis.jobs.features.Studies.sql;
import static io.dramatis.jobs.features.Studies.transformed;
import static io.dramatis.jobs.features.Studies.within;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Feature;
import io.dramatis.config.Feature.Kind;
import io.dramatis.config.Feature.Transform;
import io.dramatis.config.Source;
import io.dramatis.config.Source.Shape;
import io.dramatis.config.Source.Type;
import io.dramatis.error.Problem;
import io.dramatis.jobs.features.Clean;
import io.dramatis.jobs.features.Studies;
import io.dramatis.spark.SparkSessions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkSessions.class)
class FeatureExpressionsTest {
    private static final Source BUYS =
            source("buys", Shape.EVENTS, Optional.of("day"), column("email", Type.STRING, true));
    private static final Source PEOPLE = source("people", Shape.ATTRIBUTES, Optional.empty());
    private static final Clean BUY = Clean.of("day", DateType, "amount", DoubleType, "type", StringType);

    private static List<String> problems(SparkSession spark, Feature... features) {
        return FeatureExpressions.problems(
                        Studies.of(List.of(BUYS, PEOPLE), features),
                        Map.of("buys", BUY.schema(), "people", BUY.schema()),
                        spark)
                .stream()
                .map(Problem::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(amount)",
                "count(*)",
                "count(distinct type)",
                "count(*) / count(distinct type)",
                "sum(distinct cast(amount as decimal(18, 2)))",
                "sum(amount) / nullif(size(collect_set(type)), 0)",
                "date_diff(as_of, max(day))",
                "max(date_diff(as_of, day))",
                "count_if(type = 'as_of' and day < AS_OF)",
                "sum(amount) / nullif(count(*), 0)",
                "max(amount) > 10",
                "count_if(type = 'a')",
                "first(amount)",
                "element_at(collect_list(amount), 1)",
                "max_by(amount, day)",
                "percentile_approx(amount, 0.5)",
                "sum(amount) filter (where type = 'a')",
                "sum(amount) as spend"
            })
    void takesAggregates(String sql, SparkSession spark) {
        assertThat(problems(spark, sql("spend", "buys", sql))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sum(amount | spend: the SQL does not parse at end of input. Mend the expression: sum(amount",
                "sum(amount) from buys | spend: the SQL does not parse at 'from'. Mend the expression: sum(amount) from buys",
                "sum(amont) | spend uses a column amont that the source buys does not have. Did you mean amount?",
                "sum(zzzzzz) | spend uses a column zzzzzz that the source buys does not have. There are amount, day, type",
                "max(length(email)) | spend uses the identifying column email, which is never stored. Use another column",
                "summ(amount) | spend: there is no function summ. Mend the expression: summ(amount)",
                "amount | spend: a column stands outside of an aggregate. Aggregate over the person's rows, as in sum(amount), in: amount",
                "1 + 1 | spend is no aggregate: it takes no rows together. Aggregate over the person's rows, as in sum(amount)",
                "max(type) | spend gives no number and no boolean but string. Make it a number, as in count(distinct category)",
                "as_of - max(day) | spend gives no number and no boolean but interval day. Count days, as in date_diff(as_of, max(day))",
                "sum((select 1)) | spend holds a subquery. A feature sees the rows of its own source; join files in the source",
                "count(distinct person_id) | spend uses person_id, which says nothing about a person. Name the columns that it is about; a star stands for all columns",
                "count(distinct *) | spend uses person_id, which says nothing about a person. Name the columns that it is about; a star stands for all columns",
                "sum(amount) / count(distinct type) | spend holds DISTINCT beside an aggregate that depends on the order of rows. Write size(collect_set(x)) for count(distinct x); a DISTINCT sum wants a decimal, as in sum(distinct cast(x as decimal(18, 2)))",
                "sum(sum(amount)) | spend: It is not allowed to use an aggregate function in the argument of another aggregate function. Please use the inner aggregate function in a sub-query. Mend the expression: sum(sum(amount))",
            })
    void refuses(String sql, String problem, SparkSession spark) {
        assertThat(problems(spark, sql("spend", "buys", sql))).containsExactly("study.conf:7 (spend): " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sum(rand()) | sum(rand())",
                "sum(rand(7)) | sum(rand(7))",
                "sum(randn()) | sum(randn())",
                "max(length(uuid())) | max(length(uuid()))",
                "rand() + sum(amount) | rand",
                "date_diff(current_date, max(day)) | current_date",
                "date_diff(curdate(), max(day)) | current_date",
                "max(unix_timestamp()) | current_timestamp",
                "max(unix_timestamp(now())) | now",
                "max(hour(localtimestamp())) | localtimestamp",
                "max(length(current_user())) | current_user",
                "max(length(current_timezone())) | current_timezone",
                "max(length(current_database())) | current_schema",
                "max(length(java_method('java.lang.System', 'lineSeparator'))) | max(length(java_method(java.lang.System, lineSeparator)))",
                "max(length(reflect('java.lang.System', 'lineSeparator'))) | max(length(reflect(java.lang.System, lineSeparator)))",
                "max(length(input_file_name())) | max(length(input_file_name()))",
                "max(monotonically_increasing_id()) | max(monotonically_increasing_id())",
                "max(spark_partition_id()) | max(SPARK_PARTITION_ID())",
                "element_at(shuffle(collect_list(amount)), 1) | shuffle",
                "max(uniform(1, 10)) | max(uniform(1, 10))",
                "max(length(randstr(5))) | max(length(randstr(5)))",
            })
    void refusesWhatIsNotReproducible(String sql, String function, SparkSession spark) {
        assertThat(problems(spark, sql("spend", "buys", sql)))
                .containsExactly("study.conf:7 (spend): spend uses " + function
                        + ", which may give another result next time. Use as_of for the day of the study, and nothing"
                        + " that is random or depends on the session");
    }

    @Test
    void checksFilters(SparkSession spark) {
        Feature spend = sql("spend", "buys", "sum(amount)");
        assertThat(problems(spark, filtered(spend, "type = 'a' and day < as_of")))
                .isEmpty();
        assertThat(problems(spark, filtered(spend, "rand() < 0.5")))
                .singleElement()
                .asString()
                .contains("spend uses rand, which may");
        assertThat(problems(spark, filtered(spend, "typ = 'a'")))
                .containsExactly("study.conf:7 (spend): spend uses a column typ that the source buys does not have."
                        + " Did you mean type?");
        assertThat(problems(spark, filtered(spend, "amount")))
                .singleElement()
                .asString()
                .contains("spend: ")
                .contains("Mend the expression: amount");
        assertThat(problems(spark, filtered(spend, "sum(amount) > 3")))
                .singleElement()
                .asString()
                .contains("Mend the expression: sum(amount) > 3")
                .doesNotContain("\n");
    }

    @Test
    void checksItemsAndWindows(SparkSession spark) {
        assertThat(problems(
                        spark,
                        transformed(feature("type", "buys", new Kind.Single("type", List.of())), Transform.LOG1P),
                        feature("kind", "buys", new Kind.Single("tpe", List.of("a"))),
                        feature("rank", "buys", new Kind.Ordinal("type", List.of())),
                        feature("trust", "buys", new Kind.Scale(List.of("amount"), List.of("amont"), 1, 7, 0.5)),
                        within(sql("recent", "people", "sum(amount)"), Duration.ofDays(7)),
                        sql("lost", "bys", "sum(amount)"),
                        transformed(sql("x", "buys", "sum(amount)"), Transform.LOG1P),
                        sql("x_modelled", "buys", "sum(amount)")))
                .containsExactly(
                        "study.conf:7 (type): type has no choices. List them, or the values that its column's contract"
                                + " allows",
                        "study.conf:7 (type): a transform does nothing to the 0/1 columns of type. Leave it out",
                        "study.conf:7 (kind): kind uses a column tpe that the source buys does not have. Did you mean"
                                + " type?",
                        "study.conf:7 (rank): the item type of rank is no number but string. List its levels from low"
                                + " to high, or declare the column as a number",
                        "study.conf:7 (trust): the reversed item amont of trust is none of its items. Did you mean"
                                + " amount?",
                        "study.conf:7 (recent): the window of recent needs a time, and the source people has none."
                                + " Declare the source's time column, or leave the window out",
                        "study.conf:7 (lost): lost is of a source bys that is not declared. Did you mean buys?",
                        "study.conf:7 (x_modelled): x_modelled makes a column x_modelled that exists already. Give the"
                                + " feature another name");
    }
}
