package io.dramatis.input.text;

import io.dramatis.config.Input;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files that a path stands for: a file, all below a folder, or those that a pattern matches. What exists under the
 * very name is no pattern. A name that begins with _ or . is skipped, unless the path says it itself.
 *
 * @param files to be read, by path
 * @param names of them, as short as tells them apart
 * @param constants by file: values that folders named {@code column=value} give
 * @param skipped names of the files and folders that were skipped, without those that Spark and Hadoop write beside data
 */
public record FileListing(
        List<FileStatus> files, List<String> names, List<Map<String, String>> constants, List<String> skipped) {
    private static final FileListing NOTHING = new FileListing(List.of(), List.of(), List.of(), List.of());

    /** Files that tell of data, and hold none. */
    private static final Set<String> MARKERS = Set.of("_SUCCESS", "_metadata", "_common_metadata", "_delta_log");

    private static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

    /** Lists them; nothing where there is none. */
    public static FileListing of(Input input, Configuration configuration) {
        if (input.path().isEmpty()) {
            return NOTHING;
        }
        try {
            Path path = new Path(input.path());
            FileSystem system = path.getFileSystem(configuration);
            boolean isLiteral = system.exists(path);
            FileStatus[] matches = isLiteral ? new FileStatus[] {system.getFileStatus(path)} : system.globStatus(path);
            return matches == null ? NOTHING : of(system, path, isLiteral, matches);
        } catch (FileNotFoundException missing) {
            return NOTHING;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static FileListing of(FileSystem system, Path path, boolean isLiteral, FileStatus[] matches)
            throws IOException {
        Map<FileStatus, Map<String, String>> found = new LinkedHashMap<>();
        List<String> skipped = new ArrayList<>();
        for (FileStatus match : matches) {
            String name = match.getPath().getName();
            if (!isLiteral && isHidden(name) && !path.getName().startsWith(name.substring(0, 1))) {
                skip(name, skipped);
            } else if (match.isFile()) {
                found.put(match, Map.of());
            } else {
                below(system, match.getPath(), found, skipped);
            }
        }
        List<FileStatus> files = found.keySet().stream()
                .sorted(Comparator.comparing(FileStatus::getPath))
                .toList();
        return new FileListing(
                files, names(files), files.stream().map(found::get).toList(), skipped);
    }

    private static void below(
            FileSystem system, Path root, Map<FileStatus, Map<String, String>> found, List<String> skipped)
            throws IOException {
        RemoteIterator<LocatedFileStatus> below = system.listFiles(root, true);
        while (below.hasNext()) {
            FileStatus file = below.next();
            String relative = file.getPath()
                    .toUri()
                    .getPath()
                    .substring(root.toUri().getPath().length());
            List<String> parts = Arrays.stream(relative.split("/"))
                    .filter(part -> !part.isEmpty())
                    .toList();
            String hidden =
                    parts.stream().filter(FileListing::isHidden).findFirst().orElse("");
            if (hidden.isEmpty()) {
                found.put(file, constants(parts.subList(0, parts.size() - 1)));
            } else {
                skip(hidden, skipped);
            }
        }
    }

    private static void skip(String name, List<String> skipped) {
        boolean isOfCommit = name.startsWith("_committed_") || name.startsWith("_started_");
        boolean isSum = name.startsWith(".") && name.endsWith(".crc");
        boolean isMarker = MARKERS.contains(name) || isOfCommit || isSum;
        if (!isMarker && !skipped.contains(name)) {
            skipped.add(name);
        }
    }

    /** Whether listings pass over it. */
    public static boolean isHidden(String name) {
        // As Spark has it: a folder _a=1 is a partition, a file that is still being copied is none yet.
        return (name.startsWith("_") && !name.contains("=")) || name.startsWith(".") || name.endsWith("._COPYING_");
    }

    private static Map<String, String> constants(List<String> folders) {
        Map<String, String> constants = new LinkedHashMap<>();
        for (String folder : folders) {
            int sign = folder.indexOf('=');
            if (sign > 0) {
                String value =
                        URLDecoder.decode(folder.substring(sign + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
                constants.put(folder.substring(0, sign), value.equals(NO_VALUE) ? "" : value);
            }
        }
        return constants;
    }

    /** Their last parts, or as many of the parts as are needed to tell them apart. */
    private static List<String> names(List<FileStatus> files) {
        int parts = 1;
        while (true) {
            int take = parts;
            List<String> names = files.stream()
                    .map(file -> last(file.getPath().toUri().getPath(), take))
                    .toList();
            Map<String, Integer> counts = new HashMap<>();
            names.forEach(name -> counts.merge(name, 1, Integer::sum));
            if (counts.size() == files.size()) {
                return names;
            }
            parts++;
        }
    }

    private static String last(String path, int parts) {
        int from = path.length();
        for (int i = 0; i < parts && from > 0; i++) {
            from = path.lastIndexOf('/', from - 1);
        }
        return path.substring(from + 1);
    }
}
