package io.dramatis.cli;

import io.dramatis.error.DramatisException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.URLDecoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkThrowable;

/**
 * What Spark and the disk throw, told as the user's problem where it is one. Each kind is looked for in the whole chain of
 * causes before the next: the outer ones only say that reading failed.
 */
final class Faults {
    private static final Pattern HEADER_OF = Pattern.compile("CSV file: (\\S.*)");
    private static final Pattern FILE_READ = Pattern.compile("reading file (\\S+?)\\.?(?= |$)");
    private static final Pattern TOO_LONG = Pattern.compile("exceeds? the maximum number of characters");

    private static final List<Function<Throwable, Optional<DramatisException>>> KINDS = List.of(
            cause -> cause instanceof DramatisException fault ? Optional.of(fault) : Optional.empty(),
            Faults::fullDisk,
            Faults::header,
            Faults::place,
            Faults::format);

    private Faults() {}

    /** The fault as problem, cause and cure; empty when it is ours. */
    static Optional<DramatisException> told(Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Function<Throwable, Optional<DramatisException>> kind : KINDS) {
            for (Throwable cause : causes) {
                Optional<DramatisException> fault = kind.apply(cause);
                if (fault.isPresent()) {
                    return fault.get() == cause
                            ? fault
                            : Optional.of(fault.get().causedBy(failure));
                }
            }
        }
        return unreadable(causes).map(fault -> fault.causedBy(failure));
    }

    /** From the outermost on. */
    static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static Optional<DramatisException> fullDisk(Throwable cause) {
        return message(cause).contains("No space left on device")
                ? Optional.of(DramatisException.usage(
                        "The disk is full",
                        "no space is left for the lake or for Spark's temporary files",
                        "Make room, or move dramatis.lake.path or spark.local.dir; then run again with the same --run-id"
                                + ". The last publication is untouched"))
                : Optional.empty();
    }

    private static Optional<DramatisException> header(Throwable cause) {
        if (!message(cause).contains("CSV header does not conform to the schema")) {
            return Optional.empty();
        }
        return Optional.of(DramatisException.contract(
                "The files of a source do not agree in their header",
                found(HEADER_OF, cause).map(name -> "file " + name).orElse("a file")
                        + " has other columns than the first one, the same in another order, or a name empty or twice",
                "Deliver files with one header, or declare them as sources of their own"));
    }

    private static Optional<DramatisException> place(Throwable cause) {
        boolean isRefused = cause instanceof AccessControlException
                || cause instanceof AccessDeniedException
                || cause instanceof ReadOnlyFileSystemException
                || message(cause).contains("Read-only file system")
                || (cause instanceof FileNotFoundException && message(cause).contains("Permission denied"));
        return isRefused
                ? Optional.of(
                        DramatisException.usage(
                                "A place cannot be read or written",
                                oneLine(message(cause)),
                                "Give the job the right to it, or name another place in the config. The last publication is untouched"))
                : Optional.empty();
    }

    private static Optional<DramatisException> format(Throwable cause) {
        return is(cause, "DATA_SOURCE_NOT_FOUND")
                ? Optional.of(DramatisException.usage(
                        "A source has a format that Spark does not know",
                        oneLine(message(cause)).replaceAll(" Make sure.*", ""),
                        "Correct `format`, or add the format's package with spark-submit --packages"))
                : Optional.empty();
    }

    /** What is no file as its format has it; the innermost cause that is known says why. */
    private static Optional<DramatisException> unreadable(List<Throwable> causes) {
        Optional<Throwable> read =
                causes.stream().filter(cause -> is(cause, "FAILED_READ_FILE")).findFirst();
        if (read.isEmpty()) {
            return Optional.empty();
        }
        String file = causes.stream()
                .flatMap(cause -> found(FILE_READ, cause).stream())
                .findFirst()
                .map(name -> "file " + name)
                .orElse("a file");
        Why why = causes.stream()
                .flatMap(cause -> why(cause).stream())
                .reduce((outer, inner) -> inner)
                .orElseGet(() -> new Why(
                        "cannot be read ("
                                + causes.get(causes.size() - 1).getClass().getSimpleName() + ")",
                        "Look whether it is whole and of the format that the config says; deliver it again, or correct"
                                + " `format`"));
        return Optional.of(
                DramatisException.contract("A file of a source cannot be read", file + " " + why.is(), why.cure()));
    }

    /** @param is what the file is or has */
    private record Why(String is, String cure) {}

    private static Optional<Why> why(Throwable cause) {
        String text = message(cause);
        if (is(cause, "FAILED_READ_FILE.FILE_NOT_EXIST") || cause instanceof FileNotFoundException) {
            return Optional.of(
                    new Why("was taken away while it was read", "Leave the files in place until the run has ended"));
        }
        if (cause instanceof CharacterCodingException || is(cause, "MALFORMED_CHARACTER_CODING")) {
            return Optional.of(new Why("has bytes that are no text of its encoding", "Correct the file or `encoding`"));
        }
        if (is(cause, "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH")) {
            return Optional.of(
                    new Why("has a column in another type than the first file has", "Deliver the files in one type"));
        }
        if (TOO_LONG.matcher(text).find()) {
            return Optional.of(new Why(
                    "has a value that is longer than a reader takes; a quote that is not closed may be why",
                    "Correct the file"));
        }
        if (cause instanceof EOFException) {
            return Optional.of(new Why("is cut short", "Deliver it again"));
        }
        if (cause instanceof ZipException || text.contains("not a gzip file")) {
            return Optional.of(
                    new Why("is compressed by its name and not as a whole by its bytes", "Deliver it again"));
        }
        if (text.contains("is not a Parquet file") || is(cause, "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER")) {
            return Optional.of(new Why(
                    "is no Parquet file: damaged, cut short or of another format",
                    "Deliver it again, or correct `format`"));
        }
        return Optional.empty();
    }

    private static boolean is(Throwable cause, String condition) {
        return cause instanceof SparkThrowable known
                && String.valueOf(known.getCondition()).startsWith(condition);
    }

    /** The name, without its folders, of the file that a message is about. */
    private static Optional<String> found(Pattern pattern, Throwable cause) {
        Matcher matcher = pattern.matcher(message(cause));
        return matcher.find()
                ? Optional.of(decoded(matcher.group(1).strip().replaceFirst(".*/", "")))
                : Optional.empty();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException asItIs) {
            return name;
        }
    }

    private static String message(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s+", " ").strip();
    }
}
