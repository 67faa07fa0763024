package io.dramatis.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The contract of a table: where it is, what its columns are, and what holds for each row.
 *
 * @param name snake_case plural noun
 * @param zone restricted (people) or open (personas)
 * @param comment what a row is, in plain words
 * @param columns in their order; the first is {@code run_id}
 * @param checks SQL conditions that every row meets, by name
 * @param hasMoreColumns whether the study adds columns of its own
 */
public record Table(
        String name,
        Zone zone,
        String comment,
        List<Column> columns,
        Map<String, String> checks,
        boolean hasMoreColumns) {

    /** The run that wrote the row; every table has it. */
    public static final String RUN_ID = "run_id";

    /** A person's pseudonym: BINARY, so that Delta keeps no least and greatest value of it. */
    public static final String PERSON_ID = "person_id";

    /** Two roots, so that access can be given to one alone. */
    public enum Zone {
        RESTRICTED,
        OPEN
    }

    /**
     * A column.
     *
     * @param required whether it is never null
     * @param comment in plain words, with the unit
     */
    public record Column(String name, DataType type, boolean required, String comment) {}

    public Table {
        columns = List.copyOf(columns);
        checks = Map.copyOf(checks);
    }

    /** A contract whose rows are all of one study-independent shape. */
    public static Table of(Zone zone, String name, String comment, Column... columns) {
        return new Table(name, zone, comment, List.of(columns), Map.of(), false);
    }

    /** A column that is never null. */
    public static Column required(String name, DataType type, String comment) {
        return new Column(name, type, true, comment);
    }

    /** A column that may be null. */
    public static Column optional(String name, DataType type, String comment) {
        return new Column(name, type, false, comment);
    }

    /** The same contract with conditions that every row meets. */
    public Table withChecks(Map<String, String> conditions) {
        return new Table(name, zone, comment, columns, conditions, hasMoreColumns);
    }

    /** The same contract with further columns at the end. */
    public Table withColumns(List<Column> more) {
        List<Column> all = new ArrayList<>(columns);
        all.addAll(more);
        return new Table(name, zone, comment, all, checks, true);
    }

    /** The names of the columns in their order. */
    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** The schema of rows that a job hands to the store, which adds the run. */
    public StructType schemaWithoutRun() {
        return new StructType(Arrays.stream(schema().fields())
                .filter(field -> !field.name().equals(RUN_ID))
                .toArray(StructField[]::new));
    }

    /** Delta can hold a column to NOT NULL, not what is inside it. */
    private static DataType nullable(DataType type) {
        if (type instanceof ArrayType array) {
            return new ArrayType(nullable(array.elementType()), true);
        }
        if (type instanceof MapType map) {
            return new MapType(nullable(map.keyType()), nullable(map.valueType()), true);
        }
        if (type instanceof StructType struct) {
            return new StructType(Arrays.stream(struct.fields())
                    .map(field -> new StructField(field.name(), nullable(field.dataType()), true, field.metadata()))
                    .toArray(StructField[]::new));
        }
        return type;
    }

    /** The schema with comments. */
    public StructType schema() {
        return new StructType(columns.stream()
                .map(column -> new StructField(
                                column.name(), nullable(column.type()), !column.required(), Metadata.empty())
                        .withComment(column.comment()))
                .toArray(StructField[]::new));
    }
}
