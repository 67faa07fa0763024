package io.dramatis.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark: local by default; under spark-submit the master and the settings given there rule. */
final class Sessions {
    private Sessions() {}

    /**
     * Spark for the length of a command.
     *
     * @param isOwn whether the command has started it; a session that was there before is left open
     */
    record Lease(SparkSession spark, boolean isOwn) implements AutoCloseable {
        @Override
        public void close() {
            if (isOwn) {
                spark.stop();
            }
        }
    }

    /** @param settings of the study, for a local session */
    static Lease start(Map<String, String> settings) {
        boolean isOwn = SparkSession.getDefaultSession().isEmpty();
        SparkConf given = new SparkConf();
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("spark.app.name", "dramatis");
        wanted.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
        wanted.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        wanted.put("spark.sql.session.timeZone", "UTC");
        // Shuffles and spills hold identities until they are pseudonyms.
        wanted.put("spark.io.encryption.enabled", "true");
        // A contract makes long expressions; in methods longer than this the JVM would interpret them row by row.
        wanted.put("spark.sql.codegen.hugeMethodLimit", "8000");
        // The tables of another locale's upper and lower case take seconds to load and tell ids from each other no
        // better.
        wanted.put("spark.sql.icu.caseMappings.enabled", "false");
        // Tables are many and small, and partitioned by run: Delta need not cut up its log, nor measure columns; and
        // the
        // store itself gives every row the run that it replaces.
        wanted.put("spark.databricks.delta.snapshotPartitions", "1");
        wanted.put("spark.databricks.delta.stats.collect", "false");
        wanted.put("spark.databricks.delta.writeChecksumFile.enabled", "false");
        wanted.put("spark.databricks.delta.replaceWhere.constraintCheck.enabled", "false");
        if (!given.contains("spark.master")) {
            int cores = Runtime.getRuntime().availableProcessors();
            // Two tasks a core: the many small jobs of a run need not wait for a long task of another to end.
            wanted.put("spark.master", "local[" + 2 * cores + "]");
            wanted.put("spark.ui.enabled", "false");
            wanted.put("spark.sql.ui.explainMode", "simple");
            wanted.put("spark.sql.inMemoryColumnarStorage.compressed", "false");
            wanted.put("spark.driver.bindAddress", "127.0.0.1");
            wanted.put("spark.driver.host", "127.0.0.1");
            wanted.put("spark.sql.shuffle.partitions", Integer.toString(cores));
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
