package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Source;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.input.Note;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.intake.CleanRows;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A contract means values, and not how somebody spelt them; an answer that nothing declares is told. */
@ExtendWith(SparkSessions.class)
class IntakeValuesTest {
    private static final String VALUES = """
            values {
              shape = attributes, block = crm, path = ${data}"/values.csv", options { sep = ";" }, max-rejected = 1
              person { column = id, id = customer-id }
              columns {
                pay { type = integer, missing = ["-99", "n/a"], min = 0 }
                fee {
                  type = decimal, decimal-mark = ",", grouping = ".", not-a-number = missing
                  missing = ["-1.0", ""], max = 5000
                }
                grade { type = decimal, allowed = [1, 2.50] }
                on { type = date, missing = ["1900-01-01", ""] }
                at { type = timestamp, missing = ["9999-12-31T00:00:00Z", ""] }
                old { type = date, formats = ["dd.MM.yyyy"], missing = ["01.01.1900", ""], allowed = [2025-01-02] }
                ok { type = boolean, missing = ["9", ""] }
                town { allowed = ["Z\\u00fcrich", "Gen\\u00e8ve"], missing = ["?", ""] }
                must { type = integer, required = true, missing = ["-99"] }
              }
            }
            typed {
              shape = attributes, block = crm, format = parquet, path = ${data}"/typed", max-rejected = 1
              person { column = id, id = customer-id }
              columns { fee { type = decimal, decimal-mark = ",", grouping = ".", missing = ["-99"] }, n = integer }
            }
            """;

    private static final String SURVEY = """
            dramatis.intake.sources.survey {
              shape = answers, block = survey, path = ${data}"/survey.csv", max-rejected = 1
              person { column = id, id = customer-id }
              columns {
                town { from = "Q 1" }
                channels { missing = ["", "-"] }
                tools { allowed = [saw, axe] }
                often { type = integer }
                mood { type = integer }
                free = string
              }
            }
            dramatis.features.define {
              town { source = survey, kind = single, item = town, choices = ["Z\\u00fcrich", Basel, Bern], role = forming }
              channels { source = survey, kind = multiple, item = channels, choices = [mail, shop], separator = "," }
              tools { source = survey, kind = multiple, item = tools }
              often { source = survey, kind = ordinal, item = often, levels = [1, "2.0"] }
              mood { source = survey, kind = scale, items = [mood], range = [1, 5] }
            }
            """;

    @Test
    void codesAndAllowedValuesCountByWhatTheyMean(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "values.csv", """
                id;pay;fee;grade;on;at;old;ok;town;must
                1;-99.0;-1;1.0;1900-01-01;9999-12-31;01.01.1900;9;?;1
                2;-99;-1,00;2.5;19000101;9999-12-31 01:00+01;;;\u00a0?;2
                3;n/a\t;1.234,5;1e0;2025-03-01;2025-03-01T10:00:00.5+00;02.01.2025;1.0;Zu\u0308rich ;7.00
                4;-9.9e1;NaN;;20250301;20250301T100000Z;;No;\u2003Gen\u00e8ve;8
                5;N/A;;;;;;;;9
                6;730D;;;;;;;;9
                7;;1.5;;;;;;;9
                8;;;;;;2.1.2025;;;9
                9;;;;2025-03-01 10:00;;;;;9
                10;;;;;2025-03-01 24:01;;;;9
                11;;;;;;;;z\u00fcrich;9
                12;;;;;;;;;-99.0
                13;;;1.01;;;;;;9
                14;;5.001;;;;;;;9
                15;;;;;;03.01.2025;;;9
                """);
        spark.sql("select * from values ('1', 1234.5D, 3.0D), ('2', -99D, 4.5D), ('3', 1.125D, 9D) as t(id, fee, n)")
                .write()
                .parquet(folder.resolve("typed").toString());
        IntakeRun run = IntakeRun.of(spark, folder, IntakeRun.BLANKET + IntakeRun.sources("values", VALUES));
        assertThat(run.fault()).isEmpty();
        assertThat(run.rejected("values"))
                .containsExactly(
                        "missing|must|-99.9",
                        "more than 5000|fee|9.999",
                        "not a date of the declared format|old|9.9.9999",
                        "not a date|on|9999-99-99 99:99",
                        "not a decimal of the declared notation|fee|9.9",
                        "not a timestamp|at|9999-99-99 99:99",
                        "not an allowed value|grade|9.99",
                        "not an allowed value|old|99.99.9999",
                        "not an allowed value|town|aaaaaa",
                        "not an integer|pay|999a",
                        "not an integer|pay|a/a");
        assertThat(run.clean("values", "pay", "fee", "grade", "on", "at", "old", "ok", "town", "must"))
                .containsExactly(
                        "null|1234.5|1.0|2025-03-01|2025-03-01 10:00:00.5|2025-01-02|true|Z\u00fcrich|7",
                        "null|null|1.0|null|null|null|null|null|1",
                        "null|null|2.5|null|null|null|null|null|2",
                        "null|null|null|2025-03-01|2025-03-01 10:00:00.0|null|false|Gen\u00e8ve|8");
        // A number that the file has as one knows no notation.
        assertThat(run.clean("typed", "fee", "n")).containsExactly("1.125|9", "1234.5|3");
        assertThat(run.rejected("typed")).containsExactly("not an integer|n|9.9");
    }

    @Test
    void unmatchedAnswersAndChoicesOfNobodyAreTold(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "survey.csv", """
                id,Q 1,channels,tools,often,mood,free
                1,Z\u00fcrich,"mail, -,fax",saw;axe,1,5,x
                2,Z\ufffdrich,-,saw,2,6,y
                3,Zu\u0308rich,",shop;mail,",saw;pen,,,z
                4,,,,3,1,
                5,Basel,mail,,1,,
                """);
        IntakeRun run = IntakeRun.of(
                spark, folder, IntakeRun.BLANKET + SURVEY + "dramatis.intake.sources.survey.max-unmatched = 0.5\n");
        assertThat(run.fault()).isEmpty();
        assertThat(run.rejected("survey")).containsExactly("not an allowed value|tools|aaa;aaa");
        assertThat(notes(run))
                .containsExactly(
                        "survey, Q 1: 1 x answers that match no declared choice or level: missing, and no 0 (such as"
                                + " a\ufffdaaaa) [answers-unmatched]",
                        "survey, town: Bern: a declared choice or level that no answer has [choice-of-nobody]",
                        "survey, channels: 1 x answers that match no declared choice or level: missing, and no 0 (such"
                                + " as aaa) [answers-unmatched]",
                        "survey, channels: shop: a declared choice or level that no answer has [choice-of-nobody]",
                        "survey, often: 1 x answers that match no declared choice or level: missing, and no 0 (such as 9)"
                                + " [answers-unmatched]",
                        "survey, mood: 1 x answers that match no declared choice or level: missing, and no 0 (such as 9)"
                                + " [answers-unmatched]");
    }

    @Test
    void tooManyUnmatchedAnswersEndTheRun(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "survey.csv", """
                id,Q 1,channels,tools,often,mood,free
                1,Z\ufffdrich,"mail,post",saw,1,5,x
                2,Z\ufffdrich,"[""mail"",""shop""]",,1,1,x
                3,Basel,shop,,,,
                4,Genf 1,,,,,
                """);
        IntakeRun run = IntakeRun.of(spark, folder, IntakeRun.BLANKET + SURVEY);
        assertThat(run.fault().map(DramatisException::exitCode)).contains(ExitCode.CONTRACT);
        assertThat(run.fault().orElseThrow())
                .hasMessageContaining("Source survey (" + folder + "/study.conf:")
                .hasMessageContaining(
                        "3 of 4 answers (75.0%) in the column Q 1 match no declared choice, level or range")
                .hasMessageContaining("3 of 5 answers (60.0%) in the column channels match no declared choice")
                .hasMessageContaining("more than max-unmatched = 0.05")
                .hasMessageContaining(
                        "Q 1: 2 x a\ufffdaaaa, 1 x aaaa 9; channels: 1 x \"aaaa\"], 1 x [\"aaaa\", 1 x aaaa")
                .hasMessageContaining("Declare the choices as the file has them")
                .hasMessageNotContaining("Genf");
    }

    @Test
    void inTheLongLayoutAnAnswerIsOfItsItem(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "survey.csv", """
                id,question,answer
                1,mood,1.0
                1,\u00a0Q 1\u2003,Bern
                2,often,1.0
                2,Q 1,Z\u00fcrich
                3,often,2
                3,mood,7
                """);
        IntakeRun run = IntakeRun.of(
                spark,
                folder,
                IntakeRun.BLANKET
                        + SURVEY
                        + "dramatis.intake.sources.survey { layout = long, item = question, value = answer, max-unmatched = 1 }\n");
        assertThat(run.fault()).isEmpty();
        assertThat(run.clean("survey", "town", "often", "mood"))
                .containsExactly("Bern|null|1", "Z\u00fcrich|1|null", "null|2|7");
        assertThat(notes(run))
                .contains(
                        "survey, town: Basel: a declared choice or level that no answer has [choice-of-nobody]",
                        "survey, mood: 1 x answers that match no declared choice or level: missing, and no 0 (such as 9)"
                                + " [answers-unmatched]")
                .noneMatch(note -> note.contains("often:"));
    }

    private static List<String> notes(IntakeRun run) {
        Source survey = run.source("survey");
        return Answers.notes(run.study(), survey, run.tables().read(CleanRows.of(survey))).stream()
                .map(Note::sentence)
                .toList();
    }
}
