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
import io.dramatis.spark.Concurrently;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Takes the sources in: each row is held against its contract, its identities become pseudonyms, its person's consent is
 * looked up as of the pinned time, and it is used, rejected, left out or counted as a duplicate. Who was erased is left out.
 *
 * <p>Reads the sources, the id maps, the consent ledger and {@code suppressed_ids}. Writes {@code rejected_rows}, {@code intake_accounts} and
 * {@code input_files}, then {@code clean_<source>}. Rerun: the run's rows of these tables are replaced.
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
        List<Dataset<Row>> held = new CopyOnWriteArrayList<>();
        Suppressed suppressed = Suppressed.of(context);
        try {
            Map<Source, Dataset<Row>> judged = judged(context.spark(), inputs, study, pseudonyms, held);
            Dataset<Row> standing = suppressed.outOf(standing(context, inputs, pseudonyms, judged, held));
            Map<Source, Dataset<Row>> decided = new LinkedHashMap<>();
            judged.forEach((source, rows) ->
                    decided.put(source, held(held, decided(source, rows, standing, suppressed, context))));
            SourceAccounts accounts = SourceAccounts.of(context.spark(), decided, context.cutoff());
            write(context, inputs, decided, accounts);
            return new Outcome(accounts.used(), accounts.summary());
        } finally {
            held.forEach(Dataset::unpersist);
        }
    }

    /** Each source against its contract; held, since the rows are wanted twice: for whose they are, and for themselves. */
    private static Map<Source, Dataset<Row>> judged(
            SparkSession spark, InputRows inputs, Study study, Pseudonyms pseudonyms, List<Dataset<Row>> held) {
        List<Dataset<Row>> rows = Concurrently.map(
                spark,
                study.sources(),
                source -> SourceRows.read(inputs, source)
                        .transform(new ContractCheck(source, study.identity().kinds(), pseudonyms).judged())
                        .persist(StorageLevel.MEMORY_AND_DISK_SER()));
        held.addAll(rows);
        Map<Source, Dataset<Row>> judged = new LinkedHashMap<>();
        for (int s = 0; s < rows.size(); s++) {
            judged.put(study.sources().get(s), rows.get(s));
        }
        return judged;
    }

    /** Who is who and who consented; meanwhile the rows of all sources are judged. */
    private static Dataset<Row> standing(
            RunContext context,
            InputRows inputs,
            Pseudonyms pseudonyms,
            Map<Source, Dataset<Row>> judged,
            List<Dataset<Row>> held) {
        List<Supplier<Dataset<Row>>> tasks = new ArrayList<>();
        tasks.add(() -> {
            Dataset<Row> persons = persons(inputs, context.study(), pseudonyms, judged, held);
            Dataset<Row> standing = held(held, standing(context, inputs, pseudonyms, persons));
            // Counted, so that Spark sees how small it is before it plans the joins.
            standing.count();
            return standing;
        });
        judged.values()
                .forEach(rows -> tasks.add(() -> {
                    rows.count();
                    return rows;
                }));
        return Concurrently.map(context.spark(), tasks, Supplier::get).get(0);
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

    private static Dataset<Row> decided(
            Source source, Dataset<Row> judged, Dataset<Row> standing, Suppressed suppressed, RunContext context) {
        boolean isBlanket = context.study().consent() instanceof Consent.Blanket;
        return Standing.added(judged, ContractCheck.id(source.personId()), standing, isBlanket)
                .transform(suppressed.outOf(source))
                .transform(RowFates.decided(source, col(Standing.IS_CONSENTED), context.cutoff()));
    }

    private static void write(
            RunContext context, InputRows inputs, Map<Source, Dataset<Row>> decided, SourceAccounts accounts) {
        Dataset<Row> rejected = decided.entrySet().stream()
                .map(entry -> RowFates.rejected(inputs, entry.getKey(), entry.getValue()))
                .reduce(Dataset::unionByName)
                .orElseThrow();
        context.tables()
                .replaceAll(
                        context.runId(),
                        Map.of(
                                RejectedRows.TABLE, rejected,
                                IntakeAccounts.TABLE, accounts.rows(context.spark()),
                                InputFiles.TABLE, FileHashes.of(context.spark(), inputs, context.study())));
        accounts.requireRows();
        accounts.requireFewRejected(source -> context.tables()
                .read(RejectedRows.TABLE, context.runId())
                .where(col(RejectedRows.SOURCE).equalTo(source)));
        accounts.requireAsOf(context.asOf());
        accounts.requireConsent(context.study().consent());
        Map<Table, Dataset<Row>> clean = new LinkedHashMap<>();
        decided.forEach((source, rows) -> clean.put(CleanRows.of(source), RowFates.used(source, rows)));
        context.tables().replaceAll(context.runId(), clean);
    }

    private static Dataset<Row> held(List<Dataset<Row>> held, Dataset<Row> rows) {
        Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK_SER());
        held.add(persisted);
        return persisted;
    }
}
