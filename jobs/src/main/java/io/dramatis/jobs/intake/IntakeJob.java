package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

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
import io.dramatis.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
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
    private static final String IS_CONSENTED = ConsentDecisions.IS_CONSENTED;

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
            Optional<Dataset<Row>> persons = persons(inputs, study, pseudonyms, judged, held);
            Optional<Dataset<Row>> decisions = decisions(context, inputs, pseudonyms, persons, held);
            Map<Source, Dataset<Row>> decided = new LinkedHashMap<>();
            judged.forEach((source, rows) ->
                    decided.put(source, held(held, decided(source, rows, persons, decisions, context))));
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

    private static Optional<Dataset<Row>> persons(
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
        return pairs.isEmpty() ? Optional.empty() : Optional.of(held(held, links.persons(pairs)));
    }

    /** Who consented, by person; empty where one consent covers all. */
    private static Optional<Dataset<Row>> decisions(
            RunContext context,
            InputRows inputs,
            Pseudonyms pseudonyms,
            Optional<Dataset<Row>> persons,
            List<Dataset<Row>> held) {
        if (!(context.study().consent() instanceof Consent.Ledger ledger)) {
            return Optional.empty();
        }
        Identity.Kind kind = context.study().identity().kinds().get(ledger.id());
        Dataset<Row> links = persons.orElseGet(() -> inputs.none(PersonLinks.PERSONS));
        Dataset<Row> typed = new LedgerRows(inputs, ledger).read(pseudonyms, kind, links);
        return Optional.of(held(held, ConsentDecisions.decide(typed, ledger, context.cutoff())));
    }

    private static Dataset<Row> decided(
            Source source,
            Dataset<Row> judged,
            Optional<Dataset<Row>> persons,
            Optional<Dataset<Row>> decisions,
            RunContext context) {
        Dataset<Row> rows = PersonLinks.withPerson(judged, ContractCheck.id(source.personId()), persons);
        Column isConsented = lit(true);
        if (decisions.isPresent()) {
            rows = rows.join(
                    decisions.get().select(col(Table.PERSON_ID), col(IS_CONSENTED)),
                    scala.jdk.javaapi.CollectionConverters.asScala(List.of(Table.PERSON_ID))
                            .toSeq(),
                    "left");
            isConsented = col(IS_CONSENTED);
        }
        return rows.transform(RowFates.decided(source, isConsented, context.cutoff()));
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
