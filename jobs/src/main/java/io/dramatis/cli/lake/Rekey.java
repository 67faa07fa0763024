package io.dramatis.cli.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.cli.console.Progress;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.jobs.intake.SuccessorIds;
import io.dramatis.privacy.KeyReference;
import io.dramatis.store.DeltaTables;
import io.dramatis.store.LakeScan;
import io.dramatis.store.LakeTables;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.IdLinks;
import io.dramatis.table.privacy.SuppressedIds;
import io.dramatis.table.run.RunRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Moves a study's people in a lake to the pseudonyms of another key or epoch, so that the old key can be destroyed: in each
 * table about people and on the suppression list; then every old version goes. The ids are those that the sources and id maps
 * have today, and those of a list. A person keeps the id that a run knew that person by, also where another of the person's
 * ids is the least under the new key. Killed half-way, it is done by doing it again.
 */
final class Rekey {
    /** How many of the old pseudonyms the scan of the bytes looks for. */
    private static final int MOST_SCANNED = 100_000;

    private static final String KNOWN = "__known";
    private static final String FORMERS = "formers";
    private static final String UNKNOWN = "unknown";

    private final SparkSession spark;
    private final Study study;
    private final LakeTables lake;
    private final TableStore tables;
    private final Progress progress;

    /** A key and its epoch. */
    record Era(KeyReference key, int epoch) {
        String keyId() {
            return key.keyId();
        }

        @Override
        public String toString() {
            return "key " + keyId() + ", epoch " + epoch;
        }
    }

    /**
     * What came of it.
     *
     * @param rows moved, by table
     * @param dropped rows removed since nobody knows their ids, by table
     * @param runs whose record names the new key now
     */
    record Receipt(
            Map<String, Long> rows, Map<String, Long> dropped, int runs, long removedFiles, LakeScan.Report scan) {}

    /** A column with pseudonyms, or with hashes of them. */
    private record Held(LakeTables.Found table, String column, Dataset<Row> successors, Dataset<Row> rows) {
        String name() {
            return table.name();
        }
    }

    Rekey(SparkSession spark, Study study, Progress progress) {
        this.spark = spark;
        this.study = study;
        this.lake = new LakeTables(spark, study.lake());
        this.tables = new DeltaTables(spark, study.lake());
        this.progress = progress;
    }

    /**
     * @param pairs former and successor of each known id; may repeat
     * @throws DramatisException of privacy, before anything is changed, where rows are of unknown ids and are not to be dropped
     */
    Receipt rekey(Era from, Era to, Dataset<Row> pairs, boolean dropsUnknown) {
        Dataset<Row> successors = pairs.distinct().cache();
        try {
            Set<String> ours = runs(from);
            List<Held> held = held(successors, from, to);
            Map<String, Long> rows = new TreeMap<>();
            Map<String, Long> unknown = new TreeMap<>();
            List<Runnable> drops = new ArrayList<>();
            held.forEach(one -> weigh(one, ours, rows, unknown, drops));
            if (!unknown.isEmpty() && !dropsUnknown) {
                throw refused(unknown);
            }
            drops.forEach(Runnable::run);
            unknown.forEach((table, count) -> progress.note(table + ": " + count + " rows of unknown ids removed"));
            held.forEach(one -> move(one, to));
            rows.forEach((table, count) -> progress.note(table + ": " + count + " rows moved"));
            record(ours, to);
            long removed = 0;
            for (LakeTables.Found table :
                    held.stream().map(Held::table).distinct().toList()) {
                removed += lake.purge(table);
            }
            return new Receipt(rows, unknown, ours.size(), removed, scan(successors));
        } finally {
            successors.unpersist();
        }
    }

    /** The runs that are recorded with the old key. */
    private Set<String> runs(Era from) {
        Set<String> runs = new TreeSet<>();
        tables.read(RunRecords.TABLE)
                .where(col(RunRecords.STUDY)
                        .equalTo(study.name())
                        .and(col(RunRecords.CONSENT_PURPOSE)
                                .equalTo(study.consent().purpose()))
                        .and(col(RunRecords.KEY_ID).equalTo(from.keyId()))
                        .and(col(RunRecords.KEY_EPOCH).equalTo(from.epoch())))
                .select(Table.RUN_ID)
                .collectAsList()
                .forEach(row -> runs.add(row.getString(0)));
        return runs;
    }

    private List<Held> held(Dataset<Row> successors, Era from, Era to) {
        List<Held> held = new ArrayList<>();
        for (LakeTables.Found table : lake.all()) {
            if (table.isOfPeople()) {
                Stream.of(Table.PERSON_ID, IdLinks.ID)
                        .filter(table.columns()::contains)
                        .forEach(column -> held.add(new Held(
                                table,
                                column,
                                successors,
                                // Not each row of consent_reach has an id beside its person's.
                                lake.rows(table).where(col(column).isNotNull()))));
            }
            if (table.is(SuppressedIds.TABLE)) {
                Dataset<Row> hashes = successors.select(
                        SuppressedIds.value(col(SuccessorIds.FORMER)).as(SuccessorIds.FORMER),
                        SuppressedIds.value(col(SuccessorIds.SUCCESSOR)).as(SuccessorIds.SUCCESSOR));
                held.add(new Held(
                        table,
                        SuppressedIds.VALUE,
                        hashes,
                        lake.rows(table).where(isSuppressed(from).or(isSuppressed(to)))));
            }
        }
        return held;
    }

    private Column isSuppressed(Era era) {
        return col(SuppressedIds.STUDY)
                .equalTo(study.name())
                .and(col(SuppressedIds.PURPOSE).equalTo(study.consent().purpose()))
                .and(col(SuppressedIds.KEY_ID).equalTo(era.keyId()))
                .and(col(SuppressedIds.KEY_EPOCH).equalTo(era.epoch()));
    }

    /** Counts the rows to move, and those of unknown ids: in recorded runs, and in others that have a known one. */
    private void weigh(
            Held held, Set<String> ours, Map<String, Long> rows, Map<String, Long> unknown, List<Runnable> drops) {
        Dataset<Row> known = held.successors()
                .select(col(SuccessorIds.FORMER).as(KNOWN), lit(true).as("__is_former"))
                .unionByName(held.successors()
                        .select(
                                col(SuccessorIds.SUCCESSOR).as(KNOWN),
                                lit(false).as("__is_former")));
        Dataset<Row> judged = held.rows().join(known, col(held.column()).equalTo(col(KNOWN)), "left");
        boolean isList = held.column().equals(SuppressedIds.VALUE);
        Set<String> touched = new TreeSet<>();
        long moved = 0;
        long lost = 0;
        for (Row run : judged.groupBy(Table.RUN_ID)
                .agg(
                        count_if(col("__is_former")).as(FORMERS),
                        count_if(col(KNOWN).isNull()).as(UNKNOWN),
                        count(lit(1)).as("all"))
                .collectAsList()) {
            String id = run.getString(0);
            boolean isOurs = isList || ours.contains(id) || run.<Long>getAs(UNKNOWN) < run.<Long>getAs("all");
            if (isOurs) {
                touched.add(id);
                moved += run.<Long>getAs(FORMERS);
                lost += run.<Long>getAs(UNKNOWN);
            }
        }
        rows.merge(held.name(), moved, Math::max);
        if (lost > 0) {
            unknown.merge(held.name(), lost, Math::max);
            Dataset<Row> values = judged.where(
                            col(KNOWN).isNull().and(col(Table.RUN_ID).isin(touched.toArray())))
                    .select(held.column())
                    .distinct();
            // Read before anything is changed: what is unknown must not depend on how far the work has got.
            Dataset<Row> lostValues = values.localCheckpoint();
            drops.add(() -> lake.remove(held.table(), held.column(), lostValues));
        }
    }

    private void move(Held held, Era to) {
        Map<String, Column> further = held.column().equals(SuppressedIds.VALUE)
                ? Map.of(SuppressedIds.KEY_ID, lit(to.keyId()), SuppressedIds.KEY_EPOCH, lit(to.epoch()))
                : Map.of();
        lake.replace(held.table(), held.column(), held.successors(), further);
    }

    private void record(Set<String> runs, Era to) {
        if (runs.isEmpty()) {
            return;
        }
        lake.all().stream()
                .filter(table -> table.is(RunRecords.TABLE))
                .forEach(table -> lake.setInRuns(
                        table,
                        runs,
                        Map.of(RunRecords.KEY_ID, lit(to.keyId()), RunRecords.KEY_EPOCH, lit(to.epoch()))));
    }

    private LakeScan.Report scan(Dataset<Row> successors) {
        List<byte[]> formers = successors.select(SuccessorIds.FORMER).limit(MOST_SCANNED).collectAsList().stream()
                .map(row -> row.<byte[]>getAs(0))
                .toList();
        return LakeScan.of(spark, lake.places(), formers);
    }

    private static DramatisException refused(Map<String, Long> unknown) {
        List<String> told = unknown.entrySet().stream()
                .map(table -> table.getValue() + " rows of " + table.getKey())
                .toList();
        return DramatisException.privacy(
                "The lake cannot be moved whole to the new key; nothing is changed",
                String.join(", ", told)
                        + " are under pseudonyms of the old key whose ids no source and no id map has today",
                "Name these ids with --ids FILE, or remove their rows with --drop-unknown (from "
                        + SuppressedIds.TABLE.name() + ": who was erased could then be taken in again)");
    }
}
