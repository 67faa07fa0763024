package io.dramatis.cli.lake;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Progress;
import io.dramatis.cli.console.Sessions;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.ExitCode;
import io.dramatis.store.LakeLock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes people from a lake, and shows that they are gone. */
@Command(
        name = "erase",
        description = "Remove people from every table and every old version, for good, and scan the lake to prove it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "No later run takes them in again. Published numbers are of groups, and stay.",
            "The last line of stdout is one JSON object; exit code 4 says that the scan found something."
        })
public final class EraseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The study, in HOCON.")
    private Path config;

    @Mixin
    private PeopleOptions people;

    @Option(
            names = "--whole-list",
            description = "The list names everybody who was ever erased from this study: after a change of the key, its"
                    + " older entries on the suppression list go.")
    private boolean isWholeList;

    @Override
    public Integer call() {
        Study study = StudyReader.study(config);
        IdList list = people.list(study);
        Progress progress = new Progress(spec.commandLine().getErr());
        try (Sessions.Lease lease = Sessions.start(study.sparkSettings());
                LakeLock lock = LakeLock.exclusive(study.lake())) {
            Erasure.Receipt receipt = new Erasure(lease.spark(), study, progress, Clock.systemUTC())
                    .erase(list, people.people(lease.spark(), study, list), isWholeList);
            tell(progress, receipt);
            ExitCode code = receipt.scan().isClean() ? ExitCode.DONE : ExitCode.PRIVACY;
            spec.commandLine().getOut().println(Json.line(line(study, receipt, code)));
            spec.commandLine().getOut().flush();
            return code.code();
        }
    }

    private static void tell(Progress progress, Erasure.Receipt receipt) {
        if (!receipt.unknownLines().isEmpty()) {
            progress.note("the lake held nothing of " + IdList.lines(receipt.unknownLines()) + " of the list");
        }
        if (!receipt.otherKeyRuns().isEmpty()) {
            progress.note("not covered: " + receipt.otherKeyRuns().size()
                    + " runs made under another key, epoch, study name or purpose, in which these people have other pseudonyms: "
                    + String.join(", ", receipt.otherKeyRuns())
                    + ". Erase with the config of those runs too");
        }
        Scanned.tell(progress, "a pseudonym", receipt.scan());
        if (!receipt.scan().isClean()) {
            progress.note("The erasure is not proven. These files are no part of a table's current version, or were put"
                    + " there by hand: remove them, and erase again");
        }
    }

    private static Map<String, Object> line(Study study, Erasure.Receipt receipt, ExitCode code) {
        Map<String, Object> covered = new LinkedHashMap<>();
        covered.put("study", study.name());
        covered.put("purpose", study.consent().purpose());
        covered.put("keyId", receipt.keyId());
        covered.put("epoch", study.privacy().epoch());
        covered.put("runsNotCovered", receipt.otherKeyRuns().size());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("status", receipt.scan().isClean() ? "erased" : "not-proven");
        line.put("exitCode", code.code());
        line.put("erasureId", receipt.erasureId());
        line.put("covered", covered);
        line.put("listed", receipt.listed());
        line.put("unknown", receipt.unknownLines().size());
        line.put("people", receipt.people());
        line.put("rows", receipt.rows());
        line.put("versions", receipt.versions());
        line.put("removedFiles", receipt.removedFiles());
        line.put("suppressed", receipt.suppressed());
        line.put("scan", Scanned.line(receipt.scan()));
        line.put("seconds", receipt.seconds());
        return line;
    }
}
