package io.dramatis.cli.lake;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.dramatis.privacy.LinkedIds;
import io.dramatis.table.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Everybody on a list, with all ids that are linked to the listed ones: under which of them a person stands in the lake
 * depends on what was linked when a run took that person in.
 */
final class AskedPeople {
    /** Lines of the list, by each pseudonym that they stand for. */
    private final Map<ByteBuffer, Set<Integer>> lines;

    private AskedPeople(Map<ByteBuffer, Set<Integer>> lines) {
        this.lines = lines;
    }

    /** @param links {@code id}, {@code person_id}: who is one person */
    static AskedPeople of(SparkSession spark, IdList list, Dataset<Row> links) {
        Map<ByteBuffer, Set<Integer>> lines = new LinkedHashMap<>();
        list.entries().forEach(entry -> add(lines, entry.pseudonym(), Set.of(entry.line())));
        Dataset<Row> listed = rows(spark, lines.keySet()).withColumnRenamed(Table.PERSON_ID, "__listed");
        Dataset<Row> known = links.select(LinkedIds.ID, Table.PERSON_ID).localCheckpoint();
        Dataset<Row> people = known.join(broadcast(listed), col(LinkedIds.ID).equalTo(col("__listed")), "left_semi")
                .select(col(Table.PERSON_ID).as("__person"))
                .distinct();
        Map<ByteBuffer, List<byte[]>> linked = new LinkedHashMap<>();
        known.join(people, col(Table.PERSON_ID).equalTo(col("__person")), "left_semi")
                .collectAsList()
                .forEach(row -> linked.computeIfAbsent(ByteBuffer.wrap(row.getAs(1)), person -> new ArrayList<>())
                        .add(row.getAs(0)));
        linked.forEach((person, ids) -> {
            Set<Integer> ofPerson = new TreeSet<>(lines.getOrDefault(person, Set.of()));
            ids.forEach(id -> ofPerson.addAll(lines.getOrDefault(ByteBuffer.wrap(id), Set.of())));
            ids.forEach(id -> add(lines, id, ofPerson));
            add(lines, person.array(), ofPerson);
        });
        return new AskedPeople(lines);
    }

    private static void add(Map<ByteBuffer, Set<Integer>> lines, byte[] id, Set<Integer> more) {
        lines.computeIfAbsent(ByteBuffer.wrap(id), key -> new TreeSet<>()).addAll(more);
    }

    /** All pseudonyms, those of linked ids included. */
    List<byte[]> pseudonyms() {
        return lines.keySet().stream().map(ByteBuffer::array).toList();
    }

    /** All pseudonyms, as {@code person_id}. */
    Dataset<Row> rows(SparkSession spark) {
        return rows(spark, lines.keySet());
    }

    /** The lines of the list that a pseudonym stands for. */
    Set<Integer> lines(byte[] pseudonym) {
        return lines.getOrDefault(ByteBuffer.wrap(pseudonym), Set.of());
    }

    /** The lines none of whose ids is among these. */
    Set<Integer> linesWithout(Collection<byte[]> held) {
        Set<Integer> unknown = new TreeSet<>();
        lines.values().forEach(unknown::addAll);
        Set<Integer> known = new HashSet<>();
        held.forEach(id -> known.addAll(lines(id)));
        unknown.removeAll(known);
        return unknown;
    }

    private static Dataset<Row> rows(SparkSession spark, Collection<ByteBuffer> pseudonyms) {
        List<Row> rows = pseudonyms.stream()
                .map(pseudonym -> RowFactory.create((Object) pseudonym.array()))
                .toList();
        return spark.createDataFrame(rows, new StructType().add(Table.PERSON_ID, DataTypes.BinaryType));
    }
}
