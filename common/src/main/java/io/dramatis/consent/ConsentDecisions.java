package io.dramatis.consent;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.dramatis.consent.Purposes.Naming;
import io.dramatis.table.Table;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * Who has consented, as of a time, over all ledgers. Whatever is not understood is a no for whom it may concern; where
 * that cannot be told, the run ends:
 *
 * <ol>
 *   <li>An entry that is no clear yes and has no valid id may be anybody's no: it ends the run, unless its ledger says
 *       {@code without-id = ignore}. A yes without one is nobody's.
 *   <li>Entries of other purposes say nothing. A no counts for each purpose that its cell lists, for all where it lists
 *       none or has a word for all, and for one that is spelt nearly so; an objection likewise. A yes counts for the
 *       purposes that its cell lists, letter by letter but for case; it says nothing for one that is spelt nearly so;
 *       where it lists none, has only a word for all, or cannot be read, it is unclear, which is a no to all.
 *   <li>Entries after the last moment that counts say nothing, nor does a yes that may be after it.
 *   <li>A yes whose end has come, or cannot be read, is a no. An end that is a day is the day's beginning.
 *   <li>An entry whose time is missing, unreadable, before 1980 or after 2099 cannot be ordered: it is a no for good.
 *   <li>Of one id's entries the latest counts, whatever ledger it is in; of several at that time any no. A day without a
 *       time (or a minute, a month) is at one time with all that the id says on that day.
 *   <li>An objection holds, in all ledgers and without an end, until a later explicit yes that holds itself.
 *   <li>Of a person's linked ids the most restrictive counts; so does an id that is nobody's and nearly theirs, of which
 *       the noes count, and no yes ({@link ConsentLedger#withNear}).
 *   <li>Who is in no ledger has not consented.
 * </ol>
 */
public final class ConsentDecisions {
    /** STRING, never null: the word of a {@link Reason}. */
    public static final String REASON = "reason";

    /** TIMESTAMP of the yes that counts; null where it is a no. */
    public static final String GIVEN_AT = "given_at";

    /** From the mildest no to the strongest: of several the strongest is told. */
    private static final List<Reason> BY_RANK = List.of(
            Reason.CONSENTED,
            Reason.EXPIRED,
            Reason.UNREADABLE,
            Reason.REFUSED,
            Reason.OPT_OUT_SIGNAL,
            Reason.OBJECTED);

    private static final int YES = rank(Reason.CONSENTED);
    private static final String RANK = "rank";
    private static final String NAMING = "naming";
    private static final String MOMENT = "moment";

    private ConsentDecisions() {}

    /**
     * When consent is asked about.
     *
     * @param cutoff the moment at which a consent must not have ended
     * @param until the last moment of entries that count
     */
    public record Moment(Instant cutoff, Instant until) {
        /** As if nothing had been said since. */
        public static Moment asOf(Instant cutoff) {
            return new Moment(cutoff, cutoff);
        }

        /** The same, with all that was said up to a later time; no consent ends by it. */
        public Moment withEntriesUntil(Instant later) {
            return new Moment(cutoff, later.isAfter(until) ? later : until);
        }
    }

    /**
     * One row for each person of whom the ledgers say something: {@code person_id}, {@code reason}, and of the yes
     * that counts {@code given_at}, {@code ledger}, {@code source}, {@code notice_version}. Who is not in it has not
     * consented.
     *
     * @param entries the columns of {@link ConsentLedger}
     */
    public static Dataset<Row> decide(Dataset<Row> entries, String purpose, Moment moment) {
        Column at = col(ConsentLedger.AT);
        Column rank = col(RANK);
        Column isYes = rank.equalTo(YES);
        Column isObjection = rank.equalTo(rank(Reason.OBJECTED));
        Column given =
                struct(at, col(ConsentLedger.LEDGER), col(ConsentLedger.SOURCE), col(ConsentLedger.NOTICE_VERSION));
        Dataset<Row> moments = inMoments(counting(entries, purpose, moment))
                .groupBy(col(Table.PERSON_ID), col(ConsentLedger.ID), col(MOMENT))
                .agg(
                        min(at).as(ConsentLedger.AT),
                        max(rank).as(RANK),
                        max(when(isYes, given)).as("given"),
                        max(when(isYes, col(ConsentLedger.IS_EXPLICIT))).as(ConsentLedger.IS_EXPLICIT));
        // A tie is a no: at that time nothing was given.
        Dataset<Row> identities = moments.groupBy(Table.PERSON_ID, ConsentLedger.ID)
                .agg(
                        max(when(isYes.and(at.isNotNull()), col("given"))).as("yes"),
                        max(when(isYes.and(col(ConsentLedger.IS_EXPLICIT)), at)).as("opt_in_at"),
                        max(when(rank.gt(YES).and(at.isNotNull()), struct(at, rank)))
                                .as("no"),
                        max(when(isObjection, at)).as("objection_at"),
                        max(when(at.isNull(), greatest(rank, lit(rank(Reason.UNREADABLE)))))
                                .as("unordered"));
        Column noAt = col("no").getField(ConsentLedger.AT);
        Column yesAt = col("yes").getField(ConsentLedger.AT);
        Column isLifted = coalesce(col("opt_in_at").gt(col("objection_at")), lit(false));
        Column isLatestNo = noAt.isNotNull().and(yesAt.isNull().or(noAt.geq(yesAt)));
        Column verdict = greatest(
                when(col("objection_at").isNotNull().and(isLifted.equalTo(false)), rank(Reason.OBJECTED))
                        .otherwise(YES),
                coalesce(col("unordered"), lit(YES)),
                when(isLatestNo, col("no").getField(RANK)).otherwise(YES));
        Dataset<Row> persons = identities
                .withColumn(RANK, verdict)
                .groupBy(Table.PERSON_ID)
                .agg(max(rank).as(RANK), max(col("yes")).as("yes"));
        return persons.select(
                col(Table.PERSON_ID),
                element_at(array(words()), rank.plus(1)).as(REASON),
                ofYes(ConsentLedger.AT, GIVEN_AT),
                ofYes(ConsentLedger.LEDGER, ConsentLedger.LEDGER),
                ofYes(ConsentLedger.SOURCE, ConsentLedger.SOURCE),
                ofYes(ConsentLedger.NOTICE_VERSION, ConsentLedger.NOTICE_VERSION));
    }

    private static Column ofYes(String field, String name) {
        return when(col(RANK).equalTo(YES), col("yes").getField(field)).as(name);
    }

    /** The entries that say something of a purpose, each with its {@link #RANK}. */
    private static Dataset<Row> counting(Dataset<Row> entries, String purpose, Moment moment) {
        Column isGranted = col(ConsentLedger.SAYS).equalTo(ConsentLedger.GRANTED);
        Column naming = col(NAMING);
        Column isOther = naming.equalTo(Naming.OTHER.name()).or(isGranted.and(naming.equalTo(Naming.NEAR.name())));
        Column until = lit(moment.until());
        Column isNotYet = coalesce(col(ConsentLedger.AT).gt(until), lit(false));
        Column isPerhapsNotYet = coalesce(col(ConsentLedger.AT_LATEST).gt(until), lit(false));
        return entries.where(col(Table.PERSON_ID).isNotNull())
                .withColumn(NAMING, Purposes.naming(col(ConsentLedger.PURPOSES), purpose))
                .where(not(isOther).and(not(isNotYet)))
                .withColumn(RANK, ranked(moment.cutoff()))
                .where(not(col(RANK).equalTo(YES).and(isPerhapsNotYet)));
    }

    /** Adds {@link #MOMENT}, one for entries of an id of which nobody can tell which is later. */
    private static Dataset<Row> inMoments(Dataset<Row> entries) {
        WindowSpec ofId = Window.partitionBy(Table.PERSON_ID, ConsentLedger.ID)
                .orderBy(col(ConsentLedger.AT).asc_nulls_first());
        Column latestBefore = max(ConsentLedger.AT_LATEST).over(ofId.rowsBetween(Window.unboundedPreceding(), -1));
        Column isLater = coalesce(col(ConsentLedger.AT).gt(latestBefore), lit(true));
        Column moment = sum(col("is_later").cast(DataTypes.IntegerType))
                .over(ofId.rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
        return entries.withColumn("is_later", isLater).withColumn(MOMENT, moment);
    }

    /** The place of an entry's reason in {@link #BY_RANK}. */
    private static Column ranked(Instant cutoff) {
        Column says = col(ConsentLedger.SAYS);
        Column isGranted = says.equalTo(ConsentLedger.GRANTED);
        Column isExact = col(NAMING).equalTo(Naming.EXACT.name());
        Column expiresAt = col(ConsentLedger.EXPIRES_AT);
        Column isUnclear = not(isExact).or(col(ConsentLedger.HAS_UNREADABLE_EXPIRY));
        Column ranked = when(isGranted.and(isUnclear), rank(Reason.UNREADABLE))
                .when(isGranted.and(expiresAt.leq(lit(cutoff))), rank(Reason.EXPIRED))
                .when(isGranted, YES);
        for (Reason no : List.of(Reason.REFUSED, Reason.OPT_OUT_SIGNAL, Reason.OBJECTED)) {
            ranked = ranked.when(says.equalTo(no.word()), rank(no));
        }
        return ranked.otherwise(rank(Reason.UNREADABLE));
    }

    private static int rank(Reason reason) {
        return BY_RANK.indexOf(reason);
    }

    private static Column[] words() {
        return BY_RANK.stream().map(reason -> lit(reason.word())).toArray(Column[]::new);
    }
}
