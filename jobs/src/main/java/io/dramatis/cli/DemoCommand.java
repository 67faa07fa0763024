package io.dramatis.cli;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Progress;
import io.dramatis.cli.console.Sessions;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.jobs.demo.DemoData;
import io.dramatis.privacy.PseudonymKey;
import io.dramatis.store.DeltaTables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes sample data and runs the whole study on them. */
@Command(
        name = "demo",
        description = "Make consented sample data in ./demo (or $DRAMATIS_DEMO) and run everything on them.",
        mixinStandardHelpOptions = true,
        footer = {"", "The last line of stdout is one JSON object, as that of run."})
final class DemoCommand implements Callable<Integer> {
    private static final String CONFIG = "demo.conf";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many people to make up; default: ${DEFAULT-VALUE}.")
    private int people;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Another seed makes other people; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Progress progress = new Progress(spec.commandLine().getErr());
        Path directory =
                Path.of(Optional.ofNullable(System.getenv("DRAMATIS_DEMO")).orElse("demo"));
        requireDirectory(directory);
        Path config = config(directory);
        Study study = StudyReader.study(config);
        Path key = directory.resolve("key");
        if (!Files.exists(key)) {
            PseudonymKey.create(key);
            progress.note("made a key for the pseudonyms: " + key);
        }
        try (Sessions.Lease lease = Sessions.start(study.sparkSettings())) {
            SparkSession spark = lease.spark();
            long began = System.nanoTime();
            long rows = DemoData.write(spark, directory.resolve("data"), people, seed)
                    .rows();
            progress.stage("data", rows, (System.nanoTime() - began) / 1e9, "made in " + directory.resolve("data"));
            RunResult result = new StudyRun(spark, study, progress, Clock.systemUTC())
                    .run(new StudyRun.Request(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
            Map<String, Object> line = new LinkedHashMap<>(result.line());
            if (result.exitCode() == ExitCode.DONE) {
                double index = DemoTruth.adjustedRandIndex(
                        spark, new DeltaTables(spark, study.lake()), study, (String) line.get("runId"), directory);
                line.put("adjustedRandIndex", Math.round(index * 1e4) / 1e4);
                progress.note(String.format(
                        Locale.ROOT,
                        "adjusted Rand index against the planted truth, over assigned people: %.3f",
                        index));
                progress.note("now try: ./dramatis sql --config " + config
                        + " \"select label, share, people_count, verdict from personas\"");
            }
            spec.commandLine().getOut().println(Json.line(line));
            spec.commandLine().getOut().flush();
            return result.exitCode().code();
        }
    }

    private static void requireDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw DramatisException.usage(
                    "The folder " + directory + " cannot be made",
                    String.valueOf(failure.getMessage()),
                    "Run the demo where you may write, or set DRAMATIS_DEMO to a folder");
        }
    }

    /** The config beside the launcher; without a launcher, a copy of the jar's own. */
    private static Path config(Path directory) {
        String home = System.getProperty("dramatis.home");
        if (home != null) {
            return Path.of("").toAbsolutePath().relativize(Path.of(home, "conf", CONFIG));
        }
        Path copy = directory.resolve(CONFIG);
        try (InputStream own = DemoCommand.class.getResourceAsStream("/conf/" + CONFIG)) {
            Files.copy(own, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return copy;
    }
}
