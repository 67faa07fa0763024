package io.dramatis.cli;

import io.dramatis.cli.console.Progress;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.error.Problem;
import io.dramatis.error.Shown;
import io.dramatis.jobs.features.expression.FeatureExpressions;
import io.dramatis.privacy.KeyReference;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.store.DeltaTables;
import io.dramatis.store.LakeLock;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.CleanRows;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** One run of a study: which stages are still to do, and what came of it. */
final class StudyRun {
    private static final Job INTAKE = Pipeline.STAGES.get(0);
    private static final DateTimeFormatter NEW_RUN_ID =
            DateTimeFormatter.ofPattern("'r'yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    /**
     * What the command line asks for.
     *
     * @param only one stage
     * @param from a stage and all after it
     * @param isStrict whether the run ends where an input is odd
     */
    record Request(
            Optional<LocalDate> asOf,
            Optional<String> runId,
            Optional<String> only,
            Optional<String> from,
            boolean isStrict) {

        /** One that is not strict. */
        Request(Optional<LocalDate> asOf, Optional<String> runId, Optional<String> only, Optional<String> from) {
            this(asOf, runId, only, from, false);
        }
    }

    private final SparkSession spark;
    private final Study study;
    private final TableStore tables;
    private final Progress progress;
    private final Clock clock;

    StudyRun(SparkSession spark, Study study, Progress progress, Clock clock) {
        this.spark = spark;
        this.study = study;
        this.tables = new DeltaTables(spark, study.lake());
        this.progress = progress;
        this.clock = clock;
    }

    /** Runs the stages that are asked for and not yet done. */
    RunResult run(Request request) {
        requireStage(request.only());
        requireStage(request.from());
        LakeProbe.requireWritable(spark, study);
        try (LakeLock lock = LakeLock.shared(study.lake())) {
            return runLocked(request);
        }
    }

    private RunResult runLocked(Request request) {
        Instant startedAt = clock.instant();
        KeyReference key = KeyReference.of(study.privacy().key());
        String keyId = key.keyId();
        StageLog log = new StageLog(spark, tables, study);
        String runId = runId(request, log, startedAt);
        LocalDate asOf = asOf(request, log, runId, startedAt);
        log.requireSameStudy(runId, asOf, request.asOf().isPresent());
        RunResult.Reader results = new RunResult.Reader(tables, study, runId, asOf);
        if (log.isPublished(runId)) {
            requireNothingOdd(request, runId, "Correct the inputs and begin another run");
            progress.note("run " + runId + " is published already: nothing to do");
            return results.published(Map.of());
        }
        requireExpressions();
        List<Job> stages = stages(request, log, runId);
        if (!stages.contains(INTAKE)) {
            requireNothingOdd(request, runId, "Correct the inputs and run again with --from " + INTAKE.name());
        }
        progress.note("study " + study.name() + ", run " + runId + ", as of " + asOf + ", key " + keyId);
        RunContext context = new RunContext(
                spark, study, runId, asOf, startedAt, clock, Version.code(), tables, key, progress::note);
        Map<String, Double> seconds = new LinkedHashMap<>();
        boolean isPublishDone = false;
        long personas = 0;
        for (Job stage : stages) {
            spark.sparkContext().setJobGroup(stage.name(), "dramatis " + stage.name() + " " + Shown.line(runId), false);
            long began = System.nanoTime();
            Job.Outcome outcome = stage.run(context);
            if (stage == INTAKE) {
                // Before the stage is noted as done: the next try reads the inputs anew.
                requireNothingOdd(request, runId, "Correct the inputs and run again");
            }
            double took = Math.round((System.nanoTime() - began) / 1e7) / 100.0;
            log.done(context, stage, Pipeline.STAGES.indexOf(stage), outcome, took);
            seconds.put(stage.name(), took);
            progress.stage(stage.name(), outcome.rows(), took, outcome.summary());
            if (stage == Pipeline.STAGES.get(Pipeline.STAGES.size() - 1)) {
                isPublishDone = true;
                personas = outcome.rows();
            }
        }
        if (!isPublishDone) {
            boolean isFinished = log.isDone(runId, Pipeline.names().get(Pipeline.STAGES.size() - 1));
            return isFinished ? results.noPersonas(seconds) : results.partial(seconds);
        }
        return personas > 0 ? results.published(seconds) : results.noPersonas(seconds);
    }

    private void requireNothingOdd(Request request, String runId, String cure) {
        if (request.isStrict()) {
            Notice.requireNone(Notice.of(tables, runId), cure + ", or run without --strict; all are in intake_notes");
        }
    }

    private static void requireStage(Optional<String> stage) {
        if (stage.isPresent() && !Pipeline.names().contains(stage.get())) {
            throw DramatisException.usage(
                    "There is no stage " + stage.get(),
                    "the stages are " + String.join(", ", Pipeline.names()),
                    "Give one of them to --only or --from");
        }
    }

    private static String runId(Request request, StageLog log, Instant now) {
        if (request.runId().isPresent()) {
            return RunId.checked(request.runId().get());
        }
        Optional<String> later = request.only()
                .or(request::from)
                .filter(stage -> !stage.equals(Pipeline.names().get(0)));
        if (later.isEmpty()) {
            return NEW_RUN_ID.format(now);
        }
        return log.newestUnpublished()
                .orElseThrow(() -> DramatisException.usage(
                        "There is no run to go on with",
                        "stage " + later.get()
                                + " reads what earlier stages wrote, and the lake has no unpublished run",
                        "Run the whole study first, or name the run with --run-id"));
    }

    private LocalDate asOf(Request request, StageLog log, String runId, Instant now) {
        return request.asOf()
                .or(() -> log.asOf(runId))
                .or(study::asOf)
                .orElseGet(() -> now.atZone(ZoneOffset.UTC).toLocalDate());
    }

    private List<Job> stages(Request request, StageLog log, String runId) {
        List<String> names = Pipeline.names();
        int first = request.only().or(request::from).map(names::indexOf).orElse(0);
        for (String before : names.subList(0, first)) {
            if (!log.isDone(runId, before)) {
                throw DramatisException.usage(
                        "Stage " + names.get(first) + " cannot run yet",
                        "run " + runId + " has not finished stage " + before,
                        "Run it with --from " + before + " " + RunId.option(runId));
            }
        }
        if (request.only().isPresent()) {
            return List.of(Pipeline.STAGES.get(first));
        }
        if (request.from().isPresent()) {
            return Pipeline.STAGES.subList(first, Pipeline.STAGES.size());
        }
        return Pipeline.STAGES.stream()
                .dropWhile(stage -> log.isDone(runId, stage.name()))
                .toList();
    }

    private void requireExpressions() {
        List<Problem> problems = FeatureExpressions.problems(study, schemas(study), spark);
        if (!problems.isEmpty()) {
            throw new DramatisException(
                    ExitCode.USAGE,
                    problems.size() == 1
                            ? "A feature cannot be computed"
                            : problems.size() + " features cannot be computed",
                    problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                    "Mend the expressions in the config");
        }
    }

    /** What each clean table will look like. */
    static Map<String, StructType> schemas(Study study) {
        Map<String, StructType> schemas = new LinkedHashMap<>();
        for (Source source : study.sources()) {
            schemas.put(source.name(), CleanRows.of(source).schema());
        }
        return schemas;
    }
}
