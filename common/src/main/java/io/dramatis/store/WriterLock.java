package io.dramatis.store;

import io.dramatis.config.Study;
import io.dramatis.table.Table;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lock between the processes that write a table on a local disk, where two commits at once can both seem to succeed.
 * Elsewhere it does nothing: there the store itself refuses the second.
 */
final class WriterLock implements AutoCloseable {
    private final Optional<FileLock> lock;

    private WriterLock(Optional<FileLock> lock) {
        this.lock = lock;
    }

    /** Waits for the lock of the table. */
    static WriterLock of(Study.Lake lake, Table table) throws IOException {
        Optional<Path> local = localFolder(lake, table.zone());
        if (local.isEmpty()) {
            return new WriterLock(Optional.empty());
        }
        Path folder = Files.createDirectories(local.get());
        FileChannel channel = FileChannel.open(
                folder.resolve("." + table.name() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        while (true) {
            try {
                return new WriterLock(Optional.of(channel.lock()));
            } catch (OverlappingFileLockException heldInThisProcess) {
                pause();
            }
        }
    }

    /** The zone's folder, where it is on a local disk. */
    static Optional<Path> localFolder(Study.Lake lake, Table.Zone zone) {
        String root = DeltaTables.root(lake, zone);
        String scheme = root.contains(":") ? root.substring(0, root.indexOf(':')) : "file";
        if (lake instanceof Study.Lake.Schemas || !scheme.equals("file")) {
            return Optional.empty();
        }
        return Optional.of(root.startsWith("file:") ? Path.of(URI.create(root).getPath()) : Path.of(root));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for another writer", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().release();
            lock.get().acquiredBy().close();
        }
    }
}
