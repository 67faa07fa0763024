package io.dramatis.consent;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Consent;
import io.dramatis.config.Ledger;
import io.dramatis.consent.Purposes.Naming;
import io.dramatis.error.DramatisException;
import io.dramatis.input.Note;
import io.dramatis.input.NoteKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is odd about the entries of ledgers: counted by ledger; their values are not told, since they may hold anything. */
final class LedgerOddities {
    private static final String NAMING = "__naming_";

    private final Consent consent;
    private final List<String> purposes;

    LedgerOddities(Consent consent) {
        this.consent = consent;
        this.purposes = Stream.concat(Stream.of(consent.purpose()), consent.explicitPurpose().stream())
                .toList();
    }

    /**
     * A kind of oddity.
     *
     * @param is which entries have it
     * @param shape of an example; none where it has no text of its own
     */
    private record Oddity(NoteKind kind, Column is, Optional<Column> shape) {
        Oddity(NoteKind kind, Column is) {
            this(kind, is, Optional.empty());
        }
    }

    List<Note> notes(Dataset<Row> entries, Instant now) {
        Column at = col(ConsentLedger.AT);
        Column isNobodys = col(ConsentLedger.ID).isNull();
        List<Oddity> kinds = List.of(
                new Oddity(
                        NoteKind.CONSENT_UNKNOWN_STATUS,
                        col(ConsentLedger.SAYS).equalTo(Reason.UNREADABLE.word()),
                        Optional.of(shape(ConsentLedger.SAYS))),
                new Oddity(NoteKind.CONSENT_UNREADABLE_TIME, at.isNull(), Optional.of(shape(ConsentLedger.AT))),
                new Oddity(
                        NoteKind.CONSENT_UNREADABLE_END,
                        col(ConsentLedger.HAS_UNREADABLE_EXPIRY),
                        Optional.of(shape(ConsentLedger.EXPIRES_AT))),
                new Oddity(NoteKind.CONSENT_OF_FUTURE, at.gt(lit(now))),
                new Oddity(NoteKind.CONSENT_OF_NOBODY, isNobodys),
                new Oddity(NoteKind.CONSENT_WITHOUT_PURPOSE, any(Naming.UNNAMED)),
                new Oddity(NoteKind.CONSENT_UNCLEAR_PURPOSE, isUnclearPurpose()));
        // What stands twice, for a person of a nearly equal id, is counted once.
        Column isOwn = not(col(ConsentLedger.IS_NEAR));
        List<Column> counts = new ArrayList<>();
        kinds.forEach(kind -> {
            counts.add(count(when(isOwn.and(kind.is()), 1)));
            counts.add(kind.shape()
                    .map(shape -> max(when(isOwn.and(kind.is()), shape)))
                    .orElse(lit("")));
        });
        counts.add(count(when(isOwn.and(isNobodys).and(isNo()), 1)));
        counts.add(count(when(col(ConsentLedger.IS_NEAR), 1)));
        counts.add(count(when(isCoarse(), 1)));
        counts.add(count(when(isOwn.and(not(any(Naming.OTHER, purposes.size()))), 1)));
        Map<String, Row> byLedger = new HashMap<>();
        named(entries)
                .groupBy(ConsentLedger.LEDGER)
                .agg(count(when(isOwn, 1)), counts.toArray(Column[]::new))
                .collectAsList()
                .forEach(row -> byLedger.put(row.getString(0), row));
        int after = 2 + 2 * kinds.size();
        boolean isAnyCoarse = byLedger.values().stream().anyMatch(row -> row.getLong(after + 2) > 0);
        Map<String, Long> ties = isAnyCoarse ? coarseTies(entries) : Map.of();
        List<Note> notes = new ArrayList<>();
        for (Ledger ledger : consent.ledgers()) {
            Row row = byLedger.get(ledger.name());
            if (row == null) {
                continue;
            }
            requireOwners(ledger, row.getLong(after));
            for (int k = 0; k < kinds.size(); k++) {
                Oddity kind = kinds.get(k);
                Note note = Note.of(ledger.inputName(), kind.kind(), row.getLong(2 + 2 * k))
                        .ofColumn(column(ledger, kind.kind()));
                String example = row.getString(3 + 2 * k);
                notes.add(example == null || example.isEmpty() ? note : note.like(example));
            }
            notes.add(Note.of(ledger.inputName(), NoteKind.CONSENT_COARSE_TIME, ties.getOrDefault(ledger.name(), 0L))
                    .ofColumn(ledger.atColumn()));
            notes.add(Note.of(ledger.inputName(), NoteKind.CONSENT_NEAR_ID, row.getLong(after + 1))
                    .ofColumn(ledger.personColumn()));
            notes.add(Note.of(
                            ledger.inputName(),
                            NoteKind.CONSENT_PURPOSE_NOWHERE,
                            row.getLong(after + 3) == 0 ? row.getLong(1) : 0)
                    .ofColumn(column(ledger, NoteKind.CONSENT_PURPOSE_NOWHERE)));
        }
        return notes.stream().filter(note -> note.count() > 0).toList();
    }

    void requireOwners(Dataset<Row> entries) {
        Map<String, Long> noes = noesOfNobody(entries);
        consent.ledgers().forEach(ledger -> requireOwners(ledger, noes.getOrDefault(ledger.name(), 0L)));
    }

    /** Entries that may be a no and have no valid id, by ledger. */
    Map<String, Long> noesOfNobody(Dataset<Row> entries) {
        Map<String, Long> noes = new HashMap<>();
        named(entries.where(col(ConsentLedger.ID).isNull()))
                .where(isNo())
                .groupBy(ConsentLedger.LEDGER)
                .count()
                .collectAsList()
                .forEach(row -> noes.put(row.getString(0), row.getLong(1)));
        return noes;
    }

    private static void requireOwners(Ledger ledger, long noes) {
        if (noes > 0 && ledger.withoutId() == Ledger.WithoutId.STOP) {
            throw DramatisException.privacy(
                    String.format(
                            Locale.ROOT,
                            "%s (%s) has %,d entries without a valid %s that are no clear yes",
                            ledger.title(),
                            ledger.origin().position(),
                            noes,
                            ledger.id()),
                    "whose no they hold cannot be told: the column " + ledger.personColumn()
                            + " is empty there, a word for missing, or no " + ledger.id(),
                    "Correct the ids in " + ledger.input().path() + ", or, where you know that they are nobody's, set "
                            + ledger.origin().key() + ".without-id = ignore");
        }
    }

    /** Coarse entries, by ledger, of a day on which the same id says both yes and no to one purpose. */
    private Map<String, Long> coarseTies(Dataset<Row> entries) {
        Column isYes = col(ConsentLedger.SAYS).equalTo(ConsentLedger.GRANTED);
        Column isTie = lit(false);
        for (int p = 0; p < purposes.size(); p++) {
            Column isOfIt = col(NAMING + p).notEqual(Naming.OTHER.name());
            isTie = isTie.or(max(isOfIt.and(isYes)).and(max(isOfIt.and(not(isYes)))));
        }
        Map<String, Long> ties = new HashMap<>();
        named(entries)
                .where(col(ConsentLedger.ID)
                        .isNotNull()
                        .and(col(ConsentLedger.AT).isNotNull())
                        .and(not(col(ConsentLedger.IS_NEAR)))
                        .and(not(any(Naming.OTHER, purposes.size()))))
                .groupBy(
                        col(ConsentLedger.ID),
                        date_trunc("day", col(ConsentLedger.AT)).as("day"))
                .agg(
                        max(when(isCoarse(), col(ConsentLedger.LEDGER))).as(ConsentLedger.LEDGER),
                        count(when(isCoarse(), 1)).as("coarse"),
                        isTie.as("is_tie"))
                .where(col("coarse").gt(0).and(col("is_tie")))
                .groupBy(ConsentLedger.LEDGER)
                .agg(sum("coarse"))
                .collectAsList()
                .forEach(row -> ties.put(row.getString(0), row.getLong(1)));
        return ties;
    }

    private static Column isCoarse() {
        return col(ConsentLedger.AT_LATEST).gt(col(ConsentLedger.AT));
    }

    /** Whether an entry may be a no to one of the study's purposes. */
    private Column isNo() {
        return not(ConsentLedger.isClearYes()).and(not(any(Naming.OTHER, purposes.size())));
    }

    /** A purpose that is nearly the study's, a yes to all of them, a list that cannot be read. */
    private Column isUnclearPurpose() {
        Column isYes = col(ConsentLedger.SAYS).equalTo(ConsentLedger.GRANTED);
        return any(Naming.NEAR).or(any(Naming.UNREADABLE)).or(any(Naming.EVERY).and(isYes));
    }

    /** Adds what each entry's purposes are to each of the study's. */
    private Dataset<Row> named(Dataset<Row> entries) {
        Dataset<Row> named = entries;
        for (int p = 0; p < purposes.size(); p++) {
            named = named.withColumn(NAMING + p, Purposes.naming(col(ConsentLedger.PURPOSES), purposes.get(p)));
        }
        return named;
    }

    private Column any(Naming naming) {
        return any(naming, 1);
    }

    /** Whether the entry's purposes are that to so many of the study's. */
    private Column any(Naming naming, int least) {
        Column count = lit(0);
        for (int p = 0; p < purposes.size(); p++) {
            count = count.plus(when(col(NAMING + p).equalTo(naming.name()), 1).otherwise(0));
        }
        return count.geq(least);
    }

    private static Column shape(String text) {
        return coalesce(col(ConsentLedger.SHAPES).getField(text), lit(""));
    }

    /** The column of the file that an oddity is in. */
    private static String column(Ledger ledger, NoteKind kind) {
        Optional<Ledger.Statuses> table =
                ledger.signal() instanceof Ledger.Statuses statuses ? Optional.of(statuses) : Optional.empty();
        return switch (kind) {
            case CONSENT_UNKNOWN_STATUS -> LedgerSignals.column(ledger);
            case CONSENT_UNREADABLE_TIME, CONSENT_OF_FUTURE -> ledger.atColumn();
            case CONSENT_UNREADABLE_END ->
                table.flatMap(Ledger.Statuses::expiresColumn).orElse(ledger.atColumn());
            case CONSENT_OF_NOBODY -> ledger.personColumn();
            default -> table.map(Ledger.Statuses::purposeColumn).orElse(LedgerSignals.column(ledger));
        };
    }
}
