package io.dramatis.jobs.publish.guard;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.PersonFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** The people of a run as publication sees them: a row a person with persona, features and sources. */
final class People {
    static final String PERSONA = "persona";

    private People() {}

    /**
     * A row a person.
     *
     * @param personas by group
     * @return person_id, persona (null in none), and a double a subject: feature {@code f}, source {@code s}, by place
     */
    static Dataset<Row> of(
            TableStore tables, String run, Map<Integer, String> personas, List<String> features, List<Source> sources) {
        Column persona = lit(null).cast(DataTypes.StringType);
        for (Map.Entry<Integer, String> each : personas.entrySet()) {
            persona = when(col(Memberships.GROUP_INDEX).equalTo(each.getKey()), each.getValue())
                    .otherwise(persona);
        }
        Dataset<Row> rows = tables.read(PersonFeatures.TABLE, run);
        Set<String> known = Set.copyOf(Arrays.asList(rows.columns()));
        List<Column> values = new ArrayList<>(List.of(col(Table.PERSON_ID)));
        for (int i = 0; i < features.size(); i++) {
            Column value = known.contains(features.get(i)) ? col(features.get(i)) : lit(null);
            values.add(value.cast(DataTypes.DoubleType).as(feature(i)));
        }
        Dataset<Row> people = rows.select(values.toArray(Column[]::new))
                .join(
                        tables.read(Memberships.TABLE, run).select(col(Table.PERSON_ID), persona.as(PERSONA)),
                        Table.PERSON_ID);
        return people.join(ofSources(tables, run, sources), new String[] {Table.PERSON_ID}, "left")
                .select(Stream.concat(
                                Stream.of(col(Table.PERSON_ID), col(PERSONA)),
                                Stream.concat(
                                        IntStream.range(0, features.size()).mapToObj(i -> col(feature(i))),
                                        IntStream.range(0, sources.size())
                                                .mapToObj(i -> coalesce(col(source(i)), lit(0.0))
                                                        .as(source(i)))))
                        .toArray(Column[]::new));
    }

    /** 1 a source in which the person has a row. */
    private static Dataset<Row> ofSources(TableStore tables, String run, List<Source> sources) {
        Column[] present = IntStream.range(0, sources.size())
                .mapToObj(i -> max(when(col("source").equalTo(i), 1.0)).as(source(i)))
                .toArray(Column[]::new);
        return IntStream.range(0, sources.size())
                .mapToObj(i -> tables.read(CleanRows.of(sources.get(i)), run)
                        .select(col(Table.PERSON_ID), lit(i).as("source")))
                .reduce(Dataset::union)
                .orElseThrow()
                .groupBy(Table.PERSON_ID)
                .agg(present[0], Arrays.copyOfRange(present, 1, present.length));
    }

    static String feature(int place) {
        return "f" + place;
    }

    static String source(int place) {
        return "s" + place;
    }
}
