package io.dramatis.cli.lake;

import io.dramatis.cli.console.Progress;
import io.dramatis.config.Study;
import io.dramatis.store.DeltaTables;
import io.dramatis.store.LakeTables;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.IntakeNotes;
import io.dramatis.table.intake.RejectedRows;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.privacy.HeldCells;
import io.dramatis.table.run.Publications;
import io.dramatis.table.run.StageRuns;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Removes the rows about people that are older than the study keeps them, for good, and puts small files together. Of the
 * current publication, and of the runs whose figures it still shows, who is in which group, and on what features, stays however
 * old: the next run is compared with them.
 * Rows of runs that never finished a stage are of no use to anybody, and go.
 */
final class Maintenance {
    private static final String CLEAN = "clean_";

    private final Study study;
    private final LakeTables lake;
    private final TableStore tables;
    private final Progress progress;
    private final Instant now;

    /**
     * What was done.
     *
     * @param runs removed, by table
     * @param rows removed, by table
     * @param removedFiles of the restricted zone
     */
    record Receipt(Map<String, Set<String>> runs, Map<String, Long> rows, long removedFiles, int compacted) {}

    Maintenance(SparkSession spark, Study study, Progress progress, Clock clock) {
        this.study = study;
        this.lake = new LakeTables(spark, study.lake());
        this.tables = new DeltaTables(spark, study.lake());
        this.progress = progress;
        this.now = clock.instant();
    }

    Receipt maintain() {
        Map<String, Instant> ended = ended();
        Set<String> compared = compared();
        Map<String, Set<String>> runs = new TreeMap<>();
        Map<String, Long> rows = new TreeMap<>();
        long removedFiles = 0;
        int compacted = 0;
        for (LakeTables.Found table : lake.all()) {
            if (table.isOfPeople() || isClean(table)) {
                Set<String> old = expired(table, ended, compared);
                if (!old.isEmpty()) {
                    long count = lake.rows(table)
                            .where(functions.col(Table.RUN_ID).isin(old.toArray()))
                            .count();
                    lake.removeRuns(table, old);
                    runs.put(table.name(), old);
                    rows.put(table.name(), count);
                    progress.note(table.name() + ": " + count + " rows of " + old.size() + " runs removed");
                }
            }
            lake.compact(table);
            compacted++;
            if (table.zone() == Table.Zone.RESTRICTED) {
                removedFiles += lake.purge(table);
            } else {
                // Somebody may be reading an older version: Delta's own retention rules.
                lake.vacuum(table);
            }
        }
        return new Receipt(runs, rows, removedFiles, compacted);
    }

    /** The runs of a table that it need not hold any more. */
    private Set<String> expired(LakeTables.Found table, Map<String, Instant> ended, Set<String> compared) {
        Set<String> expired = new TreeSet<>();
        boolean isClean = isClean(table);
        Instant limit = now.minus(Duration.ofDays(days(table)));
        lake.rows(table).select(Table.RUN_ID).distinct().collectAsList().forEach(row -> {
            String run = row.getString(0);
            boolean isOld = !ended.containsKey(run) || ended.get(run).isBefore(limit);
            if (isOld && (isClean || !compared.contains(run))) {
                expired.add(run);
            }
        });
        return expired;
    }

    /** The current publication's run, and those that measured what it holds of them. */
    private Set<String> compared() {
        Set<String> compared = new TreeSet<>();
        Publications.current(tables.read(Publications.TABLE)).ifPresent(row -> {
            String current = row.getAs(Table.RUN_ID);
            compared.add(current);
            tables.read(HeldCells.TABLE, current)
                    .select(HeldCells.MEASURED_IN)
                    .distinct()
                    .collectAsList()
                    .forEach(held -> compared.add(held.getString(0)));
        });
        return compared;
    }

    private int days(LakeTables.Found table) {
        if (isClean(table)) {
            return study.retention().cleanDays();
        }
        return table.is(Memberships.TABLE)
                ? study.retention().membershipsDays()
                : study.retention().featuresDays();
    }

    /** What is kept as long as clean rows: they, and what tells of single rows of the inputs. */
    private static boolean isClean(LakeTables.Found table) {
        String name = table.simpleName();
        return name.startsWith(CLEAN)
                || name.equals(RejectedRows.TABLE.name())
                || name.equals(IntakeNotes.TABLE.name());
    }

    /** When the last stage of each run was done. */
    private Map<String, Instant> ended() {
        Map<String, Instant> ended = new LinkedHashMap<>();
        tables.read(StageRuns.TABLE)
                .groupBy(Table.RUN_ID)
                .agg(functions.max(StageRuns.FINISHED_AT))
                .collectAsList()
                .forEach(row ->
                        ended.put(row.getString(0), row.<Timestamp>getAs(1).toInstant()));
        return ended;
    }
}
