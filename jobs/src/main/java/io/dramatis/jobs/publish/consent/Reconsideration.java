package io.dramatis.jobs.publish.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.config.Consent;
import io.dramatis.config.Source;
import io.dramatis.consent.ConsentDecisions;
import io.dramatis.consent.ConsentDecisions.Moment;
import io.dramatis.consent.ConsentLedger;
import io.dramatis.consent.LedgerRows;
import io.dramatis.consent.MayConcern;
import io.dramatis.consent.Reason;
import io.dramatis.input.InputRows;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.ConsentReach;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import io.dramatis.table.intake.Withdrawals;
import io.dramatis.table.model.PersonFeatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Asks the ledgers once more, right before publication. What was said since as-of can only take people away: somebody
 * stays whose consent stood as of the pinned time, and stands by all that was said up to now. No consent ends by its
 * expiry in between, so that a pinned run can be made again.
 */
public final class Reconsideration {
    private final RunContext context;
    private final Consent consent;

    private Reconsideration(RunContext context) {
        this.context = context;
        this.consent = context.study().consent();
    }

    /** The same run, as if those who withdrew had never been in its tables; they go to {@code withdrawals}. */
    public static RunContext of(RunContext context) {
        Reconsideration again = new Reconsideration(context);
        if (!again.consent.ledgers().isEmpty()) {
            again.write();
        }
        return context.withTables(ConsentedTables.of(context));
    }

    private void write() {
        TableStore tables = context.tables();
        LedgerRows ledgers = ledgers();
        Dataset<Row> entries = entries(ledgers).persist(StorageLevel.MEMORY_AND_DISK_SER());
        Dataset<Row> withdrawn = withdrawn(entries).persist(StorageLevel.MEMORY_AND_DISK_SER());
        try {
            ledgers.requireOwners(entries);
            long people = withdrawn.count();
            // A rerun may find fewer.
            if (people > 0 || !tables.read(Withdrawals.TABLE, context.runId()).isEmpty()) {
                tables.replace(Withdrawals.TABLE, context.runId(), withdrawn);
                tables.replace(ConsentAccounts.TABLE, context.runId(), accounts());
            }
            if (people > 0) {
                context.notices()
                        .accept(String.format(
                                Locale.ROOT,
                                "consent: %,d people are left out of the publication, since their consent ended after they were taken in",
                                people));
            }
        } finally {
            withdrawn.unpersist();
            entries.unpersist();
        }
    }

    private LedgerRows ledgers() {
        Pseudonyms pseudonyms = Pseudonyms.of(context.study(), context.key());
        return new LedgerRows(
                new InputRows(context.spark()),
                consent,
                context.study().identity().kinds(),
                pseudonyms::of,
                pseudonyms::near);
    }

    /** The ledgers' words, with those that concern people of the run under what else than their ids. */
    private Dataset<Row> entries(LedgerRows ledgers) {
        TableStore tables = context.tables();
        Dataset<Row> read =
                ledgers.read(tables.read(IdLinks.TABLE, context.runId()).select(IdLinks.ID, Table.PERSON_ID));
        Dataset<Row> reach = tables.read(ConsentReach.TABLE, context.runId());
        // An id that is known is one that the run knows a person by.
        Dataset<Row> own = tables.read(PersonFeatures.TABLE, context.runId())
                .select(col(Table.PERSON_ID).as(ConsentLedger.ID), col(Table.PERSON_ID));
        Dataset<Row> known = tables.read(IdLinks.TABLE, context.runId())
                .select(col(IdLinks.ID).as(ConsentLedger.ID), col(Table.PERSON_ID))
                .unionByName(own)
                .withColumn(ConsentLedger.NEAR_ID, lit(null).cast(DataTypes.BinaryType));
        Dataset<Row> near = of(reach, ConsentReach.NEAR)
                .select(
                        col(ConsentReach.ID).as(ConsentLedger.NEAR_ID),
                        lit(null).cast(DataTypes.BinaryType).as(ConsentLedger.ID),
                        col(Table.PERSON_ID));
        MayConcern groups = new MayConcern(
                of(reach, ConsentReach.SPEAKS)
                        .select(col(Table.PERSON_ID).as(ConsentLedger.ID), col(ConsentReach.GROUP_ID)),
                of(reach, ConsentReach.MEMBER).select(col(ConsentReach.GROUP_ID), col(Table.PERSON_ID)));
        return groups.spread(ConsentLedger.withNear(read, known.unionByName(near)));
    }

    private static Dataset<Row> of(Dataset<Row> reach, String kind) {
        return reach.where(col(ConsentReach.REACH).equalTo(kind));
    }

    private Dataset<Row> withdrawn(Dataset<Row> entries) {
        TableStore tables = context.tables();
        String run = context.runId();
        Dataset<Row> taken = tables.read(PersonFeatures.TABLE, run).select(Table.PERSON_ID);
        Dataset<Row> gone = taken.join(consenting(entries, consent.purpose()), Table.PERSON_ID, "left_anti");
        // What somebody gave under the explicit purpose has made groups, too: they leave altogether.
        for (String purpose : consent.explicitPurpose().stream().toList()) {
            Dataset<Row> given = tables.read(Consents.TABLE, run)
                    .where(col(Consents.PURPOSE).equalTo(purpose))
                    .select(Table.PERSON_ID);
            gone = gone.union(given.join(consenting(entries, purpose), Table.PERSON_ID, "left_anti"));
        }
        return gone.distinct();
    }

    private Dataset<Row> consenting(Dataset<Row> entries, String purpose) {
        Moment then = Moment.asOf(context.cutoff());
        return consenting(entries, purpose, then)
                .join(
                        consenting(
                                entries,
                                purpose,
                                then.withEntriesUntil(context.clock().instant())),
                        Table.PERSON_ID,
                        "left_semi");
    }

    private static Dataset<Row> consenting(Dataset<Row> entries, String purpose, Moment moment) {
        return ConsentDecisions.decide(entries, purpose, moment)
                .where(col(ConsentDecisions.REASON).equalTo(Reason.CONSENTED.word()))
                .select(Table.PERSON_ID);
    }

    /** The intake's accounts, those who withdrew now apart from those who are in. */
    private Dataset<Row> accounts() {
        Map<List<String>, long[]> counts = new HashMap<>();
        context.tables()
                .read(ConsentAccounts.TABLE, context.runId())
                .collectAsList()
                .forEach(row -> {
                    boolean wasWithdrawn = word(row, ConsentAccounts.REASON).equals(withdrawal());
                    add(
                            counts,
                            word(row, ConsentAccounts.SOURCE),
                            word(row, ConsentAccounts.PURPOSE),
                            wasWithdrawn ? Reason.CONSENTED.word() : word(row, ConsentAccounts.REASON),
                            row.getAs(ConsentAccounts.PEOPLE_COUNT),
                            row.getAs(ConsentAccounts.ROW_COUNT));
                });
        for (Source source : context.study().sources()) {
            Row left = context.tables()
                    .read(CleanRows.of(source), context.runId())
                    .join(
                            context.tables()
                                    .read(Withdrawals.TABLE, context.runId())
                                    .select(Table.PERSON_ID),
                            Table.PERSON_ID,
                            "left_semi")
                    .agg(count_distinct(col(Table.PERSON_ID)), count(lit(1)))
                    .first();
            if (left.getLong(0) > 0) {
                add(counts, source.name(), consent.purpose(), withdrawal(), left.getLong(0), left.getLong(1));
                String consented = Reason.CONSENTED.word();
                add(counts, source.name(), consent.purpose(), consented, -left.getLong(0), -left.getLong(1));
            }
        }
        List<Row> rows = new ArrayList<>();
        counts.forEach((key, count) -> {
            if (count[0] > 0) {
                rows.add(RowFactory.create(key.get(0), key.get(1), key.get(2), count[0], count[1]));
            }
        });
        return context.spark().createDataFrame(rows, ConsentAccounts.TABLE.schemaWithoutRun());
    }

    private static void add(
            Map<List<String>, long[]> counts, String source, String purpose, String reason, long people, long rows) {
        long[] count = counts.computeIfAbsent(List.of(source, purpose, reason), none -> new long[2]);
        count[0] += people;
        count[1] += rows;
    }

    private static String word(Row row, String column) {
        return row.getAs(column);
    }

    private static String withdrawal() {
        return Reason.WITHDRAWN_BEFORE_PUBLICATION.word();
    }
}
