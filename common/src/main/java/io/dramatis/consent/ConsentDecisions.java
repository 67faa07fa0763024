package io.dramatis.consent;

import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Consent;
import io.dramatis.table.Table;
import java.time.Instant;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who has consented, as of a time. All that is unclear is a no:
 *
 * <ol>
 *   <li>Entries of another purpose, or after the cutoff, say nothing.
 *   <li>An entry is a yes if its status is granted and its end, if any, can be read and lies after the cutoff.
 *   <li>An entry whose time is missing or unreadable cannot be ordered: it is a no for good.
 *   <li>Of one id's entries the latest counts; of several at that time any no.
 *   <li>Of a person's linked ids any no counts.
 *   <li>Who is not in the ledger has not consented.
 * </ol>
 */
public final class ConsentDecisions {
    /** BOOLEAN, never null. */
    public static final String IS_CONSENTED = "is_consented";

    private ConsentDecisions() {}

    /**
     * One row for each person of whom the ledger says something: {@code person_id}, {@code is_consented}. Who is not
     * in it has not consented.
     *
     * @param ledger the columns of {@link ConsentLedger}
     * @param cutoff the last moment that counts
     */
    public static Dataset<Row> decide(Dataset<Row> ledger, Consent.Ledger rules, Instant cutoff) {
        Column at = col(ConsentLedger.AT);
        Column isYes = col("is_yes");
        Dataset<Row> entries = ledger.where(col(Table.PERSON_ID).isNotNull())
                .where(ConsentLedger.plain(col(ConsentLedger.PURPOSE))
                        .equalTo(ConsentLedger.plain(lit(rules.purpose()))))
                .where(at.isNull().or(at.leq(lit(cutoff))))
                .withColumn("is_yes", yes(rules, cutoff));
        // Latest wins and a tie denies: the last yes must be later than the last no.
        Dataset<Row> identities = entries.groupBy(col(Table.PERSON_ID), col(ConsentLedger.ID))
                .agg(
                        max(when(isYes, at)).as("last_yes_at"),
                        max(when(isYes, lit(null)).otherwise(at)).as("last_no_at"),
                        bool_or(at.isNull()).as("has_unordered"));
        Column isLast = col("last_no_at").isNull().or(col("last_yes_at").gt(col("last_no_at")));
        Column isConsented = coalesce(
                col("last_yes_at")
                        .isNotNull()
                        .and(isLast)
                        .and(col("has_unordered").equalTo(false)),
                lit(false));
        return identities.groupBy(Table.PERSON_ID).agg(bool_and(isConsented).as(IS_CONSENTED));
    }

    private static Column yes(Consent.Ledger rules, Instant cutoff) {
        Object[] granted = rules.granted().stream()
                .map(status -> status.strip().toLowerCase(Locale.ROOT))
                .toArray();
        Column expiresAt = col(ConsentLedger.EXPIRES_AT);
        Column isGranted = ConsentLedger.plain(col(ConsentLedger.STATUS)).isin(granted);
        Column holds = expiresAt.isNull().or(expiresAt.gt(lit(cutoff)));
        Column isReadable = col(ConsentLedger.HAS_UNREADABLE_EXPIRY).equalTo(false);
        return coalesce(isGranted.and(holds).and(isReadable), lit(false));
    }
}
