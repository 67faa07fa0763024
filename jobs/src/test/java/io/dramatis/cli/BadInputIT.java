package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dramatis.config.reading.StudyReader;
import io.dramatis.spark.SparkSessions;
import io.dramatis.store.DeltaTables;
import io.dramatis.table.intake.IntakeNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line on a study of one small file that is published once: what it says to bad input, and to queries. */
@ExtendWith(SparkSessions.class)
class BadInputIT {
    /** As Airflow makes them. */
    private static final String RUN = "scheduled__2026-01-01T00:00:00+00:00";

    private static TinyStudy study;
    private static List<String> published;

    /** What a command said. */
    @BeforeAll
    static void publish(SparkSession spark, @TempDir Path directory) throws IOException {
        study = TinyStudy.in(directory);
        Said said = Said.by("run", "--config", study.file().toString(), "--run-id", RUN);
        assertThat(said.err()).noneMatch(line -> line.startsWith("Problem:"));
        assertThat(said.exitCode()).isZero();
        assertThat(said.last().path("personas")).hasSize(2);
        assertThat(said.last().path("runId").asText()).isEqualTo(RUN);
        assertThat(said.last().path("notices").isArray()).isTrue();
        published = open();
    }

    @AfterEach
    void thePublicationStands() throws IOException {
        assertThat(open()).isEqualTo(published);
    }

    /** Every file of the personas' tables, but for the accounts of a run that ended. */
    private static List<String> open() throws IOException {
        try (Stream<Path> below = Files.walk(study.directory().resolve("lake/open"))) {
            return below.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(file -> !file.contains("/intake_accounts/"))
                    .sorted()
                    .toList();
        }
    }

    /** Runs a study file of this text, which must end with the code and the three lines. */
    private static void assertRefused(int code, String problem, String cause, String text, String... more)
            throws IOException {
        Path file = Files.writeString(study.directory().resolve("bad.conf"), text);
        List<String> arguments = new ArrayList<>(List.of("run", "--config", file.toString()));
        arguments.addAll(Arrays.asList(more));
        if (!arguments.contains("--run-id")) {
            arguments.addAll(List.of("--run-id", "bad"));
        }
        Said said = Said.by(arguments.toArray(String[]::new));
        assertThreeLines(said, code, problem, cause);
    }

    private static void assertThreeLines(Said said, int code, String problem, String cause) throws IOException {
        List<String> lines = said.err();
        String all = String.join("\n", lines);
        assertThat(said.exitCode()).as(all).isEqualTo(code);
        for (String word : List.of("Problem: ", "Cause:   ", "Cure:    ")) {
            assertThat(lines).as(all).filteredOn(line -> line.startsWith(word)).hasSize(1);
        }
        int first = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("Problem: "))
                .findFirst()
                .orElseThrow());
        assertThat(lines.get(first)).contains(problem);
        assertThat(lines.get(first + 1)).startsWith("Cause:   ").contains(cause);
        assertThat(lines.get(lines.size() - 1)).startsWith("Cure:    ").hasSizeGreaterThan(20);
        assertThat(lines).noneMatch(line -> line.matches("\\s+at .*\\(.*") || line.contains("Exception"));
        assertThat(said.last().path("status").asText()).isEqualTo("failed");
        assertThat(said.last().path("exitCode").asInt()).isEqualTo(code);
        assertThat(said.last().path("problem").asText()).contains(problem);
    }

    private static void assertFileRefused(String problem, String cause, String content) throws IOException {
        Path file = Files.writeString(study.directory().resolve("bad.csv"), content);
        assertRefused(3, problem, cause, study.text().replace(study.data().toString(), file.toString()));
    }

    @Test
    void missingFile() throws IOException {
        assertRefused(
                3,
                "Source people",
                "absent.csv does not exist or holds no file",
                study.text().replace("people.csv", "absent.csv"));
    }

    @Test
    void emptyFile() throws IOException {
        assertFileRefused("is empty", "bad.csv holds not a single byte", "");
    }

    @Test
    void headerAlone() throws IOException {
        assertFileRefused("is empty", "bad.csv has no row", TinyStudy.HEADER);
    }

    @Test
    void wrongDelimiter() throws IOException {
        assertFileRefused("Source people", "", (TinyStudy.HEADER + study.people()).replace(',', ';'));
    }

    @Test
    void missingHeader() throws IOException {
        assertFileRefused("Source people", "", study.people());
    }

    @Test
    void unreadableDates() throws IOException {
        assertFileRefused(
                "400 of 400 rows (100.0%) break the contract, more than max-rejected = 0.05",
                "400 x seen_on: ", TinyStudy.HEADER + study.people().replace("2025-", "the year 2025 "));
    }

    @Test
    void swappedHeader() throws IOException {
        assertFileRefused("break the contract", "400 x ", "id,visits,spend,seen_on,wait\n" + study.people());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max(spend)     | max(spent)       | A feature cannot be computed | spent",
                "max(spend)     | max((spend)      | A feature cannot be computed | spend",
                "starts = 1     | startz = 1       | a problem                    | Did you mean `starts`?",
                "k = [1, 2, 3]  | k = [0]          | a problem                    | from 1 to 100",
            })
    void wrongInTheStudyFile(String right, String wrong, String problem, String cause) throws IOException {
        assertRefused(2, problem, cause, study.text().replace(right, wrong));
    }

    @Test
    void lakeInTheWayOfAFile() throws IOException {
        assertRefused(2, "cannot be written", "people.csv", study.text().replace("/lake\"", "/people.csv/lake\""));
    }

    @Test
    void lakeWithoutRights() throws IOException {
        Path locked = Files.createDirectory(
                study.directory().resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeThat(Files.isWritable(locked)).as("this user may write anywhere").isFalse();
        assertRefused(2, "cannot be written", "", study.text().replace("/lake\"", "/locked/lake\""));
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, abcd, Wrong key length: 2 bytes",
        "rw-r--r--, 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, open to group or others",
        "rw-------, a pass phrase that is none of your business, does not hold hexadecimal digits",
    })
    void wrongKey(String rights, String content, String cause) throws IOException {
        Path key = study.directory().resolve("bad-key");
        Files.deleteIfExists(key);
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, content);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(rights));
        assertRefused(
                4,
                "The key of the pseudonyms cannot be used",
                cause,
                study.text().replace("/key\"", "/bad-key\""));
    }

    @Test
    void asOfBeforeAllData() throws IOException {
        assertRefused(2, "as-of 2020-01-01 is before all data", "2025-01-01", study.text(), "--as-of", "2020-01-01");
    }

    @Test
    void unknownStage() throws IOException {
        assertRefused(
                2,
                "There is no stage report",
                "the stages are intake, features, mixture, evidence, publish",
                study.text(),
                "--only",
                "report");
    }

    @Test
    void wrongOptions() throws IOException {
        assertThreeLines(Said.by("run"), 2, "The command line cannot be understood", "--config");
        assertThreeLines(
                Said.by("run", "--config", study.file().toString(), "--as-of", "yesterday"),
                2,
                "The command line cannot be understood",
                "yesterday");
        assertThreeLines(Said.by("run", "--config", "no-such.conf"), 2, "a problem", "There is no such file");
    }

    @Test
    void checkTellsAllAtOnceAndWritesNothing() throws IOException {
        List<String> before = DemoStudy.commits(study.directory());
        String bad = study.text()
                .replace("people.csv", "absent.csv")
                .replace("max(spend)", "max(spent)")
                .replace("/lake\"", "/people.csv/lake\"");
        Path file = Files.writeString(study.directory().resolve("bad.conf"), bad);
        Said said = Said.by("check", "--config", file.toString());

        // The highest code of all: of the file that is not there.
        assertThat(said.exitCode()).isEqualTo(3);
        assertThat(said.last().path("exitCode").asInt()).isEqualTo(3);
        assertThat(said.err().toString())
                .contains("absent.csv does not exist", "spent", "lake")
                .doesNotContain("Exception");
        assertThat(said.last().path("problems")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(DemoStudy.commits(study.directory())).isEqualTo(before);

        Said good = Said.by("check", "--config", study.file().toString());
        assertThat(good.exitCode()).isZero();
        assertThat(good.last().path("problems")).isEmpty();
        assertThat(good.last().path("notices").isArray()).isTrue();
        assertThat(good.last().path("lake").path("open").asText()).endsWith("/lake/open");
        assertThat(good.last().path("sources").path(0).path("source").asText()).isEqualTo("people");
        assertThat(DemoStudy.commits(study.directory())).isEqualTo(before);
    }

    @Test
    void findsARunByTheIdOfAnOrchestrator() throws IOException {
        String config = study.file().toString();
        Said again = Said.by("run", "--config", config, "--run-id", RUN);
        assertThat(again.exitCode()).isZero();
        assertThat(again.told()).contains("run " + RUN + " is published already: nothing to do");
        String query = "select distinct run_id from personas";
        assertThat(Said.by("sql", "--config", config, "--run-id", RUN, "--format", "csv", query)
                        .out())
                .containsExactly("run_id", RUN);
        assertThreeLines(
                Said.by("sql", "--config", config, "--run-id", "' or '1' = '1", query),
                2,
                "There is no run ' or '1' = '1",
                "holds no row of it");
        assertRefused(2, "The run id is not valid", "it has 251 characters", study.text(), "--run-id", "x".repeat(251));
    }

    @Test
    void aStrictRunEndsWhereTheInputsAreOdd(SparkSession spark) throws IOException {
        String config = study.file().toString();
        String[] intake = {"run", "--config", config, "--run-id", "odd: 'one'", "--only", "intake"};
        assertThat(Said.by(intake).exitCode()).isZero();
        new DeltaTables(spark, StudyReader.study(study.file()).lake())
                .replace(
                        IntakeNotes.TABLE,
                        "odd: 'one'",
                        spark.sql(
                                "select 'people' input, 'people.csv' file, 'lines-blank' kind, 3L line, 2L noted_count,"
                                        + " 'blank lines, which are no rows' meaning, 'Nothing' cure, null column_name,"
                                        + " null example_shape"));
        String[] features = {"run", "--config", config, "--run-id", "odd: 'one'", "--only", "features"};
        assertThat(Said.by(features).last().path("notices").toString())
                .isEqualTo("[{\"input\":\"people\",\"file\":\"people.csv\",\"kind\":\"lines-blank\",\"line\":3,"
                        + "\"count\":2,\"cure\":\"Nothing\"}]");
        Said strict = Said.by("run", "--config", config, "--run-id", "odd: 'one'", "--strict");
        assertThreeLines(
                strict,
                3,
                "The inputs are odd in 1 way",
                "people, people.csv:3: 2 x blank lines, which are no rows [lines-blank]");
        assertThat(strict.last().path("cure").asText())
                .isEqualTo("Correct the inputs and run again with --from intake, or run without --strict;"
                        + " all are in intake_notes");
    }

    @Test
    void queriesAsTableCsvAndJson() throws IOException {
        String config = study.file().toString();
        String query = "select verdict, count(*) as personas from personas group by verdict";

        assertThat(Said.by("sql", "--config", config, query).out())
                .containsExactly("verdict  personas", "-------  --------", "natural         2", "(1 row)");
        assertThat(Said.by("sql", "--config", config, "--format", "csv", query).out())
                .containsExactly("verdict,personas", "natural,2");
        assertThat(Said.by("sql", "--config", config, "--format", "json", query).out())
                .containsExactly("{\"verdict\":\"natural\",\"personas\":2}");
        assertThreeLines(
                Said.by("sql", "--config", config, "select nothing from personas"),
                2,
                "The query cannot be run",
                "nothing");
        assertThreeLines(Said.by("sql", "--config", config, "selekt"), 2, "The query cannot be run", "selekt");
    }

    @Test
    void helpAndCompletion() {
        for (String command : List.of("demo", "check", "run", "sql")) {
            Said help = Said.by(command, "--help");
            assertThat(help.exitCode()).isZero();
            assertThat(help.out().get(0)).startsWith("Usage: dramatis " + command);
        }
        assertThat(String.join("\n", Said.by("--help").out())).contains("Exit codes:", "demo", "generate-completion");
        Said completion = Said.by("generate-completion");
        assertThat(completion.exitCode()).isZero();
        assertThat(completion.out().get(0)).isEqualTo("#!/usr/bin/env bash");
    }
}
