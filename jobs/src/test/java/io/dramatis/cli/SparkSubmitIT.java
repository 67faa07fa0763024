package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dramatis.privacy.Canaries;
import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a cluster runs it: by Spark's own spark-submit, in a Java of its own whose class path is Spark alone. */
@ExtendWith(SparkSessions.class)
class SparkSubmitIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What every id begins with; it stands nowhere else by chance. */
    private static final String CANARY = "canary-person-";

    private record Ended(int exitCode, List<String> out, String err) {}

    /**
     * Keeps every file that is ever in a directory, for a search of their bytes after the process has removed them. A link to a
     * file outlives the file.
     */
    private static final class Kept implements AutoCloseable {
        private final Path from;
        private final Path to;
        private final Set<Object> kept = new HashSet<>();
        private final Thread watch = new Thread(this::watch, "kept");
        private volatile boolean isOver;

        Kept(Path from, Path to) throws IOException {
            this.from = Files.createDirectories(from);
            this.to = Files.createDirectories(to);
            watch.start();
        }

        private void watch() {
            while (!isOver) {
                try (Stream<Path> files = Files.walk(from)) {
                    files.forEach(this::keep);
                    Thread.sleep(20);
                } catch (IOException | UncheckedIOException gone) {
                    // A directory was removed in the middle of the walk.
                } catch (InterruptedException end) {
                    return;
                }
            }
        }

        private void keep(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (attributes.isRegularFile() && kept.add(attributes.fileKey())) {
                    Files.createLink(to.resolve(kept.size() + " " + file.getFileName()), file);
                }
            } catch (IOException gone) {
                // It went between the look and the link.
            }
        }

        @Override
        public void close() throws InterruptedException {
            isOver = true;
            watch.join();
        }
    }

    @Test
    void publishesAndGivesTheExitCodeThrough(SparkSession spark, @TempDir Path directory) throws Exception {
        TinyStudy study = TinyStudy.in(directory.resolve("study"));
        Files.writeString(study.data(), Files.readString(study.data()).replace("P0", CANARY));
        Path temporary = directory.resolve("temporary");
        Path written = Files.createDirectories(directory.resolve("written"));

        Ended good;
        try (Kept kept = new Kept(temporary, written.resolve("temporary"))) {
            good = submit(directory, "run", "--config", study.file().toString(), "--run-id", "submitted");
        }
        assertThat(good.exitCode()).as(good.err()).isZero();
        nothingTellsTheKeyOrAnId(study, directory);
        JsonNode line = JSON.readTree(good.out().get(good.out().size() - 1));
        assertThat(line.path("status").asText()).isEqualTo("published");
        assertThat(line.path("personas")).hasSize(2);
        assertThat(spark.read()
                        .format("delta")
                        .load(study.directory().resolve("lake/open/personas").toString())
                        .where("run_id = 'submitted'")
                        .count())
                .isEqualTo(2);
        assertThat(spark.read()
                        .format("delta")
                        .load(study.directory().resolve("lake/open/run_records").toString())
                        .select("code_version")
                        .first()
                        .getString(0))
                .matches("\\d+\\.\\d+\\.\\d+.*");

        Files.writeString(study.file(), study.text().replace("max(spend)", "max(spent)"));
        Ended bad = submit(directory, "run", "--config", study.file().toString(), "--run-id", "other");
        assertThat(bad.exitCode()).as(bad.err()).isEqualTo(2);
        assertThat(bad.err()).contains("Problem: A feature cannot be computed");
        assertThat(JSON.readTree(bad.out().get(bad.out().size() - 1))
                        .path("exitCode")
                        .asInt())
                .isEqualTo(2);
    }

    /** Lake, event log, output, and whatever was in temporary files at any time. */
    private static void nothingTellsTheKeyOrAnId(TinyStudy study, Path directory) throws IOException {
        Path written = directory.resolve("written");
        Map<String, byte[]> secrets =
                new TreeMap<>(Canaries.ofKey(study.directory().resolve("key")));
        // Three bytes of a text are four digits of base64: this much of each id looks the same there.
        secrets.putAll(Canaries.forms(CANARY.substring(0, 12).getBytes(StandardCharsets.UTF_8)));
        for (String person : List.of("000", "001", "399")) {
            secrets.putAll(Canaries.forms((CANARY + person).getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(Canaries.found(study.directory(), secrets))
                .as("the search finds the ids in the source and the key in its file, and nothing in the lake")
                .anyMatch(found -> found.endsWith(" in people.csv"))
                .anyMatch(found -> found.endsWith(" in key"))
                .allMatch(found -> found.endsWith(" in people.csv") || found.endsWith(" in key"));
        Files.move(directory.resolve("out"), written.resolve("out"));
        Files.move(directory.resolve("err"), written.resolve("err"));
        assertThat(Canaries.found(written, secrets)).isEmpty();
        try (Stream<Path> events = Files.walk(written.resolve("events"));
                Stream<Path> temporary = Files.walk(written.resolve("temporary"))) {
            assertThat(events.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .as("bytes of event log")
                    .isGreaterThan(1_000_000);
            assertThat(temporary.filter(file -> file.getFileName().toString().contains("shuffle_")))
                    .as("shuffle files that were kept")
                    .hasSizeGreaterThan(20);
        }
    }

    private static Ended submit(Path directory, String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("written/events"));
        Path home = DemoStudy.projectHome();
        Path target = home.resolve("jobs/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("conf/jvm.options"),
                "-Xmx1g",
                "-Djava.io.tmpdir=" + directory.resolve("temporary"),
                "-cp",
                Files.readString(target.resolve("spark.classpath")).strip(),
                "org.apache.spark.deploy.SparkSubmit",
                "--class",
                "io.dramatis.cli.Main",
                "--master",
                "local[2]",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.sql.shuffle.partitions=2",
                "--conf",
                "spark.local.dir=" + directory.resolve("temporary"),
                "--conf",
                "spark.eventLog.enabled=true",
                "--conf",
                "spark.eventLog.compress=false",
                "--conf",
                "spark.eventLog.dir=" + directory.resolve("written/events").toUri(),
                // So that bytes can be searched as they lie there.
                "--conf",
                "spark.sql.parquet.compression.codec=uncompressed",
                target.resolve("dramatis.jar").toString()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(6, TimeUnit.MINUTES)).as(() -> text(err)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readAllLines(out), text(err));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return failure.toString();
        }
    }
}
