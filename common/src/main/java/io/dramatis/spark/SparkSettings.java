package io.dramatis.spark;

import java.util.LinkedHashMap;
import java.util.Map;

/** How Spark is set for the work of Dramatis, where a user has not said otherwise. */
public final class SparkSettings {
    private SparkSettings() {}

    /** Wherever it runs. */
    public static Map<String, String> everywhere() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
        settings.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        settings.put("spark.sql.session.timeZone", "UTC");
        // Shuffles and spills hold identities until they are pseudonyms.
        settings.put("spark.io.encryption.enabled", "true");
        // A contract makes long expressions; in methods longer than this the JVM would interpret them row by row.
        settings.put("spark.sql.codegen.hugeMethodLimit", "8000");
        // The upper and lower case of all the world's scripts take seconds to load, and tell ids apart no better.
        settings.put("spark.sql.icu.caseMappings.enabled", "false");
        // Tables are many and small, and partitioned by run: Delta need not cut up its log, nor measure columns; and
        // the
        // store itself gives every row the run that it replaces.
        settings.put("spark.databricks.delta.snapshotPartitions", "1");
        settings.put("spark.databricks.delta.stats.collect", "false");
        settings.put("spark.databricks.delta.writeChecksumFile.enabled", "false");
        settings.put("spark.databricks.delta.replaceWhere.constraintCheck.enabled", "false");
        return settings;
    }

    /** In one process on one machine. */
    public static Map<String, String> local(int cores) {
        Map<String, String> settings = new LinkedHashMap<>();
        // Two tasks a core: the many small jobs of a run need not wait for a long task of another to end.
        settings.put("spark.master", "local[" + 2 * cores + "]");
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.sql.ui.explainMode", "simple");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.sql.inMemoryColumnarStorage.compressed", "false");
        settings.put("spark.sql.shuffle.partitions", Integer.toString(cores));
        return settings;
    }
}
