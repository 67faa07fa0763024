package io.dramatis.input;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.contains;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.dramatis.input.text.FileListing;
import io.dramatis.input.text.Oddity;
import io.dramatis.input.text.TextRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An input of typed columns: Parquet, ORC, Avro, Delta, or what else Spark reads. Dates, times, whole numbers and truths
 * keep their type; a list becomes its parts with the separator between them, a number that is whole is written without a
 * fraction, and anything nested is JSON.
 */
final class TypedInput implements ReadInput {
    private static final double LARGEST_EXACT = 9_007_199_254_740_992.0;

    /** In a column's metadata: its texts are numbers of the files, with a point, whatever notation its texts have. */
    private static final Metadata NUMBER =
            new MetadataBuilder().putBoolean("number", true).build();

    private final SparkSession spark;
    private final FileListing listing;
    private final Dataset<Row> rows;
    private final boolean hasLists;
    private final Optional<Long> records;
    private final List<Note> notes;

    private TypedInput(
            SparkSession spark,
            FileListing listing,
            Dataset<Row> rows,
            boolean hasLists,
            Optional<Long> records,
            List<Note> notes) {
        this.spark = spark;
        this.listing = listing;
        this.rows = rows;
        this.hasLists = hasLists;
        this.records = records;
        this.notes = notes;
    }

    /**
     * @param parts of the input, each with columns of one type
     * @param records that the files hold, where their format tells
     */
    static TypedInput of(
            SparkSession spark,
            FileListing listing,
            List<Dataset<Row>> parts,
            List<String> needed,
            Map<String, String> separators,
            Optional<Long> records,
            List<Note> notes) {
        Dataset<Row> rows = parts.stream()
                .map(part -> selected(part, needed, separators))
                .reduce(Dataset::unionByName)
                .orElseThrow();
        boolean hasLists = parts.stream()
                .flatMap(part -> Arrays.stream(part.schema().fields()))
                .anyMatch(field -> needed.contains(field.name()) && field.dataType() instanceof ArrayType);
        return new TypedInput(spark, listing, withNumbers(rows, parts, needed), hasLists, records, notes);
    }

    /** Whether each value of a column was a number in the files, so that it is written with a point. */
    static boolean isNumber(StructField field) {
        return field.dataType() instanceof NumericType || field.metadata().equals(NUMBER);
    }

    private static Dataset<Row> withNumbers(Dataset<Row> rows, List<Dataset<Row>> parts, List<String> needed) {
        Column[] columns = Arrays.stream(rows.columns())
                .map(name -> needed.contains(name) && isNumber(parts, name)
                        ? InputRows.column(name).as(name, NUMBER)
                        : InputRows.column(name))
                .toArray(Column[]::new);
        return rows.select(columns);
    }

    private static boolean isNumber(List<Dataset<Row>> parts, String name) {
        return parts.stream()
                .flatMap(part -> Arrays.stream(part.schema().fields()))
                .filter(field -> field.name().equals(name))
                .allMatch(field -> field.dataType() instanceof NumericType);
    }

    private static Dataset<Row> selected(Dataset<Row> part, List<String> needed, Map<String, String> separators) {
        List<StructField> fields = Arrays.asList(part.schema().fields());
        List<Column> columns = new ArrayList<>();
        Column corrupt = lit(null).cast(DataTypes.StringType);
        for (String name : needed) {
            Optional<DataType> type = fields.stream()
                    .filter(field -> field.name().equals(name))
                    .map(StructField::dataType)
                    .findFirst();
            Column value = InputRows.column(name);
            String separator = separators.getOrDefault(name, TextRules.SEPARATOR);
            columns.add(type.map(known -> text(value, known, separator))
                    .orElse(lit(null).cast(DataTypes.StringType))
                    .as(name));
            if (type.filter(ArrayType.class::isInstance).isPresent()) {
                Column isDoubtful = exists(value, part1 -> contains(part1.cast(DataTypes.StringType), lit(separator)));
                corrupt = when(isDoubtful, Oddity.SEPARATOR_IN_LIST.words()).otherwise(corrupt);
            }
        }
        columns.add(corrupt.as(InputRows.CORRUPT));
        columns.add(hash(fields).as(InputRows.ROW));
        columns.add(xxhash64(substring_index(input_file_name(), "/", -1)).as(InputRows.AT));
        return part.select(columns.toArray(Column[]::new));
    }

    /** As the contract reads it. */
    private static Column text(Column value, DataType type, String separator) {
        if (type instanceof ArrayType list) {
            return array_join(
                    transform(
                            value,
                            part -> text(part, list.elementType(), separator).cast(DataTypes.StringType)),
                    separator);
        }
        if (type instanceof StructType || type instanceof MapType) {
            return to_json(value);
        }
        if (type instanceof DoubleType || type instanceof FloatType) {
            // An id of 1.0E7 is 10000000.
            Column isWhole = floor(value).equalTo(value).and(abs(value).lt(LARGEST_EXACT));
            return when(isWhole, value.cast(DataTypes.LongType).cast(DataTypes.StringType))
                    .otherwise(value.cast(DataTypes.StringType));
        }
        return value;
    }

    /** Over all columns; xxhash64 passes over nulls, so that what is null is hashed too, and maps have no order. */
    private static Column hash(List<StructField> fields) {
        Stream<Column> values = fields.stream()
                .map(field -> hasMap(field.dataType())
                        ? to_json(struct(InputRows.column(field.name())))
                        : InputRows.column(field.name()));
        Column nulls = array(fields.stream()
                .map(field -> InputRows.column(field.name()).isNull())
                .toArray(Column[]::new));
        return xxhash64(Stream.concat(values, Stream.of(nulls)).toArray(Column[]::new));
    }

    private static boolean hasMap(DataType type) {
        return type instanceof MapType
                || (type instanceof ArrayType list && hasMap(list.elementType()))
                || (type instanceof StructType struct
                        && Arrays.stream(struct.fields()).anyMatch(field -> hasMap(field.dataType())));
    }

    @Override
    public Dataset<Row> rows() {
        return rows;
    }

    @Override
    public Account account() {
        // Nothing else of a typed row can be broken.
        long broken = hasLists ? rows.where(col(InputRows.CORRUPT).isNotNull()).count() : 0;
        Optional<String> example = broken > 0 ? Optional.of(Oddity.SEPARATOR_IN_LIST.words()) : Optional.empty();
        return new Account(records, broken, example, notes, Optional.empty());
    }

    @Override
    public Dataset<Row> withPlace(Dataset<Row> placed, String file, String line) {
        List<Row> names = new ArrayList<>();
        for (int f = 0; f < listing.files().size(); f++) {
            names.add(RowFactory.create(
                    listing.names().get(f), lastPart(listing.files().get(f).getPath())));
        }
        StructType schema = new StructType().add("__name", DataTypes.StringType).add("__uri", DataTypes.StringType);
        // Files of one name in several folders are told as one of them.
        Dataset<Row> files = spark.createDataFrame(names, schema)
                .withColumn("__hash", xxhash64(col("__uri")))
                .drop("__uri")
                .dropDuplicates("__hash");
        return placed.join(broadcast(files), col(InputRows.AT).equalTo(col("__hash")), "left")
                .withColumn(file, coalesce(col("__name"), lit(null).cast(DataTypes.StringType)))
                .withColumn(line, lit(null).cast(DataTypes.LongType))
                .drop("__hash", "__name");
    }

    /** Spark tells a file as a URI, where a blank is %20. */
    private static String lastPart(Path path) {
        String uri = path.toUri().getRawPath();
        return uri.substring(uri.lastIndexOf('/') + 1);
    }
}
