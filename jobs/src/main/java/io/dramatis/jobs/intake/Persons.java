package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Consent;
import io.dramatis.config.Identity;
import io.dramatis.config.Source;
import io.dramatis.consent.ConsentDecisions;
import io.dramatis.consent.ConsentDecisions.Moment;
import io.dramatis.consent.ConsentLedger;
import io.dramatis.consent.LedgerRows;
import io.dramatis.consent.MayConcern;
import io.dramatis.input.InputName;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.privacy.LinkedIds;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Who is who in a run, and who consented.
 *
 * @param links linked ids, each with its person
 * @param decisions by purpose and person; none where one consent covers everybody
 * @param standing of each id that anything is known of
 * @param reach under what else a no concerns people
 * @param meetings of the inputs' ids
 * @param notes what is odd about id maps, ledgers and ids
 */
record Persons(
        Dataset<Row> links,
        Map<String, Dataset<Row>> decisions,
        Standing standing,
        Reach reach,
        Meetings meetings,
        List<Note> notes) {

    /**
     * Whom words in the ledgers concern besides those under whose ids they were said.
     *
     * @param nearIds of all ids of the inputs: {@code near_id}, {@code id}, {@code person_id}
     */
    record Reach(Dataset<Row> nearIds, MayConcern groups) {
        /** The entries, with those for everybody else whom they may concern. */
        Dataset<Row> over(Dataset<Row> entries) {
            return groups.spread(ConsentLedger.withNear(entries, nearIds));
        }
    }

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
        PersonLinks maps = new PersonLinks(inputs, context.study().identity(), pseudonyms);
        Map<Identity.Link, Dataset<Row>> read = new LinkedHashMap<>();
        maps.read().forEach((link, rows) -> read.put(link, held.hold(rows)));
        notes.addAll(maps.notes());
        Linked linked = linked(maps, read, judged, held);
        notes.addAll(linked.notes());
        List<Meetings.Ids> ids = new ArrayList<>();
        judged.forEach((source, rows) -> ids.addAll(PersonLinks.ids(source, rows)));
        read.forEach((link, rows) -> ids.addAll(PersonLinks.ids(link, rows)));
        ids.removeIf(some -> !Meetings.isMet(context.study(), some.kind()));
        ids.replaceAll(some -> some.held(held));
        Reach reach = new Reach(nearIds(inputs, ids, linked.persons(), held), linked.mayConcern());
        Map<String, Dataset<Row>> decisions = decisions(context, inputs, pseudonyms, linked, reach, held, ids, notes);
        Standing standing = standing(context.study().consent(), linked.persons(), decisions, judged)
                .without(suppressed)
                .held(held);
        Meetings meetings = Meetings.of(ids);
        notes.addAll(meetings.notes());
        return new Persons(linked.persons(), decisions, standing, reach, meetings, notes);
    }

    private static Dataset<Row> nearIds(InputRows inputs, List<Meetings.Ids> ids, Dataset<Row> persons, Held held) {
        Dataset<Row> none = inputs.none(
                new StructType().add(Meetings.ID, DataTypes.BinaryType).add(Meetings.NEAR, DataTypes.BinaryType));
        Dataset<Row> all = ids.stream().map(Meetings.Ids::ids).reduce(none, Dataset::unionByName);
        Dataset<Row> linked = persons.select(col(LinkedIds.ID).as("__linked"), col(Table.PERSON_ID));
        return held.holdAlone(all.where(col(Meetings.ID).isNotNull())
                .distinct()
                .join(linked, col(Meetings.ID).equalTo(col("__linked")), "left")
                .select(
                        coalesce(col(Meetings.NEAR), col(Meetings.ID)).as(ConsentLedger.NEAR_ID),
                        col(Meetings.ID).as(ConsentLedger.ID),
                        coalesce(col(Table.PERSON_ID), col(Meetings.ID)).as(Table.PERSON_ID)));
    }

    /** Whose each linked id is. */
    private static Linked linked(
            PersonLinks maps, Map<Identity.Link, Dataset<Row>> read, Map<Source, Dataset<Row>> judged, Held held) {
        List<Dataset<Row>> pairs = new ArrayList<>();
        read.forEach((link, rows) -> pairs.add(maps.pairs(link, rows)));
        judged.forEach((source, rows) -> maps.pairs(source, rows).ifPresent(pairs::add));
        return maps.linked(pairs).held(held);
    }

    /** What the ledgers say of the study's purpose, and of its explicit one. */
    private static Map<String, Dataset<Row>> decisions(
            RunContext context,
            InputRows inputs,
            Pseudonyms pseudonyms,
            Linked linked,
            Reach reach,
            Held held,
            List<Meetings.Ids> ids,
            List<Note> notes) {
        Consent consent = context.study().consent();
        if (consent.ledgers().isEmpty()) {
            return Map.of();
        }
        LedgerRows ledgers =
                new LedgerRows(inputs, consent, context.study().identity().kinds(), pseudonyms::of, pseudonyms::near);
        Dataset<Row> read = held.holdAlone(ledgers.read(linked.persons()));
        notes.addAll(ledgers.notes());
        consent.ledgers()
                .forEach(ledger -> ids.add(Meetings.Ids.of(
                                InputName.of(ledger).key(),
                                ledger.id(),
                                read.where(col(ConsentLedger.LEDGER).equalTo(ledger.name())),
                                col(ConsentLedger.ID),
                                col(ConsentLedger.NEAR_ID))
                        .held(held)));
        Dataset<Row> entries = held.holdAlone(reach.over(read));
        notes.addAll(ledgers.oddities(entries, context.clock().instant()));
        Map<String, Dataset<Row>> decisions = new LinkedHashMap<>();
        Stream.concat(Stream.of(consent.purpose()), consent.explicitPurpose().stream())
                .forEach(purpose -> decisions.put(
                        purpose,
                        held.holdAlone(ConsentDecisions.decide(entries, purpose, Moment.asOf(context.cutoff())))));
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
