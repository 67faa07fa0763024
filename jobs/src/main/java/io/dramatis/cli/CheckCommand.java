package io.dramatis.cli;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Sessions;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.error.Problem;
import io.dramatis.input.Note;
import io.dramatis.jobs.features.expression.FeatureExpressions;
import io.dramatis.jobs.intake.SourceCheck;
import io.dramatis.privacy.KeyReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a study without writing anything. */
@Command(
        name = "check",
        description = "Check config, key, lake, sources and expressions: every problem at once, nothing written.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The last line of stdout is one JSON object: lake, sources, problems, notices.",
            "The exit code is the highest of the problems' codes."
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The study, in HOCON.")
    private Path config;

    @Option(names = "--strict", description = "Take whatever is odd about the inputs for a problem, of code 3.")
    private boolean isStrict;

    private final List<Note> notes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private ExitCode worst = ExitCode.DONE;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        StudyReader.Outcome read = StudyReader.read(config);
        add(ExitCode.USAGE, read.problems());
        List<Map<String, Object>> sources = new ArrayList<>();
        line.put("status", "ok");
        line.put("exitCode", 0);
        if (read.study().isPresent()) {
            Study study = read.study().get();
            line.put("study", study.name());
            line.put("lake", LakeProbe.places(study.lake()));
            try (Sessions.Lease lease = Sessions.start(study.sparkSettings())) {
                SparkSession spark = lease.spark();
                sources.addAll(check(spark, study));
            }
        }
        List<Notice> notices = Notice.of(notes);
        if (isStrict && !notices.isEmpty()) {
            add(
                    ExitCode.CONTRACT,
                    List.of(new Problem(
                            "--strict", Notice.problem(notices), "Correct the inputs, or check without --strict")));
        }
        line.putIfAbsent("lake", Map.of());
        line.put("sources", sources);
        line.put("problems", problems.stream().map(CheckCommand::asMap).toList());
        line.put("notices", Notice.maps(notices));
        line.put("status", problems.isEmpty() ? "ok" : "problems");
        line.put("exitCode", worst.code());
        PrintWriter err = spec.commandLine().getErr();
        notices.forEach(notice -> err.println("notice: " + notice.sentence()));
        problems.forEach(problem -> err.println(problem));
        err.println(
                problems.isEmpty()
                        ? "no problem found"
                        : problems.size() + (problems.size() == 1 ? " problem" : " problems"));
        err.flush();
        spec.commandLine().getOut().println(Json.line(line));
        spec.commandLine().getOut().flush();
        return worst.code();
    }

    private List<Map<String, Object>> check(SparkSession spark, Study study) {
        KeyReference key = KeyReference.of(study.privacy().key());
        boolean hasKey = attempt(key::keyId);
        add(ExitCode.USAGE, LakeProbe.problems(spark, study));
        add(ExitCode.USAGE, FeatureExpressions.problems(study, StudyRun.schemas(study), spark));
        List<Map<String, Object>> sources = new ArrayList<>();
        if (hasKey) {
            SourceCheck check = new SourceCheck(spark, study, key);
            study.sources()
                    .forEach(source -> attempt(() -> {
                        SourceCheck.Sampled sampled = check.source(source);
                        Map<String, Object> told = new LinkedHashMap<>();
                        told.put("source", source.name());
                        told.put("format", source.input().format());
                        told.put("path", source.input().path());
                        told.put("files", sampled.files());
                        told.put("sampledRows", sampled.rows());
                        told.put("brokenRows", sampled.broken());
                        sources.add(told);
                        tell(source.name(), sampled);
                        notes.addAll(sampled.notes());
                    }));
            attempt(() -> notes.addAll(check.linksAndLedger()));
        }
        return sources;
    }

    /** Rows that break the contract end no run while they are few, and are no oddity of the file. */
    private void tell(String source, SourceCheck.Sampled sampled) {
        if (sampled.broken() > 0) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            Locale.ROOT,
                            "%s: %,d of the first %,d rows break the contract: %s%n",
                            source,
                            sampled.broken(),
                            sampled.rows(),
                            sampled.reasons());
        }
    }

    private boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException failure) {
            DramatisException fault = Faults.told(failure).orElseThrow(() -> failure);
            add(fault.exitCode(), List.of(new Problem(fault.problem(), fault.reason(), fault.cure())));
            return false;
        }
    }

    private void add(ExitCode code, List<Problem> found) {
        if (!found.isEmpty() && code.code() > worst.code()) {
            worst = code;
        }
        problems.addAll(found);
    }

    private static Map<String, String> asMap(Problem problem) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("where", problem.where());
        map.put("what", problem.what());
        map.put("cure", problem.cure());
        return map;
    }
}
