package io.dramatis.cli.lake;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Progress;
import io.dramatis.cli.console.Sessions;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.DramatisException;
import io.dramatis.store.LakeLock;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells people what is held about them. */
@Command(
        name = "export",
        description = "Tell all that the lake holds about people: a JSON object a row, with its table and run.",
        mixinStandardHelpOptions = true,
        footer = {"", "The last line of stdout is one JSON object: rows a table, and how many of the list are unknown."
        })
public final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The study, in HOCON.")
    private Path config;

    @Mixin
    private PeopleOptions people;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the rows to this new file, which its owner alone may read; default: stdout.")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Study study = StudyReader.study(config);
        IdList list = people.list(study);
        Progress progress = new Progress(spec.commandLine().getErr());
        PrintWriter console = spec.commandLine().getOut();
        try (Sessions.Lease lease = Sessions.start(study.sparkSettings());
                LakeLock lock = LakeLock.shared(study.lake())) {
            SparkSession spark = lease.spark();
            AskedPeople asked = people.people(spark, study, list);
            Export.Told told;
            if (out.isPresent()) {
                try (PrintWriter file = new PrintWriter(created(out.get()))) {
                    told = new Export(spark, study).tell(asked, file::println);
                    if (file.checkError()) {
                        throw DramatisException.usage(
                                "The export " + out.get() + " is not whole",
                                "writing it failed: no space is left, or the device has a fault",
                                "Make room, remove the file, and export again");
                    }
                }
            } else {
                told = new Export(spark, study).tell(asked, console::println);
            }
            if (!told.unknownLines().isEmpty()) {
                progress.note("the lake holds nothing of " + IdList.lines(told.unknownLines()) + " of the list");
            }
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("status", "exported");
            line.put("exitCode", 0);
            line.put("listed", list.entries().size());
            line.put("unknown", told.unknownLines().size());
            line.put("rows", told.rows());
            console.println(Json.line(line));
            console.flush();
            return 0;
        }
    }

    private static Writer created(Path file) throws IOException {
        FileAttribute<?>[] ownerAlone =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try {
            return new BufferedWriter(new OutputStreamWriter(
                    Channels.newOutputStream(Files.newByteChannel(
                            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerAlone)),
                    StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException there) {
            throw DramatisException.usage(
                    "The export " + file + " is not written",
                    "there is such a file already, which others may be allowed to read",
                    "Name a new file");
        }
    }
}
