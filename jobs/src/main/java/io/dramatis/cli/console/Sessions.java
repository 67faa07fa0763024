package io.dramatis.cli.console;

import io.dramatis.spark.SparkSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark: local by default; under spark-submit the master and the settings given there rule. */
public final class Sessions {
    private Sessions() {}

    /**
     * Spark for the length of a command.
     *
     * @param isOwn whether the command has started it; a session that was there before is left open
     */
    public record Lease(SparkSession spark, boolean isOwn) implements AutoCloseable {
        @Override
        public void close() {
            if (isOwn) {
                spark.stop();
            }
        }
    }

    /** @param settings of the study, for a local session */
    public static Lease start(Map<String, String> settings) {
        boolean isOwn = SparkSession.getDefaultSession().isEmpty();
        SparkConf given = new SparkConf();
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("spark.app.name", "dramatis");
        wanted.putAll(SparkSettings.everywhere());
        if (!given.contains("spark.master")) {
            wanted.putAll(SparkSettings.local(Runtime.getRuntime().availableProcessors()));
            wanted.put("spark.ui.showConsoleProgress", Boolean.toString(Progress.isTerminal()));
            wanted.putAll(settings);
        }
        SparkSession.Builder builder = SparkSession.builder();
        wanted.forEach((key, value) -> {
            if (!given.contains(key)) {
                builder.config(key, value);
            }
        });
        return new Lease(builder.getOrCreate(), isOwn);
    }
}
