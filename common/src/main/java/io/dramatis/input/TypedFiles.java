package io.dramatis.input;

import io.dramatis.config.Input;
import io.dramatis.config.Secret;
import io.dramatis.error.Shown;
import io.dramatis.input.text.FileListing;
import io.dramatis.input.text.Spelling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads formats of typed columns. Spark takes one file's columns for those of all: what another lacks, or has in another
 * type, it would read as null. So each file is asked.
 */
final class TypedFiles {
    /** The formats whose files tell their columns. */
    private static final Map<String, String> WORDS = Map.of("parquet", "Parquet", "orc", "ORC", "avro", "Avro");

    private final SparkSession spark;
    private final InputName name;
    private final Input input;
    private final FileListing listing;
    private final List<String> needed;
    private final List<Note> notes = new ArrayList<>();
    private Optional<Long> records = Optional.empty();

    TypedFiles(SparkSession spark, InputName name, Input input, FileListing listing, List<String> needed) {
        this.spark = spark;
        this.name = name;
        this.input = input;
        this.listing = listing;
        this.needed = needed;
    }

    /** @param inEachFile columns that each file must have */
    TypedInput read(Map<String, String> separators, Set<String> inEachFile) {
        boolean isOfFiles = WORDS.containsKey(format());
        List<Dataset<Row>> parts = isOfFiles ? parts(inEachFile) : List.of(whole());
        return TypedInput.of(spark, name, listing, parts, needed, separators, records, notes);
    }

    private DataFrameReader reader() {
        Map<String, String> clear = new LinkedHashMap<>();
        for (Map.Entry<String, Secret> option : input.options().entrySet()) {
            clear.put(option.getKey(), option.getValue().reveal());
        }
        return spark.read().format(input.format()).options(clear);
    }

    private Dataset<Row> whole() {
        Dataset<Row> rows = input.path().isEmpty() ? reader().load() : reader().load(input.path());
        requireSomewhere(List.of(rows.schema()));
        return rows;
    }

    /** The files of each schema together. */
    private List<Dataset<Row>> parts(Set<String> inEachFile) {
        listing.skipped()
                .forEach(skipped ->
                        notes.add(Note.of(name.key(), NoteKind.FILE_SKIPPED, 1).ofFile(skipped)));
        Map<StructType, List<Integer>> bySchema = new LinkedHashMap<>();
        Map<String, StructType> known = new LinkedHashMap<>();
        for (int f = 0; f < listing.files().size(); f++) {
            bySchema.computeIfAbsent(schema(f, known), none -> new ArrayList<>())
                    .add(f);
        }
        List<StructType> schemas = List.copyOf(bySchema.keySet());
        requireSomewhere(schemas);
        bySchema.forEach((schema, files) -> files.forEach(file -> compare(file, schema, schemas.get(0), inEachFile)));
        return bySchema.values().stream().map(this::load).toList();
    }

    private StructType schema(int file, Map<String, StructType> known) {
        FileStatus status = listing.files().get(file);
        if (FileListing.isHidden(status.getPath().getName())) {
            throw name.refused(
                    " cannot be read",
                    "the name of " + listing.names().get(file)
                            + " begins with _ or ., and Spark passes over such files of the format " + input.format(),
                    "Give the file another name");
        }
        try {
            return input.format().equalsIgnoreCase("parquet")
                    ? ofParquet(file, known)
                    : load(List.of(file)).schema();
        } catch (Exception failure) {
            // Spark throws checked exceptions that its methods do not declare.
            boolean isDamaged = !(failure instanceof AnalysisException);
            throw name.refused(
                            " cannot be read: " + listing.names().get(file),
                            isDamaged
                                    ? "the file is damaged, cut short or no " + WORDS.get(format()) + " file"
                                    : "Spark cannot take its columns: " + Shown.line(failure.getMessage()),
                            isDamaged
                                    ? "Deliver it again, or correct `format`"
                                    : "Give its columns other names or types")
                    .causedBy(failure);
        }
    }

    private StructType ofParquet(int file, Map<String, StructType> known) throws IOException {
        try (ParquetFileReader footer = ParquetFileReader.open(
                HadoopInputFile.fromStatus(listing.files().get(file), InputRows.configuration(spark, input)))) {
            String message = footer.getFileMetaData().getSchema() + "\n"
                    + listing.constants().get(file).keySet();
            StructType schema =
                    known.computeIfAbsent(message, none -> load(List.of(file)).schema());
            records = Optional.of(records.orElse(0L) + footer.getRecordCount());
            return schema;
        }
    }

    private String format() {
        return input.format().toLowerCase(Locale.ROOT);
    }

    private Dataset<Row> load(List<Integer> files) {
        DataFrameReader reader = reader();
        if (files.stream().anyMatch(file -> !listing.constants().get(file).isEmpty())) {
            reader = reader.option("basePath", base());
        }
        // What has signs of a pattern in its name is meant as it stands.
        return reader.load(files.stream()
                .map(file -> listing.files().get(file).getPath().toString())
                .map(path -> path.replaceAll("[\\\\*?{}\\[\\]]", "\\\\$0"))
                .toArray(String[]::new));
    }

    /** The folder below which folders are named {@code column=value}. */
    private String base() {
        Path common = root(0);
        for (int f = 1; f < listing.files().size(); f++) {
            Path root = root(f);
            while (!(root + "/").startsWith(common + "/")) {
                common = common.getParent();
            }
        }
        return common.toString();
    }

    private Path root(int file) {
        Path folder = listing.files().get(file).getPath().getParent();
        while (folder.getName().indexOf('=') > 0) {
            folder = folder.getParent();
        }
        return folder;
    }

    private void requireSomewhere(List<StructType> schemas) {
        Set<String> names = new LinkedHashSet<>();
        schemas.forEach(schema -> names.addAll(Arrays.asList(schema.fieldNames())));
        List<String> missing =
                needed.stream().filter(column -> !names.contains(column)).toList();
        if (missing.isEmpty()) {
            return;
        }
        boolean isHeader = missing.size() < needed.size();
        throw name.refused(
                " lacks " + (missing.size() == 1 ? "column " : "columns ") + TextHeads.listed(missing),
                input.path() + " has " + names.size() + (names.size() == 1 ? " column" : " columns")
                        + (isHeader
                                ? ": " + TextHeads.listed(List.copyOf(names))
                                : ", and none has a declared name: is there a header?"),
                "Correct the file, or the columns' `from` in the config");
    }

    private void compare(int file, StructType schema, StructType first, Set<String> inEachFile) {
        String shown = listing.names().get(file);
        for (String column : needed) {
            Optional<DataType> type = type(schema, column);
            Optional<String> other = Arrays.stream(schema.fieldNames())
                    .filter(found -> Spelling.isOther(found, column) && !needed.contains(found))
                    .findFirst();
            if (type.isEmpty() && inEachFile.contains(column)) {
                throw name.refused(
                        " lacks column " + Shown.line(column),
                        shown + " has " + TextHeads.listed(List.of(schema.fieldNames())),
                        "Deliver the file with the column, or correct the column's name in the config");
            }
            if (type.isEmpty()) {
                notes.add(Note.of(name.key(), NoteKind.COLUMN_MISSING_IN_FILE, 1)
                        .ofFile(shown)
                        .ofColumn(column));
            }
            if (name.isOfConsent() && other.isPresent()) {
                throw name.refused(
                        " has a declared column in two spellings",
                        shown + " has it as " + Shown.line(other.get())
                                + ", too, and which of them counts cannot be told",
                        "Take one of them out of the file, or give it another name");
            }
            other.ifPresent(found -> notes.add(Note.of(name.key(), NoteKind.COLUMN_OF_OTHER_CASE, 1)
                    .ofFile(shown)
                    .ofColumn(column + ": " + found)));
            Optional<DataType> usual = type(first, column);
            if (type.isPresent() && usual.isPresent() && !type.equals(usual)) {
                notes.add(Note.of(name.key(), NoteKind.COLUMN_OF_OTHER_TYPE, 1)
                        .ofFile(shown)
                        .ofColumn(column + ": " + type.get().simpleString() + " for "
                                + usual.get().simpleString()));
            }
        }
    }

    private static Optional<DataType> type(StructType schema, String column) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(column))
                .map(StructField::dataType)
                .findFirst();
    }
}
