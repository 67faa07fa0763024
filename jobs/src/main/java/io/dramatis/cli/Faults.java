package io.dramatis.cli;

import io.dramatis.error.DramatisException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Optional;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkThrowable;

/** What Spark and the disk throw, told as the user's problem where it is one. */
final class Faults {
    private Faults() {}

    /** The fault as problem, cause and cure; empty when it is ours. */
    static Optional<DramatisException> told(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DramatisException fault) {
                return Optional.of(fault);
            }
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device")) {
                return Optional.of(DramatisException.usage(
                                "The disk is full",
                                "no space is left for the lake or for Spark's temporary files",
                                "Make room, or move dramatis.lake.path or spark.local.dir; then run again with the same --run-id"
                                        + ". The last publication is untouched")
                        .causedBy(failure));
            }
            if (message.contains("CSV header does not conform to the schema")) {
                return Optional.of(DramatisException.contract(
                                "The files of a source do not agree in their header",
                                "a file has other columns, or the same in another order, than the first one",
                                "Deliver files with one header, or declare them as sources of their own")
                        .causedBy(failure));
            }
            if (cause instanceof SparkThrowable known
                    && String.valueOf(known.getCondition()).startsWith("FAILED_READ_FILE")) {
                return Optional.of(DramatisException.contract(
                                "A file of a source cannot be read",
                                oneLine(message).replaceAll("SQLSTATE.*", ""),
                                "It is damaged, cut short or of another format: deliver it again, or correct `format`")
                        .causedBy(failure));
            }
            if (cause instanceof SparkThrowable known && "DATA_SOURCE_NOT_FOUND".equals(known.getCondition())) {
                return Optional.of(DramatisException.usage(
                                "A source has a format that Spark does not know",
                                oneLine(message).replaceAll(" Make sure.*", ""),
                                "Correct `format`, or add the format's package with spark-submit --packages")
                        .causedBy(failure));
            }
            if (cause instanceof AccessControlException
                    || cause instanceof AccessDeniedException
                    || cause instanceof ReadOnlyFileSystemException
                    || message.contains("Read-only file system")
                    || (cause instanceof FileNotFoundException && message.contains("Permission denied"))) {
                return Optional.of(DramatisException.usage(
                                "A place cannot be read or written",
                                oneLine(message),
                                "Give the job the right to it, or name another place in the config. The last publication is untouched")
                        .causedBy(failure));
            }
            if (cause.getCause() == cause) {
                break;
            }
        }
        return Optional.empty();
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s+", " ").strip();
    }
}
