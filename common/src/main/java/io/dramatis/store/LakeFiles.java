package io.dramatis.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;

/** Every file below a folder, hidden ones and checksums too. */
final class LakeFiles {
    private static final String LOG = "_delta_log";

    /** What a commit or checkpoint leaves that is killed before it gets its name. */
    private static final Pattern TEMPORARY = Pattern.compile("\\..*\\.tmp(\\.crc)?");

    private final Configuration configuration;
    private final Path folder;

    LakeFiles(SparkSession spark, String folder) {
        this.configuration = spark.sparkContext().hadoopConfiguration();
        this.folder = new Path(folder);
    }

    /** A file system that hides no file. */
    static FileSystem system(Path path, Configuration configuration) {
        try {
            FileSystem system = path.getFileSystem(configuration);
            return system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All files; none where there is no such folder. */
    List<FileStatus> all() {
        List<FileStatus> all = new ArrayList<>();
        try {
            RemoteIterator<LocatedFileStatus> files =
                    system(folder, configuration).listFiles(folder, true);
            while (files.hasNext()) {
                all.add(files.next());
            }
            return all;
        } catch (FileNotFoundException none) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Set<Path> paths() {
        Set<Path> paths = new HashSet<>();
        all().forEach(file -> paths.add(file.getPath()));
        return paths;
    }

    /** Removes the folder. */
    void remove() {
        delete(folder, true);
    }

    /**
     * Removes a table's files but for these, their checksums and the log; of the log the temporary files.
     *
     * @param live the files of the current version
     */
    void removeAllBut(Collection<String> live) {
        List<FileStatus> all = all();
        Set<String> there = new HashSet<>();
        all.forEach(file -> there.add(file.getPath().toUri().getPath()));
        Set<String> kept = new HashSet<>();
        for (String name : live) {
            String path = new Path(name).toUri().getPath();
            if (!there.contains(path)) {
                throw new IllegalStateException("A file of the table in " + folder
                        + " is not where its log says: nothing was removed beside it");
            }
            kept.add(path);
            int last = path.lastIndexOf('/') + 1;
            kept.add(path.substring(0, last) + "." + path.substring(last) + ".crc");
        }
        for (FileStatus file : all) {
            String path = file.getPath().toUri().getPath();
            boolean isLog = path.contains("/" + LOG + "/");
            if (isLog ? TEMPORARY.matcher(file.getPath().getName()).matches() : !kept.contains(path)) {
                delete(file.getPath(), false);
            }
        }
    }

    /** Whether a file of data is there that is not among these, and has not been changed since. */
    boolean hasOthersThan(Collection<String> live, Instant since) {
        Set<String> known = new HashSet<>();
        live.forEach(name -> known.add(new Path(name).toUri().getPath()));
        return all().stream().anyMatch(file -> {
            String path = file.getPath().toUri().getPath();
            return file.getModificationTime() < since.toEpochMilli()
                    && !path.contains("/" + LOG + "/")
                    && !path.endsWith(".crc")
                    && !known.contains(path);
        });
    }

    private void delete(Path path, boolean isFolder) {
        try {
            system(path, configuration).delete(path, isFolder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
