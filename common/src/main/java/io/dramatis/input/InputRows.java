package io.dramatis.input;

import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Input;
import io.dramatis.error.DramatisException;
import io.dramatis.input.text.FileListing;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of an input as they are in it: the needed columns under their names in the file (text for CSV and JSON), with
 * their place and, where a row cannot be taken apart, why.
 */
public final class InputRows {
    /** STRING: why the row cannot be taken apart; null where it can. */
    public static final String CORRUPT = "__corrupt_record";

    /** LONG, hash of the whole row, with the columns that nobody asked for: two rows that differ there are no copies. */
    public static final String ROW = "__row";

    /** LONG, where the row stands: see {@link ReadInput#withPlace}. Of two rows the lesser stands first. */
    public static final String AT = "__at";

    private final SparkSession spark;

    public InputRows(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Begins to read an input.
     *
     * @param needed columns of the file
     * @param separators between the parts of a list, by column; ; where it says nothing
     * @throws DramatisException where it is missing, empty, of another format, or lacks a column
     */
    public ReadInput read(InputName name, Input input, List<String> needed, Map<String, String> separators) {
        return read(name, input, needed, separators, Set.of());
    }

    /**
     * Reads an input none of whose rows may be broken, and all of whose files have all columns: once to look at all of it,
     * and again when its rows are used.
     *
     * @param notes takes what is odd about it
     * @param optional columns that a file may lack
     * @throws DramatisException where it cannot be read whole
     */
    public ReadInput readWhole(
            InputName name, Input input, List<String> needed, Set<String> optional, List<Note> notes) {
        return readWhole(name, input, needed, optional, Map.of(), notes);
    }

    /**
     * The same.
     *
     * @param separators between the parts of a list, by column; ; where it says nothing
     */
    public ReadInput readWhole(
            InputName name,
            Input input,
            List<String> needed,
            Set<String> optional,
            Map<String, String> separators,
            List<Note> notes) {
        Set<String> inEachFile = new java.util.HashSet<>(needed);
        inEachFile.removeAll(optional);
        ReadInput read = read(name, input, needed, separators, inEachFile);
        ReadInput.Account account = read.account();
        account.requireSound();
        if (account.broken() > 0) {
            throw name.refused(
                    " has " + account.broken() + " broken rows",
                    "they do not parse, or have too few or too many fields, so that rows would miss what belongs to them; the first is "
                            + account.example().orElse("not told"),
                    "Mend the file " + input.path());
        }
        notes.addAll(account.notes());
        return read;
    }

    /**
     * The names of all columns of an input of CSV, as its first file has them that is not empty; one that has none is called
     * by its place. A name may stand twice; then it is not one that {@link #read} takes.
     *
     * @throws DramatisException as {@link #read}
     */
    public List<String> columns(InputName name, Input input) {
        return TextInput.columns(spark, name, input, listing(name, input));
    }

    private ReadInput read(
            InputName name, Input input, List<String> needed, Map<String, String> separators, Set<String> inEachFile) {
        FileListing listing = listing(name, input);
        return switch (input.format().toLowerCase(Locale.ROOT)) {
            case "csv", "json" -> TextInput.of(spark, name, input, listing, needed, separators, inEachFile);
            default -> new TypedFiles(spark, name, input, listing, needed).read(separators, inEachFile);
        };
    }

    /** No rows. */
    public Dataset<Row> none(StructType schema) {
        return spark.createDataFrame(List.of(), schema);
    }

    /** The files that an input is made of, by name; none for a format without files. */
    public List<FileStatus> files(Input input) {
        return FileListing.of(input, configuration(spark, input)).files();
    }

    /** The names of {@link #files}, as short as tells them apart. */
    public List<String> fileNames(Input input) {
        return FileListing.of(input, configuration(spark, input)).names();
    }

    private FileListing listing(InputName name, Input input) {
        FileListing listing;
        try {
            listing = FileListing.of(input, configuration(spark, input));
        } catch (UncheckedIOException failure) {
            throw name.refused(
                            " cannot be read",
                            "listing " + input.path() + " failed: "
                                    + failure.getCause().getMessage(),
                            "Give the job the right to read it, or correct `path`")
                    .causedBy(failure);
        }
        if (input.path().isEmpty()) {
            return listing;
        }
        if (listing.files().isEmpty()) {
            throw name.refused(
                    " has no file",
                    listing.skipped().isEmpty()
                            ? input.path() + " does not exist or holds no file"
                            : input.path() + " holds nothing but " + TextHeads.listed(listing.skipped())
                                    + ": names that begin with _ or . are skipped",
                    "Deliver the file, or correct `path`");
        }
        if (listing.files().stream().allMatch(file -> file.getLen() == 0)) {
            throw name.refused(
                    " is empty",
                    input.path() + " holds not a single byte",
                    "Deliver the file again; nothing was published");
        }
        return listing;
    }

    /** Whether each value of a column was a number in the files: then it is written with a point. */
    public static boolean isNumber(StructField field) {
        return TypedInput.isNumber(field);
    }

    /** Hadoop's configuration, with what the input's own options say of its file system. */
    static Configuration configuration(SparkSession spark, Input input) {
        Configuration configuration = new Configuration(spark.sparkContext().hadoopConfiguration());
        input.options().forEach((name, value) -> {
            if (name.startsWith(Input.FILE_SYSTEM)) {
                configuration.set(name, value.reveal());
            }
        });
        return configuration;
    }

    /** A column whose name may hold any character. */
    public static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
