package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Consent;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.consent.ConsentDecisions;
import io.dramatis.consent.ConsentDecisions.Moment;
import io.dramatis.consent.LedgerRows;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.spark.Concurrently;
import io.dramatis.table.Table;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import io.dramatis.table.intake.InputFiles;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.intake.RejectedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Takes the sources in: each row is held against its contract, its identities become pseudonyms, its person's consent is
 * looked up as of the pinned time, and it is used, rejected, left out or counted as a duplicate. Who was erased is left out.
 *
 * <p>Reads the sources, the id maps, the consent ledgers and {@code suppressed_ids}. Writes {@code rejected_rows}, {@code intake_accounts}, {@code
 * consent_accounts} and {@code input_files}, then {@code clean_<source>}, {@code id_links} and {@code consents}. Rerun: the run's rows of these tables are replaced.
 */
public final class IntakeJob implements Job {
    @Override
    public String name() {
        return "intake";
    }

    @Override
    public Outcome run(RunContext context) {
        Study study = context.study();
        Pseudonyms pseudonyms = Pseudonyms.of(study, context.key());
        InputRows inputs = new InputRows(context.spark());
        List<Dataset<Row>> held = new CopyOnWriteArrayList<>();
        Suppressed suppressed = Suppressed.of(context);
        try {
            Map<Source, Dataset<Row>> judged = judged(context.spark(), inputs, study, pseudonyms, held);
            People people = people(context, inputs, pseudonyms, judged, held, suppressed);
            Map<Source, Dataset<Row>> decided = new LinkedHashMap<>();
            judged.forEach((source, rows) ->
                    decided.put(source, held(held, decided(source, rows, people, suppressed, context))));
            SourceAccounts accounts = SourceAccounts.of(context.spark(), decided, context.cutoff());
            write(context, inputs, decided, accounts, people, held);
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
                        .transform(new ContractCheck(source, study, pseudonyms).judged())
                        .persist(StorageLevel.MEMORY_AND_DISK_SER()));
        held.addAll(rows);
        Map<Source, Dataset<Row>> judged = new LinkedHashMap<>();
        for (int s = 0; s < rows.size(); s++) {
            judged.put(study.sources().get(s), rows.get(s));
        }
        return judged;
    }

    /**
     * Who is who, and who consented.
     *
     * @param links linked ids, each with its person
     * @param decisions by purpose and person; none where one consent covers everybody
     */
    private record People(Dataset<Row> links, Map<String, Dataset<Row>> decisions, Standing standing) {}

    /** Who is who and who consented; meanwhile the rows of all sources are judged. */
    private static People people(
            RunContext context,
            InputRows inputs,
            Pseudonyms pseudonyms,
            Map<Source, Dataset<Row>> judged,
            List<Dataset<Row>> held,
            Suppressed suppressed) {
        List<Supplier<Optional<People>>> tasks = new ArrayList<>();
        tasks.add(() -> {
            Dataset<Row> links = links(inputs, context.study(), pseudonyms, judged, held);
            Map<String, Dataset<Row>> decisions = decisions(context, inputs, pseudonyms, links, held);
            People people = new People(
                    links,
                    decisions,
                    standing(context.study().consent(), links, decisions, judged)
                            .without(suppressed));
            // Counted, so that Spark sees how small it is before it plans the joins.
            held(held, people.standing().rows()).count();
            return Optional.of(people);
        });
        judged.values()
                .forEach(rows -> tasks.add(() -> {
                    rows.count();
                    return Optional.empty();
                }));
        return Concurrently.map(context.spark(), tasks, Supplier::get).get(0).orElseThrow();
    }

    /** Whose each linked id is. */
    private static Dataset<Row> links(
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

    /** What the ledgers say of the study's purpose, and of its explicit one. */
    private static Map<String, Dataset<Row>> decisions(
            RunContext context, InputRows inputs, Pseudonyms pseudonyms, Dataset<Row> links, List<Dataset<Row>> held) {
        Consent consent = context.study().consent();
        if (consent.ledgers().isEmpty()) {
            return Map.of();
        }
        LedgerRows ledgers =
                new LedgerRows(inputs, consent, context.study().identity().kinds(), pseudonyms::of, pseudonyms::near);
        Dataset<Row> entries = held(held, ledgers.read(links));
        ledgers.oddities(entries, context.clock().instant()).stream()
                .map(Note::sentence)
                .forEach(context.notices());
        Map<String, Dataset<Row>> decisions = new LinkedHashMap<>();
        Stream.concat(Stream.of(consent.purpose()), consent.explicitPurpose().stream())
                .forEach(purpose -> decisions.put(
                        purpose, held(held, ConsentDecisions.decide(entries, purpose, Moment.asOf(context.cutoff())))));
        // Counted, as all that is joined later.
        decisions.values().forEach(Dataset::count);
        return decisions;
    }

    private static Standing standing(
            Consent consent,
            Dataset<Row> links,
            Map<String, Dataset<Row>> decisions,
            Map<Source, Dataset<Row>> judged) {
        Optional<Dataset<Row>> ages = consent.minimumAge()
                .flatMap(rule -> judged.entrySet().stream()
                        .filter(each -> each.getKey().name().equals(rule.source()))
                        .map(each -> Ages.of(each.getKey(), each.getValue(), links))
                        .findFirst());
        return Standing.of(
                links,
                Optional.ofNullable(decisions.get(consent.purpose())),
                consent.explicitPurpose().map(decisions::get),
                ages);
    }

    private static Dataset<Row> decided(
            Source source, Dataset<Row> judged, People people, Suppressed suppressed, RunContext context) {
        Consent consent = context.study().consent();
        return people.standing()
                .added(judged, ContractCheck.id(source.personId()), consent, context.asOf())
                .transform(suppressed.outOf(source))
                .transform(rows -> ConsentRecords.withoutUnasked(source, consent, rows))
                .transform(RowFates.decided(source, context.cutoff()));
    }

    private static void write(
            RunContext context,
            InputRows inputs,
            Map<Source, Dataset<Row>> decided,
            SourceAccounts accounts,
            People people,
            List<Dataset<Row>> held) {
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
                                ConsentAccounts.TABLE,
                                        ConsentRecords.accounts(context.study().consent(), decided),
                                InputFiles.TABLE, FileHashes.of(context.spark(), inputs, context.study())));
        accounts.requireRows();
        accounts.requireFewRejected(source -> context.tables()
                .read(RejectedRows.TABLE, context.runId())
                .where(col(RejectedRows.SOURCE).equalTo(source)));
        accounts.requireAsOf(context.asOf());
        accounts.requireConsent(context.study().consent());
        Map<Table, Dataset<Row>> clean = new LinkedHashMap<>();
        decided.forEach((source, rows) -> clean.put(CleanRows.of(source), RowFates.used(source, rows)));
        Dataset<Row> used = held(held, ConsentRecords.people(decided));
        used.count();
        clean.put(IdLinks.TABLE, ConsentRecords.links(people.links(), used));
        if (!people.decisions().isEmpty()) {
            clean.put(Consents.TABLE, ConsentRecords.consents(people.decisions(), used));
        }
        context.tables().replaceAll(context.runId(), clean);
    }

    private static Dataset<Row> held(List<Dataset<Row>> held, Dataset<Row> rows) {
        Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK_SER());
        held.add(persisted);
        return persisted;
    }
}
