package io.dramatis.cli.mixture;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.dramatis.error.DramatisException;
import io.dramatis.error.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * A table of the user's.
 *
 * @param rows in which the columns that form the groups are numbers
 * @param columns that form the groups
 * @param leftOut columns that form none, and were not asked for
 * @param notes what is odd about columns
 */
record InputTable(Dataset<Row> rows, List<String> columns, List<String> leftOut, List<String> notes) {
    private static final int MOST_LISTED = 20;

    /**
     * What the command line says of the columns.
     *
     * @param columns that form the groups; all numbers that have no other part where empty
     * @param label the true groups
     * @param key what names a row
     */
    record Asked(List<String> columns, Optional<String> label, List<String> key, Optional<String> weights) {

        private Set<String> others() {
            Set<String> others = new LinkedHashSet<>(key);
            label.ifPresent(others::add);
            weights.ifPresent(others::add);
            return others;
        }

        /** The columns to be read; none where all are. */
        private Set<String> named() {
            Set<String> named = new LinkedHashSet<>(columns);
            if (!columns.isEmpty()) {
                named.addAll(others());
            }
            return named;
        }

        private void requireApart() {
            columns.stream().filter(others()::contains).findFirst().ifPresent(name -> {
                throw DramatisException.usage(
                        "column '" + name + "' cannot form the groups",
                        "it is the label, a key or the weights",
                        "take it out of --columns");
            });
        }

        private boolean isNumber(String name) {
            return columns.contains(name) || weights.filter(name::equals).isPresent();
        }
    }

    /** Reads a table. */
    static InputTable read(SparkSession spark, TableFile file, Asked asked) {
        if (!file.isText()) {
            Dataset<Row> rows = file.typed(spark);
            return typed(file.path(), rows, asked).with(file.typedNotes(spark, rows));
        }
        TableFile.Texts texts = file.texts(spark, asked.named());
        asked.requireApart();
        Map<String, ColumnValues> values = values(texts.rows());
        // By now all rows were read.
        List<String> notes = file.notes(texts.input());
        return of(file.path(), texts.rows(), values, asked).with(notes);
    }

    /**
     * Of a file that has no types.
     *
     * @param path how messages call it
     * @param texts all columns of the file, each once and as trimmed text; the empty text is no value
     */
    static InputTable of(String path, Dataset<Row> texts, Asked asked) {
        requireColumns(texts, asked);
        return of(path, texts, values(texts), asked);
    }

    private static InputTable of(String path, Dataset<Row> texts, Map<String, ColumnValues> values, Asked asked) {
        Map<String, String> kinds = new LinkedHashMap<>();
        List<Column> typed = new ArrayList<>();
        values.forEach((name, ofColumn) -> {
            ColumnValues.Kind kind = ofColumn.kind();
            kinds.put(name, kind.name().toLowerCase(Locale.ROOT));
            boolean isUsed = asked.isNumber(name)
                    || (asked.columns().isEmpty() && !asked.others().contains(name));
            typed.add(typed(text(name), kind, isUsed).as(name));
        });
        return chosen(path, texts.select(typed.toArray(Column[]::new)), kinds, values, asked);
    }

    /** With what is odd about its files, told first. */
    private InputTable with(List<String> ofFiles) {
        return new InputTable(
                rows,
                columns,
                leftOut,
                Stream.concat(ofFiles.stream(), notes.stream()).toList());
    }

    /** Of a file with types. */
    private static InputTable typed(String path, Dataset<Row> rows, Asked asked) {
        requireColumns(rows, asked);
        Map<String, String> kinds = new LinkedHashMap<>();
        Arrays.stream(rows.schema().fields())
                .forEach(field -> kinds.put(field.name(), field.dataType().simpleString()));
        return chosen(path, rows, kinds, values(rows), asked);
    }

    private static Map<String, ColumnValues> values(Dataset<Row> rows) {
        ColumnValues[] all = ColumnValues.of(rows);
        Map<String, ColumnValues> values = new LinkedHashMap<>();
        for (int i = 0; i < all.length; i++) {
            values.put(rows.columns()[i], all[i]);
        }
        return values;
    }

    /** A column that has no part keeps its text: {@code 007} is no 7. */
    private static Column typed(Column text, ColumnValues.Kind kind, boolean isUsed) {
        Column given = ColumnValues.given(text);
        return switch (kind) {
            case INTEGER -> given.try_cast("int");
            case LONG -> given.try_cast("bigint");
            case FLAG -> given.try_cast("boolean");
            case NUMBER, NOTHING -> isUsed ? given.try_cast("double") : given;
            case TEXT -> when(not(text.isin("", "NA")), text);
        };
    }

    private static InputTable chosen(
            String path, Dataset<Row> rows, Map<String, String> kinds, Map<String, ColumnValues> values, Asked asked) {
        boolean isAsked = !asked.columns().isEmpty();
        List<String> notes = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        Map<String, ColumnValues> numbers = new LinkedHashMap<>();
        values.forEach((name, ofColumn) -> {
            if (isAsked ? asked.columns().contains(name) : !asked.others().contains(name)) {
                if (isAsked || isForming(rows.schema().apply(name).dataType())) {
                    numbers.put(name, ofColumn);
                } else {
                    leftOut.add(name);
                    odd(name, ofColumn).ifPresent(notes::add);
                }
            }
        });
        Map<String, RowNames.Finding> findings = RowNames.of(rows, numbers);
        List<String> forming =
                new ArrayList<>(isAsked ? asked.columns().stream().distinct().toList() : numbers.keySet());
        findings.forEach((name, finding) -> {
            notes.add(finding.told(Shown.line(name), isAsked));
            if (finding.isLeftOut() && !isAsked) {
                forming.remove(name);
                leftOut.add(name);
            }
        });
        if (forming.isEmpty()) {
            throw DramatisException.contract(
                    path + " has no column of numbers that could form groups",
                    "its columns are "
                            + listed(kinds.entrySet().stream()
                                    .map(kind -> kind.getKey() + " (" + kind.getValue() + ")")
                                    .toList())
                            + notes.stream().map(note -> "; " + note).collect(Collectors.joining()),
                    "give a table with numbers");
        }
        return new InputTable(rows, forming, leftOut, notes);
    }

    private static boolean isForming(DataType type) {
        return type instanceof NumericType || type instanceof BooleanType;
    }

    /** Of a column that would be one of numbers but for a few values. */
    private static Optional<String> odd(String name, ColumnValues values) {
        return values.odd() == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "column '%s' is left out: %,d of its %,d values are no numbers (such as %s)",
                        Shown.line(name),
                        values.odd(),
                        values.given(),
                        Shown.line(values.oddShape().orElse("true"))));
    }

    private static void requireColumns(Dataset<Row> rows, Asked asked) {
        List<String> known = Arrays.asList(rows.columns());
        require(known, asked.others());
        require(known, asked.columns());
        asked.requireApart();
    }

    /** @throws DramatisException of usage, where a name is none of the known ones */
    static void require(List<String> known, Collection<String> names) {
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw DramatisException.usage(
                    "There is no column '" + name + "'", "the columns are " + listed(known), "Name one of these");
        });
    }

    /** The first few, and how many more there are. */
    private static String listed(Collection<String> names) {
        String first = names.stream().limit(MOST_LISTED).map(Shown::line).collect(Collectors.joining(", "));
        int more = names.size() - MOST_LISTED;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    /** A column as text. */
    static Column text(String name) {
        return col("`" + name.replace("`", "``") + "`").cast("string");
    }
}
