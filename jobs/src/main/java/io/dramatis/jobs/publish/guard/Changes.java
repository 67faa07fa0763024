package io.dramatis.jobs.publish.guard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.dramatis.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many people each cell has gained or lost, or has with another value, since a run.
 *
 * @param counts by persona (empty: everyone) and subject (empty: membership as such)
 */
record Changes(Map<Cell, Long> counts) {

    /** Compares who is in a persona, and nothing that is known of them. */
    static final String IS_THERE = "is_there";

    /** A persona and a subject. */
    record Cell(Optional<String> persona, Optional<String> subject) {}

    /**
     * Counts.
     *
     * @param now a row a person: see {@link People}
     * @param then the same of the other run
     * @param subjects the columns to compare, by the subject's name
     */
    static Changes between(Dataset<Row> now, Dataset<Row> then, List<String> personas, Map<String, String> subjects) {
        List<Cell> cells = new ArrayList<>();
        List<Column> counted = new ArrayList<>();
        for (Optional<String> persona : Stream.concat(
                        Stream.of(Optional.<String>empty()), personas.stream().map(Optional::of))
                .toList()) {
            cells.add(new Cell(persona, Optional.empty()));
            counted.add(changed(persona, IS_THERE));
            subjects.forEach((subject, column) -> {
                cells.add(new Cell(persona, Optional.of(subject)));
                counted.add(changed(persona, column));
            });
        }
        Row found = marked(now, "now_")
                .join(
                        marked(then, "then_"),
                        col("now_" + Table.PERSON_ID).equalTo(col("then_" + Table.PERSON_ID)),
                        "full_outer")
                .agg(lit(0), counted.toArray(Column[]::new))
                .first();
        Map<Cell, Long> counts = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            counts.put(cells.get(i), found.getLong(i + 1));
        }
        return new Changes(counts);
    }

    private static Dataset<Row> marked(Dataset<Row> people, String prefix) {
        return people.withColumn(IS_THERE, lit(true))
                .toDF(Stream.concat(Stream.of(people.columns()), Stream.of(IS_THERE))
                        .map(name -> prefix + name)
                        .toArray(String[]::new));
    }

    private static Column changed(Optional<String> persona, String column) {
        Column now = part("now_", persona, column);
        Column then = part("then_", persona, column);
        return count(when(now.eqNullSafe(then).equalTo(false), 1));
    }

    private static Column part(String prefix, Optional<String> persona, String column) {
        Column value = col(prefix + column);
        return persona.map(id -> when(col(prefix + People.PERSONA).equalTo(id), value))
                .orElse(value);
    }

    /** People who changed in a cell; all, where it was not looked at. */
    long of(Optional<String> persona, Optional<String> subject) {
        return counts.getOrDefault(new Cell(persona, subject), Long.MAX_VALUE);
    }
}
