package io.dramatis.jobs.features.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Settings of a session on which the value of an expression depends, for as long as this is open; then they are what
 * they were.
 */
public final class PinnedSettings implements AutoCloseable {
    private static final Map<String, String> PINNED = Map.of(
            "spark.sql.session.timeZone", "UTC",
            "spark.sql.ansi.enabled", "true",
            // Sorted rows are aggregated as they come: see SourceRows. Spark's own switch from hash to sort loses the
            // FILTER of an aggregate (4.1.0).
            "spark.sql.execution.useObjectHashAggregateExec", "false",
            "spark.sql.execution.replaceHashWithSortAgg", "false");

    private final SparkSession spark;
    private final Map<String, Optional<String>> before = new HashMap<>();

    /** Sets them. */
    public PinnedSettings(SparkSession spark) {
        this.spark = spark;
        PINNED.forEach((key, value) -> {
            scala.Option<String> set = spark.conf().getOption(key);
            before.put(key, set.isDefined() ? Optional.of(set.get()) : Optional.empty());
            spark.conf().set(key, value);
        });
    }

    @Override
    public void close() {
        before.forEach((key, value) -> value.ifPresentOrElse(
                set -> spark.conf().set(key, set), () -> spark.conf().unset(key)));
    }
}
