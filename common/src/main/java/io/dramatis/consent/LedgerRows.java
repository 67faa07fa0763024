package io.dramatis.consent;

import io.dramatis.config.Consent;
import io.dramatis.config.Identity;
import io.dramatis.config.Ledger;
import io.dramatis.error.DramatisException;
import io.dramatis.input.InputName;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import java.time.Instant;
import java.util.List;
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
    private final BiFunction<Column, Identity.Kind, Column> nearPseudonym;

    /**
     * @param kinds of id, by name
     * @param pseudonym from a column of ids of a kind to their pseudonyms, BINARY
     * @param nearPseudonym from the same to the pseudonyms of the ids' loose forms, BINARY
     */
    public LedgerRows(
            InputRows inputs,
            Consent consent,
            Map<String, Identity.Kind> kinds,
            BiFunction<Column, Identity.Kind, Column> pseudonym,
            BiFunction<Column, Identity.Kind, Column> nearPseudonym) {
        this.inputs = inputs;
        this.consent = consent;
        this.kinds = kinds;
        this.pseudonym = pseudonym;
        this.nearPseudonym = nearPseudonym;
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
                        new ConsentLedger.Ids(
                                id -> pseudonym.apply(id, kinds.get(ledger.id())),
                                id -> nearPseudonym.apply(id, kinds.get(ledger.id()))),
                        links))
                .reduce(Dataset::unionByName)
                .orElseThrow();
    }

    private Dataset<Row> rows(Ledger ledger) {
        List<String> columns = LedgerSignals.columns(ledger);
        return inputs.readWhole(
                        InputName.of(ledger),
                        ledger.input(),
                        columns,
                        LedgerSignals.optional(ledger),
                        LedgerSignals.separators(ledger),
                        notes)
                .rows();
    }

    /** What was odd about the files that {@link #read} read. */
    public List<Note> notes() {
        return List.copyOf(notes);
    }

    /**
     * What is odd about entries that were read, for people to look at.
     *
     * @param entries with those of {@link ConsentLedger#withNear}, held
     * @param now entries after it are of the future
     * @throws DramatisException of privacy as {@link #requireOwners}
     */
    public List<Note> oddities(Dataset<Row> entries, Instant now) {
        return new LedgerOddities(consent).notes(entries, now);
    }

    /**
     * Ends the run where an entry that is no clear yes has no valid id: nobody can tell whose no it is.
     *
     * @throws DramatisException of privacy, which names the ledger, where that does not say {@code without-id = ignore}
     */
    public void requireOwners(Dataset<Row> entries) {
        new LedgerOddities(consent).requireOwners(entries);
    }
}
