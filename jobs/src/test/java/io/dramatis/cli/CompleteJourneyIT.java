package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dramatis.cli.console.Json;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.ExitCode;
import io.dramatis.privacy.PseudonymKey;
import io.dramatis.spark.SparkSessions;
import io.dramatis.store.DeltaTables;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.persona.PersonaEvidence;
import io.dramatis.table.run.RunRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The real study end to end. It asks that every row is accounted for, not that the data earn a verdict. */
@Tag("long")
@ExtendWith(SparkSessions.class)
class CompleteJourneyIT {
    private static final String DATA = "shared/datasets/complete-journey";
    private static final Map<String, String> FILES = Map.of(
            "transactions", "transactions_sample.csv.gz",
            "campaigns", "campaigns.csv",
            "redemptions", "coupon_redemptions.csv",
            "demographics", "demographics.csv");

    @Test
    void everyRowIsAccountedFor(SparkSession spark, @TempDir Path directory) throws IOException {
        Optional<Path> found = data();
        assumeThat(found)
                .as("the folder " + DATA + " is absent, here and above (DRAMATIS_SHARED names another `shared`)")
                .isPresent();
        Path data = found.orElseThrow();
        PseudonymKey.create(directory.resolve("key"));
        String project = Files.readString(DemoStudy.projectHome().resolve("conf/complete-journey.conf"));
        Path file = Files.writeString(
                directory.resolve("study.conf"),
                project.replace("data = ${COMPLETE_JOURNEY}", "data = \"" + data + "\"")
                        .replace("directory = ${?DRAMATIS_COMPLETE_JOURNEY}", "directory = \"" + directory + "\"")
                        .replace("${?DRAMATIS_KEY_FILE}", "\"" + directory.resolve("key") + "\""));
        Study study = StudyReader.study(file);

        RunResult result = DemoStudy.run(
                spark,
                study,
                new StudyRun.Request(Optional.empty(), Optional.of("journey"), Optional.empty(), Optional.empty()));

        assertThat(result.exitCode()).isIn(ExitCode.DONE, ExitCode.NO_PERSONAS);
        TableStore tables = new DeltaTables(spark, study.lake());
        Map<String, Long> expected = new HashMap<>();
        for (var source : FILES.entrySet()) {
            expected.put(source.getKey(), rows(data.resolve(source.getValue())));
        }
        Map<String, Long> read = new HashMap<>();
        Map<String, Long> told = new HashMap<>();
        for (Row account : tables.read(IntakeAccounts.TABLE, "journey").collectAsList()) {
            String source = account.getAs(IntakeAccounts.SOURCE);
            read.put(source, account.getAs(IntakeAccounts.READ_COUNT));
            told.put(
                    source,
                    account.<Long>getAs(IntakeAccounts.USED_COUNT)
                            + account.<Long>getAs(IntakeAccounts.REJECTED_COUNT)
                            + account.<Long>getAs(IntakeAccounts.NOT_CONSENTED_COUNT)
                            + account.<Long>getAs(IntakeAccounts.DUPLICATE_COUNT));
        }
        assertThat(read).isEqualTo(expected);
        assertThat(told).isEqualTo(expected);
        assertThat(tables.read(RunRecords.TABLE, "journey").first().<String>getAs(RunRecords.CONSENT_BASIS))
                .contains("frequent-shopper programme");
        List<Row> evidence = tables.read(PersonaEvidence.TABLE, "journey").collectAsList();
        assertThat(evidence).isNotEmpty();

        System.out.println(Json.line(result.line()));
        evidence.forEach(System.out::println);
    }

    private static Optional<Path> data() {
        return Optional.ofNullable(System.getenv("DRAMATIS_SHARED"))
                .map(shared -> Path.of(shared, "datasets/complete-journey"))
                .filter(Files::isDirectory)
                .or(() -> DemoStudy.above(DATA).map(folder -> folder.resolve(DATA)));
    }

    /** Lines after the header; none of these files has a line break inside quotes. */
    private static long rows(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).count() - 1;
        }
    }
}
