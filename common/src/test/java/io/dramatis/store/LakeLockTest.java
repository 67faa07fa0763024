package io.dramatis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeLockTest {
    @TempDir
    private Path directory;

    private Study.Lake lake;

    @BeforeEach
    void lake() {
        lake = lake(directory);
    }

    private static Study.Lake lake(Path directory) {
        return new Study.Lake.Directories(directory + "/restricted", "file:" + directory + "/open");
    }

    private void assertShared() {
        try (LakeLock run = LakeLock.shared(lake)) {
            assertThatThrownBy(() -> LakeLock.exclusive(lake))
                    .isInstanceOf(DramatisException.class)
                    .hasMessage("The lake " + directory + "/restricted is in use\n"
                            + "a run, an export, an erasure, maintenance or rekeying is at work in it\n"
                            + "Try again when that has ended; nothing was changed");
        }
    }

    @Test
    void runsShareItAndAnErasureHasItAlone() {
        try (LakeLock one = LakeLock.shared(lake);
                LakeLock other = LakeLock.shared(lake)) {
            assertShared();
        }
        try (LakeLock alone = LakeLock.exclusive(lake)) {
            assertThatThrownBy(() -> LakeLock.shared(lake))
                    .hasMessageContaining("an erasure or maintenance is at work in it");
            assertThatThrownBy(() -> LakeLock.exclusive(lake)).isInstanceOf(DramatisException.class);
        }
        LakeLock.exclusive(lake).close();
        assertShared();
    }

    /** Holds a lock until its input ends. */
    public static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            Study.Lake lake = lake(Path.of(arguments[0]));
            try (LakeLock lock = arguments[1].equals("shared") ? LakeLock.shared(lake) : LakeLock.exclusive(lake)) {
                System.out.println("held");
                System.in.read();
            }
        }
    }

    private Process holder(String how) throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = holder.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("held");
        return holder;
    }

    @Test
    void holdsBetweenProcessesAndEndsWithThem() throws Exception {
        Process run = holder("shared");
        assertShared();
        run.destroyForcibly().waitFor();
        LakeLock.exclusive(lake).close();

        Process erasure = holder("exclusive");
        assertThatThrownBy(() -> LakeLock.shared(lake)).isInstanceOf(DramatisException.class);
        erasure.destroyForcibly().waitFor();
        LakeLock.shared(lake).close();
    }
}
