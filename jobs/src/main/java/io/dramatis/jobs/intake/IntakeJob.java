package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Consent;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.input.ReadInput;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.spark.Concurrently;
import io.dramatis.table.Table;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.ConsentReach;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import io.dramatis.table.intake.InputFiles;
import io.dramatis.table.intake.InputMeetings;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.intake.IntakeNotes;
import io.dramatis.table.intake.RejectedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Takes the sources in: each row is held against its contract, its identities become pseudonyms, its person's consent is
 * looked up as of the pinned time, and it is used, rejected, left out or counted as a duplicate. Who was erased is left out.
 * What is odd about the inputs and does not end the run is noted.
 *
 * <p>Reads the sources, the id maps, the consent ledgers and {@code suppressed_ids}. Writes {@code rejected_rows}, {@code
 * intake_accounts}, {@code consent_accounts}, {@code intake_notes}, {@code input_meetings} and {@code input_files}, then
 * {@code clean_<source>}, {@code id_links}, {@code consents} and {@code consent_reach}. Rerun: the run's rows of these tables are replaced.
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
        Suppressed suppressed = Suppressed.of(context);
        try (Held held = new Held()) {
            Map<Source, SourceRows.Read> read = read(context.spark(), inputs, study);
            Map<Source, Dataset<Row>> judged = judged(read, study, pseudonyms, held);
            Persons persons = persons(context, inputs, pseudonyms, judged, suppressed, held);
            Map<Source, ReadInput.Account> readings = sound(read);
            Map<Source, Dataset<Row>> decided = new LinkedHashMap<>();
            judged.forEach((source, rows) ->
                    decided.put(source, held.hold(decided(source, rows, persons, suppressed, context))));
            SourceAccounts accounts = SourceAccounts.of(context.spark(), decided, context.cutoff());
            accounts.requireAllRead(readings);
            List<Note> notes = new ArrayList<>(persons.notes());
            readings.values().forEach(reading -> notes.addAll(reading.notes()));
            read.values().forEach(source -> notes.addAll(source.notes()));
            decided.forEach((source, rows) -> notes.addAll(LatestRows.notes(source, rows)));
            writeAccounts(context, inputs, read, decided, accounts, persons, notes);
            accounts.require(context, readings);
            List<Note> answers = answers(context, decided);
            if (!answers.isEmpty()) {
                notes.addAll(answers);
                context.tables()
                        .replace(IntakeNotes.TABLE, context.runId(), IntakeNotesRows.of(context.spark(), notes));
            }
            IntakeNotesRows.told(notes).forEach(context.notices());
            writeRows(context, decided, persons, held);
            return new Outcome(accounts.used(), accounts.summary());
        }
    }

    private static Map<Source, SourceRows.Read> read(SparkSession spark, InputRows inputs, Study study) {
        List<SourceRows.Read> all =
                Concurrently.map(spark, study.sources(), source -> SourceRows.read(inputs, study, source));
        Map<Source, SourceRows.Read> read = new LinkedHashMap<>();
        for (int s = 0; s < all.size(); s++) {
            read.put(study.sources().get(s), all.get(s));
        }
        return read;
    }

    /** Each source against its contract; held, since the rows are wanted twice: for whose they are, and for themselves. */
    private static Map<Source, Dataset<Row>> judged(
            Map<Source, SourceRows.Read> read, Study study, Pseudonyms pseudonyms, Held held) {
        Map<Source, Dataset<Row>> judged = new LinkedHashMap<>();
        read.forEach((source, rows) -> judged.put(
                source, held.hold(rows.rows().transform(new ContractCheck(source, study, pseudonyms).judged()))));
        return judged;
    }

    /** Who is who and who consented; meanwhile the rows of all sources are judged. */
    private static Persons persons(
            RunContext context,
            InputRows inputs,
            Pseudonyms pseudonyms,
            Map<Source, Dataset<Row>> judged,
            Suppressed suppressed,
            Held held) {
        List<Supplier<Optional<Persons>>> tasks = new ArrayList<>();
        tasks.add(() -> Optional.of(Persons.of(context, inputs, pseudonyms, judged, suppressed, held)));
        judged.values()
                .forEach(rows -> tasks.add(() -> {
                    rows.count();
                    return Optional.empty();
                }));
        return Concurrently.map(context.spark(), tasks, Supplier::get).get(0).orElseThrow();
    }

    /** Ends the run where a source could not be read to its end; every row of it has been read by now. */
    private static Map<Source, ReadInput.Account> sound(Map<Source, SourceRows.Read> read) {
        Map<Source, ReadInput.Account> readings = new LinkedHashMap<>();
        read.forEach((source, rows) -> readings.put(source, rows.input().account()));
        readings.values().forEach(ReadInput.Account::requireSound);
        return readings;
    }

    private static Dataset<Row> decided(
            Source source, Dataset<Row> judged, Persons persons, Suppressed suppressed, RunContext context) {
        Consent consent = context.study().consent();
        return persons.standing()
                .added(judged, ContractCheck.id(source.personId()), consent, context.asOf())
                .transform(suppressed.outOf(source))
                .transform(rows -> ConsentRecords.withoutUnasked(source, consent, rows))
                .transform(RowFates.decided(source, context.cutoff()));
    }

    private static List<Note> answers(RunContext context, Map<Source, Dataset<Row>> decided) {
        List<Note> notes = new ArrayList<>();
        Concurrently.map(
                        context.spark(),
                        List.copyOf(decided.entrySet()),
                        source -> Answers.notes(
                                context.study(),
                                source.getKey(),
                                source.getValue().where(col(RowFates.FATE).equalTo(RowFates.USED))))
                .forEach(notes::addAll);
        return notes;
    }

    private static void writeAccounts(
            RunContext context,
            InputRows inputs,
            Map<Source, SourceRows.Read> read,
            Map<Source, Dataset<Row>> decided,
            SourceAccounts accounts,
            Persons persons,
            List<Note> notes) {
        Dataset<Row> rejected = decided.entrySet().stream()
                .map(entry -> RowFates.rejected(read.get(entry.getKey()).input(), entry.getKey(), entry.getValue()))
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
                                IntakeNotes.TABLE, IntakeNotesRows.of(context.spark(), notes),
                                InputMeetings.TABLE, persons.meetings().rows(context.spark()),
                                InputFiles.TABLE, FileHashes.of(context.spark(), inputs, context.study())));
    }

    private static void writeRows(RunContext context, Map<Source, Dataset<Row>> decided, Persons persons, Held held) {
        Map<Table, Dataset<Row>> clean = new LinkedHashMap<>();
        decided.forEach((source, rows) -> clean.put(CleanRows.of(source), RowFates.used(source, rows)));
        Dataset<Row> used = held.hold(ConsentRecords.people(decided));
        used.count();
        clean.put(IdLinks.TABLE, ConsentRecords.links(persons.links(), used));
        if (!persons.decisions().isEmpty()) {
            clean.put(Consents.TABLE, ConsentRecords.consents(persons.decisions(), used));
            clean.put(ConsentReach.TABLE, ConsentRecords.reach(persons.reach(), used));
        }
        context.tables().replaceAll(context.runId(), clean);
    }
}
