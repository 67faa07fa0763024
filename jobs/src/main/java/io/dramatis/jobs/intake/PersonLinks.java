package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.config.Identity;
import io.dramatis.config.Source;
import io.dramatis.input.InputName;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.privacy.IdNormalisation;
import io.dramatis.privacy.LinkedIds;
import io.dramatis.privacy.Pseudonyms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
    Optional<Dataset<Row>> pairs(Source source, Dataset<Row> judged) {
        List<String> kinds = List.copyOf(ContractCheck.idColumns(source).keySet());
        return kinds.size() < 2
                ? Optional.empty()
                : Optional.of(pairs(judged.where(col(ContractCheck.BREACH).isNull()), kinds));
    }

    /** What was odd about the id maps that were read. */
    List<Note> notes() {
        return List.copyOf(notes);
    }

    /** The pairs of an id map that was {@link #read}. */
    Dataset<Row> pairs(Identity.Link link, Dataset<Row> read) {
        return pairs(read, List.copyOf(link.ids().keySet()));
    }

    /**
     * Every id map: of each kind of id the pseudonym, that of the loose form and the shape, under the names that judged
     * rows have. They are wanted twice: for the pairs, and for {@link #ids}.
     */
    Map<Identity.Link, Dataset<Row>> read() {
        Map<Identity.Link, Dataset<Row>> read = new LinkedHashMap<>();
        for (Identity.Link link : identity.links()) {
            Column[] present = link.ids().entrySet().stream()
                    .map(id -> id(link, id.getValue()).as(ContractCheck.RAW_ID + id.getKey()))
                    .toArray(Column[]::new);
            Column[] made = link.ids().keySet().stream()
                    .flatMap(kind ->
                            ContractCheck.made(pseudonyms, identity.kinds().get(kind), true, true))
                    .toArray(Column[]::new);
            read.put(link, rows(inputs, link, notes).select(present).select(made));
        }
        return read;
    }

    /** What an id map's ids are for {@link Meetings}. */
    static List<Meetings.Ids> ids(Identity.Link link, Dataset<Row> read) {
        return ids(InputName.of(link).key(), link.ids().keySet(), read);
    }

    /** What a source's ids are for {@link Meetings}. */
    static List<Meetings.Ids> ids(Source source, Dataset<Row> judged) {
        return ids(source.name(), ContractCheck.idColumns(source).keySet(), judged);
    }

    private static List<Meetings.Ids> ids(String input, Set<String> kinds, Dataset<Row> rows) {
        return kinds.stream()
                .map(kind -> Meetings.Ids.of(input, kind, rows, ContractCheck.id(kind), ContractCheck.near(kind)))
                .toList();
    }

    /** The rows of an id map, as they are in its file. */
    static Dataset<Row> rows(InputRows inputs, Identity.Link link, List<Note> notes) {
        return inputs.readWhole(
                        InputName.of(link), link.input(), List.copyOf(link.ids().values()), Set.of(), notes)
                .rows();
    }

    /** An id of an id map, before it becomes a pseudonym; null where the map says that it is none. */
    static Column id(Identity.Link link, String column) {
        return IdNormalisation.present(InputRows.column(column), link.missing());
    }

    /** Who is who by these pairs. Runs Spark jobs. */
    Linked linked(List<Dataset<Row>> pairs) {
        if (pairs.isEmpty()) {
            return Linked.nobody(inputs);
        }
        return new Linked(LinkedIds.of(
                pairs.stream().reduce(Dataset::unionByName).orElseThrow(),
                identity.person(),
                identity.maxIds(),
                identity.maxPeoplePerId()));
    }

    /**
     * Ties each further id to the first, and to the one of the people's kind where that is another: it shows how many people
     * the id ties.
     */
    private Dataset<Row> pairs(Dataset<Row> rows, List<String> kinds) {
        Set<String> centres = new LinkedHashSet<>(List.of(kinds.get(0)));
        kinds.stream().filter(identity.person()::equals).forEach(centres::add);
        List<Dataset<Row>> pairs = new ArrayList<>();
        for (String centre : centres) {
            for (String other : kinds.subList(1, kinds.size())) {
                if (!other.equals(centre)) {
                    pairs.add(rows.where(ContractCheck.id(centre)
                                    .isNotNull()
                                    .and(ContractCheck.id(other).isNotNull()))
                            .select(
                                    lit(centre).as(LinkedIds.LEFT_KIND),
                                    ContractCheck.id(centre).as(LinkedIds.LEFT_ID),
                                    ContractCheck.shape(centre).as(LinkedIds.LEFT_SHAPE),
                                    lit(other).as(LinkedIds.RIGHT_KIND),
                                    ContractCheck.id(other).as(LinkedIds.RIGHT_ID),
                                    ContractCheck.shape(other).as(LinkedIds.RIGHT_SHAPE)));
                }
            }
        }
        return pairs.stream().reduce(Dataset::unionByName).orElseThrow();
    }
}
