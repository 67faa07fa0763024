package io.dramatis.cli.lake;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Progress;
import io.dramatis.cli.console.Sessions;
import io.dramatis.config.Key;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.jobs.intake.SuccessorIds;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.store.LakeLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves a lake to a new key, or to a new epoch of the same. */
@Command(
        name = "rekey",
        description = "Move a lake to the key and epoch of the study, from the ones it was made with.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Write the new key or epoch into the study first, and name the old ones here. What is not named is as in the study.",
            "The last line of stdout is one JSON object; exit code 4 says that an old pseudonym is left, or that nothing was done."
        })
public final class RekeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The study, in HOCON, with the new key or epoch.")
    private Path config;

    @Option(names = "--from-epoch", paramLabel = "N", description = "The epoch that the lake was made with.")
    private Optional<Integer> epoch = Optional.empty();

    @ArgGroup(exclusive = true)
    private Former former = new Former();

    @Option(
            names = "--ids",
            paramLabel = "FILE",
            description =
                    "Ids that no source has any more: CSV with the header kind,id, the kinds as the study names them.")
    private Optional<Path> ids = Optional.empty();

    @Option(
            names = "--drop-unknown",
            description = "Remove the rows of ids that neither a source, an id map nor the list names.")
    private boolean dropsUnknown;

    /** Where the old key is. */
    static final class Former {
        @Option(names = "--from-key-file", paramLabel = "FILE", description = "The file with the old key.")
        private Optional<String> file = Optional.empty();

        @Option(
                names = "--from-key-env",
                paramLabel = "NAME",
                description = "The environment variable with the old key.")
        private Optional<String> variable = Optional.empty();

        @Option(names = "--from-keyset", paramLabel = "FILE", description = "The keyset with the old key.")
        private Optional<String> keyset = Optional.empty();
    }

    @Option(names = "--from-keyset-kms", paramLabel = "URI", description = "What the old keyset is wrapped with.")
    private Optional<String> kms = Optional.empty();

    @Override
    public Integer call() {
        Study study = StudyReader.study(config);
        Rekey.Era to = new Rekey.Era(
                KeyReference.of(study.privacy().key()), study.privacy().epoch());
        Rekey.Era from = new Rekey.Era(formerKey().map(KeyReference::of).orElse(to.key()), epoch.orElse(to.epoch()));
        if (from.keyId().equals(to.keyId()) && from.epoch() == to.epoch()) {
            throw DramatisException.usage(
                    "There is nothing to move",
                    "the study has the same as the one that is named: " + to,
                    "Write the new key or epoch into the study, and name the old one with --from-epoch, --from-key-file,"
                            + " --from-key-env or --from-keyset");
        }
        Pseudonyms was = Pseudonyms.of(study, from.key(), from.epoch());
        Pseudonyms will = Pseudonyms.of(study, to.key(), to.epoch());
        List<Row> listed = ids.map(file -> listed(file, study, was, will)).orElse(List.of());
        Progress progress = new Progress(spec.commandLine().getErr());
        long began = System.nanoTime();
        try (Sessions.Lease lease = Sessions.start(study.sparkSettings());
                LakeLock lock = LakeLock.exclusive(study.lake())) {
            SparkSession spark = lease.spark();
            Dataset<Row> pairs = SuccessorIds.of(spark, study, was, will)
                    .unionByName(spark.createDataFrame(listed, SuccessorIds.SCHEMA));
            Rekey.Receipt receipt = new Rekey(spark, study, progress).rekey(from, to, pairs, dropsUnknown);
            Scanned.tell(progress, "an old pseudonym", receipt.scan());
            ExitCode code = receipt.scan().isClean() ? ExitCode.DONE : ExitCode.PRIVACY;
            Map<String, Object> line = line(from, to, receipt, code);
            line.put("seconds", Math.round((System.nanoTime() - began) / 1e7) / 100.0);
            spec.commandLine().getOut().println(Json.line(line));
            spec.commandLine().getOut().flush();
            return code.code();
        }
    }

    private Optional<Key> formerKey() {
        if (kms.isPresent() && former.keyset.isEmpty()) {
            throw DramatisException.usage(
                    "--from-keyset-kms is not enough",
                    "it tells what a keyset is wrapped with, and no keyset is named",
                    "Name the old keyset with --from-keyset");
        }
        return former.file
                .<Key>map(Key.File::new)
                .or(() -> former.variable.map(Key.Variable::new))
                .or(() -> former.keyset.map(path -> new Key.Keyset(path, kms)));
    }

    private static List<Row> listed(Path file, Study study, Pseudonyms was, Pseudonyms will) {
        List<IdList.Entry> formers =
                IdList.ids(file, study.identity().kinds(), was).entries();
        List<IdList.Entry> successors =
                IdList.ids(file, study.identity().kinds(), will).entries();
        List<Row> pairs = new ArrayList<>();
        for (int i = 0; i < formers.size(); i++) {
            pairs.add(RowFactory.create(
                    formers.get(i).pseudonym(), successors.get(i).pseudonym()));
        }
        return pairs;
    }

    private static Map<String, Object> line(Rekey.Era from, Rekey.Era to, Rekey.Receipt receipt, ExitCode code) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("status", receipt.scan().isClean() ? "rekeyed" : "not-proven");
        line.put("exitCode", code.code());
        line.put("from", Map.of("keyId", from.keyId(), "epoch", from.epoch()));
        line.put("to", Map.of("keyId", to.keyId(), "epoch", to.epoch()));
        line.put("runs", receipt.runs());
        line.put("rows", receipt.rows());
        line.put("dropped", receipt.dropped());
        line.put("removedFiles", receipt.removedFiles());
        line.put("scan", Scanned.line(receipt.scan()));
        return line;
    }
}
