package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.consent.LedgerRows;
import io.dramatis.error.DramatisException;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.input.ReadInput;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.Pseudonyms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Looks at the sources of a study without taking them in: are they there, have they their columns, do rows parse? */
public final class SourceCheck {
    private static final int SAMPLE_ROWS = 10_000;

    private final InputRows inputs;
    private final Study study;
    private final Pseudonyms pseudonyms;

    /**
     * What a look at a source found.
     *
     * @param rows looked at, the first of the source
     * @param broken those of them that break the contract
     * @param reasons the commonest, in words; empty where none does
     * @param notes what is odd about them
     */
    public record Sampled(int files, long rows, long broken, String reasons, List<Note> notes) {}

    public SourceCheck(SparkSession spark, Study study, KeyReference key) {
        this.inputs = new InputRows(spark);
        this.study = study;
        this.pseudonyms = Pseudonyms.of(study, key);
    }

    /**
     * Looks at the first rows of a source.
     *
     * @throws DramatisException where it is missing, lacks a column, or too many of the rows are broken
     */
    public Sampled source(Source source) {
        SourceRows.Read read = SourceRows.sample(inputs, study, source, SAMPLE_ROWS);
        ReadInput.Account account = read.input().account();
        account.requireSound();
        Dataset<Row> sample = read.rows().transform(new ContractCheck(source, study, pseudonyms).judged());
        List<Note> notes = new ArrayList<>(read.notes());
        notes.addAll(account.notes());
        Row counts = sample.agg(count(lit(1)), count(col(ContractCheck.BREACH))).first();
        String reasons = counts.getLong(1) == 0
                ? ""
                : SourceAccounts.reasons(
                        sample.where(col(ContractCheck.BREACH).isNotNull()).select(ContractCheck.BREACH + ".*"));
        Sampled sampled =
                new Sampled(inputs.files(source.input()).size(), counts.getLong(0), counts.getLong(1), reasons, notes);
        if (sampled.rows() == 0) {
            throw DramatisException.contract(
                    "Source " + source.name() + " (" + source.origin().position() + ") is empty",
                    source.input().path() + " has no row",
                    "Deliver the file again");
        }
        if ((double) sampled.broken() / sampled.rows() > source.maxRejected()) {
            throw DramatisException.contract(
                    String.format(
                            Locale.ROOT,
                            "Source %s (%s): %,d of the first %,d rows break the contract, more than max-rejected = %s",
                            source.name(),
                            source.origin().position(),
                            sampled.broken(),
                            sampled.rows(),
                            source.maxRejected()),
                    sampled.reasons(),
                    "Mend the file or its contract, or raise max-rejected");
        }
        return sampled;
    }

    /**
     * Reads the id maps and the consent ledgers once.
     *
     * @return what is odd about them
     * @throws DramatisException where one is missing, lacks a column, or has broken rows
     */
    public List<Note> linksAndLedger() {
        PersonLinks links = new PersonLinks(inputs, study.identity(), pseudonyms);
        links.read();
        List<Note> notes = new ArrayList<>(links.notes());
        if (!study.consent().ledgers().isEmpty()) {
            LedgerRows ledgers =
                    new LedgerRows(inputs, study.consent(), study.identity().kinds(), pseudonyms::of, pseudonyms::near);
            Dataset<Row> entries = ledgers.read(Linked.nobody(inputs).persons());
            notes.addAll(ledgers.notes());
            notes.addAll(ledgers.oddities(entries, Instant.now()));
        }
        return notes;
    }
}
