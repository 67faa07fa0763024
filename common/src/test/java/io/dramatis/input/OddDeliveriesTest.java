package io.dramatis.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.dramatis.config.Input;
import io.dramatis.error.DramatisException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries of text that are odd as a whole: their folders, names and sizes, and files that do not agree. */
class OddDeliveriesTest {
    private static final List<String> NEEDED = List.of("id", "n");
    private static final Input.Text DOCUMENT = new Input.Text("UTF-8", true, -1, 50, 8 << 20, 200);

    @TempDir
    private Path folder;

    private Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private PlainReading csv(String path) {
        return PlainReading.of(PlainReading.input("csv", folder + path, Input.Text.DEFAULT, Map.of()), NEEDED);
    }

    private PlainReading json(String path, Input.Text text) {
        return PlainReading.of(PlainReading.input("json", folder + path, text, Map.of()), NEEDED);
    }

    private static List<String> values(PlainReading read) {
        return read.records().stream()
                .map(record -> record.file() + ":" + record.line() + " "
                        + (record.isBroken()
                                ? record.broken()
                                : record.values().stream().map(String::valueOf).collect(Collectors.joining("|"))))
                .toList();
    }

    private static List<String> notes(PlainReading read) {
        return read.notes().stream()
                .map(Note::sentence)
                .map(note -> note.replaceAll(" x .*\\[", " x ["))
                .toList();
    }

    // ---- folders and names

    @Test
    void allFilesBelowAFolderAreReadAndHiddenOnesAreTold() {
        write("in/a.csv", "id,n\nC1,1\n");
        write("in/b/c/a.csv", "id,n\nC2,2\n");
        write("in/b/0.csv", "");
        write("in/b/1.csv", "id,n\n");
        write("in/_late.csv", "id,n\nC3,3\n");
        write("in/_metadata_of_people.csv", "id,n\nC4,4\n");
        write("in/.old/a.csv", "id,n\nC5,5\n");
        write("in/_SUCCESS", "");
        write("in/.a.csv.crc", "x");
        PlainReading read = csv("/in");
        assertThat(values(read)).containsExactly("in/a.csv:2 C1|1", "c/a.csv:2 C2|2");
        assertThat(notes(read))
                .containsExactlyInAnyOrder(
                        "crm, _late.csv: 1 x [file-skipped]",
                        "crm, _metadata_of_people.csv: 1 x [file-skipped]",
                        "crm, .old: 1 x [file-skipped]",
                        "crm, b/0.csv: 1 x [file-empty]",
                        "crm, b/1.csv: 1 x [file-empty]");
    }

    @Test
    void aHiddenFileThatThePathNamesIsRead() {
        write("_crm.csv", "id,n\nC1,1\n");
        write(".crm.csv", "id,n\nC2,2\n");
        assertThat(values(csv("/_crm.csv"))).containsExactly("_crm.csv:2 C1|1");
        assertThat(values(csv("/_c*.csv"))).containsExactly("_crm.csv:2 C1|1");
        assertThat(values(csv("/.crm.csv"))).containsExactly(".crm.csv:2 C2|2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[new]/crm.csv",
                "Q4 50%25 #2/crm+export (final).csv",
                "day=2025-01-01 10:00/a b.csv",
                "a`b'\"c/{x,y}*?.csv",
                "ü/😀\n--\r.csv",
                "x'; DROP TABLE people; --/crm.csv",
                "..../...crm.csv"
            })
    void anyNameOfAFileIsJustAName(String name) {
        write("in/" + name, "id,n\nC1,1\nC2\n");
        for (String path : List.of("/in/" + name, "/in")) {
            PlainReading read = csv(path);
            boolean isHidden = name.startsWith(".") && path.equals("/in");
            if (isHidden) {
                assertThat(read.records()).isEmpty();
                continue;
            }
            String file = name.substring(name.lastIndexOf('/') + 1);
            assertThat(values(read)).containsExactly(file + ":2 C1|1", file + ":3 too few fields");
            assertThat(notes(read))
                    .singleElement()
                    .asString()
                    .doesNotContain("\n", "\r")
                    .endsWith("[rows-broken]");
        }
    }

    @Test
    void foldersThatNameAValueGiveItUnlessTheFileSaysOtherwise() {
        write("in/n=1/a.csv", "id\nC1\n");
        write("in/n=x%20y/b.csv", "id,n\nC2,x y\nC3,z\n");
        write("in/n=__HIVE_DEFAULT_PARTITION__/c.csv", "id,n\nC4,\n");
        assertThat(values(csv("/in")))
                .containsExactly(
                        "a.csv:2 C1|1",
                        "c.csv:2 C4|",
                        "b.csv:2 C2|x y",
                        "b.csv:3 the name of its folder gives another value");
    }

    @Test
    void jsonBesideAFolderThatNamesAValueMustHaveItItself() {
        write("in/n=1/a.jsonl", "{\"id\":\"C1\"}\n{\"id\":\"C2\",\"n\":2}\n");
        write("in/b.jsonl", "{\"id\":\"C3\"}\n");
        PlainReading read = json("/in", Input.Text.DEFAULT);
        assertThat(values(read))
                .containsExactly(
                        "b.jsonl:1 C3|null", "a.jsonl:1 C1|1", "a.jsonl:2 the name of its folder gives another value");
        assertThat(notes(read)).contains("crm, b.jsonl, n: 1 x [column-missing-in-file]");
    }

    @Test
    void filesThatAgreeInNothingAreRefusedByName() {
        write("in/a.csv", "id,n\nC1,1\n");
        write("in/b.csv", "kunde,anzahl\nC2,2\n");
        assertThat(csv("/in").words())
                .contains("lacks columns id, n", "b.csv has 2 columns, and none has a declared name");
        write("in/b.csv", "n,x,ID,id\n2,a,b,C2\n");
        PlainReading read = csv("/in");
        assertThat(values(read)).containsExactly("a.csv:2 C1|1", "b.csv:2 C2|2");
        assertThat(notes(read))
                .containsExactlyInAnyOrder(
                        "crm, b.csv, ID, x: 2 x [headers-differ]", "crm, b.csv, ID: 1 x [column-of-other-case]");
    }

    @Test
    void aHeaderMayHoldAnySigns() {
        String odd = "a`b\"; DROP TABLE x; --\nc ../../etc/passwd ${x} %s";
        write("crm.csv", "id,\"" + odd.replace("\"", "\"\"") + "\"\nC1,1\n");
        Input input = PlainReading.input("csv", folder + "/crm.csv", DOCUMENT, Map.of());
        assertThat(values(PlainReading.of(input, List.of("id", odd)))).containsExactly("crm.csv:3 C1|1");
        String words = PlainReading.of(input, List.of("id", odd, "n")).words();
        assertThat(words).contains("lacks column n", "DROP TABLE").doesNotContain("\n");
    }

    // ---- copies

    @Test
    void rowsThatDifferInAnyColumnAreNoCopies() {
        write("crm.csv", "id,n,note,note,\nC1,1,a,b,\nC1,1,b,a,\nC1,1,a,b,\nC1,1,a,,b\nC1,1,a,b\nC1,1,a,b\n");
        List<Long> hashes = csv("/crm.csv").hashes();
        assertThat(hashes.subList(0, 4).stream().distinct()).hasSize(3);
        assertThat(hashes.get(0)).isEqualTo(hashes.get(2));
        assertThat(hashes.get(4)).isEqualTo(hashes.get(5));
        write("web.jsonl", """
                {"id":"C1","n":1,"more":{"x":1.10}}
                {"more":{"x":1.10},"n":1,"id":"C1"}
                {"id":"C1","n":1,"more":{"x":1.100000000000000000001}}
                {"id":"C1","n":1,"more":{"x":1.100000000000000000002}}
                {"id":"C1","n":1,"more":["a",null]}
                {"id":"C1","n":1,"more":[null,"a"]}
                {"id":"C1","n":1,"a":"b"}
                {"id":"C1","n":1,"b":"a"}
                """);
        List<Long> ofJson = json("/web.jsonl", Input.Text.DEFAULT).hashes();
        assertThat(ofJson.get(0)).isEqualTo(ofJson.get(1));
        assertThat(ofJson.stream().distinct()).hasSize(7);
    }

    // ---- sizes

    @Test
    void aLineWithoutEndIsRefusedAndNotHeld() throws IOException {
        Path file = write("crm.csv", "id,n\n" + "C1,1\n".repeat(40));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(300 << 20);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        PlainReading read = PlainReading.of(
                PlainReading.input("csv", file.toString(), Input.Text.DEFAULT, Map.of()), NEEDED, 128 << 20);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(read.words())
                .contains("has a line or record that is too long: crm.csv:42;", "max-record-size = 8,388,608 bytes");
        assertThat(allocated).isLessThan(100L << 20);
        assertThat(read.splits()).isEqualTo(3);
    }

    @Test
    void aListWithoutEndIsRefusedAndNotHeld() throws IOException {
        Path file = folder.resolve("web.json");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("[{\"id\":\"C1\",\"n\":1},\n{\"id\":\"C2\",\"n\":2,\"more\":[1".getBytes(StandardCharsets.UTF_8));
            byte[] much = ",1".repeat(1 << 19).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 40; i++) {
                out.write(much);
            }
        }
        Input.Text small = new Input.Text("UTF-8", true, -1, 50, 1 << 20, 200);
        assertThat(json("/web.json", small).words()).contains("has a line or record that is too long: web.json:2;");
    }

    @Test
    void aHundredThousandColumns() {
        String header = IntStream.range(0, 100_000).mapToObj(i -> "Column " + i).collect(Collectors.joining(","));
        String row = IntStream.range(0, 100_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
        write("wide.csv", header + ",n,id\n" + row + ",1,C1\n" + row + ",2\n");
        long before = System.nanoTime();
        PlainReading read = csv("/wide.csv");
        assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L);
        assertThat(values(read)).containsExactly("wide.csv:2 C1|1", "wide.csv:3 too few fields");
    }

    @ParameterizedTest
    @CsvSource({"crm.csv.gz, csv", "web.jsonl.gz, json"})
    void whatUnpacksToTooMuchIsRefused(String name, String format) throws IOException {
        Path file = folder.resolve(name);
        String row = format.equals("csv") ? "C1,1,%s\n" : "{\"id\":\"C1\",\"n\":1,\"x\":\"%s\"}\n";
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((format.equals("csv") ? "id,n,x\n" : "").getBytes(StandardCharsets.UTF_8));
            byte[] much = row.formatted("0".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 200; i++) {
                out.write(much);
            }
        }
        assertThat(20_000_000 / Files.size(file)).isGreaterThan(800);
        Input input = PlainReading.input(format, file.toString(), Input.Text.DEFAULT, Map.of());
        assertThat(PlainReading.of(input, NEEDED).words())
                .contains("unpacks to too much: " + name, "more than max-expansion = 200 times its size");
        Input.Text more = new Input.Text("UTF-8", false, -1, 50, 8 << 20, 2000);
        Input meant = PlainReading.input(format, file.toString(), more, Map.of());
        assertThat(PlainReading.of(meant, NEEDED).records()).hasSize(200);
    }

    @Test
    void headersAndRowsToSkipLongerThanASplitAreNoData() {
        write(
                "crm.csv",
                "\n".repeat(100) + "id,n," + "x".repeat(200) + "\n" + "Who,How many," + "?".repeat(300)
                        + "\n\nC1,1,\n");
        Input.Text skipping = new Input.Text("UTF-8", false, 1, 50, 8 << 20, 200);
        Input input = PlainReading.input("csv", folder + "/crm.csv", skipping, Map.of());
        for (long split : new long[] {1, 7, 64, 1 << 20}) {
            assertThat(values(PlainReading.of(input, NEEDED, split))).containsExactly("crm.csv:104 C1|1");
        }
    }

    @Test
    void lineEndsAtTheBordersOfSplitsAreOne() {
        for (String end : List.of("\n", "\r", "\r\n", "\r\r\n", "\n\r")) {
            write("crm.csv", String.join(end, "id,n", "C1,1", "", "C2,2", "C3", "", "", "C4,4"));
            PlainReading whole = csv("/crm.csv");
            assertThat(whole.records()).hasSize(4);
            for (long split = 1; split < 40; split++) {
                Input input = PlainReading.input("csv", folder + "/crm.csv", Input.Text.DEFAULT, Map.of());
                PlainReading pieces = PlainReading.of(input, NEEDED, split);
                assertThat(values(pieces)).as("splits of %s", split).isEqualTo(values(whole));
                assertThat(notes(pieces)).as("splits of %s", split).isEqualTo(notes(whole));
            }
        }
    }

    // ---- rows that look like headers

    @Test
    void ordinaryFirstRowsAreNoFurtherHeaders() {
        String rows =
                IntStream.range(1, 12).mapToObj(i -> "C" + i + "," + i + "\n").collect(Collectors.joining());
        for (String first : List.of(
                "id,n\n",
                "id,n\nC0,\n",
                "id,n\n,\n",
                "id,n\n,not known yet\n",
                "id,n\nC0,not known yet\n",
                "id,n,text\nC0,0,I like it here very much\n",
                "id,n\nANN,many\n")) {
            write("crm.csv", first + (first.startsWith("id,n,text") ? rows.replace("\n", ",fine\n") : rows));
            assertThat(csv("/crm.csv").words()).as(first).isEmpty();
        }
        write("crm.csv", "id,n\nAnn Smith,1 or 2\nBob Jones,3\n" + rows);
        assertThat(csv("/crm.csv").words()).isEmpty();
    }

    // ---- JSON

    @Test
    void linesOfJson() {
        write("web.jsonl", """
                {"id":"C1","n":100000.0}
                {"id":"C2","n":1,"n":2}
                {"id":"C3","n":3} and more
                {"id":"C4","n":4}{"id":"C5"}

                ["C6",6]
                {"id":"C7","n":[7,"b"]}
                {"id":"C8","n":["a;b"]}
                {"id":"\\ud83d","n":9}
                {"id":"C10","n":10,"x":{"\\ude00":1}}
                {"id":"C11","n":
                {"id":"C12","N":12}
                {"id":null,"n":{"a":[1.50,null]}}
                {"id":"C14","n":NaN}
                {"id":"C\\u0000","n":"\\ud83d\\ude00"}
                """);
        PlainReading read = json("/web.jsonl", Input.Text.DEFAULT);
        assertThat(values(read))
                .containsExactly(
                        "web.jsonl:1 C1|100000.0",
                        "web.jsonl:2 a key stands twice",
                        "web.jsonl:3 not a JSON object",
                        "web.jsonl:4 something follows the JSON object",
                        "web.jsonl:6 not a JSON object",
                        "web.jsonl:7 C7|7;b",
                        "web.jsonl:8 a part of a list holds the separator",
                        "web.jsonl:9 bytes that are no text of the encoding",
                        "web.jsonl:10 bytes that are no text of the encoding",
                        "web.jsonl:11 not a JSON object",
                        "web.jsonl:12 C12|null",
                        "web.jsonl:13 null|{\"a\":[1.50,null]}",
                        "web.jsonl:14 not a JSON object",
                        "web.jsonl:15 C\0|😀");
        assertThat(notes(read))
                .contains(
                        "crm, web.jsonl: 1 x [lines-blank]",
                        "crm, web.jsonl:2, n: 1 x [rows-broken]",
                        "crm, web.jsonl:7: 1 x [values-joined]",
                        "crm, web.jsonl, n: N: 1 x [column-of-other-case]");
    }

    @Test
    void aLineInUtf16IsNoJsonOfUtf8() throws IOException {
        Files.write(
                folder.resolve("web.jsonl"),
                "{\"id\":\"C1\",\"n\":1}\n{\"id\":\"C2\",\"n\":2}\n".getBytes(StandardCharsets.UTF_16LE));
        PlainReading read = json("/web.jsonl", Input.Text.DEFAULT);
        assertThat(read.records()).allMatch(SimpleRecord::isBroken).isNotEmpty();
    }

    @Test
    void documentsOfJson() {
        write("web.json", """
                [
                  {"id": "C1",
                   "n": [1, 2]},
                  7,
                  [{"id": "no"}],
                  {"id": "C2", "n": {
                    "x": 2.50}}
                ]
                [] [{"id": "C3", "n": 3}]
                {"id": "C4", "n": 4} {"id": "C5", "n": 5, "n": 6}
                """);
        PlainReading read = json("/web.json", DOCUMENT);
        assertThat(read.words()).isEmpty();
        assertThat(values(read))
                .containsExactly(
                        "web.json:2 C1|1;2",
                        "web.json:4 not a JSON object",
                        "web.json:5 not a JSON object",
                        "web.json:6 C2|{\"x\":2.50}",
                        "web.json:9 C3|3",
                        "web.json:10 C4|4",
                        "web.json:10 a key stands twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[{'id':'C1','n':1},\\n{'id':'C2','n':2}~2",
                "[{'id':'C1','n':1}]\\n\\nThe end~3",
                "{'id':'C1','n':1},\\n{'id':'C2','n':2}~1",
                "[{'id':'C1','n':1},\\n]~2",
                "[{'id':'C1',\\n'n':01}]~2",
                "[{'id':'C1'\\n'n':1}]~2"
            })
    void aDocumentThatBreaksOffIsRefusedWithItsLine(String text, int line) {
        write("web.json", text.replace('\'', '"').replace("\\n", "\n"));
        assertThat(json("/web.json", DOCUMENT).words()).contains("is no JSON document: web.json:" + line + ";");
    }

    @Test
    void bytesOfADocumentThatAreNoTextBreakItsRecordAlone() throws IOException {
        String text =
                "[{\"id\":\"C1\",\"n\":\"Z\u00FCrich\"},\n{\"id\":\"C2\",\"n\":\"x\"},\n{\"id\":\"C3\",\"\u00FC\":1}]";
        Files.write(folder.resolve("web.json"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(values(json("/web.json", DOCUMENT)))
                .containsExactly(
                        "web.json:1 bytes that are no text of the encoding",
                        "web.json:2 C2|x",
                        "web.json:3 bytes that are no text of the encoding");
        Input.Text wide = new Input.Text("UTF-16", true, -1, 50, 8 << 20, 200);
        Files.write(folder.resolve("web.json"), text.getBytes(StandardCharsets.UTF_16));
        assertThat(values(json("/web.json", wide)))
                .containsExactly("web.json:1 C1|Zürich", "web.json:2 C2|x", "web.json:3 C3|null");
    }

    @Test
    void keysThatAreValuesAreNotKept() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            text.append("{\"id\":\"C")
                    .append(i)
                    .append("\",\"n\":1,\"key")
                    .append(i)
                    .append("\":1}\n");
        }
        write("web.jsonl", text.toString());
        assertThat(json("/web.jsonl", Input.Text.DEFAULT).records())
                .hasSize(30_000)
                .noneMatch(SimpleRecord::isBroken);
    }

    @Test
    void aKeyThatNoFileHasIsRefusedWithTheOneThatIsMeant() {
        write("in/a.jsonl", "{\"id\":\"C1\",\"N\":1}\n");
        write("in/b.jsonl", "{\"id\":\"C2\"}\n");
        assertThat(json("/in", Input.Text.DEFAULT).words()).contains("lacks column n", "Did you mean N?");
    }

    // ---- options

    @Test
    void optionsThatCannotBeMeantAreUsage() {
        write("crm.csv", "id,n\nC1,1\n");
        for (Map<String, String> options : List.of(
                Map.of("sep", ""),
                Map.of("quote", "«"),
                Map.of("encoding", "UTF-9"),
                Map.of("mode", "DROPMALFORMED"))) {
            Input input = PlainReading.input("csv", folder + "/crm.csv", Input.Text.DEFAULT, options);
            assertThatThrownBy(() -> PlainReading.of(input, NEEDED))
                    .isInstanceOf(DramatisException.class)
                    .hasMessageContaining("Source crm (study.conf:1) has");
        }
    }
}
