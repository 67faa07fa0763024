package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.DramatisException;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.PseudonymKey;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.run.RunContext;
import io.dramatis.table.MemoryTables;
import io.dramatis.table.Table;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import io.dramatis.table.intake.InputFiles;
import io.dramatis.table.intake.InputMeetings;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.intake.IntakeNotes;
import io.dramatis.table.intake.RejectedRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A run of the intake on a small study, and what it left in its tables.
 *
 * @param fault with which it ended, if it did
 * @param notices what it told people on its way
 */
record IntakeRun(
        Study study, MemoryTables tables, KeyReference key, Optional<DramatisException> fault, List<String> notices) {
    static final String RUN_ID = "r1";
    static final LocalDate AS_OF = LocalDate.parse("2025-12-31");

    private static final String IDENTITY = """
            dramatis.study.name = "test"
            dramatis.identity.kinds {
              customer-id { normalise = [trim] }
              email { normalise = [email] }
              phone { normalise = [phone], region = "GB" }
              cookie { normalise = [trim, lower-case] }
            }
            """;

    /** What a study with sources alone still needs. */
    static final String BLANKET = "dramatis.consent.basis = \"All agreed.\"\n";

    /** Runs the intake as of the end of 2025; {@code ${data}} is the folder. */
    static IntakeRun of(SparkSession spark, Path folder, String text) {
        return of(spark, folder, text, AS_OF);
    }

    static IntakeRun of(SparkSession spark, Path folder, String text, LocalDate asOf) {
        Study study = study(folder, text);
        Path keyFile = folder.resolve("key");
        KeyReference key = Files.exists(keyFile) ? KeyReference.of(keyFile) : PseudonymKey.create(keyFile);
        MemoryTables tables = new MemoryTables(spark);
        Clock clock = Clock.fixed(Instant.parse("2026-01-05T06:00:00Z"), ZoneOffset.UTC);
        List<String> notices = new ArrayList<>();
        RunContext context =
                new RunContext(spark, study, RUN_ID, asOf, clock.instant(), clock, "test", tables, key, notices::add);
        try {
            new IntakeJob().run(context);
            return new IntakeRun(study, tables, key, Optional.empty(), notices);
        } catch (DramatisException fault) {
            return new IntakeRun(study, tables, key, Optional.of(fault), notices);
        }
    }

    /** The study of a text, which must be right. */
    static Study study(Path folder, String text) {
        // A key that nothing refers to is an error.
        String data = text.contains("${data}") ? "data = \"" + folder + "\"\n" : "";
        Path file = write(folder, "study.conf", data + IDENTITY + text);
        StudyReader.Outcome outcome = StudyReader.read(file);
        assertThat(outcome.problems()).isEmpty();
        return outcome.study().orElseThrow();
    }

    /** The sources of a study, with a feature so that it is one. */
    static String sources(String first, String text) {
        return "dramatis.intake.sources {\n" + text + "\n}\ndramatis.features.define { rows { source = " + first
                + ", sql = \"count(*)\", role = forming } }\n";
    }

    static Path write(Path folder, String name, String text) {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path write(Path folder, String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The account of a source: read, used, rejected, not consented, duplicates. */
    List<Long> account(String source) {
        Row row = tables.read(IntakeAccounts.TABLE).where("source = '" + source + "'").collectAsList().stream()
                .reduce((first, second) -> {
                    throw new AssertionError("two accounts of " + source);
                })
                .orElseThrow();
        return Stream.of(
                        IntakeAccounts.READ_COUNT,
                        IntakeAccounts.USED_COUNT,
                        IntakeAccounts.REJECTED_COUNT,
                        IntakeAccounts.NOT_CONSENTED_COUNT,
                        IntakeAccounts.DUPLICATE_COUNT)
                .map(name -> row.<Long>getAs(name))
                .toList();
    }

    /** The rejected rows of a source as {@code reason|column|shape}, sorted. */
    List<String> rejected(String source) {
        return lines(
                tables.read(RejectedRows.TABLE).where("source = '" + source + "'"),
                RejectedRows.REASON,
                RejectedRows.COLUMN_NAME,
                RejectedRows.VALUE_SHAPE);
    }

    /** Columns of a source's clean rows, joined by |, sorted. */
    List<String> clean(String source, String... columns) {
        return lines(tables.read(CleanRows.of(source(source))), columns);
    }

    /** The pseudonyms in a source's clean rows, sorted, one a row. */
    List<String> people(String source) {
        return lines(tables.read(CleanRows.of(source(source))), Table.PERSON_ID);
    }

    /** The pseudonyms of ids, sorted. */
    List<String> pseudonyms(String kind, String... ids) {
        Pseudonyms pseudonyms = new Pseudonyms(key, 1, "test", "personas");
        return Stream.of(ids)
                .map(id -> pseudonyms.of(id, study.identity().kinds().get(kind)).orElseThrow())
                .map(HexFormat.of()::formatHex)
                .sorted()
                .toList();
    }

    boolean isCleanWritten(String source) {
        return tables.exists(CleanRows.of(source(source)));
    }

    Source source(String name) {
        return study.sources().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Every row of every table, as text; binary values in hexadecimal digits. */
    List<String> everything() {
        List<String> all = new ArrayList<>();
        Stream.concat(
                        Stream.of(
                                RejectedRows.TABLE,
                                IntakeAccounts.TABLE,
                                InputFiles.TABLE,
                                IntakeNotes.TABLE,
                                InputMeetings.TABLE,
                                ConsentAccounts.TABLE,
                                Consents.TABLE,
                                IdLinks.TABLE),
                        study.sources().stream().map(CleanRows::of))
                .forEach(table -> lines(tables.read(table), tables.read(table).columns())
                        .forEach(line -> all.add(table.name() + ": " + line)));
        return all;
    }

    /** Columns of a table's rows, joined by |, sorted. */
    List<String> rows(Table table, String... columns) {
        return lines(tables.read(table), columns);
    }

    private static List<String> lines(Dataset<Row> rows, String... columns) {
        return rows.collectAsList().stream()
                .map(row -> Stream.of(columns)
                        .map(column -> shown(row.get(row.fieldIndex(column))))
                        .collect(Collectors.joining("|")))
                .sorted()
                .toList();
    }

    private static String shown(Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }
}
