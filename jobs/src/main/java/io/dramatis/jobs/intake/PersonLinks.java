package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;

import io.dramatis.config.Identity;
import io.dramatis.input.InputName;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.privacy.LinkedIds;
import io.dramatis.privacy.Pseudonyms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Which ids are one person's: by the declared id maps, and by the ids that stand in one row of a source. */
final class PersonLinks {
    private final InputRows inputs;
    private final Identity identity;
    private final Pseudonyms pseudonyms;
    private final List<Note> notes = new ArrayList<>();

    PersonLinks(InputRows inputs, Identity identity, Pseudonyms pseudonyms) {
        this.inputs = inputs;
        this.identity = identity;
        this.pseudonyms = pseudonyms;
    }

    /** The pairs of a source's sound rows, where they hold several ids; columns of {@link LinkedIds}. */
    static Optional<Dataset<Row>> pairs(List<String> kinds, Dataset<Row> judged) {
        return kinds.size() < 2
                ? Optional.empty()
                : Optional.of(pairs(
                        judged.where(col(ContractCheck.BREACH).isNull()),
                        kinds.stream()
                                .map(kind -> Map.entry(kind, ContractCheck.id(kind)))
                                .toList()));
    }

    /** What was odd about the id maps that were read. */
    List<Note> notes() {
        return List.copyOf(notes);
    }

    /** The pairs of all declared id maps. */
    List<Dataset<Row>> declaredPairs() {
        List<Dataset<Row>> pairs = new ArrayList<>();
        for (Identity.Link link : identity.links()) {
            Dataset<Row> rows = rows(inputs, link, notes);
            Map<String, Column> ids = new LinkedHashMap<>();
            link.ids()
                    .forEach((kind, column) -> ids.put(
                            kind, pseudonyms.of(id(column), identity.kinds().get(kind))));
            // Pseudonyms are made once, before the pairs are taken.
            Column[] made = ids.entrySet().stream()
                    .map(id -> id.getValue().as(id.getKey()))
                    .toArray(Column[]::new);
            pairs.add(pairs(
                    rows.select(made),
                    ids.keySet().stream()
                            .map(kind -> Map.entry(kind, InputRows.column(kind)))
                            .toList()));
        }
        return pairs;
    }

    /** The rows of an id map, as they are in its file. */
    static Dataset<Row> rows(InputRows inputs, Identity.Link link, List<Note> notes) {
        return inputs.readWhole(
                        InputName.of(link), link.input(), List.copyOf(link.ids().values()), Set.of(), notes)
                .rows();
    }

    /** An id of an id map, before it becomes a pseudonym. */
    static Column id(String column) {
        return trim(InputRows.column(column).cast(DataTypes.StringType));
    }

    /** Each linked id's person: {@code id}, {@code person_id}. */
    Dataset<Row> persons(List<Dataset<Row>> pairs) {
        Dataset<Row> all = pairs.stream().reduce(Dataset::unionByName).orElseThrow();
        return LinkedIds.persons(all.distinct(), identity.person(), identity.maxIds());
    }

    private static Dataset<Row> pairs(Dataset<Row> rows, List<Map.Entry<String, Column>> ids) {
        Map.Entry<String, Column> first = ids.get(0);
        return ids.stream()
                .skip(1)
                .map(other -> rows.where(first.getValue()
                                .isNotNull()
                                .and(other.getValue().isNotNull()))
                        .select(
                                lit(first.getKey()).as(LinkedIds.LEFT_KIND),
                                first.getValue().as(LinkedIds.LEFT_ID),
                                lit(other.getKey()).as(LinkedIds.RIGHT_KIND),
                                other.getValue().as(LinkedIds.RIGHT_ID)))
                .reduce(Dataset::unionByName)
                .orElseThrow();
    }
}
