package io.dramatis.cli;

import io.dramatis.cli.console.Progress;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.jobs.demo.DemoData;
import io.dramatis.jobs.demo.Written;
import io.dramatis.store.DeltaTables;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The demo study in a folder of its own.
 *
 * @param directory with {@code data}, {@code truth}, {@code key}, {@code lake} and {@code study.conf}
 * @param written what its data hold
 */
record DemoStudy(SparkSession spark, Path directory, Written written) {
    /** For small data and quick runs: what is weighed stays the same, only less often. */
    static final String LIGHT = """
            dramatis.mixture { k = [4, 5], starts = 1, forms = [EEE, VVV] }
            dramatis.evidence { null-sets = 19, test-people = 400, replicates = 4, sample = 1000, min-people = 50, min-people-per-feature = 20 }
            """;

    /** Makes data, key and study file. */
    static DemoStudy of(SparkSession spark, Path directory, int people, String overrides) {
        Written written = DemoData.write(spark, directory.resolve("data"), people, 1);
        writeKey(directory.resolve("key"));
        DemoStudy study = new DemoStudy(spark, directory, written);
        study.write(overrides);
        return study;
    }

    /** Always the same key: people's order, and with it what is drawn of them, comes from their pseudonyms. */
    private static void writeKey(Path file) {
        try {
            Files.writeString(file, "0f1e2d3c4b5a69788796a5b4c3d2e1f0".repeat(2) + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes the study file anew: that of the project, here, with keys that overrule. */
    Path write(String overrides) {
        try {
            String project = Files.readString(projectHome().resolve("conf/demo.conf"));
            String here =
                    project.replace("directory = ${?DRAMATIS_DEMO}", "directory = \"" + directory.toString() + "\"");
            return Files.writeString(file(), here + "\n" + overrides);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path file() {
        return directory.resolve("study.conf");
    }

    Study study() {
        return StudyReader.study(file());
    }

    TableStore tables() {
        return new DeltaTables(spark, study().lake());
    }

    /** A run with the day of the config. */
    RunResult run(String runId) {
        return run(Optional.of(runId), Optional.empty(), Optional.empty());
    }

    RunResult only(String runId, String stage) {
        return run(Optional.of(runId), Optional.of(stage), Optional.empty());
    }

    RunResult run(Optional<String> runId, Optional<String> only, Optional<String> from) {
        return run(spark, study(), new StudyRun.Request(Optional.empty(), runId, only, from));
    }

    /** A run of any study. */
    static RunResult run(SparkSession spark, Study study, StudyRun.Request request) {
        Progress progress = new Progress(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return new StudyRun(spark, study, progress, Clock.systemUTC()).run(request);
    }

    /** The rows that a run wrote into a table, all columns but the run's, as text in a fixed order. */
    List<String> rows(Table table, String runId) {
        return tables().read(table, runId).drop(Table.RUN_ID).collectAsList().stream()
                .map(DemoStudy::text)
                .sorted()
                .toList();
    }

    /** The folders of all tables. */
    List<Path> tableFolders(String zone) throws IOException {
        try (Stream<Path> below = Files.list(directory.resolve("lake").resolve(zone))) {
            return below.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** Every commit of every table: none more, nothing changed. */
    List<String> versions() throws IOException {
        return commits(directory);
    }

    /** Every commit in the lake of a study's folder. */
    static List<String> commits(Path directory) throws IOException {
        try (Stream<Path> below = Files.walk(directory.resolve("lake"))) {
            return below.map(Path::toString)
                    .filter(file -> file.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** The folder of the project, from that of any module. */
    static Path projectHome() {
        return above("conf/demo.conf").orElseThrow();
    }

    /** The nearest folder, this or above, that holds {@code file}. */
    static Optional<Path> above(String file) {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve(file)))
                .findFirst();
    }

    private static String text(Row row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> row.schema().fields()[i].name() + "=" + text(row.get(i)))
                .collect(Collectors.joining(", "));
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }
}
