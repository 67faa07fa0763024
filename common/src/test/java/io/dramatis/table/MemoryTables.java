package io.dramatis.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** A table store in memory, for tests that need no Delta. */
public final class MemoryTables implements TableStore {
    private record Held(StructType schema, List<Row> rows, long version) {}

    private final SparkSession spark;
    private final Map<String, Held> tables = new HashMap<>();

    public MemoryTables(SparkSession spark) {
        this.spark = spark;
    }

    @Override
    public boolean exists(Table table) {
        return tables.containsKey(table.name());
    }

    @Override
    public Dataset<Row> read(Table table) {
        Held held = tables.getOrDefault(table.name(), new Held(table.schema(), List.of(), -1));
        return spark.createDataFrame(held.rows(), held.schema());
    }

    @Override
    public void replace(Table table, String runId, Dataset<Row> rows) {
        Dataset<Row> now = shaped(table, rows.withColumn(Table.RUN_ID, functions.lit(runId)));
        List<Row> written = now.collectAsList();
        List<Row> all = new ArrayList<>();
        if (exists(table) && tables.get(table.name()).schema().equals(now.schema())) {
            read(table)
                    .where(functions.col(Table.RUN_ID).notEqual(runId))
                    .collectAsList()
                    .forEach(all::add);
        }
        all.addAll(written);
        tables.put(table.name(), new Held(now.schema(), all, version(table) + 1));
    }

    @Override
    public boolean appendIfUnchanged(Table table, long expectedVersion, Dataset<Row> rows) {
        if (version(table) != expectedVersion) {
            return false;
        }
        List<Row> all = new ArrayList<>(read(table).collectAsList());
        all.addAll(shaped(table, rows).collectAsList());
        tables.put(table.name(), new Held(table.schema(), all, expectedVersion + 1));
        return true;
    }

    @Override
    public String format() {
        return "memory";
    }

    @Override
    public long version(Table table) {
        return exists(table) ? tables.get(table.name()).version() : -1;
    }

    private static Dataset<Row> shaped(Table table, Dataset<Row> rows) {
        return rows.select(Arrays.stream(table.schema().fields())
                .map(field -> rows.col(field.name()).cast(field.dataType()))
                .toArray(Column[]::new));
    }
}
