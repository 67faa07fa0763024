package io.dramatis.cli.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Tables of text as the command line reads them: every byte is accounted for. */
@ExtendWith(SparkSessions.class)
class TableFileTest {
    private static final InputTable.Asked NOTHING = asked();

    @TempDir
    private Path folder;

    private SparkSession spark;

    @BeforeEach
    void session(SparkSession session) {
        spark = session;
    }

    private static InputTable.Asked asked(String... columns) {
        return new InputTable.Asked(List.of(columns), Optional.empty(), List.of(), Optional.empty());
    }

    private static TextReading reading(String... options) {
        TextReading reading = new TextReading();
        new CommandLine(new Nothing()).addMixin("reading", reading).parseArgs(options);
        return reading;
    }

    @Command
    private static final class Nothing {}

    private InputTable read(String name, String text, InputTable.Asked asked, String... options) throws IOException {
        return read(name, text.getBytes(StandardCharsets.UTF_8), asked, options);
    }

    private InputTable read(String name, byte[] bytes, InputTable.Asked asked, String... options) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        return InputTable.read(spark, new TableFile(file.toString(), reading(options)), asked);
    }

    private DramatisException refused(String text, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        DramatisException fault = catchThrowableOfType(
                DramatisException.class,
                () -> InputTable.read(spark, new TableFile(file.toString(), reading(options)), NOTHING));
        assertThat(fault.exitCode()).isEqualTo(ExitCode.CONTRACT);
        return fault;
    }

    /** A header, and rows by their number. */
    private static String lines(String header, int rows, IntFunction<String> row) {
        return header + "\n" + IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n")) + "\n";
    }

    @Test
    void refusesAQuoteThatIsNotClosed() throws IOException {
        String text = lines("x,note", 40, i -> i + (i == 20 ? ".5,\"tall" : ".5,plain"));
        DramatisException fault = refused(text);
        assertThat(fault.problem())
                .contains("Table ", "t.csv (--input) has a quote that is not closed: t.csv:22")
                .doesNotContain("tall");
        assertThat(fault.cure()).isEqualTo("Correct the line; where values do hold line breaks, set --multi-line true");
        assertThat(refused(text, "--multi-line", "true").problem()).contains("a record that does not end: t.csv:22");
        assertThat(refused(text, "--multi-line", "--max-record-lines=3").reason())
                .contains("not closed within max-record-lines = 3 lines");
    }

    @Test
    void readsRecordsOfSeveralLinesWhereThatIsAsked() throws IOException {
        InputTable table = read("t.csv", "x,note\n1,\"a\nb\"\n2,c\n4,d\n", NOTHING, "--multi-line");
        assertThat(table.rows().count()).isEqualTo(3);
        assertThat(table.columns()).containsExactly("x");
        assertThat(table.notes()).singleElement().asString().contains("t.csv:2", "[rows-over-lines]");
    }

    @Test
    void leavesOutFewBrokenRowsAndSaysWhere() throws IOException {
        InputTable table = read(
                "t.csv",
                lines("x,y", 100, i -> i == 3 ? "1" : i == 7 || i == 9 ? "1,2,3" : i * i + "," + (i % 7)),
                NOTHING);
        assertThat(table.rows().count()).isEqualTo(97);
        assertThat(table.notes())
                .anyMatch(note -> note.contains("t.csv:5: 1 x rows that cannot be taken apart")
                        && note.contains("too few fields"))
                .anyMatch(note -> note.contains("t.csv:9: 2 x rows that cannot be taken apart")
                        && note.contains("too many fields"));
    }

    @Test
    void refusesManyBrokenRows() throws IOException {
        DramatisException fault = refused(lines("x,y", 100, i -> i % 16 == 3 ? "1,2,3" : "1,2"));
        assertThat(fault.problem()).contains("7 of 100 rows (7.0%) cannot be read, more than 5%");
        assertThat(fault.reason()).contains("t.csv:5: 7 x", "too many fields");
    }

    @Test
    void refusesBytesThatAreNoTextUnlessTheirEncodingIsGiven() throws IOException {
        String text = lines("größe,y", 40, i -> i + ".5," + (i % 7));
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        InputTable table = read("t.csv", latin, NOTHING, "--encoding", "latin1");
        assertThat(table.columns()).containsExactly("größe", "y");
        assertThat(table.notes()).isEmpty();

        String cells = lines("x,city", 40, i -> i * i + (i % 2 == 0 ? ",Köln" : ",Bonn"));
        Path file = Files.write(folder.resolve("t.csv"), cells.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> InputTable.read(spark, new TableFile(file.toString(), reading()), NOTHING))
                .hasMessageContaining("20 of 40 rows (50.0%) cannot be read")
                .hasMessageContaining("t.csv:2, city: 20 x rows with bytes that are no text of the encoding")
                .hasMessageContaining("--encoding windows-1252");
    }

    @Test
    void refusesFurtherHeadersUnlessTheyAreSkipped() throws IOException {
        String text = "age,score\n" + "How old are you?,What is your score?\n"
                + IntStream.range(0, 30)
                        .mapToObj(i -> i + 20 + "," + i * i + "\n")
                        .collect(Collectors.joining());
        DramatisException fault = refused(text);
        assertThat(fault.problem()).contains("has more than one header row");
        assertThat(fault.cure()).isEqualTo("Set --skip-rows 1 to skip them, or --skip-rows 0 where they are data");
        InputTable table = read("t.csv", text, NOTHING, "--skip-rows", "1");
        assertThat(table.rows().count()).isEqualTo(30);
        assertThat(table.columns()).contains("score");
    }

    @Test
    void callsUnnamedColumnsByTheirPlaceAndReadsNoneOfOneName() throws IOException {
        String text = lines(",x,x,y,", 30, i -> i + 1 + "," + i % 4 + "," + i % 5 + "," + i * i + ",");
        InputTable table = read("t.csv", text, NOTHING);
        assertThat(table.columns()).containsExactly("y", "_c4");
        assertThat(table.leftOut()).containsExactly("_c0");
        assertThat(table.notes())
                .anyMatch(note -> note.contains("t.csv, x: 2 x columns of one name, which are not read"))
                .anyMatch(note -> note.contains("column '_c0', which has no name, numbers the rows"));
        assertThatThrownBy(() -> read("t.csv", text, asked("x", "y")))
                .hasMessageContaining("has the column x twice")
                .hasMessageContaining("cells 2 and 3");
        assertThatThrownBy(() -> read("t.csv", text, asked("z")))
                .hasMessageContaining("There is no column 'z'\nthe columns are _c0, x, x, y, _c4");
    }

    /** Case 06: days among months, and cabins. */
    @Test
    void takesNoLetterAfterANumberForOne() throws IOException {
        InputTable table = read(
                "t.csv",
                lines(
                        "months,basket,cabin",
                        80,
                        i -> (i % 10 == 3 ? "730D" : "" + i % 36) + "," + i * 1.37 + "," + i
                                + (i % 2 == 0 ? "D" : "F")),
                NOTHING);
        assertThat(table.columns()).containsExactly("basket");
        assertThat(table.leftOut()).containsExactly("months", "cabin");
        assertThat(table.notes())
                .contains("column 'months' is left out: 8 of its 80 values are no numbers (such as 999a)");
    }

    @Test
    void readsTabsPackedFilesAndFolders() throws IOException {
        assertThat(read("t.tsv", "x\ty\n1\t2\n3\t5\n", NOTHING).columns()).containsExactly("x", "y");
        assertThat(read("t.csv", "x;y\n1;2\n3;5\n", NOTHING, "--sep", ";").columns())
                .containsExactly("x", "y");
        Path packed = folder.resolve("p.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("x,y\n1,2\n3,5\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(InputTable.read(spark, new TableFile(packed.toString(), reading()), NOTHING)
                        .columns())
                .containsExactly("x", "y");
        Path parts = Files.createDirectory(folder.resolve("parts.csv"));
        Files.writeString(parts.resolve("a.csv"), "x,y\n1,2\n");
        Files.writeString(parts.resolve("b.csv"), "y,x\n2,1\n7,1\n");
        Files.writeString(parts.resolve("_c.csv"), "x,y\n9,9\n");
        InputTable table = InputTable.read(spark, new TableFile(parts.toString(), reading()), NOTHING);
        assertThat(table.rows().where("x = 1").count()).isEqualTo(3);
        assertThat(table.notes()).singleElement().asString().contains("_c.csv", "[file-skipped]");
    }

    @Test
    void looksThroughAThousandColumnsAndReadsSomeOfMore() throws IOException {
        int many = 100_000;
        String header = IntStream.range(0, many).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
        String row = IntStream.range(0, many).mapToObj(i -> "" + i % 10).collect(Collectors.joining(","));
        String text = header + "\n" + row + "\n" + row.replace("1", "2") + "\n";
        DramatisException fault = refused(text);
        assertThat(fault.problem()).contains("t.csv has 100,000 columns");
        assertThat(fault.cure()).contains("--columns");
        assertThat(read("t.csv", text, asked("v1", "v99991")).columns()).containsExactly("v1", "v99991");
    }

    @Test
    void tellsWhatFilesOfATypedTableLack() throws IOException {
        Path parts = Files.createDirectory(folder.resolve("typed"));
        spark.sql("select 1.5D x, 2 y")
                .coalesce(1)
                .write()
                .parquet(parts.resolve("a").toString());
        spark.sql("select 2.5D x")
                .coalesce(1)
                .write()
                .parquet(parts.resolve("b").toString());
        Path table = Files.createDirectory(folder.resolve("both"));
        for (String part : List.of("a", "b")) {
            try (var files = Files.list(parts.resolve(part))) {
                Files.copy(
                        files.filter(file -> file.toString().endsWith(".parquet"))
                                .findFirst()
                                .orElseThrow(),
                        table.resolve(part + ".parquet"));
            }
        }
        InputTable read = InputTable.read(spark, new TableFile(table.toString(), reading()), asked("x"));
        assertThat(read.notes())
                .anyMatch(note -> note.contains("b.parquet, y") && note.contains("column-missing-in-file"));
    }

    @Test
    void saysWhichOptionIsWrong() {
        assertThatThrownBy(() -> reading("--encoding", "utf-99").text())
                .hasMessageContaining("There is no encoding 'utf-99'");
        assertThatThrownBy(() -> reading("--skip-rows", "-1").text()).hasMessageContaining("--skip-rows is -1");
    }
}
