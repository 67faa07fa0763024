package io.dramatis.cli;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Progress;
import io.dramatis.cli.console.Sessions;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a study, or some of its stages. */
@Command(
        name = "run",
        description = "Run a study: intake, features, mixture, evidence, publish.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The last line of stdout is one JSON object; progress goes to stderr.",
            "Run again with the same --run-id to go on where a run ended; a published run is left as it is."
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The study, in HOCON.")
    private Path config;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "Use nothing later than this day, such as 2026-01-01.")
    private Optional<LocalDate> asOf = Optional.empty();

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "Name of the run, any text of up to 250 characters; default: made from the time.")
    private Optional<String> runId = Optional.empty();

    @Option(names = "--strict", description = "End with code 3 after intake, where it has noticed anything.")
    private boolean isStrict;

    @ArgGroup
    private Part part = new Part();

    /** Which stages. */
    static final class Part {
        @Option(names = "--only", paramLabel = "STAGE", description = "Run this stage alone.")
        private Optional<String> only = Optional.empty();

        @Option(names = "--from", paramLabel = "STAGE", description = "Run this stage and all after it.")
        private Optional<String> from = Optional.empty();
    }

    @Override
    public Integer call() throws IOException {
        Study study = StudyReader.study(config);
        StudyRun.Request request = new StudyRun.Request(asOf, runId, part.only, part.from, isStrict);
        try (Sessions.Lease lease = Sessions.start(study.sparkSettings())) {
            SparkSession spark = lease.spark();
            RunResult result = new StudyRun(
                            spark, study, new Progress(spec.commandLine().getErr()), Clock.systemUTC())
                    .run(request);
            spec.commandLine().getOut().println(Json.line(result.line()));
            spec.commandLine().getOut().flush();
            return result.exitCode().code();
        }
    }
}
