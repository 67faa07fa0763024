package io.dramatis.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * CSV files as people, spreadsheets and scripts spoil them, each in its own way: it is read right, its broken rows are
 * rejected with reason and line, or it is refused with the reason.
 */
class MessyCsvTest {
    private static final String FINE = "id,city,n\nC1,York,1\nC2,Leeds,2\n";

    @TempDir
    private Path folder;

    /**
     * A file and what must come of it.
     *
     * @param good records, as {@code line: values}, of the columns id and city; ~ stands for no value
     * @param broken records, as {@code line: reason}
     * @param refused a part of the message, or empty
     */
    private record Messy(
            String name,
            byte[] bytes,
            Map<String, String> options,
            Input.Text text,
            String file,
            List<String> good,
            List<String> broken,
            String refused) {

        Messy with(String option, String value) {
            Map<String, String> more = new LinkedHashMap<>(options);
            more.put(option, value);
            return new Messy(name, bytes, more, text, file, good, broken, refused);
        }

        Messy overLines() {
            Input.Text lines = new Input.Text(text.encoding(), true, text.skipRows(), 50, text.maxRecordBytes(), 200);
            return new Messy(name, bytes, options, lines, file, good, broken, refused);
        }

        Messy skipping(int rows) {
            Input.Text skipping =
                    new Input.Text(text.encoding(), text.multiLine(), rows, 50, text.maxRecordBytes(), 200);
            return new Messy(name, bytes, options, skipping, file, good, broken, refused);
        }

        Messy atMost(int bytesOfRecord) {
            Input.Text most =
                    new Input.Text(text.encoding(), text.multiLine(), text.skipRows(), 50, bytesOfRecord, 200);
            return new Messy(name, bytes, options, most, file, good, broken, refused);
        }

        Messy named(String other) {
            return new Messy(name, bytes, options, text, other, good, broken, refused);
        }

        Messy broken(String... lines) {
            return new Messy(name, bytes, options, text, file, good, List.of(lines), refused);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Messy read(String name, byte[] bytes, String... good) {
        return new Messy(name, bytes, Map.of(), Input.Text.DEFAULT, "crm.csv", List.of(good), List.of(), "");
    }

    private static Messy read(String name, String text, String... good) {
        return read(name, text.getBytes(StandardCharsets.UTF_8), good);
    }

    private static Messy refused(String name, byte[] bytes, String message) {
        return new Messy(name, bytes, Map.of(), Input.Text.DEFAULT, "crm.csv", List.of(), List.of(), message);
    }

    private static Messy refused(String name, String text, String message) {
        return refused(name, text.getBytes(StandardCharsets.UTF_8), message);
    }

    private static final String[] BOTH = {"2: C1|York", "3: C2|Leeds"};

    static Stream<Messy> files() throws IOException {
        Charset windows = Charset.forName("windows-1252");
        return Stream.of(
                // ---- delimiters
                refused("semicolons", FINE.replace(',', ';'), "the delimiter were \";\": set options { sep = \";\" }"),
                read("semicolons, said", FINE.replace(',', ';'), BOTH).with("sep", ";"),
                refused("tabs", FINE.replace(',', '\t'), "the delimiter were \"\\t\""),
                read("tabs, said", FINE.replace(',', '\t'), BOTH).with("sep", "\\t"),
                read("tabs with nothing first", "id\tcity\tn\n\tYork\t1\nC2\t\t2\n", "2: ~|York", "3: C2|~")
                        .with("sep", "\t"),
                read("a row of tabs", "id\tcity\tn\nC1\tYork\t1\n\t\t\n", "2: C1|York", "3: ~|~")
                        .with("sep", "\t"),
                refused("pipes", FINE.replace(',', '|'), "the delimiter were \"|\""),
                read("a delimiter of two signs", FINE.replace(",", "||"), BOTH).with("sep", "||"),
                read("a delimiter of two bytes", FINE.replace(",", "§"), BOTH).with("sep", "§"),
                read("a delimiter with a blank", FINE.replace(",", " | "), BOTH).with("sep", " | "),
                read("another delimiter in one row", "id,city,n\nC1;York;1\nC2,Leeds,2\n", "3: C2|Leeds")
                        .broken("2: too few fields"),
                read("delimiters at the end of rows", "id,city,n\nC1,York,1,\nC2,Leeds,2\n", "3: C2|Leeds")
                        .broken("2: too many fields"),
                read("delimiters at the end of each line", "id,city,n,\nC1,York,1,\nC2,Leeds,2,\n", BOTH),
                read("decimal commas", "id,city,n\nC1,York,1,5\nC2,Leeds,2\n", "3: C2|Leeds")
                        .broken("2: too many fields"),
                refused("excel's sep line", "sep=;\n" + FINE.replace(',', ';'), "lacks columns id, city"),
                // ---- quotes
                read(
                        "delimiters in quotes",
                        "id,city,n\nC1,\"York, North\",1\nC2,Leeds,2\n",
                        "2: C1|York, North",
                        BOTH[1]),
                read("all in quotes", "\"id\",\"city\",\"n\"\n\"C1\",\"York\",\"1\"\n\"C2\",\"Leeds\",\"2\"\n", BOTH),
                read("doubled quotes", "id,city,n\nC1,\"a \"\"b\"\"\",1\nC2,\"\"\"\",2\n", "2: C1|a \"b\"", "3: C2|\""),
                read("quotes around nothing", "id,city,n\nC1,\"\",1\nC2,,2\n", "2: C1|", "3: C2|~"),
                refused("a quote not closed", "id,city,n\nC1,\"York,1\nC2,Leeds,2\n", "not closed: crm.csv:2;"),
                refused("a quote not closed in the last line", FINE + "C3,\"York,3", "not closed: crm.csv:4;"),
                refused("a quote not closed in the header", "id,\"city,n\nC1,York,1\n", "not closed: crm.csv:1;"),
                refused(
                        "a quote closed by an inch sign rows later",
                        "id,city,n\nC1,\"York,1\nC2,5\" disk,2\n",
                        "not closed: crm.csv:2;"),
                read("text after a quote", "id,city,n\nC1,\"York\" North,1\nC2,Leeds,2\n", BOTH[1])
                        .broken("2: text follows a closing quote"),
                read("a quote not doubled", "id,city,n\nC1,\"a \"b\" c\",1\nC2,Leeds,2\n", BOTH[1])
                        .broken("2: text follows a closing quote"),
                read("an inch sign", "id,city,n\nC1,5\" disk,1\nC2,Leeds,2\n", "2: C1|5\" disk", BOTH[1]),
                read(
                        "blanks around quotes",
                        "id,city,n\nC1, \"York, North\" ,1\nC2,\"Leeds\"\t,2\n",
                        "2: C1|York, North",
                        BOTH[1]),
                read("blanks in quotes stay", "id,city,n\nC1,\" York \",1\nC2,Leeds,2\n", "2: C1| York ", BOTH[1]),
                read("backslashes before quotes, unsaid", "id,city,n\nC1,\"a \\\"b\\\"\",1\nC2,Leeds,2\n", BOTH[1])
                        .broken("2: text follows a closing quote"),
                read(
                                "backslashes before quotes, said",
                                "id,city,n\nC1,\"a \\\"b\\\" \\\\\",1\nC2,Leeds,2\n",
                                "2: C1|a \"b\" \\",
                                BOTH[1])
                        .with("escape", "\\"),
                read("single quotes, said", "id,city,n\nC1,'York, North',1\nC2,Leeds,2\n", "2: C1|York, North", BOTH[1])
                        .with("quote", "'"),
                read("single quotes, unsaid", "id,city,n\nC1,'York, North',1\nC2,Leeds,2\n", BOTH[1])
                        .broken("2: too many fields"),
                read("no quotes, said", "id,city,n\nC1,\"York,1\nC2,5\" x,2\n", "2: C1|\"York", "3: C2|5\" x")
                        .with("quote", ""),
                read("typographic quotes", "id,city,n\nC1,“York”,1\nC2,Leeds,2\n", "2: C1|“York”", BOTH[1]),
                // ---- lines
                read("CRLF", FINE.replace("\n", "\r\n"), BOTH),
                read("CR", FINE.replace("\n", "\r"), BOTH),
                read("mixed line ends", "id,city,n\r\nC1,York,1\rC2,Leeds,2\n", BOTH),
                read("no last line end", FINE.substring(0, FINE.length() - 1), BOTH),
                read("empty lines", "\n\nid,city,n\n\nC1,York,1\n   \nC2,Leeds,2\n\n\n", "5: C1|York", "7: C2|Leeds"),
                read("a row of delimiters", FINE + ",,\n", "2: C1|York", "3: C2|Leeds", "4: ~|~"),
                refused("line breaks in values, unsaid", "id,city,n\nC1,\"Yo\nrk\",1\n", "not closed: crm.csv:2;"),
                read(
                                "line breaks in values, said",
                                "id,city,n\r\nC1,\"Yo\r\n\r\nrk\",1\r\nC2,Leeds,2\r\n",
                                "2: C1|Yo\n\nrk",
                                "5: C2|Leeds")
                        .overLines(),
                refused(
                                "a quote that swallows all",
                                "id,city,n\nC1,\"York,1\n" + "C2,Leeds,2\n".repeat(60),
                                "does not end: crm.csv:2;")
                        .overLines(),
                read(
                        "a line separator of Unicode",
                        "id,city,n\nC1,Yo\u2028rk,1\nC2,Leeds,2\n",
                        "2: C1|Yo\u2028rk",
                        BOTH[1]),
                read("a form feed", "id,city,n\nC1,Yo\frk,1\nC2,Leeds,2\n", "2: C1|Yo\frk", BOTH[1]),
                // ---- rows
                read("a short row", "id,city,n\nC1,York\nC2,Leeds,2\n", BOTH[1]).broken("2: too few fields"),
                read("a long row", "id,city,n\nC1,York,1,7\nC2,Leeds,2\n", BOTH[1])
                        .broken("2: too many fields"),
                read("a footer", FINE + "Total: 2 rows\n", BOTH).broken("4: too few fields"),
                read("the header once more", FINE + FINE, "2: C1|York", "3: C2|Leeds", "5: C1|York", "6: C2|Leeds")
                        .broken("4: the header once more"),
                refused("a preamble", "Report of May\n\n" + FINE, "lacks columns id, city"),
                read("comments, said", "# made by hand\n" + FINE + "# \"end\n", "3: C1|York", "4: C2|Leeds")
                        .with("comment", "#"),
                read("comments, unsaid", FINE + "# end\n", BOTH).broken("4: too few fields"),
                read(
                                "rows to skip, said",
                                FINE.replace("\nC1", "\n\"Who, then?\",Where?,How many?\nC1"),
                                "3: C1|York",
                                "4: C2|Leeds")
                        .skipping(1),
                refused(
                        "a row of questions, unsaid",
                        "id,city,n\nWhich number are you?,Where do you live?,How many?\n" + "C1,York,1\n".repeat(8),
                        "Set skip-rows = 1"),
                refused(
                        "import ids, unsaid",
                        "id,city,n\nNumber,City,Count\n\"{\"\"ImportId\"\":\"\"a\"\"}\",\"{\"\"ImportId\"\":\"\"b\"\"}\",x\nC1,York,1\n",
                        "Set skip-rows = 2"),
                // ---- headers
                read("blanks in the header", " id , \"city\" ,n\nC1,York,1\nC2,Leeds,2\n", BOTH),
                read("cells without a name", "id,,city,\nC1,x,York,\nC2,,Leeds,y\n", BOTH),
                read("a name twice that nobody wants", "id,city,note,note\nC1,York,a,b\nC2,Leeds,c,d\n", BOTH),
                refused("a wanted name twice", "id,city,city\nC1,York,x\n", "has the column city twice"),
                refused("another spelling", "ID,City,n\nC1,York,1\n", "Did you mean ID?"),
                refused("no header", "C1,York,1\nC2,Leeds,2\n", "none has a declared name: is there a header?"),
                refused("text after a quote in the header", "id,\"ci\"ty,n\nC1,York,1\n", "text after a closing quote"),
                read(
                                "a header of several lines",
                                "id,\"n\nof rows\",city\nC1,1,York\nC2,2,Leeds\n",
                                "3: C1|York",
                                "4: C2|Leeds")
                        .overLines(),
                // ---- signs and bytes
                read("a byte order mark", "\uFEFF\"id\",city,n\nC1,York,1\nC2,Leeds,2\n", BOTH),
                read(
                        "a mark in the second line",
                        "id,city,n\n\uFEFFC1,York,1\nC2,Leeds,2\n",
                        "2: \uFEFFC1|York",
                        BOTH[1]),
                read(
                        "signs of many scripts",
                        "id,city,n\nC1,Zürich 東京 🏙,1\nC2,Leeds,2\n",
                        "2: C1|Zürich 東京 🏙",
                        BOTH[1]),
                read("windows-1252, unsaid", "id,city,n\nC1,Zürich,1\nC2,Leeds,2\n".getBytes(windows), BOTH[1])
                        .broken("2: bytes that are no text of the encoding"),
                read(
                                "windows-1252, said",
                                "id,city,n\nC1,Zürich €,1\nC2,Leeds,2\n".getBytes(windows),
                                "2: C1|Zürich €",
                                BOTH[1])
                        .with("encoding", "windows-1252"),
                read("UTF-8 read as ASCII", "id,city,n\nC1,Zürich,1\nC2,Leeds,2\n", BOTH[1])
                        .with("encoding", "US-ASCII")
                        .broken("2: bytes that are no text of the encoding"),
                refused(
                        "windows-1252 in the header",
                        "id,größe,city\nC1,1,York\n".getBytes(windows),
                        "no text of the encoding UTF-8"),
                refused("UTF-16, unsaid", FINE.getBytes(StandardCharsets.UTF_16), "set encoding = \"UTF-16\""),
                read("UTF-16, said", FINE.getBytes(StandardCharsets.UTF_16), BOTH)
                        .with("encoding", "UTF-16"),
                read(
                                "UTF-16 with a mark of the other order",
                                ("\uFEFF" + FINE).getBytes(StandardCharsets.UTF_16LE),
                                BOTH)
                        .with("encoding", "UTF-16"),
                refused(
                        "UTF-16 without a mark, unsaid",
                        FINE.getBytes(StandardCharsets.UTF_16LE),
                        "lacks columns id, city"),
                read(
                                "half a character of UTF-16",
                                Arrays.copyOf(FINE.getBytes(StandardCharsets.UTF_16), 2 * FINE.length() - 1),
                                BOTH[0])
                        .with("encoding", "UTF-16")
                        .broken("3: bytes that are no text of the encoding"),
                read("NUL", "id,city,n\nC1,Yo\0rk,1\nC2,Leeds,2\n", "2: C1|Yo\0rk", BOTH[1]),
                read(
                        "the replacement character",
                        "id,city,n\nC1,Z\uFFFDrich,1\nC2,Leeds,2\n",
                        "2: C1|Z\uFFFDrich",
                        BOTH[1]),
                read("an overlong sign", bytes("id,city,n\nC1,Y\u00C0\u0080,1\nC2,Leeds,2\n"), BOTH[1])
                        .broken("2: bytes that are no text of the encoding"),
                // ---- files
                read(
                        "a huge value",
                        "id,city,n\nC1," + "x".repeat(200_000) + ",1\nC2,Leeds,2\n",
                        "2: C1|" + "x".repeat(200_000),
                        BOTH[1]),
                refused(
                                "a line too long",
                                "id,city,n\nC1," + "x".repeat(2000) + ",1\nC2,Leeds,2\n",
                                "too long: crm.csv:2;")
                        .atMost(1000),
                refused(
                                "a record too long",
                                "id,city,n\nC1,\"" + "x\n".repeat(40) + "\",1\nC2,Leeds,2\n",
                                "too long: crm.csv:2;")
                        .overLines()
                        .atMost(50),
                read("a header alone", "id,city,n\n"),
                read("blank lines alone", "\n \n\n"),
                read(
                                "one column more than wanted, and no header",
                                "C1,York,1\nC2,Leeds,2\n",
                                "1: C1|York",
                                "2: C2|Leeds")
                        .with("header", "false"),
                read(
                                "rows to skip, and no header",
                                "Report of May\nC1,York,1\nC2,Leeds,2\n",
                                "2: C1|York",
                                "3: C2|Leeds")
                        .with("header", "false")
                        .skipping(1),
                refused(
                        "a spreadsheet",
                        new byte[] {'P', 'K', 3, 4, 20, 0, 6, 0},
                        "a zip file or a spreadsheet (xlsx)"),
                refused(
                        "an old spreadsheet",
                        new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1},
                        "older Office (xls)"),
                refused("packed without the name", zipped(FINE), "packed by gzip, but its name does not end in .gz"),
                read("packed", zipped(FINE), BOTH).named("crm.csv.gz"),
                refused("packed by name alone", FINE, "not packed as its name says")
                        .named("crm.csv.gz"),
                refused(
                                "packed, and cut short",
                                Arrays.copyOf(zipped(FINE.repeat(2000)), 60),
                                "cannot be read: crm.csv.gz")
                        .named("crm.csv.gz"),
                refused("packed by what is not there", FINE, "not packed as its name says")
                        .named("crm.csv.zst"));
    }

    private static byte[] bytes(String signs) {
        return signs.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void thereAreSixtyOfThem() throws IOException {
        assertThat(files().map(Messy::name).distinct().count())
                .isEqualTo(files().count())
                .isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("files")
    void aMessyFileIsReadRightOrTheReasonIsTold(Messy messy) throws IOException {
        Files.write(folder.resolve(messy.file()), messy.bytes());
        Input input = PlainReading.input("csv", folder.resolve(messy.file()).toString(), messy.text(), messy.options());
        List<String> columns = messy.options().containsKey("header") ? List.of("_c0", "_c1") : List.of("id", "city");
        for (long split : new long[] {1 << 20, 16}) {
            PlainReading read = PlainReading.of(input, columns, split);
            if (!messy.refused().isEmpty()) {
                assertThat(read.words()).contains(messy.refused());
                continue;
            }
            assertThat(read.words()).isEmpty();
            List<String> good = new ArrayList<>();
            List<String> broken = new ArrayList<>();
            for (SimpleRecord record : read.records()) {
                if (record.isBroken()) {
                    broken.add(record.line() + ": " + record.broken());
                } else {
                    String values = String.join(
                            "|",
                            record.values().stream()
                                    .map(value -> value == null ? "~" : value)
                                    .toList());
                    good.add(record.line() + ": " + values);
                }
            }
            assertThat(good).isEqualTo(messy.good());
            assertThat(broken).isEqualTo(messy.broken());
            assertThat(read.account().orElseThrow().broken()).isEqualTo(broken.size());
            assertThat(read.account().orElseThrow().records()).contains((long) (good.size() + broken.size()));
        }
    }
}
