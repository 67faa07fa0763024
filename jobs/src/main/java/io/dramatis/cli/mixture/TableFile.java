package io.dramatis.cli.mixture;

import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Input;
import io.dramatis.config.Origin;
import io.dramatis.config.Secret;
import io.dramatis.error.DramatisException;
import io.dramatis.input.InputName;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.input.NoteKind;
import io.dramatis.input.PlainText;
import io.dramatis.input.ReadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table that the command line names, read as the inputs of a study are.
 *
 * @param path of a file, or of a folder of files
 * @param reading how a file of text is taken apart
 */
record TableFile(String path, TextReading reading) {
    private static final String OPTION = "--input";

    /** Over this share of broken rows the rest says little of the table. */
    private static final double MOST_BROKEN = 0.05;

    /** More columns than this are not looked through for those that hold numbers. */
    private static final int MOST_COLUMNS = 1_000;

    /** @throws DramatisException of usage, where there is none */
    TableFile {
        if (!path.contains("://") && !Files.exists(Path.of(path))) {
            throw DramatisException.usage("There is no " + path, "--input names no file or folder", "Correct the path");
        }
    }

    /** Whether its columns have no types. */
    boolean isText() {
        return plainName().matches(".*\\.[ct]sv");
    }

    private String plainName() {
        return path.toLowerCase(Locale.ROOT).replaceFirst("/+$", "").replaceFirst("\\.(gz|bz2|zst)$", "");
    }

    private InputName name() {
        return InputName.ofOption(OPTION, path);
    }

    private Input input() {
        String separator = reading.separator().orElse(plainName().endsWith(".tsv") ? "\t" : ",");
        return new Input(
                isText() ? "csv" : "parquet",
                path,
                isText() ? Map.of("sep", new Secret(separator)) : Map.of(),
                reading.text(),
                new Origin(OPTION, OPTION));
    }

    /**
     * The columns of a file of text.
     *
     * @param all of them, as the header has them
     * @param rows each of the wanted columns once, as trimmed text
     * @param input what they come from
     */
    record Texts(List<String> all, Dataset<Row> rows, ReadInput input) {}

    /**
     * Begins to read a file of text.
     *
     * @param named columns to be read; all whose name stands once, where empty
     * @throws DramatisException where it cannot be read, or lacks a column
     */
    Texts texts(SparkSession spark, Set<String> named) {
        InputRows inputs = new InputRows(spark);
        List<String> all = inputs.columns(name(), input());
        if (all.isEmpty()) {
            throw DramatisException.contract(
                    path + " is empty", "it has no header", "give a table with a header and rows");
        }
        InputTable.require(all, named);
        List<String> wanted = named.isEmpty() ? once(all) : List.copyOf(named);
        if (named.isEmpty() && wanted.size() > MOST_COLUMNS) {
            throw DramatisException.contract(
                    String.format(Locale.ROOT, "%s has %,d columns", path, wanted.size()),
                    String.format(Locale.ROOT, "without --columns at most %,d are looked through", MOST_COLUMNS),
                    "name those that form the groups: --columns a,b,c");
        }
        ReadInput read = inputs.read(name(), input(), wanted, Map.of());
        Column[] texts = wanted.stream()
                .map(column -> PlainText.of(InputRows.column(column)).as(column))
                .toArray(Column[]::new);
        return new Texts(all, read.rows().where(col(InputRows.CORRUPT).isNull()).select(texts), read);
    }

    private static List<String> once(List<String> names) {
        Map<String, Integer> counts = new HashMap<>();
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        return names.stream()
                .filter(name -> !name.isEmpty() && counts.get(name) == 1)
                .toList();
    }

    /** The rows of a file with types. */
    Dataset<Row> typed(SparkSession spark) {
        return spark.read().parquet(path);
    }

    /** What is odd about the files of a table with types: Spark takes the columns of one for those of all. */
    List<String> typedNotes(SparkSession spark, Dataset<Row> rows) {
        ReadInput read = new InputRows(spark).read(name(), input(), Arrays.asList(rows.columns()), Map.of());
        return told(read.account().notes());
    }

    /**
     * What is odd about the rows of a file of text; free once all of them were read.
     *
     * @throws DramatisException of contract, where it could not be read to its end, or too many rows are broken
     */
    List<String> notes(ReadInput read) {
        ReadInput.Account account = read.account();
        account.requireSound();
        long records = account.records().orElse(0L);
        if (account.broken() > MOST_BROKEN * records) {
            List<Note> broken = account.notes().stream()
                    .filter(note -> note.kind().isOfBroken())
                    .toList();
            throw DramatisException.contract(
                    String.format(
                            Locale.ROOT,
                            "%s: %,d of %,d rows (%.1f%%) cannot be read, more than 5%%",
                            path,
                            account.broken(),
                            records,
                            100.0 * account.broken() / records),
                    String.join("\n", told(broken)),
                    broken.stream().anyMatch(note -> note.kind() == NoteKind.BYTES_NOT_TEXT)
                            ? "Give the encoding that the file has, such as --encoding windows-1252"
                            : "Correct the file");
        }
        return told(account.notes());
    }

    private static List<String> told(List<Note> notes) {
        return notes.stream().map(Note::sentence).sorted().toList();
    }
}
