package io.dramatis.jobs.publish.guard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.privacy.disclosure.Guard;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.persona.PersonaGroups;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.privacy.Erasures;
import io.dramatis.table.privacy.HeldCells;
import io.dramatis.table.run.RunRecords;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What stays of the last publication. Each cell is compared, person by person, with the run whose people its published
 * figures describe; where 1 to k-1 people joined, left or have another value, the figures stay. People who were erased since
 * count as possible changes of every cell, as nothing tells any more where they were.
 *
 * <p>Runs under another key or epoch have other pseudonyms, and cannot be compared; nor can runs whose people are no longer
 * kept.
 */
public final class Held {
    private final RunContext context;
    private final Guard guard;
    private final Optional<String> last;
    private final Map<Key, String> origins = new HashMap<>();
    private final Map<String, Changes> changes = new HashMap<>();
    private final Map<String, Long> erased = new HashMap<>();
    private final Map<Key, String> held = new LinkedHashMap<>();
    private final Map<Table, List<Row>> lastRows = new HashMap<>();

    private record Key(String table, Optional<String> persona, Optional<String> subject) {}

    private Held(RunContext context, Optional<String> last) {
        this.context = context;
        this.guard = new Guard(context.study().privacy().minPeople());
        this.last = last;
    }

    /**
     * Compares a run with the last publication.
     *
     * @param last its run; empty for none
     * @param personas of this run, by group
     * @param features columns that may be published
     */
    public static Held since(
            Optional<String> last, RunContext context, Map<Integer, String> personas, List<String> features) {
        Optional<String> comparable = last.filter(run -> hasSamePseudonyms(context, run));
        if (last.isPresent() && comparable.isEmpty()) {
            context.notices()
                    .accept("the last publication has other pseudonyms: nothing guards against comparing the two"
                            + " but the rounding");
        }
        Held held = new Held(context, comparable);
        comparable.ifPresent(run -> held.compare(run, personas, features));
        return held;
    }

    private static boolean hasSamePseudonyms(RunContext context, String run) {
        Study study = context.study();
        return context.tables().read(RunRecords.TABLE, run).collectAsList().stream()
                .anyMatch(
                        row -> row.getAs(RunRecords.KEY_ID).equals(context.key().keyId())
                                && row.getAs(RunRecords.KEY_EPOCH)
                                        .equals(study.privacy().epoch())
                                && row.getAs(RunRecords.STUDY).equals(study.name())
                                && row.getAs(RunRecords.CONSENT_PURPOSE)
                                        .equals(study.consent().purpose()));
    }

    private void compare(String run, Map<Integer, String> personas, List<String> features) {
        TableStore tables = context.tables();
        List<Source> sources = context.study().sources();
        tables.read(HeldCells.TABLE, run)
                .collectAsList()
                .forEach(row -> origins.put(
                        new Key(
                                row.getAs(HeldCells.TABLE_NAME),
                                Optional.ofNullable(row.getAs(HeldCells.PERSONA_ID)),
                                Optional.ofNullable(row.getAs(HeldCells.SUBJECT))),
                        row.getAs(HeldCells.MEASURED_IN)));
        Map<String, String> subjects = new LinkedHashMap<>();
        for (int i = 0; i < features.size(); i++) {
            subjects.put(features.get(i), People.feature(i));
        }
        for (int i = 0; i < sources.size(); i++) {
            subjects.put(ofSource(sources.get(i).name()), People.source(i));
        }
        Dataset<Row> now = People.of(tables, context.runId(), personas, features, sources);
        List<String> runs = new ArrayList<>(List.of(run));
        origins.values().stream().distinct().sorted().forEach(runs::add);
        for (String origin : runs) {
            if (tables.read(Memberships.TABLE, origin).isEmpty()
                    || tables.read(PersonFeatures.TABLE, origin).isEmpty()) {
                context.notices()
                        .accept("the people of run " + origin
                                + " are no longer kept: what it published is compared with nothing");
                continue;
            }
            erased.put(origin, erasedSince(origin));
            Map<Integer, String> then = new TreeMap<>();
            tables.read(PersonaGroups.TABLE, origin)
                    .collectAsList()
                    .forEach(
                            row -> then.put(row.getAs(PersonaGroups.GROUP_INDEX), row.getAs(PersonaGroups.PERSONA_ID)));
            changes.put(
                    origin,
                    Changes.between(
                            now,
                            People.of(tables, origin, then, features, sources),
                            List.copyOf(personas.values()),
                            comparable(origin, sources, subjects)));
        }
    }

    /** Clean rows go before features do: then who had rows of a source is not known, and membership alone is compared. */
    private Map<String, String> comparable(String origin, List<Source> sources, Map<String, String> subjects) {
        Map<String, String> comparable = new LinkedHashMap<>(subjects);
        for (Source source : sources) {
            if (context.tables().read(CleanRows.of(source), origin).isEmpty()) {
                comparable.put(ofSource(source.name()), Changes.IS_THERE);
                context.notices()
                        .accept(
                                "the rows of source " + source.name() + " of run " + origin
                                        + " are no longer kept: who has come into it since, or is no longer in it, is not compared");
            }
        }
        return comparable;
    }

    /** People who were in the run and are in none of its tables any more. */
    private long erasedSince(String origin) {
        Dataset<Row> receipts = context.tables()
                .read(Erasures.TABLE)
                .where(col(Erasures.STUDY).equalTo(context.study().name()));
        for (Row began : context.tables().read(RunRecords.TABLE, origin).collectAsList()) {
            receipts = receipts.where(col(Erasures.ERASED_AT).geq(lit(began.<Timestamp>getAs(RunRecords.STARTED_AT))));
        }
        return receipts.select(Erasures.PEOPLE_COUNT).collectAsList().stream()
                .mapToLong(row -> row.getLong(0))
                .sum();
    }

    /** A source as a subject; a feature is one by its own name. */
    public static String ofSource(String source) {
        return "source " + source;
    }

    /**
     * Whether a cell keeps the figures of the last publication; remembered, if so. A persona's cell is held too where its
     * figures beside everyone's would tell of few.
     */
    public boolean holds(Table table, Optional<String> persona, Optional<String> subject) {
        if (last.isEmpty()) {
            return false;
        }
        Key key = new Key(table.name(), persona, subject);
        String origin = origins.getOrDefault(key, last.get());
        Changes since = changes.get(origin);
        long gone = erased.getOrDefault(origin, 0L);
        boolean holds = since != null
                && (guard.holds(since.of(persona, subject), gone)
                        || guard.holds(since.of(Optional.empty(), subject), gone));
        if (holds) {
            held.put(key, origin);
        }
        return holds;
    }

    /** The row of the last publication that tells of a cell, by the columns that say which. */
    public Optional<Row> lastRow(Table table, Map<String, Object> key) {
        return lastRows(table).stream()
                .filter(row -> key.entrySet().stream()
                        .allMatch(each -> Objects.equals(row.getAs(each.getKey()), each.getValue())))
                .findFirst();
    }

    /** All rows of the last publication on a persona. */
    public List<Row> lastRows(Table table, String persona) {
        return lastRows(table).stream()
                .filter(row -> persona.equals(row.getAs(Personas.PERSONA_ID)))
                .toList();
    }

    private List<Row> lastRows(Table table) {
        return lastRows.computeIfAbsent(
                table,
                any -> last.map(run -> context.tables()
                                .read(table, run)
                                .drop(Table.RUN_ID)
                                .collectAsList())
                        .orElse(List.of()));
    }

    /** Rows of {@link HeldCells}. */
    public Dataset<Row> rows() {
        List<Row> rows = new ArrayList<>();
        held.forEach((key, origin) -> rows.add(RowFactory.create(
                key.table(), key.persona().orElse(null), key.subject().orElse(null), origin)));
        return context.spark().createDataFrame(rows, HeldCells.TABLE.schemaWithoutRun());
    }
}
