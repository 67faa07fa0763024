package io.dramatis.jobs.intake;

import io.dramatis.config.Consent;
import io.dramatis.config.Identity;
import io.dramatis.config.Source;
import io.dramatis.consent.ConsentDecisions;
import io.dramatis.consent.ConsentDecisions.Moment;
import io.dramatis.consent.LedgerRows;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.run.RunContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who is who in a run, and who consented.
 *
 * @param links linked ids, each with its person
 * @param decisions by purpose and person; none where one consent covers everybody
 * @param standing of each id that anything is known of
 * @param meetings of the inputs' ids
 * @param notes what is odd about id maps, ledgers and ids
 */
record Persons(
        Dataset<Row> links,
        Map<String, Dataset<Row>> decisions,
        Standing standing,
        Meetings meetings,
        List<Note> notes) {

    /**
     * Reads the id maps and ledgers, and brings them together with the ids of the sources. Runs Spark jobs.
     *
     * @param judged rows of each source
     */
    static Persons of(
            RunContext context,
            InputRows inputs,
            Pseudonyms pseudonyms,
            Map<Source, Dataset<Row>> judged,
            Suppressed suppressed,
            Held held) {
        List<Note> notes = new ArrayList<>();
        List<Meetings.Ids> ids = new ArrayList<>();
        judged.forEach((source, rows) -> ids.addAll(PersonLinks.ids(source, rows)));
        PersonLinks maps = new PersonLinks(inputs, context.study().identity(), pseudonyms);
        Map<Identity.Link, Dataset<Row>> read = new LinkedHashMap<>();
        maps.read().forEach((link, rows) -> read.put(link, held.hold(rows)));
        notes.addAll(maps.notes());
        read.forEach((link, rows) -> ids.addAll(PersonLinks.ids(link, rows)));
        Linked linked = linked(maps, read, judged, held);
        notes.addAll(linked.notes());
        Map<String, Dataset<Row>> decisions = decisions(context, inputs, pseudonyms, linked, held, ids, notes);
        Standing standing = standing(context.study().consent(), linked.persons(), decisions, judged)
                .without(suppressed);
        // Counted, so that Spark sees how small it is before it plans the joins.
        held.hold(standing.rows()).count();
        Meetings meetings = Meetings.of(ids);
        notes.addAll(meetings.notes());
        return new Persons(linked.persons(), decisions, standing, meetings, notes);
    }

    /** Whose each linked id is. */
    private static Linked linked(
            PersonLinks maps, Map<Identity.Link, Dataset<Row>> read, Map<Source, Dataset<Row>> judged, Held held) {
        List<Dataset<Row>> pairs = new ArrayList<>();
        read.forEach((link, rows) -> pairs.add(maps.pairs(link, rows)));
        judged.forEach((source, rows) -> maps.pairs(source, rows).ifPresent(pairs::add));
        Linked linked = maps.linked(pairs);
        held.hold(linked.persons());
        return linked;
    }

    /** What the ledgers say of the study's purpose, and of its explicit one. */
    private static Map<String, Dataset<Row>> decisions(
            RunContext context,
            InputRows inputs,
            Pseudonyms pseudonyms,
            Linked linked,
            Held held,
            List<Meetings.Ids> ids,
            List<Note> notes) {
        Consent consent = context.study().consent();
        if (consent.ledgers().isEmpty()) {
            return Map.of();
        }
        LedgerRows ledgers =
                new LedgerRows(inputs, consent, context.study().identity().kinds(), pseudonyms::of);
        Dataset<Row> read = held.hold(ledgers.read(linked.persons()));
        notes.addAll(ledgers.notes());
        LedgerRows.oddities(read, context.clock().instant()).forEach(context.notices());
        Dataset<Row> entries = linked.mayConcern().spread(read);
        Map<String, Dataset<Row>> decisions = new LinkedHashMap<>();
        Stream.concat(Stream.of(consent.purpose()), consent.explicitPurpose().stream())
                .forEach(purpose -> decisions.put(
                        purpose, held.hold(ConsentDecisions.decide(entries, purpose, Moment.asOf(context.cutoff())))));
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
}
