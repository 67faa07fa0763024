package io.dramatis.jobs.intake;

import io.dramatis.config.Consent;
import io.dramatis.config.Identity;
import io.dramatis.consent.ConsentLedger;
import io.dramatis.error.DramatisException;
import io.dramatis.privacy.Pseudonyms;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads the consent ledger, with pseudonyms for its ids. */
final class LedgerRows {
    private final InputRows inputs;
    private final Consent.Ledger ledger;

    LedgerRows(InputRows inputs, Consent.Ledger ledger) {
        this.inputs = inputs;
        this.ledger = ledger;
    }

    /**
     * The ledger, typed, one row an entry.
     *
     * @throws DramatisException where a row does not parse: nobody can tell whose no it was
     */
    Dataset<Row> read(Pseudonyms pseudonyms, Identity.Kind kind, Dataset<Row> persons) {
        List<String> columns = new ArrayList<>(
                List.of(ledger.personColumn(), ledger.purposeColumn(), ledger.statusColumn(), ledger.atColumn()));
        ledger.expiresColumn().ifPresent(columns::add);
        Dataset<Row> rows = inputs.read("Consent ledger", ledger.input(), columns);
        long broken = InputRows.broken(rows);
        if (broken > 0) {
            throw DramatisException.privacy(
                    "Consent ledger (" + ledger.origin().position() + ") has " + broken + " broken rows",
                    "they do not parse, or have too few or too many fields: whose no they hold cannot be told",
                    "Mend the file " + ledger.input().path());
        }
        return ConsentLedger.typed(rows, ledger, id -> pseudonyms.of(id, kind), persons);
    }
}
