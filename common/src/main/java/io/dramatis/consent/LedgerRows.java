package io.dramatis.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Consent;
import io.dramatis.config.Identity;
import io.dramatis.config.Ledger;
import io.dramatis.error.DramatisException;
import io.dramatis.input.InputName;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads the consent ledgers of a study, with pseudonyms for their ids. */
public final class LedgerRows {
    private final InputRows inputs;
    private final Consent consent;
    private final Map<String, Identity.Kind> kinds;
    private final BiFunction<Column, Identity.Kind, Column> pseudonym;
    private final List<Note> notes = new CopyOnWriteArrayList<>();

    /**
     * @param kinds of id, by name
     * @param pseudonym from a column of ids of a kind to their pseudonyms, BINARY
     */
    public LedgerRows(
            InputRows inputs,
            Consent consent,
            Map<String, Identity.Kind> kinds,
            BiFunction<Column, Identity.Kind, Column> pseudonym) {
        this.inputs = inputs;
        this.consent = consent;
        this.kinds = kinds;
        this.pseudonym = pseudonym;
    }

    /**
     * The entries of all ledgers: the columns of {@link ConsentLedger}, one row an entry.
     *
     * @param links {@code id} and {@code person_id}, a row a linked id
     * @throws DramatisException where a row does not parse: nobody can tell whose no it was
     */
    public Dataset<Row> read(Dataset<Row> links) {
        return consent.ledgers().stream()
                .map(ledger -> ConsentLedger.typed(
                        rows(ledger),
                        ledger,
                        consent.purpose(),
                        id -> pseudonym.apply(id, kinds.get(ledger.id())),
                        links))
                .reduce(Dataset::unionByName)
                .orElseThrow();
    }

    private Dataset<Row> rows(Ledger ledger) {
        List<String> columns = LedgerSignals.columns(ledger);
        return inputs.readWhole(InputName.of(ledger), ledger.input(), columns, LedgerSignals.optional(ledger), notes)
                .rows();
    }

    /** What was odd about the files that {@link #read} read. */
    public List<Note> notes() {
        return List.copyOf(notes);
    }

    /**
     * What is odd about entries, a line for people each; their values are not told, since they may hold anything.
     *
     * @param now entries after it are of the future
     */
    public static List<String> oddities(Dataset<Row> entries, Instant now) {
        Column at = col(ConsentLedger.AT);
        List<String> lines = new ArrayList<>();
        entries.groupBy(ConsentLedger.LEDGER)
                .agg(
                        count(lit(1)),
                        count(when(col(ConsentLedger.SAYS).equalTo(Reason.UNREADABLE.word()), 1)),
                        count(when(at.isNull(), 1)),
                        count(when(col(ConsentLedger.HAS_UNREADABLE_EXPIRY), 1)),
                        count(when(at.gt(lit(now)), 1)),
                        count(when(col(ConsentLedger.ID).isNull(), 1)))
                .orderBy(ConsentLedger.LEDGER)
                .collectAsList()
                .forEach(row -> {
                    List<String> odd = new ArrayList<>();
                    add(odd, row.getLong(2), "with an unknown status or signal, each a no");
                    add(odd, row.getLong(3), "without a time that can be read, each a no for good");
                    add(odd, row.getLong(4), "with an end that cannot be read, each a no");
                    add(odd, row.getLong(5), "of the future, which say nothing yet");
                    add(odd, row.getLong(6), "without a valid id, which are nobody's");
                    if (!odd.isEmpty()) {
                        lines.add(String.format(
                                Locale.ROOT,
                                "consent ledger %s: of %,d entries %s",
                                row.getString(0),
                                row.getLong(1),
                                String.join("; ", odd)));
                    }
                });
        return lines;
    }

    private static void add(List<String> odd, long count, String what) {
        if (count > 0) {
            odd.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }
}
