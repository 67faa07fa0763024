package io.dramatis.store;

import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who works on a lake. Runs share it; whoever removes rows for good has it alone, since files that a run has not committed
 * yet would look like a killed write's. Nobody waits. It ends with the process that holds it, however that ends.
 *
 * <p>It is a lock on the file {@code .lake.lock} of the restricted root, on a local disk alone. In a catalog or an object
 * store nothing is locked: there an orchestrator must keep runs and erasures apart.
 */
public final class LakeLock implements AutoCloseable {
    /** What this process holds: the system does not give one process a lock twice. */
    private static final Map<Path, Held> HELD = new HashMap<>();

    private record Held(FileLock lock, int holders) {}

    private final Optional<Path> file;

    private LakeLock(Optional<Path> file) {
        this.file = file;
    }

    /**
     * The lock of a run.
     *
     * @throws DramatisException of usage where somebody has the lake alone
     */
    public static LakeLock shared(Study.Lake lake) {
        return of(lake, true);
    }

    /**
     * The lock of an erasure.
     *
     * @throws DramatisException of usage where anybody works on the lake
     */
    public static LakeLock exclusive(Study.Lake lake) {
        return of(lake, false);
    }

    private static LakeLock of(Study.Lake lake, boolean isShared) {
        Optional<Path> root = WriterLock.localFolder(lake, Table.Zone.RESTRICTED);
        if (root.isEmpty()) {
            return new LakeLock(Optional.empty());
        }
        try {
            Path file = Files.createDirectories(root.get()).toRealPath().resolve(".lake.lock");
            if (!isTaken(file, isShared)) {
                throw DramatisException.usage(
                        "The lake " + root.get() + " is in use",
                        isShared
                                ? "an erasure or maintenance is at work in it"
                                : "a run, an export, an erasure, maintenance or rekeying is at work in it",
                        "Try again when that has ended; nothing was changed");
            }
            return new LakeLock(Optional.of(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isTaken(Path file, boolean isShared) throws IOException {
        synchronized (HELD) {
            Held held = HELD.get(file);
            if (held != null) {
                if (!isShared || !held.lock().isShared()) {
                    return false;
                }
                HELD.put(file, new Held(held.lock(), held.holders() + 1));
                return true;
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, isShared);
            if (lock == null) {
                channel.close();
                return false;
            }
            HELD.put(file, new Held(lock, 1));
            return true;
        }
    }

    @Override
    public void close() {
        file.ifPresent(LakeLock::release);
    }

    private static void release(Path file) {
        synchronized (HELD) {
            Held held = HELD.remove(file);
            if (held.holders() > 1) {
                HELD.put(file, new Held(held.lock(), held.holders() - 1));
                return;
            }
            try {
                held.lock().release();
                held.lock().acquiredBy().close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
