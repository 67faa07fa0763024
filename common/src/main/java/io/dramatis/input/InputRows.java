package io.dramatis.input;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.xxhash64;

import io.dramatis.config.Input;
import io.dramatis.config.Origin;
import io.dramatis.config.Secret;
import io.dramatis.error.DramatisException;
import io.dramatis.error.Shown;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of an input as they are in it: the needed columns under their names in the file (text for CSV and JSON), with
 * the file's name and, where a row cannot be taken apart, its text.
 */
public final class InputRows {
    /** Hash of the file's name: numbers can be grouped without sorting, and few rows ever need the name. */
    public static final String FILE = "__file";

    public static final String CORRUPT = "__corrupt_record";

    /** Hash of the whole row, with the columns that nobody asked for: two rows that differ there are no copies. */
    public static final String ROW = "__row";

    private static final String URI = "__uri";

    private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");

    /** Between the parts of a list that a typed format holds: as multiple choices are told in text. */
    private static final String LIST_SEPARATOR = ";";

    private final SparkSession spark;

    public InputRows(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Reads an input.
     *
     * @param what how messages call it, such as "Source crm"
     * @param needed columns of the file
     * @throws DramatisException where it is missing, empty, or lacks a column
     */
    public Dataset<Row> read(String what, Input input, List<String> needed) {
        String place = what + " (" + input.origin().position() + ")";
        requireFiles(place, input);
        return switch (input.format().toLowerCase(Locale.ROOT)) {
            case "csv" -> csv(place, input, needed);
            case "json" -> json(input, needed);
            default -> typed(place, input, needed);
        };
    }

    /** No rows. */
    public Dataset<Row> none(StructType schema) {
        return spark.createDataFrame(List.of(), schema);
    }

    /** The files that an input is made of, by name; none for a format without files. */
    public List<FileStatus> files(Input input) {
        if (input.path().isEmpty()) {
            return List.of();
        }
        try {
            Path pattern = new Path(input.path());
            FileSystem system = pattern.getFileSystem(spark.sparkContext().hadoopConfiguration());
            FileStatus[] matches = system.globStatus(pattern);
            List<FileStatus> files = new ArrayList<>();
            for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                if (match.isFile()) {
                    files.add(match);
                    continue;
                }
                RemoteIterator<LocatedFileStatus> below = system.listFiles(match.getPath(), true);
                while (below.hasNext()) {
                    FileStatus file = below.next();
                    if (!isHidden(match.getPath(), file.getPath())) {
                        files.add(file);
                    }
                }
            }
            files.sort(Comparator.comparing(FileStatus::getPath));
            return files;
        } catch (FileNotFoundException missing) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The names behind {@link #FILE}: that column, and {@code name}. */
    public Dataset<Row> fileNames(Input input, String name) {
        // Spark tells a file as a URI, where a blank is %20.
        List<Row> names = files(input).stream()
                .map(FileStatus::getPath)
                .map(path ->
                        RowFactory.create(path.getName(), lastPart(path.toUri().getRawPath())))
                .distinct()
                .toList();
        StructType schema = new StructType().add(name, DataTypes.StringType).add(URI, DataTypes.StringType);
        return spark.createDataFrame(names, schema)
                .withColumn(FILE, xxhash64(col(URI)))
                .drop(URI);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** As Spark sees it: what starts with _ or . is no data. */
    private static boolean isHidden(Path root, Path file) {
        String below = file.toUri().getPath().substring(root.toUri().getPath().length());
        return Arrays.stream(below.split("/")).anyMatch(name -> name.startsWith("_") || name.startsWith("."));
    }

    private void requireFiles(String place, Input input) {
        if (input.path().isEmpty()) {
            return;
        }
        List<FileStatus> files;
        try {
            files = files(input);
        } catch (UncheckedIOException failure) {
            throw DramatisException.contract(
                            place + " cannot be read",
                            "listing " + input.path() + " failed: "
                                    + failure.getCause().getMessage(),
                            "Give the job the right to read it, or correct `path`")
                    .causedBy(failure);
        }
        if (files.isEmpty()) {
            throw DramatisException.contract(
                    place + " has no file",
                    input.path() + " does not exist or holds no file",
                    "Deliver the file, or correct `path`");
        }
        if (files.stream().allMatch(file -> file.getLen() == 0)) {
            throw DramatisException.contract(
                    place + " is empty",
                    input.path() + " holds not a single byte",
                    "Deliver the file again; nothing was published");
        }
    }

    private Dataset<Row> csv(String place, Input input, List<String> needed) {
        Map<String, String> options = new LinkedHashMap<>(Map.of(
                "header", "true",
                "multiLine", "true",
                "escape", "\"",
                "maxCharsPerColumn", "1000000",
                "ignoreLeadingWhiteSpace", "true",
                "ignoreTrailingWhiteSpace", "true"));
        options.putAll(revealed(input.options()));
        String[] header = spark.read().options(options).csv(input.path()).columns();
        requireColumns(
                place, input, header, needed, options.getOrDefault("sep", options.getOrDefault("delimiter", ",")));
        StructType schema = new StructType();
        for (String name : header) {
            schema = schema.add(name, DataTypes.StringType);
        }
        // All columns are parsed, needed or not: else Spark cannot tell a short or long row.
        Dataset<Row> rows = spark.read()
                .options(options)
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", CORRUPT)
                .option("enforceSchema", "false")
                .option("columnPruning", "false")
                .schema(schema.add(CORRUPT, DataTypes.StringType))
                .csv(input.path());
        return selected(rows, needed, col(CORRUPT));
    }

    private Dataset<Row> json(Input input, List<String> needed) {
        StructType schema = new StructType();
        for (String name : needed) {
            schema = schema.add(name, DataTypes.StringType);
        }
        Dataset<Row> rows = spark.read()
                .options(revealed(input.options()))
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", CORRUPT)
                .schema(schema.add(CORRUPT, DataTypes.StringType))
                .json(input.path());
        return selected(rows, needed, col(CORRUPT));
    }

    private Dataset<Row> typed(String place, Input input, List<String> needed) {
        DataFrameReader reader = spark.read().format(input.format()).options(revealed(input.options()));
        Dataset<Row> rows = input.path().isEmpty() ? reader.load() : reader.load(input.path());
        requireColumns(place, input, rows.columns(), needed, "");
        for (StructField field : rows.schema().fields()) {
            if (field.dataType() instanceof ArrayType) {
                rows = rows.withColumn(field.name(), array_join(column(field.name()), LIST_SEPARATOR));
            }
        }
        return selected(rows, needed, lit(null).cast(DataTypes.StringType));
    }

    private static Dataset<Row> selected(Dataset<Row> rows, List<String> needed, Column corrupt) {
        Stream<Column> columns = needed.stream().map(InputRows::column);
        Column row = xxhash64(Arrays.stream(rows.schema().fields())
                        .filter(field -> !(field.dataType() instanceof MapType))
                        .map(field -> column(field.name()))
                        .toArray(Column[]::new))
                .as(ROW);
        Column file = xxhash64(substring_index(input_file_name(), "/", -1)).as(FILE);
        return rows.select(Stream.concat(columns, Stream.of(file, row, corrupt.as(CORRUPT)))
                .toArray(Column[]::new));
    }

    private static void requireColumns(
            String place, Input input, String[] header, List<String> needed, String delimiter) {
        List<String> found = Arrays.asList(header);
        List<String> missing =
                needed.stream().filter(name -> !found.contains(name)).toList();
        if (missing.isEmpty()) {
            return;
        }
        String problem = place + " lacks " + (missing.size() == 1 ? "column " : "columns ")
                + Shown.line(String.join(", ", missing));
        if (header.length == 1) {
            for (String other : DELIMITERS) {
                if (!other.equals(delimiter)
                        && Arrays.asList(header[0].split(Pattern.quote(other))).containsAll(missing)) {
                    throw DramatisException.contract(
                            problem,
                            "the header of " + input.path() + " is one piece at the delimiter \"" + delimiter + "\"",
                            "It looks as if the delimiter were \"" + other.replace("\t", "\\t")
                                    + "\": set options { sep = \"" + other.replace("\t", "\\t") + "\" }");
                }
            }
        }
        // A missing header makes the first row the header: its values may identify, so they are not shown.
        boolean isHeader = missing.size() < needed.size();
        throw DramatisException.contract(
                problem,
                input.path() + " has " + header.length + (header.length == 1 ? " column" : " columns")
                        + (isHeader
                                ? ": " + Shown.line(String.join(", ", header))
                                : ", and none has a declared name: is there a header?"),
                "Correct the file, or the columns' `from` in the config");
    }

    /** The options in clear, for the reader alone. */
    private static Map<String, String> revealed(Map<String, Secret> options) {
        Map<String, String> clear = new LinkedHashMap<>();
        options.forEach((name, value) -> clear.put(name, value.reveal()));
        return clear;
    }

    /**
     * As {@link #read}, of a file none of whose rows may be broken.
     *
     * @param reason why not
     * @throws DramatisException of contract, which names the place in the config and the file
     */
    public Dataset<Row> readWhole(String what, Input input, Origin origin, List<String> columns, String reason) {
        Dataset<Row> rows = read(what, input, columns);
        long broken = broken(rows);
        if (broken > 0) {
            throw DramatisException.contract(
                    what + " (" + origin.position() + ") has " + broken + " broken rows",
                    reason,
                    "Mend the file " + input.path());
        }
        return rows;
    }

    /** Counts the rows that cannot be taken apart. */
    public static long broken(Dataset<Row> rows) {
        // Spark refuses to read the corrupt column alone: whether a row is broken depends on the others.
        Column whole = hash(Arrays.stream(rows.columns()).map(InputRows::column).toArray(Column[]::new));
        return rows.agg(count(col(CORRUPT)), max(whole)).first().getLong(0);
    }

    /** A column whose name may hold any character. */
    public static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
