package io.dramatis.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Input;
import io.dramatis.error.DramatisException;
import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs as Spark's rows: with their places and their account. */
@ExtendWith(SparkSessions.class)
class InputRowsTest {
    @TempDir
    private Path folder;

    private SparkSession spark;

    @BeforeEach
    void open(SparkSession session) {
        spark = session;
    }

    private ReadInput read(String format, String path, Map<String, String> options, String... needed) {
        Input input = PlainReading.input(format, folder + "/" + path, Input.Text.DEFAULT, options);
        return new InputRows(spark).read(PlainReading.NAME, input, List.of(needed), Map.of());
    }

    private static List<String> rows(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    private static List<String> values(ReadInput read, String... columns) {
        return rows(read.rows()
                .select(Stream.of(columns).map(InputRows::column).toArray(org.apache.spark.sql.Column[]::new)));
    }

    @Test
    void sparksRowsAreThoseOfTheSimpleReader() throws IOException {
        int read = 0;
        for (int seed = 0; read < 10; seed++) {
            CsvDraft draft = new CsvDraft(seed).changed();
            SimpleCsv.Result simple = SimpleCsv.read(draft.files(), CsvDraft.NEEDED, draft.rules());
            if (!simple.refusals().isEmpty() || simple.records().isEmpty()) {
                continue;
            }
            read++;
            Path delivery = written("csv" + seed, draft.files());
            Input input = CsvFuzzerTest.input(delivery, draft.rules());
            assertThat(records(input, CsvDraft.NEEDED, simple.records().size()))
                    .as("seed %s", seed)
                    .isEqualTo(simple.records());
        }
    }

    @Test
    void sparksRowsAreThoseOfTheTrees() throws IOException {
        int read = 0;
        for (int seed = 0; read < 10; seed++) {
            JsonDraft draft = new JsonDraft(seed).changed();
            SimpleJson.Result simple = SimpleJson.read(draft.files(), JsonDraft.NEEDED, draft.rules());
            Input.Text text =
                    new Input.Text(draft.rules().charset().name(), draft.rules().isDocument(), -1, 50, 8 << 20, 200);
            Input input = PlainReading.input(
                    "json", written("json" + seed, draft.files()).toString(), text, Map.of());
            PlainReading plain = PlainReading.of(input, JsonDraft.NEEDED);
            if (plain.fault().isPresent()) {
                continue;
            }
            read++;
            assertThat(records(input, JsonDraft.NEEDED, simple.records().size()))
                    .as("seed %s", seed)
                    .isEqualTo(plain.records());
        }
    }

    private Path written(String name, SortedMap<String, byte[]> files) throws IOException {
        return CsvFuzzerTest.written(Files.createDirectory(folder.resolve(name)), files);
    }

    private List<SimpleRecord> records(Input input, List<String> needed, int expected) {
        ReadInput read = new InputRows(spark).read(PlainReading.NAME, input, needed, Map.of());
        // A part of the rows is no reading of all of them.
        read.rows().limit(2).collectAsList();
        assertThat(read.account().records()).contains((long) expected);
        List<SimpleRecord> records = new ArrayList<>();
        for (Row row : read.withPlace(read.rows(), "file", "line").collectAsList()) {
            Optional<String> broken = Optional.ofNullable(row.getAs(InputRows.CORRUPT));
            List<String> values = new ArrayList<>();
            needed.forEach(name -> values.add(row.getAs(name)));
            records.add(new SimpleRecord(
                    row.getAs("file"),
                    row.<Long>getAs("line"),
                    broken.isPresent() ? List.of() : values,
                    broken.orElse("")));
        }
        records.sort(Comparator.comparing(SimpleRecord::file).thenComparing(SimpleRecord::line));
        read.account().requireSound();
        return records;
    }

    @Test
    void columnsMayHaveAnyName() throws IOException {
        String odd = "a.b`c\"; DROP TABLE x; -- ${y} ../z";
        Files.writeString(folder.resolve("crm.csv"), "id,ID,\"" + odd.replace("\"", "\"\"") + "\"\nC1,c1,1\nC2,c2\n");
        Files.writeString(
                folder.resolve("web.jsonl"),
                "{\"id\":\"C1\",\"ID\":\"c1\",\"a.b`c\\\"; DROP TABLE x; -- ${y} ../z\":1}\n");
        for (String path : List.of("crm.csv", "web.jsonl")) {
            ReadInput read = read(path.endsWith("csv") ? "csv" : "json", path, Map.of(), "id", odd);
            assertThat(values(read, "id", odd)).contains("[C1,1]");
            assertThat(read.withPlace(read.rows(), "file", "line")
                            .where("line = 1 or line = 2")
                            .count())
                    .isPositive();
        }
    }

    @Test
    void typedFilesOfOneNameAreToldApart() {
        spark.sql("select 'C1' as id, array('a;b') as tags").coalesce(1).write().parquet(folder + "/in/a");
        spark.sql("select 'C2' as id, array('b') as tags").coalesce(1).write().parquet(folder + "/in/b");
        Path one = onlyFile("in/a");
        Path other = onlyFile("in/b");
        assertThat(one.toFile().renameTo(folder.resolve("in/a/the file.parquet").toFile()))
                .isTrue();
        assertThat(other.toFile()
                        .renameTo(folder.resolve("in/b/the file.parquet").toFile()))
                .isTrue();
        ReadInput read = read("parquet", "in", Map.of(), "id", "tags");
        assertThat(rows(read.withPlace(read.rows(), "file", "line")
                        .select("id", "tags", "file", "line", InputRows.CORRUPT)))
                .containsExactly(
                        "[C1,a;b,a/the file.parquet,null,a part of a list holds the separator]",
                        "[C2,b,b/the file.parquet,null,null]");
        assertThat(read.account().broken()).isEqualTo(1);
        assertThat(read.account().notes())
                .extracting(Note::sentence)
                .containsExactly("crm: 1 x rows that cannot be taken apart; each is rejected"
                        + " (such as a part of a list holds the separator) [rows-broken]");
    }

    private Path onlyFile(String of) {
        try (Stream<Path> files = Files.list(folder.resolve(of))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void typedRowsThatDifferInAnyColumnAreNoCopies() {
        spark.sql("""
                select * from values
                  ('C1', null, 'a', named_struct('x', null, 'y', 'a'), array(null, 'a'), map('k', 1), timestamp'2025-01-01 00:00:00.000001'),
                  ('C1', 'a', null, named_struct('x', null, 'y', 'a'), array(null, 'a'), map('k', 1), timestamp'2025-01-01 00:00:00.000001'),
                  ('C1', null, 'a', named_struct('x', 'a', 'y', null), array(null, 'a'), map('k', 1), timestamp'2025-01-01 00:00:00.000001'),
                  ('C1', null, 'a', named_struct('x', null, 'y', 'a'), array('a', null), map('k', 1), timestamp'2025-01-01 00:00:00.000001'),
                  ('C1', null, 'a', named_struct('x', null, 'y', 'a'), array(null, 'a'), map('k', 2), timestamp'2025-01-01 00:00:00.000001'),
                  ('C1', null, 'a', named_struct('x', null, 'y', 'a'), array(null, 'a'), map('k', 1), timestamp'2025-01-01 00:00:00.000002'),
                  ('C1', null, 'a', named_struct('x', null, 'y', 'a'), array(null, 'a'), map('k', 1), timestamp'2025-01-01 00:00:00.000001')
                as t(id, a, b, s, l, m, t)""").coalesce(1).write().parquet(folder + "/in/1");
        // The same values in columns of other names, and of another order.
        spark.sql("select 'C2' as id, 'a' as x").coalesce(1).write().parquet(folder + "/in/2");
        spark.sql("select 'C2' as id, 'a' as y").coalesce(1).write().parquet(folder + "/in/3");
        spark.sql("select 'a' as x, 'C2' as id").coalesce(1).write().parquet(folder + "/in/4");
        ReadInput read = read("parquet", "in", Map.of(), "id");
        assertThat(read.rows()
                        .groupBy("id", InputRows.ROW)
                        .count()
                        .groupBy("id")
                        .count()
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[C1,6]", "[C2,2]");
    }

    @Test
    void typedValuesAreReadAsTextWhereFilesDisagree() {
        spark.sql(
                        "select 'C1' as id, true as flag, 7 as n, date'2025-01-01' as day, cast(100000 as double) as f, X'41C3BC' as raw, array(array('a'), array('b')) as l")
                .coalesce(1)
                .write()
                .parquet(folder + "/in/1");
        spark.sql(
                        "select 'C2' as id, 1 as flag, 7.5 as n, '2025-01-02' as day, 'x' as f, X'FF' as raw, array(array('c')) as l")
                .coalesce(1)
                .write()
                .parquet(folder + "/in/2");
        spark.sql("select 'C3' as id, cast(null as boolean) as flag")
                .coalesce(1)
                .write()
                .parquet(folder + "/in/3");
        ReadInput read = read("parquet", "in", Map.of(), "id", "flag", "n", "day", "f", "raw", "l");
        assertThat(rows(read.rows()
                        .where(InputRows.column(InputRows.CORRUPT).isNull())
                        .drop(InputRows.AT, InputRows.ROW)))
                .containsExactly(
                        "[C1,true,7,2025-01-01,100000,Aü,[\"a\"];[\"b\"],null]",
                        "[C3,null,null,null,null,null,null,null]");
        assertThat(read.account().broken()).isEqualTo(1);
        assertThat(read.account().example()).contains("bytes that are no text of the encoding");
    }

    @Test
    void typedFilesThatCannotBeReadAreRefusedByName() throws IOException {
        spark.conf().set("spark.sql.caseSensitive", "true");
        spark.sql("select 'C1' as id, 'c1' as ID").coalesce(1).write().parquet(folder + "/twice");
        spark.conf().set("spark.sql.caseSensitive", "false");
        Files.createDirectory(folder.resolve("in"));
        Files.writeString(folder.resolve("in/_crm.parquet"), "x");
        Files.writeString(folder.resolve("in/crm.parquet"), "id,n\nC1,1\n");
        assertThatThrownBy(() -> read("parquet", "in", Map.of(), "id"))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("crm.parquet");
        assertThatThrownBy(() -> read("parquet", "in/_crm.parquet", Map.of(), "id"))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("Spark passes over such files");
        assertThatThrownBy(() -> read("orc", "in/crm.parquet", Map.of(), "id"))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("crm.parquet");
        assertThatThrownBy(() -> read("parquet", "twice", Map.of(), "id").rows().count())
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("COLUMN_ALREADY_EXISTS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "parquet"})
    void aNameThatHadoopCannotOpenIsRefused(String format) throws IOException {
        Files.createDirectory(folder.resolve("in"));
        Files.writeString(folder.resolve("in/crm 10:00"), "id,n\nC1,1\n");
        assertThatThrownBy(() -> read(format, "in", Map.of(), "id"))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("the name of crm 10:00 holds a colon");
    }

    @Test
    void whatIsNoTextIsNoTextInSparkToo() throws IOException {
        Files.write(folder.resolve("crm.csv"), "id,n\nC1,Zürich\nC2,x\n".getBytes(StandardCharsets.ISO_8859_1));
        ReadInput read = read("csv", "crm.csv", Map.of(), "id", "n");
        assertThat(values(read, "id", "n", InputRows.CORRUPT))
                .containsExactly("[C2,x,null]", "[null,null,bytes that are no text of the encoding]");
        assertThat(values(read("csv", "crm.csv", Map.of("charset", "windows-1252"), "id", "n"), "id", "n"))
                .containsExactly("[C1,Zürich]", "[C2,x]");
    }
}
