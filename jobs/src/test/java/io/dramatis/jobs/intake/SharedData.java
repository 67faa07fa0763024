package io.dramatis.jobs.intake;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The real data sets that lie beside the project on some machines. */
final class SharedData {
    private SharedData() {}

    /** A folder of the data sets; the test is skipped, with a message, where it is absent. */
    static Path folder(String name) {
        Optional<Path> folder =
                shared().map(shared -> shared.resolve("datasets").resolve(name));
        assumeTrue(
                folder.filter(Files::isDirectory).isPresent(),
                () -> "the data set " + name + " is absent: DRAMATIS_SHARED may name the folder that has datasets/"
                        + name);
        return folder.orElseThrow();
    }

    private static Optional<Path> shared() {
        String named = System.getenv("DRAMATIS_SHARED");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/datasets"))) {
                return Optional.of(at.resolve("shared"));
            }
        }
        return Optional.empty();
    }
}
