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
import static org.apache.spark.sql.functions.is_valid_utf8;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.dramatis.input.text.FileListing;
import io.dramatis.input.text.Oddity;
import io.dramatis.input.text.TextRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
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
    /** What stands before the path in the name of a file: a scheme, perhaps a host. */
    private static final String BEFORE_PATH = "^[^:/]+:(//[^/]*)?";

    /** Else times would lose their last digits. */
    private static final Map<String, String> EXACT = Map.of("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

    private static final double LARGEST_EXACT = 9_007_199_254_740_992.0;

    /** In a column's metadata: its texts are numbers of the files, with a point, whatever notation its texts have. */
    private static final Metadata NUMBER =
            new MetadataBuilder().putBoolean("number", true).build();

    private final SparkSession spark;
    private final InputName name;
    private final FileListing listing;
    private final Dataset<Row> rows;
    private final boolean canBreak;
    private final Optional<Long> records;
    private final List<Note> notes;

    private TypedInput(
            SparkSession spark,
            InputName name,
            FileListing listing,
            Dataset<Row> rows,
            boolean canBreak,
            Optional<Long> records,
            List<Note> notes) {
        this.spark = spark;
        this.name = name;
        this.listing = listing;
        this.rows = rows;
        this.canBreak = canBreak;
        this.records = records;
        this.notes = notes;
    }

    /**
     * @param parts of the input, each with columns of one type
     * @param records that the files hold, where their format tells
     */
    static TypedInput of(
            SparkSession spark,
            InputName name,
            FileListing listing,
            List<Dataset<Row>> parts,
            List<String> needed,
            Map<String, String> separators,
            Optional<Long> records,
            List<Note> notes) {
        List<DataType> types =
                needed.stream().map(column -> common(parts, column)).toList();
        Dataset<Row> rows = parts.stream()
                .map(part -> selected(part, needed, types, separators))
                .reduce(Dataset::unionByName)
                .orElseThrow();
        boolean canBreak = parts.stream()
                .flatMap(part -> Arrays.stream(part.schema().fields()))
                .filter(field -> needed.contains(field.name()))
                .anyMatch(field -> field.dataType() instanceof ArrayType || field.dataType() instanceof BinaryType);
        return new TypedInput(spark, name, listing, withNumbers(rows, parts, needed), canBreak, records, notes);
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

    /** The type in which all parts give a column: text, where they differ. */
    private static DataType common(List<Dataset<Row>> parts, String column) {
        List<DataType> types = parts.stream()
                .flatMap(part -> type(part, column).map(TypedInput::read).stream())
                .distinct()
                .toList();
        return types.size() == 1 ? types.get(0) : DataTypes.StringType;
    }

    private static Optional<DataType> type(Dataset<Row> part, String column) {
        return Arrays.stream(part.schema().fields())
                .filter(field -> field.name().equals(column))
                .map(StructField::dataType)
                .findFirst();
    }

    /** The type as which a type is read. */
    private static DataType read(DataType type) {
        boolean isText =
                isNested(type) || type instanceof DoubleType || type instanceof FloatType || type instanceof BinaryType;
        return isText ? DataTypes.StringType : type;
    }

    private static Dataset<Row> selected(
            Dataset<Row> part, List<String> needed, List<DataType> types, Map<String, String> separators) {
        List<Column> columns = new ArrayList<>();
        Column corrupt = lit(null).cast(DataTypes.StringType);
        for (int i = 0; i < needed.size(); i++) {
            String name = needed.get(i);
            Optional<DataType> type = type(part, name);
            Column value = InputRows.column(name);
            String separator = separators.getOrDefault(name, TextRules.SEPARATOR);
            columns.add(type.map(known -> text(value, known, separator))
                    .orElse(lit(null))
                    .cast(types.get(i))
                    .as(name));
            if (type.orElse(DataTypes.NullType) instanceof ArrayType list) {
                Column isDoubtful =
                        exists(value, element -> contains(element(element, list, separator), lit(separator)));
                corrupt = when(isDoubtful, Oddity.SEPARATOR_IN_LIST.words()).otherwise(corrupt);
            }
            if (type.orElse(DataTypes.NullType) instanceof BinaryType) {
                Column isText = is_valid_utf8(value.cast(DataTypes.StringType));
                corrupt = when(not(isText), Oddity.NOT_TEXT.words()).otherwise(corrupt);
            }
        }
        columns.add(corrupt.as(InputRows.CORRUPT));
        columns.add(hash(Arrays.asList(part.schema().fields())).as(InputRows.ROW));
        columns.add(xxhash64(regexp_replace(input_file_name(), BEFORE_PATH, "")).as(InputRows.AT));
        return part.select(columns.toArray(Column[]::new));
    }

    /** As the contract reads it. */
    private static Column text(Column value, DataType type, String separator) {
        if (type instanceof ArrayType list) {
            return array_join(transform(value, element -> element(element, list, separator)), separator);
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

    /** A part of a list; a list within it is JSON. */
    private static Column element(Column element, ArrayType list, String separator) {
        return list.elementType() instanceof ArrayType
                ? to_json(element)
                : text(element, list.elementType(), separator).cast(DataTypes.StringType);
    }

    /**
     * Over the names and values of all columns, whatever their order. xxhash64 passes over nulls, so that what is null is
     * hashed too, within lists and the like as JSON.
     */
    private static Column hash(List<StructField> fields) {
        List<StructField> sorted =
                fields.stream().sorted(Comparator.comparing(StructField::name)).toList();
        Stream<Column> values = sorted.stream()
                .map(field -> isNested(field.dataType())
                        ? to_json(struct(InputRows.column(field.name())), EXACT)
                        : InputRows.column(field.name()));
        Column nulls = array(sorted.stream()
                .map(field -> InputRows.column(field.name()).isNull())
                .toArray(Column[]::new));
        Column names =
                lit(String.join("\n", sorted.stream().map(StructField::name).toList()));
        return xxhash64(Stream.concat(Stream.of(names, nulls), values).toArray(Column[]::new));
    }

    private static boolean isNested(DataType type) {
        return type instanceof MapType || type instanceof ArrayType || type instanceof StructType;
    }

    @Override
    public Dataset<Row> rows() {
        return rows;
    }

    @Override
    public Account account() {
        List<Note> all = new ArrayList<>(notes);
        List<Row> reasons = canBreak
                ? rows.where(col(InputRows.CORRUPT).isNotNull())
                        .groupBy(InputRows.CORRUPT)
                        .count()
                        .orderBy(InputRows.CORRUPT)
                        .collectAsList()
                : List.of();
        reasons.forEach(reason -> all.add(
                Note.of(name.key(), NoteKind.ROWS_BROKEN, reason.getLong(1)).like(reason.getString(0))));
        long broken = reasons.stream().mapToLong(reason -> reason.getLong(1)).sum();
        Optional<String> example =
                reasons.stream().map(reason -> reason.getString(0)).findFirst();
        return new Account(records, broken, example, all, Optional.empty());
    }

    @Override
    public Dataset<Row> withPlace(Dataset<Row> placed, String file, String line) {
        List<Row> names = new ArrayList<>();
        for (int f = 0; f < listing.files().size(); f++) {
            names.add(RowFactory.create(
                    listing.names().get(f),
                    listing.files().get(f).getPath().toUri().getRawPath()));
        }
        StructType schema = new StructType().add("__name", DataTypes.StringType).add("__uri", DataTypes.StringType);
        Dataset<Row> files = spark.createDataFrame(names, schema)
                .withColumn("__hash", xxhash64(col("__uri")))
                .drop("__uri");
        return placed.join(broadcast(files), col(InputRows.AT).equalTo(col("__hash")), "left")
                .withColumn(file, coalesce(col("__name"), lit(null).cast(DataTypes.StringType)))
                .withColumn(line, lit(null).cast(DataTypes.LongType))
                .drop("__hash", "__name");
    }
}
