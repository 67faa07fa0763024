package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a cluster runs it: by Spark's own spark-submit, in a Java of its own whose class path is Spark alone. */
@ExtendWith(SparkSessions.class)
class SparkSubmitIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Ended(int exitCode, List<String> out, String err) {}

    @Test
    void publishesAndGivesTheExitCodeThrough(SparkSession spark, @TempDir Path directory) throws Exception {
        TinyStudy study = TinyStudy.in(directory.resolve("study"));

        Ended good = submit(directory, "run", "--config", study.file().toString(), "--run-id", "submitted");
        assertThat(good.exitCode()).as(good.err()).isZero();
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

    private static Ended submit(Path directory, String... arguments) throws IOException, InterruptedException {
        Path home = DemoStudy.projectHome();
        Path target = home.resolve("jobs/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("conf/jvm.options"),
                "-Xmx1g",
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
