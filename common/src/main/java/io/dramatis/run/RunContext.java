package io.dramatis.run;

import io.dramatis.config.Study;
import io.dramatis.privacy.KeyReference;
import io.dramatis.table.TableStore;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * What a run works with.
 *
 * @param asOf nothing after the end of this day (UTC) is used
 * @param startedAt when the run began
 * @param codeVersion of Dramatis
 * @param key where the key of the pseudonyms is
 * @param notices lines for people, as the work goes on
 */
public record RunContext(
        SparkSession spark,
        Study study,
        String runId,
        LocalDate asOf,
        Instant startedAt,
        Clock clock,
        String codeVersion,
        TableStore tables,
        KeyReference key,
        Consumer<String> notices) {

    /** The same run on other tables. */
    public RunContext withTables(TableStore others) {
        return new RunContext(spark, study, runId, asOf, startedAt, clock, codeVersion, others, key, notices);
    }

    /** The first instant that is too late. */
    public Instant cutoff() {
        return asOf.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
