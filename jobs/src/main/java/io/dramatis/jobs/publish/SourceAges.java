package io.dramatis.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source;
import io.dramatis.jobs.publish.figures.GroupFigures;
import io.dramatis.jobs.publish.figures.Population;
import io.dramatis.jobs.publish.guard.Held;
import io.dramatis.jobs.publish.noise.Noise;
import io.dramatis.privacy.SmallCells;
import io.dramatis.privacy.disclosure.Cell;
import io.dramatis.privacy.disclosure.Disclosure;
import io.dramatis.privacy.disclosure.FeatureCells;
import io.dramatis.privacy.disclosure.Rounding;
import io.dramatis.privacy.disclosure.Rule;
import io.dramatis.privacy.disclosure.Rules;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.persona.PersonaSources;
import java.sql.Date;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/** Which sources tell of a persona's members, and how long ago they last did. */
final class SourceAges {
    /** Stands for an event whose time is not known. */
    private static final int UNKNOWN = -1;

    private final RunContext context;
    private final Map<Integer, PersonaIds.Named> named;
    private final GroupFigures figures;
    private final Rules rules;
    private final Held held;
    private final Noise noise;
    private final Suppressed suppressed;

    SourceAges(
            RunContext context,
            Map<Integer, PersonaIds.Named> named,
            GroupFigures figures,
            Rules rules,
            Held held,
            Noise noise,
            Suppressed suppressed) {
        this.context = context;
        this.named = named;
        this.figures = figures;
        this.rules = rules;
        this.held = held;
        this.noise = noise;
        this.suppressed = suppressed;
    }

    /** @return rows of {@link PersonaSources} without the run */
    Dataset<Row> rows() {
        Map<String, Map<Integer, SortedMap<Integer, Long>>> people = people();
        List<Row> rows = new ArrayList<>();
        for (Source source : context.study().sources()) {
            Map<Integer, SortedMap<Integer, Long>> ofGroups = people.getOrDefault(source.name(), Map.of());
            Disclosure.Decision decision = decision(source, ofGroups);
            SortedMap<Integer, Long> everyone = sum(ofGroups, group -> true);
            rows.add(row(Optional.empty(), source, everyone, figures.everyone(), decision.everyone()));
            int place = 0;
            for (int group : named.keySet()) {
                rows.add(row(
                        Optional.of(named.get(group).personaId()),
                        source,
                        ofGroups.getOrDefault(group, new TreeMap<>()),
                        figures.people(group),
                        decision.personas().get(place++)));
            }
        }
        return context.spark().createDataFrame(rows, PersonaSources.TABLE.schemaWithoutRun());
    }

    /** By source, group and age. */
    private Map<String, Map<Integer, SortedMap<Integer, Long>>> people() {
        Dataset<Row> members = context.tables()
                .read(Memberships.TABLE, context.runId())
                .select(col(Table.PERSON_ID), GroupFigures.group().as("group"));
        Map<String, Map<Integer, SortedMap<Integer, Long>>> people = new HashMap<>();
        context.study().sources().stream()
                .map(source -> ages(context, source))
                .reduce(Dataset::union)
                .orElseThrow()
                .join(members, Table.PERSON_ID)
                .groupBy("source", "group", "age")
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> people.computeIfAbsent(row.getString(0), any -> new HashMap<>())
                        .computeIfAbsent(row.getInt(1), any -> new TreeMap<>())
                        .put(row.getInt(2), row.getLong(3)));
        return people;
    }

    /** Having a row in the source is a yes and no like any other. */
    private Disclosure.Decision decision(Source source, Map<Integer, SortedMap<Integer, Long>> ofGroups) {
        List<Cell> cells = named.keySet().stream()
                .map(group -> cell(figures.people(group), sum(ofGroups, group::equals)))
                .toList();
        long members = named.keySet().stream().mapToLong(figures::people).sum();
        Cell rest = cell(figures.everyone() - members, sum(ofGroups, group -> !named.containsKey(group)));
        return new Disclosure(rules)
                .of(List.of(FeatureCells.share(source.name(), cells, rest)))
                .get(source.name());
    }

    private static Cell cell(long people, SortedMap<Integer, Long> with) {
        long yes = with.values().stream().mapToLong(n -> n).sum();
        return new Cell(people, yes, yes, 0, 0, 0, 1);
    }

    private static SortedMap<Integer, Long> sum(
            Map<Integer, SortedMap<Integer, Long>> ofGroups, Predicate<Integer> which) {
        SortedMap<Integer, Long> sum = new TreeMap<>();
        ofGroups.forEach((group, each) -> {
            if (which.test(group)) {
                each.forEach((age, n) -> sum.merge(age, n, Long::sum));
            }
        });
        return sum;
    }

    /** A row a person of the source: days from their latest event up to as-of. */
    private static Dataset<Row> ages(RunContext context, Source source) {
        Column day = source.time()
                .map(time -> to_date(col("`" + time + "`")))
                .orElse(lit(null).cast(DataTypes.DateType));
        Column asOf = lit(Date.valueOf(context.asOf()));
        return context.tables()
                .read(CleanRows.of(source), context.runId())
                .where(day.isNull().or(day.leq(asOf)))
                .groupBy(col(Table.PERSON_ID))
                .agg(max(day).as("latest"))
                .select(
                        col(Table.PERSON_ID),
                        lit(source.name()).as("source"),
                        when(col("latest").isNull(), UNKNOWN)
                                .otherwise(datediff(asOf, col("latest")))
                                .as("age"));
    }

    private Row row(
            Optional<String> persona,
            Source source,
            SortedMap<Integer, Long> peopleByAge,
            long people,
            Optional<Rule> withheld) {
        Optional<String> subject = Optional.of(Held.ofSource(source.name()));
        if (held.holds(PersonaSources.TABLE, persona, subject)) {
            Map<String, Object> key = new HashMap<>();
            key.put(PersonaSources.PERSONA_ID, persona.orElse(null));
            key.put(PersonaSources.SOURCE, source.name());
            Optional<Row> last = held.lastRow(PersonaSources.TABLE, key);
            suppressed.add(
                    PersonaSources.TABLE,
                    persona,
                    Optional.of(source.name()),
                    Suppressed.ALL,
                    last.isPresent() ? Rule.HELD : Rule.CHANGED_BY_FEW);
            return last.map(row -> PersonaRows.inOrder(PersonaSources.TABLE, row))
                    .orElseGet(() -> row(persona, source, Optional.empty(), Optional.empty(), Optional.empty()));
        }
        withheld.ifPresent(rule ->
                suppressed.add(PersonaSources.TABLE, persona, Optional.of(source.name()), Suppressed.ALL, rule));
        if (withheld.isPresent()) {
            return row(persona, source, Optional.empty(), Optional.empty(), Optional.empty());
        }
        long with = peopleByAge.values().stream().mapToLong(n -> n).sum();
        double unit =
                persona.isPresent() ? Rounding.shareUnit(people) : Rounding.totalUnit(1, people, rules.minPeople());
        SortedMap<Integer, Long> known = peopleByAge.tailMap(0);
        long timed = known.values().stream().mapToLong(n -> n).sum();
        Optional<SortedMap<Integer, Long>> ages =
                Optional.of(known).filter(any -> new SmallCells(rules.minPeople()).showsPercentile(0.5, timed));
        return row(
                persona,
                source,
                Optional.of(Rounding.to(
                        noise.share(
                                Noise.name(persona.orElse(""), subject.orElseThrow(), Population.YES),
                                with,
                                Noise.name(persona.orElse(""), "", Population.KNOWN),
                                people),
                        unit)),
                ages.map(any -> Date.valueOf(context.asOf().minusDays(rounded(known, rules.minPeople(), timed)))),
                ages.map(any -> rounded(known, (timed + 1) / 2, timed)));
    }

    /** The age of the person of this place, to a unit fit for so many people. */
    private static int rounded(SortedMap<Integer, Long> known, long place, long timed) {
        double unit = Math.max(1, Rounding.meanUnit((double) known.lastKey() - known.firstKey(), timed));
        return (int) Rounding.to(age(known, place), unit);
    }

    private static Row row(
            Optional<String> persona,
            Source source,
            Optional<Double> coverage,
            Optional<Date> newest,
            Optional<Integer> median) {
        return RowFactory.create(
                persona.orElse(null),
                source.name(),
                source.block(),
                coverage.orElse(null),
                newest.orElse(null),
                median.orElse(null),
                coverage.isEmpty(),
                null);
    }

    /** The age of the person of this place, the youngest first. */
    private static int age(SortedMap<Integer, Long> people, long place) {
        long seen = 0;
        for (Map.Entry<Integer, Long> each : people.entrySet()) {
            seen += each.getValue();
            if (seen >= place) {
                return each.getKey();
            }
        }
        return people.lastKey();
    }
}
