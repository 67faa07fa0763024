package io.dramatis.cli.mixture;

import static org.apache.spark.sql.functions.col;

import io.dramatis.error.DramatisException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * A table of the user's.
 *
 * @param rows as they were read
 * @param columns that form the groups
 * @param leftOut columns that are no numbers, and were not asked for
 */
record InputTable(Dataset<Row> rows, List<String> columns, List<String> leftOut) {

    /**
     * Reads a table.
     *
     * @param columns asked for; all numbers that have no other part where empty
     * @param others columns with another part: label, key, weights
     */
    static InputTable read(SparkSession spark, String path, List<String> columns, Set<String> others) {
        Dataset<Row> rows = rows(spark, path);
        List<String> known = Arrays.asList(rows.columns());
        for (String name : others) {
            require(known, name);
        }
        columns.forEach(name -> require(known, name));
        Optional<String> twice = columns.stream().filter(others::contains).findFirst();
        if (twice.isPresent()) {
            throw DramatisException.usage(
                    "column '" + twice.get() + "' cannot form the groups",
                    "it is the label, a key or the weights",
                    "take it out of --columns");
        }
        if (!columns.isEmpty()) {
            return new InputTable(
                    withEmptyAsNumbers(rows, columns),
                    columns.stream().distinct().toList(),
                    List.of());
        }
        List<String> numbers = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (StructField field : rows.schema().fields()) {
            boolean isNumber = field.dataType() instanceof NumericType || field.dataType() instanceof BooleanType;
            if (!others.contains(field.name())) {
                (isNumber ? numbers : leftOut).add(field.name());
            }
        }
        if (numbers.isEmpty()) {
            throw DramatisException.contract(
                    path + " has no column of numbers that could form groups",
                    "its columns are "
                            + Arrays.stream(rows.schema().fields())
                                    .map(field -> field.name() + " ("
                                            + field.dataType().simpleString() + ")")
                                    .collect(Collectors.joining(", ")),
                    "give a table with numbers");
        }
        return new InputTable(rows, numbers, leftOut);
    }

    private static Dataset<Row> rows(SparkSession spark, String path) {
        if (!path.contains("://") && !Files.exists(Path.of(path))) {
            throw DramatisException.usage("There is no " + path, "--input names no file or folder", "Correct the path");
        }
        String name = path.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst)$", "");
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            Dataset<Row> rows = spark.read()
                    .option("header", true)
                    .option("inferSchema", true)
                    .option("nullValue", "NA")
                    .option("ignoreLeadingWhiteSpace", true)
                    .option("ignoreTrailingWhiteSpace", true)
                    .option("sep", name.endsWith(".tsv") ? "\t" : ",")
                    .csv(path);
            if (rows.columns().length == 0) {
                throw DramatisException.contract(
                        path + " is empty", "it has no header", "give a table with a header and rows");
            }
            return rows;
        }
        return spark.read().parquet(path);
    }

    /** A column without a value was read as text: it is as good an empty column of numbers. */
    private static Dataset<Row> withEmptyAsNumbers(Dataset<Row> rows, List<String> columns) {
        Dataset<Row> read = rows;
        for (String name : columns) {
            boolean isText = rows.schema().apply(name).dataType().equals(DataTypes.StringType);
            if (isText && rows.where(text(name).isNotNull()).isEmpty()) {
                read = read.withColumn(name, text(name).cast("double"));
            }
        }
        return read;
    }

    private static void require(List<String> known, String name) {
        if (!known.contains(name)) {
            throw DramatisException.usage(
                    "There is no column '" + name + "'",
                    "the columns are " + String.join(", ", known),
                    "Name one of these");
        }
    }

    /** A column as text. */
    static Column text(String name) {
        return col("`" + name.replace("`", "``") + "`").cast("string");
    }
}
