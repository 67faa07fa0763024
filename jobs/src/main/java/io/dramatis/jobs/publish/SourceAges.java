package io.dramatis.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source;
import io.dramatis.privacy.SmallCells;
import io.dramatis.run.RunContext;
import io.dramatis.table.CleanRows;
import io.dramatis.table.Memberships;
import io.dramatis.table.PersonaSources;
import io.dramatis.table.Table;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/** Which sources tell of a persona's members, and how long ago they last did. */
final class SourceAges {
    /** Stands for an event whose time is not known. */
    private static final int UNKNOWN = -1;

    private SourceAges() {}

    /** @return rows of {@link PersonaSources} without the run */
    static Dataset<Row> of(
            RunContext context, Map<Integer, PersonaIds.Named> named, GroupFigures figures, SmallCells cells) {
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
        List<Row> rows = new ArrayList<>();
        for (Source source : context.study().sources()) {
            Map<Integer, SortedMap<Integer, Long>> ofGroups = people.getOrDefault(source.name(), Map.of());
            SortedMap<Integer, Long> everyone = new TreeMap<>();
            ofGroups.values().forEach(each -> each.forEach((age, n) -> everyone.merge(age, n, Long::sum)));
            rows.add(row(Optional.empty(), source, everyone, figures.everyone(), context.asOf(), cells));
            named.forEach((number, persona) -> rows.add(row(
                    Optional.of(persona.personaId()),
                    source,
                    ofGroups.getOrDefault(number, new TreeMap<>()),
                    figures.people(number),
                    context.asOf(),
                    cells)));
        }
        return context.spark().createDataFrame(rows, PersonaSources.TABLE.schemaWithoutRun());
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

    private static Row row(
            Optional<String> persona,
            Source source,
            SortedMap<Integer, Long> peopleByAge,
            long people,
            LocalDate asOf,
            SmallCells cells) {
        long with = peopleByAge.values().stream().mapToLong(n -> n).sum();
        SortedMap<Integer, Long> known = peopleByAge.tailMap(0);
        long timed = known.values().stream().mapToLong(n -> n).sum();
        boolean isShown = cells.showsShare(with, people);
        boolean isTimed = isShown && cells.showsPercentile(0.5, timed);
        return RowFactory.create(
                persona.orElse(null),
                source.name(),
                source.block(),
                isShown ? SmallCells.roundedShare((double) with / people, people) : null,
                isTimed ? Date.valueOf(asOf.minusDays(age(known, cells.minPeople()))) : null,
                isTimed ? age(known, (timed + 1) / 2) : null,
                !isShown,
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
