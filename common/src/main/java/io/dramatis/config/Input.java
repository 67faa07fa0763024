package io.dramatis.config;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Files, or any place that a Spark format reads.
 *
 * @param format csv, json, parquet, delta, or any Spark format by name
 * @param path empty for a format that has none
 * @param options of the reader; they may hold secrets
 * @param text how files of text are taken apart
 */
public record Input(String format, String path, Map<String, Secret> options, Text text, Origin origin) {

    /** The options that the reader of a format of text takes, under Spark's names; their upper and lower case do not count. */
    private static final Map<String, List<String>> OPTIONS_OF_TEXT = Map.of(
            "csv",
            List.of(
                    "sep",
                    "delimiter",
                    "quote",
                    "escape",
                    "comment",
                    "header",
                    "multiLine",
                    "encoding",
                    "charset",
                    "ignoreLeadingWhiteSpace",
                    "ignoreTrailingWhiteSpace"),
            "json",
            List.of("multiLine", "encoding", "charset"));

    /** Options of file systems, such as credentials, begin so; Hadoop knows them. */
    public static final String FILE_SYSTEM = "fs.";

    /** The options that a format's reader takes; empty where Spark reads the format, and knows them. */
    public static Optional<List<String>> optionsOf(String format) {
        return Optional.ofNullable(OPTIONS_OF_TEXT.get(format.toLowerCase(Locale.ROOT)));
    }

    /**
     * How a file of text (CSV, JSON) is taken apart.
     *
     * @param encoding a name of Java's
     * @param multiLine whether a CSV value may hold line breaks, or a JSON file is one document; then a file is a task
     * @param skipRows rows after the header of a CSV file that are no data; {@link #UNSAID}: none, and rows that look so are refused
     * @param maxRecordLines lines of a record, at most
     * @param maxRecordBytes bytes of a line and of a record, at most
     * @param maxExpansion a compressed file may unpack to so many times its size
     */
    public record Text(
            String encoding, boolean multiLine, int skipRows, int maxRecordLines, int maxRecordBytes, int maxExpansion)
            implements Serializable {
        /** Of {@code skipRows}: the study does not say. */
        public static final int UNSAID = -1;

        /** UTF-8, a record a line. */
        public static final Text DEFAULT = new Text("UTF-8", false, UNSAID, 50, 8 << 20, 200);
    }

    /** With the default way to take text apart. */
    public Input(String format, String path, Map<String, Secret> options, Origin origin) {
        this(format, path, options, Text.DEFAULT, origin);
    }
}
