package io.dramatis.consent;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.dramatis.table.Table;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who has consented, as of a time, over all ledgers. All that is unclear is a no:
 *
 * <ol>
 *   <li>Entries of another purpose, or after the last moment that counts, say nothing.
 *   <li>A yes whose end has come, or cannot be read, is a no.
 *   <li>An entry whose time is missing or unreadable cannot be ordered: it is a no for good.
 *   <li>Of one id's entries the latest counts, whatever ledger it is in; of several at that time any no.
 *   <li>An objection holds, in all ledgers and without an end, until a later explicit yes that holds itself. One that
 *       names no purpose is to all.
 *   <li>Of a person's linked ids the most restrictive counts.
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
        Dataset<Row> moments = entries.where(col(Table.PERSON_ID).isNotNull())
                .where(isOf(purpose))
                .where(at.isNull().or(at.leq(lit(moment.until()))))
                .withColumn(RANK, ranked(moment.cutoff()))
                .groupBy(col(Table.PERSON_ID), col(ConsentLedger.ID), at)
                .agg(
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

    private static Column isOf(String purpose) {
        Column named = ConsentLedger.plain(col(ConsentLedger.PURPOSE));
        Column isUnnamed = named.isNull().or(length(named).equalTo(0));
        return named.equalTo(ConsentLedger.plain(lit(purpose)))
                .or(isUnnamed.and(col(ConsentLedger.SAYS).equalTo(Reason.OBJECTED.word())));
    }

    /** The place of an entry's reason in {@link #BY_RANK}. */
    private static Column ranked(Instant cutoff) {
        Column says = col(ConsentLedger.SAYS);
        Column isGranted = says.equalTo(ConsentLedger.GRANTED);
        Column expiresAt = col(ConsentLedger.EXPIRES_AT);
        Column ranked = when(isGranted.and(col(ConsentLedger.HAS_UNREADABLE_EXPIRY)), rank(Reason.UNREADABLE))
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
