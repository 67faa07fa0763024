package io.dramatis.cli.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.dramatis.cli.console.Progress;
import io.dramatis.config.Study;
import io.dramatis.privacy.KeyReference;
import io.dramatis.store.DeltaTables;
import io.dramatis.store.LakeScan;
import io.dramatis.store.LakeTables;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.ConsentReach;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import io.dramatis.table.intake.Withdrawals;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.privacy.Erasures;
import io.dramatis.table.privacy.SuppressedIds;
import io.dramatis.table.run.RunRecords;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Takes people out of a lake. First they go on the suppression list, so that an erasure that dies half-way lets nobody in
 * again; then out of each table about people, whichever source or study it was of; then every old version, killed write
 * and temporary file of these tables goes; at last a scan of the whole lake shows whether a trace is left. Done twice it
 * gives the same.
 */
final class Erasure {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("'e'yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final SparkSession spark;
    private final Study study;
    private final LakeTables lake;
    private final TableStore tables;
    private final Progress progress;
    private final Clock clock;

    /**
     * What came of it.
     *
     * @param people pseudonyms whose rows were removed
     * @param unknownLines of the list: the lake held no row of them
     * @param rows removed, by table
     * @param otherKeyRuns runs with other pseudonyms, which are not covered
     */
    record Receipt(
            String erasureId,
            String keyId,
            int listed,
            int people,
            Set<Integer> unknownLines,
            int suppressed,
            Map<String, Long> rows,
            Map<String, Long> versions,
            long removedFiles,
            LakeScan.Report scan,
            Set<String> otherKeyRuns,
            double seconds) {}

    Erasure(SparkSession spark, Study study, Progress progress, Clock clock) {
        this.spark = spark;
        this.study = study;
        this.lake = new LakeTables(spark, study.lake());
        this.tables = new DeltaTables(spark, study.lake());
        this.progress = progress;
        this.clock = clock;
    }

    /** @param isWholeList whether the list names everybody who ever was erased, so that older entries can go */
    Receipt erase(IdList list, AskedPeople people, boolean isWholeList) {
        long began = System.nanoTime();
        String id = ID.format(clock.instant());
        String keyId = KeyReference.of(study.privacy().key()).keyId();
        suppress(id, keyId, people, isWholeList);
        Dataset<Row> gone = people.rows(spark).cache();
        Map<String, Long> rows = new TreeMap<>();
        Map<String, Long> versions = new TreeMap<>();
        List<byte[]> held = new ArrayList<>();
        List<LakeTables.Found> ofPeople =
                lake.all().stream().filter(LakeTables.Found::isOfPeople).toList();
        Set<String> otherKeyRuns = otherKeyRuns(keyId, ofPeople);
        long removed = 0;
        for (LakeTables.Found table : ofPeople) {
            List<Row> counts = lake.counts(table, gone);
            counts.forEach(row -> held.add(row.getAs(0)));
            rows.put(
                    table.name(),
                    counts.stream().mapToLong(row -> row.getLong(1)).sum());
            if (!counts.isEmpty()) {
                lake.remove(table, gone);
            }
            removed += lake.purge(table);
            versions.put(table.name(), lake.version(table));
            progress.note(table.name() + ": " + rows.get(table.name()) + " rows removed");
        }
        lake.removeUnfinished(lake.unfinished(tablesOfPeople()));
        gone.unpersist();
        LakeScan.Report scan = LakeScan.of(spark, lake.places(), people.pseudonyms());
        int known = (int) held.stream().map(ByteBuffer::wrap).distinct().count();
        Receipt receipt = new Receipt(
                id,
                keyId,
                list.entries().size(),
                known,
                people.linesWithout(held),
                people.pseudonyms().size(),
                rows,
                versions,
                removed,
                scan,
                otherKeyRuns,
                Math.round((System.nanoTime() - began) / 1e7) / 100.0);
        tables.replace(Erasures.TABLE, id, row(receipt));
        return receipt;
    }

    /** The names of the tables that the study's runs write about people. */
    private Set<String> tablesOfPeople() {
        Set<String> names = study.sources().stream()
                .map(source -> CleanRows.of(source).name())
                .collect(Collectors.toCollection(TreeSet::new));
        names.add(PersonFeatures.TABLE.name());
        names.add(Memberships.TABLE.name());
        names.add(IdLinks.TABLE.name());
        names.add(Consents.TABLE.name());
        names.add(ConsentReach.TABLE.name());
        names.add(Withdrawals.TABLE.name());
        return names;
    }

    private void suppress(String id, String keyId, AskedPeople people, boolean isWholeList) {
        Dataset<Row> list = tables.read(SuppressedIds.TABLE);
        Dataset<Row> ours = list.where(col(SuppressedIds.STUDY).equalTo(study.name()))
                .where(col(SuppressedIds.PURPOSE).equalTo(study.consent().purpose()))
                .where(col(SuppressedIds.KEY_ID).equalTo(keyId))
                .where(col(SuppressedIds.KEY_EPOCH).equalTo(study.privacy().epoch()));
        Dataset<Row> entries = people.rows(spark)
                .select(
                        SuppressedIds.value(col(Table.PERSON_ID)).as(SuppressedIds.VALUE),
                        lit(study.name()).as(SuppressedIds.STUDY),
                        lit(study.consent().purpose()).as(SuppressedIds.PURPOSE),
                        lit(keyId).as(SuppressedIds.KEY_ID),
                        lit(study.privacy().epoch()).as(SuppressedIds.KEY_EPOCH));
        Set<String> before = new TreeSet<>();
        if (isWholeList) {
            list.where(col(SuppressedIds.STUDY).equalTo(study.name()))
                    .select(Table.RUN_ID)
                    .distinct()
                    .collectAsList()
                    .forEach(row -> before.add(row.getString(0)));
        } else {
            entries = entries.join(ours.select(SuppressedIds.VALUE), SuppressedIds.VALUE, "left_anti");
        }
        tables.replace(SuppressedIds.TABLE, id, entries);
        if (!before.isEmpty()) {
            lake.all().stream()
                    .filter(table -> table.is(SuppressedIds.TABLE))
                    .forEach(table -> lake.removeRuns(table, before));
        }
    }

    /** Runs whose people stand in the lake under pseudonyms of another key, epoch, study or purpose. */
    private Set<String> otherKeyRuns(String keyId, List<LakeTables.Found> ofPeople) {
        Set<String> others = new TreeSet<>();
        tables.read(RunRecords.TABLE)
                .where(not(col(RunRecords.KEY_ID)
                        .equalTo(keyId)
                        .and(col(RunRecords.KEY_EPOCH).equalTo(study.privacy().epoch()))
                        .and(col(RunRecords.STUDY).equalTo(study.name()))
                        .and(col(RunRecords.CONSENT_PURPOSE)
                                .equalTo(study.consent().purpose()))))
                .select(Table.RUN_ID)
                .collectAsList()
                .forEach(row -> others.add(row.getString(0)));
        if (!others.isEmpty()) {
            Set<String> held = new TreeSet<>();
            ofPeople.forEach(table -> lake.rows(table)
                    .select(Table.RUN_ID)
                    .distinct()
                    .collectAsList()
                    .forEach(row -> held.add(row.getString(0))));
            others.retainAll(held);
        }
        return others;
    }

    private Dataset<Row> row(Receipt receipt) {
        Row row = RowFactory.create(
                study.name(),
                study.consent().purpose(),
                receipt.keyId(),
                study.privacy().epoch(),
                Timestamp.from(clock.instant()),
                (long) receipt.listed(),
                (long) receipt.unknownLines().size(),
                (long) receipt.people(),
                (long) receipt.suppressed(),
                receipt.rows(),
                receipt.versions(),
                receipt.removedFiles(),
                receipt.scan().files(),
                receipt.scan().bytes(),
                receipt.scan().parquetFiles(),
                (long) receipt.scan().found().size(),
                (long) receipt.scan().unreadable().size(),
                receipt.scan().isClean(),
                (long) receipt.otherKeyRuns().size(),
                receipt.seconds());
        return spark.createDataFrame(List.of(row), Erasures.TABLE.schemaWithoutRun());
    }
}
