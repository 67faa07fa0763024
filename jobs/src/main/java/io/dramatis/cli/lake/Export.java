package io.dramatis.cli.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dramatis.cli.console.Json;
import io.dramatis.config.Study;
import io.dramatis.store.DeltaTables;
import io.dramatis.store.LakeTables;
import io.dramatis.table.Table;
import io.dramatis.table.privacy.SuppressedIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** Tells what a lake holds about people: a JSON object a row of any table and run, with the list's lines it belongs to. */
final class Export {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHOSE = "__whose";
    private static final String WHOLE = "__whole";

    private final SparkSession spark;
    private final Study study;
    private final LakeTables lake;

    /**
     * What was told.
     *
     * @param rows by table
     * @param unknownLines of the list: the lake holds no row of them
     */
    record Told(Map<String, Long> rows, Set<Integer> unknownLines) {}

    Export(SparkSession spark, Study study) {
        this.spark = spark;
        this.study = study;
        this.lake = new LakeTables(spark, study.lake());
    }

    /** @param out takes a line a row */
    Told tell(AskedPeople people, Consumer<String> out) {
        Dataset<Row> asked = people.rows(spark).cache();
        Map<String, Long> rows = new TreeMap<>();
        Set<String> held = new HashSet<>();
        for (LakeTables.Found table : lake.all()) {
            if (table.isOfPeople()) {
                Dataset<Row> all = lake.rows(table);
                Dataset<Row> theirs =
                        all.join(asked, all.col(Table.PERSON_ID).equalTo(asked.col(Table.PERSON_ID)), "left_semi");
                rows.put(table.name(), tell(table.name(), theirs, people, held, out));
            }
        }
        List<byte[]> known = held.stream().map(HexFormat.of()::parseHex).toList();
        Dataset<Row> list = new DeltaTables(spark, study.lake())
                .read(SuppressedIds.TABLE)
                .withColumnRenamed(SuppressedIds.VALUE, "v");
        Dataset<Row> suppressed = list.join(asked, list.col("v").equalTo(SuppressedIds.value(col(Table.PERSON_ID))))
                .withColumnRenamed("v", SuppressedIds.VALUE);
        String name = SuppressedIds.TABLE.name();
        rows.put(name, tell(name, suppressed, people, held, out));
        asked.unpersist();
        return new Told(rows, people.linesWithout(known));
    }

    private static long tell(
            String table, Dataset<Row> rows, AskedPeople people, Set<String> held, Consumer<String> out) {
        List<Column> columns = new ArrayList<>();
        Arrays.stream(rows.schema().fields())
                .filter(field -> !field.name().equals(Table.RUN_ID))
                .forEach(field -> {
                    Column column = col("`" + field.name().replace("`", "``") + "`");
                    columns.add(
                            field.dataType().equals(DataTypes.BinaryType)
                                    ? lower(hex(column)).as(field.name())
                                    : column);
                });
        Iterator<Row> lines = rows.select(
                        lower(hex(col(Table.PERSON_ID))).as(WHOSE),
                        col(Table.RUN_ID),
                        to_json(struct(columns.toArray(Column[]::new)), Map.of("ignoreNullFields", "false"))
                                .as(WHOLE))
                .toLocalIterator();
        long told = 0;
        while (lines.hasNext()) {
            Row row = lines.next();
            held.add(row.getString(0));
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("lines", people.lines(HexFormat.of().parseHex(row.getString(0))));
            line.put("table", table);
            line.put("runId", row.getString(1));
            line.put("row", tree(row.getString(2)));
            out.accept(Json.line(line));
            told++;
        }
        return told;
    }

    private static Object tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
