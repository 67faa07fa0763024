package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Consent;
import io.dramatis.config.Identity;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.consent.ConsentDecisions;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.table.CleanRows;
import io.dramatis.table.InputFiles;
import io.dramatis.table.IntakeAccounts;
import io.dramatis.table.RejectedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Takes the sources in: each row is held against its contract, its identities become pseudonyms, its person's consent is
 * looked up as of the pinned time, and it is used, rejected, left out or counted as a duplicate.
 *
 * <p>Reads the sources, the id maps and the consent ledger. Writes {@code rejected_rows}, {@code intake_accounts}, then
 * {@code clean_<source>} and {@code input_files}. Rerun: the run's rows of these tables are replaced.
 */
public final class IntakeJob implements Job {
    @Override
    public String name() {
        return "intake";
    }

    @Override
    public Outcome run(RunContext context) {
        Study study = context.study();
        Pseudonyms pseudonyms = new Pseudonyms(
                context.key(),
                study.privacy().epoch(),
                study.name(),
                study.consent().purpose());
        InputRows inputs = new InputRows(context.spark());
        List<Dataset<Row>> held = new ArrayList<>();
        try {
            Map<Source, Dataset<Row>> judged = judged(inputs, study, pseudonyms, held);
            Dataset<Row> persons = persons(inputs, study, pseudonyms, judged, held);
            Dataset<Row> standing = held(held, standing(context, inputs, pseudonyms, persons));
            // Counted first, so that Spark sees how small it is before it plans the joins.
            standing.count();
            Map<Source, Dataset<Row>> decided = new LinkedHashMap<>();
            judged.forEach((source, rows) -> decided.put(source, held(held, decided(source, rows, standing, context))));
            SourceAccounts accounts = SourceAccounts.of(decided, context.cutoff());
            write(context, inputs, decided, accounts);
            context.tables().replace(InputFiles.TABLE, context.runId(), FileHashes.of(context.spark(), inputs, study));
            return new Outcome(accounts.used(), accounts.summary());
        } finally {
            held.forEach(Dataset::unpersist);
        }
    }

    private static Map<Source, Dataset<Row>> judged(
            InputRows inputs, Study study, Pseudonyms pseudonyms, List<Dataset<Row>> held) {
        Map<Source, Dataset<Row>> judged = new LinkedHashMap<>();
        for (Source source : study.sources()) {
            Dataset<Row> rows = SourceRows.read(inputs, source)
                    .transform(new ContractCheck(source, study.identity().kinds(), pseudonyms).judged());
            // Read twice only where its ids link people.
            boolean isReadTwice = ContractCheck.idColumns(source).size() > 1;
            judged.put(source, isReadTwice ? held(held, rows) : rows);
        }
        return judged;
    }

    /** Whose each linked id is. */
    private static Dataset<Row> persons(
            InputRows inputs,
            Study study,
            Pseudonyms pseudonyms,
            Map<Source, Dataset<Row>> judged,
            List<Dataset<Row>> held) {
        PersonLinks links = new PersonLinks(inputs, study.identity(), pseudonyms);
        List<Dataset<Row>> pairs = links.declaredPairs();
        judged.forEach((source, rows) -> PersonLinks.pairs(
                        List.copyOf(ContractCheck.idColumns(source).keySet()), rows)
                .ifPresent(pairs::add));
        return pairs.isEmpty() ? Standing.nobody(inputs) : held(held, links.persons(pairs));
    }

    private static Dataset<Row> standing(
            RunContext context, InputRows inputs, Pseudonyms pseudonyms, Dataset<Row> persons) {
        if (!(context.study().consent() instanceof Consent.Ledger ledger)) {
            return Standing.of(persons, Optional.empty());
        }
        Identity.Kind kind = context.study().identity().kinds().get(ledger.id());
        Dataset<Row> typed = new LedgerRows(inputs, ledger).read(pseudonyms, kind, persons);
        return Standing.of(persons, Optional.of(ConsentDecisions.decide(typed, ledger, context.cutoff())));
    }

    private static Dataset<Row> decided(Source source, Dataset<Row> judged, Dataset<Row> standing, RunContext context) {
        boolean isBlanket = context.study().consent() instanceof Consent.Blanket;
        return Standing.added(judged, ContractCheck.id(source.personId()), standing, isBlanket)
                .transform(RowFates.decided(source, col(Standing.IS_CONSENTED), context.cutoff()));
    }

    private static void write(
            RunContext context, InputRows inputs, Map<Source, Dataset<Row>> decided, SourceAccounts accounts) {
        Dataset<Row> rejected = decided.entrySet().stream()
                .map(entry -> RowFates.rejected(inputs, entry.getKey(), entry.getValue()))
                .reduce(Dataset::unionByName)
                .orElseThrow();
        context.tables().replace(RejectedRows.TABLE, context.runId(), rejected);
        context.tables().replace(IntakeAccounts.TABLE, context.runId(), accounts.rows(context.spark()));
        accounts.requireRows();
        accounts.requireFewRejected(source -> context.tables()
                .read(RejectedRows.TABLE, context.runId())
                .where(col(RejectedRows.SOURCE).equalTo(source)));
        accounts.requireAsOf(context.asOf());
        accounts.requireConsent(context.study().consent());
        decided.forEach((source, rows) ->
                context.tables().replace(CleanRows.of(source), context.runId(), RowFates.used(source, rows)));
    }

    private static Dataset<Row> held(List<Dataset<Row>> held, Dataset<Row> rows) {
        Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK_SER());
        held.add(persisted);
        return persisted;
    }
}
