package io.dramatis.cli.lake;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Progress;
import io.dramatis.cli.console.Sessions;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.store.LakeLock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps a lake small, and no longer than the study says. */
@Command(
        name = "maintain",
        description = "Remove rows about people that are older than dramatis.retention says, compact and vacuum.",
        mixinStandardHelpOptions = true,
        footer = {"", "The last line of stdout is one JSON object: runs and rows removed, by table."})
public final class MaintainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The study, in HOCON.")
    private Path config;

    @Override
    public Integer call() {
        Study study = StudyReader.study(config);
        Progress progress = new Progress(spec.commandLine().getErr());
        try (Sessions.Lease lease = Sessions.start(study.sparkSettings());
                LakeLock lock = LakeLock.exclusive(study.lake())) {
            Maintenance.Receipt receipt = new Maintenance(lease.spark(), study, progress, Clock.systemUTC()).maintain();
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("status", "maintained");
            line.put("exitCode", 0);
            line.put("runs", receipt.runs());
            line.put("rows", receipt.rows());
            line.put("compactedTables", receipt.compacted());
            line.put("removedFiles", receipt.removedFiles());
            spec.commandLine().getOut().println(Json.line(line));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
