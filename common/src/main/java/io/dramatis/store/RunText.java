package io.dramatis.store;

import io.dramatis.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/** A run id, which may be any text, where Delta takes it as SQL or as the name of a folder. */
final class RunText {
    /** Neither a quote, nor a backslash, nor a {@code $}: Spark puts settings and variables in for {@code ${…}}. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ._:+@,/=-]*");

    private static final Pattern ASCII = Pattern.compile("[ -~]*");

    /** What file systems take is 255 bytes, of an encrypted one 143. */
    private static final int LONGEST_FOLDER = 128;

    private RunText() {}

    /** SQL for the rows of a run, whatever the session's settings make of a backslash. */
    static String condition(String runId) {
        return Table.RUN_ID + " = "
                + (PLAIN.matcher(runId).matches()
                        ? "'" + runId + "'"
                        : "cast(X'" + HexFormat.of().formatHex(runId.getBytes(StandardCharsets.UTF_8))
                                + "' as string)");
    }

    /**
     * Whether the files of a run may lie in a folder of its name, as partitions do. Elsewhere a long name does not fit, or
     * a letter is lost where the job's locale is another.
     */
    static boolean isFolder(String runId) {
        String folder = ExternalCatalogUtils.getPartitionPathString(Table.RUN_ID, runId);
        return folder.length() <= LONGEST_FOLDER && ASCII.matcher(folder).matches();
    }
}
