package io.dramatis.input;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Input;
import io.dramatis.error.DramatisException;
import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deliveries of Parquet files like the demo's survey, whose files do not agree: they are read as they were written, what
 * differs is told by file, or they are refused. There are 40 of them and not 2,000, since each is read by Spark's own reader
 * in jobs of its own, a tenth of a second each, and there are no bytes but the schemas that this project takes apart.
 */
@ExtendWith(SparkSessions.class)
class ParquetFuzzerTest {
    private static final int MUTATIONS = 40;
    private static final List<String> NEEDED = List.of("email", "price_1", "channels");

    /** What came of a delivery. */
    private enum Outcome {
        READ_IN_FULL,
        READ_WITH_COLUMNS_TOLD,
        READ_WITH_BROKEN_ROWS,
        REFUSED
    }

    /** The types that a column may have. */
    private enum Type {
        TEXT,
        INT,
        LONG,
        DOUBLE,
        FLOAT,
        TRUTH,
        LIST;

        org.apache.parquet.schema.Type named(String name) {
            return switch (this) {
                case TEXT ->
                    Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(name);
                case INT -> Types.optional(PrimitiveTypeName.INT32).named(name);
                case LONG -> Types.optional(PrimitiveTypeName.INT64).named(name);
                case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
                case FLOAT -> Types.optional(PrimitiveTypeName.FLOAT).named(name);
                case TRUTH -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
                case LIST ->
                    Types.optionalList()
                            .optionalElement(PrimitiveTypeName.BINARY)
                            .as(stringType())
                            .named(name);
            };
        }
    }

    /** A file to be: columns by name, rows of values by name. */
    private static final class Table {
        private final Map<String, Type> columns = new TreeMap<>();
        private final List<String> order = new ArrayList<>();
        private final List<Map<String, Object>> rows = new ArrayList<>();

        void column(String name, Type type) {
            columns.put(name, type);
            order.add(name);
        }

        Object value(Map<String, Object> row, String name) {
            return columns.containsKey(name) ? row.get(name) : null;
        }
    }

    @TempDir
    private Path folder;

    @Test
    void filesThatDoNotAgreeAreReadAsTheyWereWrittenAndItIsTold(SparkSession spark) throws IOException {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        List<String> differences = new ArrayList<>();
        long records = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Random random = new Random(i);
            List<Table> tables = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                tables.add(table(10 * t, random));
            }
            int changes = random.nextInt(4);
            for (int c = 0; c < changes; c++) {
                change(tables, random);
            }
            Path delivery = Files.createDirectory(folder.resolve("d" + i));
            for (int t = 0; t < tables.size(); t++) {
                write(delivery.resolve("survey-" + t + ".parquet"), tables.get(t));
            }
            boolean isDamaged = random.nextInt(12) == 0;
            if (isDamaged) {
                Path file = delivery.resolve("survey-0.parquet");
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length - 1 - random.nextInt(20)));
            }
            Outcome outcome = outcome(spark, delivery, tables, isDamaged, "" + i, differences);
            outcomes.merge(outcome, 1, Integer::sum);
            records += outcome == Outcome.REFUSED
                    ? 0
                    : tables.stream().mapToLong(table -> table.rows.size()).sum();
        }
        System.out.printf(
                "Parquet: %d deliveries, %s, %,d records, %d differences%n",
                MUTATIONS, outcomes, records, differences.size());
        assertThat(differences).as("silent differences").isEmpty();
        assertThat(outcomes.get(Outcome.READ_IN_FULL)).isGreaterThan(MUTATIONS / 4);
        assertThat(outcomes.get(Outcome.READ_WITH_COLUMNS_TOLD)).isGreaterThan(MUTATIONS / 5);
        assertThat(outcomes.get(Outcome.READ_WITH_BROKEN_ROWS)).isGreaterThan(0);
        assertThat(outcomes.get(Outcome.REFUSED)).isGreaterThan(MUTATIONS / 20);
    }

    private static Table table(int from, Random random) {
        Table table = new Table();
        table.column("email", Type.TEXT);
        table.column("submitted_at", Type.TEXT);
        table.column("channels", Type.TEXT);
        table.column("price_1", Type.INT);
        table.column("price_2", Type.DOUBLE);
        for (int i = from; i < from + 6; i++) {
            table.rows.add(row(i, random));
        }
        return table;
    }

    private static Map<String, Object> row(int i, Random random) {
        Map<String, Object> row = new HashMap<>();
        row.put("email", "p" + i + "@x.org");
        row.put("submitted_at", "2025-09-0" + (1 + random.nextInt(9)));
        row.put("channels", random.nextBoolean() ? "store;app" : null);
        row.put("price_1", random.nextInt(5) == 0 ? null : 1 + random.nextInt(7));
        row.put("price_2", random.nextInt(5) == 0 ? null : random.nextInt(8) / 2.0);
        return row;
    }

    private static void change(List<Table> tables, Random random) {
        Table table = tables.get(random.nextInt(tables.size()));
        String name = table.order.get(random.nextInt(table.order.size()));
        Map<String, Object> row =
                table.rows.isEmpty() ? new HashMap<>() : table.rows.get(random.nextInt(table.rows.size()));
        switch (random.nextInt(10)) {
            case 0 -> {
                if (table.order.size() > 1) {
                    table.order.remove(name);
                    table.columns.remove(name);
                }
            }
            case 1 -> rename(table, name, name.toUpperCase(Locale.ROOT));
            case 2 -> rename(table, name, name.replace("_", " ") + " ");
            case 3, 4 -> retype(table, name, Type.values()[random.nextInt(Type.values().length)], random);
            case 5 -> {
                retype(table, "channels", Type.LIST, random);
                if (table.columns.containsKey("channels")) {
                    row.put(
                            "channels",
                            random.nextBoolean() ? Arrays.asList("a;b", null) : Arrays.asList(null, "b", ""));
                }
            }
            case 6 -> Collections.shuffle(table.order, random);
            case 7 -> {
                if (!table.columns.containsKey("more")) {
                    table.column("more", Type.LONG);
                    table.rows.forEach(each -> each.put("more", (long) random.nextInt(2)));
                }
            }
            case 8 -> {
                if (random.nextBoolean()) {
                    table.rows.clear();
                } else {
                    table.rows.add(new HashMap<>(row));
                }
            }
            default -> tables.add(0, table(10 * tables.size(), random));
        }
    }

    private static void rename(Table table, String name, String other) {
        if (!table.columns.containsKey(other)) {
            table.columns.put(other, table.columns.remove(name));
            table.order.set(table.order.indexOf(name), other);
            table.rows.forEach(row -> row.put(other, row.remove(name)));
        }
    }

    private static void retype(Table table, String name, Type type, Random random) {
        if (!table.columns.containsKey(name)) {
            return;
        }
        table.columns.put(name, type);
        for (Map<String, Object> row : table.rows) {
            int number = random.nextInt(100);
            row.put(
                    name,
                    random.nextInt(6) == 0
                            ? null
                            : switch (type) {
                                case TEXT -> "t" + number;
                                case INT -> number;
                                case LONG -> 100_000L + number;
                                case DOUBLE -> random.nextBoolean() ? 100_000.0 + number : number / 7.0;
                                case FLOAT -> number / 4f;
                                case TRUTH -> number % 2 == 0;
                                case LIST -> random.nextBoolean() ? List.of() : Arrays.asList("x" + number, "y");
                            });
        }
    }

    private static void write(Path file, Table table) throws IOException {
        MessageType named = new MessageType(
                "survey",
                table.order.stream()
                        .map(name -> table.columns.get(name).named(name))
                        .toList());
        HadoopOutputFile out =
                HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(out).withType(named).build()) {
            for (Map<String, Object> row : table.rows) {
                SimpleGroup group = new SimpleGroup(named);
                for (String name : table.order) {
                    add(group, name, row.get(name));
                }
                writer.write(group);
            }
        }
    }

    private static void add(Group group, String name, Object value) {
        if (value instanceof String text) {
            group.append(name, text);
        } else if (value instanceof Integer number) {
            group.append(name, number);
        } else if (value instanceof Long number) {
            group.append(name, number);
        } else if (value instanceof Double number) {
            group.append(name, number);
        } else if (value instanceof Float number) {
            group.append(name, number);
        } else if (value instanceof Boolean truth) {
            group.append(name, truth);
        } else if (value instanceof List<?> parts) {
            Group list = group.addGroup(name);
            for (Object part : parts) {
                Group element = list.addGroup("list");
                if (part != null) {
                    element.append("element", part.toString());
                }
            }
        }
    }

    private static String text(Object value) {
        if (value instanceof List<?> parts) {
            return parts.stream().filter(Objects::nonNull).map(Object::toString).collect(Collectors.joining(";"));
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return number == Math.rint(number) ? "" + (long) number : value.toString();
        }
        return value == null ? null : value.toString();
    }

    private static Outcome outcome(
            SparkSession spark,
            Path delivery,
            List<Table> tables,
            boolean isDamaged,
            String seed,
            List<String> differences) {
        Set<String> everywhere = new HashSet<>();
        tables.forEach(table -> everywhere.addAll(table.columns.keySet()));
        Optional<String> nowhere =
                NEEDED.stream().filter(name -> !everywhere.contains(name)).findFirst();
        ReadInput read;
        List<Row> rows;
        try {
            Input input = PlainReading.input("parquet", delivery.toString(), Input.Text.DEFAULT, Map.of());
            read = new InputRows(spark).read(PlainReading.NAME, input, NEEDED, Map.of());
            rows = read.rows().collectAsList();
        } catch (DramatisException refused) {
            String words = refused.problem() + "; " + refused.reason();
            boolean isMeant = isDamaged && words.contains("survey-0.parquet; the file is damaged")
                    || nowhere.isPresent() && words.contains("lacks column") && words.contains(nowhere.get());
            if (!isMeant) {
                differences.add(seed + ": refused: " + words);
            }
            return Outcome.REFUSED;
        } catch (RuntimeException failure) {
            differences.add(seed + ": " + failure
                    + tables.stream().map(table -> table.columns.toString()).toList());
            return Outcome.REFUSED;
        }
        if (isDamaged || nowhere.isPresent()) {
            differences.add(seed + ": not refused");
        }
        List<String> expected = new ArrayList<>();
        long broken = 0;
        Map<List<String>, Integer> wholes = new HashMap<>();
        for (Table table : tables) {
            for (Map<String, Object> row : table.rows) {
                boolean isBroken = NEEDED.stream()
                        .map(name -> table.value(row, name))
                        .anyMatch(value -> value instanceof List<?> parts
                                && parts.stream()
                                        .anyMatch(part ->
                                                part != null && part.toString().contains(";")));
                broken += isBroken ? 1 : 0;
                expected.add(isBroken
                        + NEEDED.stream()
                                .map(name -> text(table.value(row, name)))
                                .toList()
                                .toString());
                List<String> whole = new ArrayList<>();
                table.columns.forEach((name, type) -> whole.add(name + " " + type + " " + row.get(name)));
                wholes.merge(whole, 1, Integer::sum);
            }
        }
        List<String> found = new ArrayList<>();
        for (Row row : rows) {
            boolean isBroken = row.getAs(InputRows.CORRUPT) != null;
            List<String> values = NEEDED.stream()
                    .map(name -> row.<Object>getAs(name))
                    .map(value -> value == null ? null : value.toString())
                    .toList();
            found.add(isBroken + values.toString());
        }
        Collections.sort(expected);
        Collections.sort(found);
        if (!found.equals(expected)) {
            differences.add(seed + ": " + expected + " is not " + found
                    + tables.stream().map(table -> table.columns.toString()).toList());
        }
        long distinct = rows.stream()
                .map(row -> row.<Long>getAs(InputRows.ROW))
                .distinct()
                .count();
        if (distinct != wholes.size()) {
            differences.add(seed + ": " + wholes.size() + " rows are distinct, and not " + distinct);
        }
        ReadInput.Account account = read.account();
        if (account.records().orElseThrow() != expected.size() || account.broken() != broken) {
            differences.add(seed + ": " + expected.size() + " and " + broken + ", and not " + account);
        }
        Set<String> told = new TreeSet<>();
        account.notes()
                .forEach(note -> told.add(note.kind() + " " + note.file().orElse("") + " "
                        + note.column().orElse("").replaceAll(": .*", "")));
        Set<String> odd = odd(tables);
        if (broken > 0) {
            told.remove(NoteKind.ROWS_BROKEN + "  ");
        }
        if (!told.equals(odd)) {
            differences.add(seed + ": told " + told + " and not " + odd);
        }
        return broken > 0
                ? Outcome.READ_WITH_BROKEN_ROWS
                : odd.isEmpty() ? Outcome.READ_IN_FULL : Outcome.READ_WITH_COLUMNS_TOLD;
    }

    private static Set<String> odd(List<Table> tables) {
        Set<String> odd = new TreeSet<>();
        for (int t = 0; t < tables.size(); t++) {
            Map<String, Type> columns = tables.get(t).columns;
            for (String name : NEEDED) {
                String place = " survey-" + t + ".parquet " + name;
                if (!columns.containsKey(name)) {
                    odd.add(NoteKind.COLUMN_MISSING_IN_FILE + place);
                }
                if (columns.keySet().stream()
                        .anyMatch(other -> !other.equals(name) && plain(other).equals(plain(name)))) {
                    odd.add(NoteKind.COLUMN_OF_OTHER_CASE + place);
                }
                Type usual = tables.get(0).columns.get(name);
                if (columns.containsKey(name) && usual != null && usual != columns.get(name)) {
                    odd.add(NoteKind.COLUMN_OF_OTHER_TYPE + place);
                }
            }
        }
        return odd;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _]", "");
    }
}
