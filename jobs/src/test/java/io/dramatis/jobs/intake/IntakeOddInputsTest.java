package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.intake.IntakeNotes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd inputs of the kinds that public reports tell of: all rows are read right, or it is told, or the run ends. */
@ExtendWith(SparkSessions.class)
class IntakeOddInputsTest {
    private static final int PEOPLE = 40;
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String BASE = """
            base { shape = attributes, block = crm, max-rejected = 1, person { column = customer_id, id = customer-id }
                   columns { customer_id { required = true, pattern = "C[0-9]{4}", identifying = true }, orders { type = integer, required = true } } }
            """;

    private static IntakeRun run;

    @TempDir
    private Path folder;

    /** A line of the header, or of a person, with so many orders. */
    private static String rows(String format) {
        return IntStream.range(0, PEOPLE)
                .mapToObj(i -> format.formatted(1000 + i, i % 7))
                .collect(Collectors.joining());
    }

    private static String crm() {
        return "customer_id,orders,note\n" + rows("C%d,%d,fine\n");
    }

    /** CRM rows with a line of their own. */
    private static String with(int line, String text) {
        List<String> lines = crm().lines().collect(Collectors.toList());
        lines.set(line - 1, text);
        return String.join("\n", lines) + "\n";
    }

    private static byte[] zipped(String... members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String member : members) {
            try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
                zip.write(member.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @BeforeAll
    static void takeIn(SparkSession spark, @TempDir Path data) throws IOException {
        IntakeRun.write(
                data,
                "lists.jsonl",
                rows("{\"customer_id\":\"C%d\",\"orders\":%d,\"channels\":[\"mail\",\"shop\"]}\n"));
        IntakeRun.write(
                data,
                "letters.csv",
                "customer_id,orders,months\nC0001,1,730D\nC0002,2,24M\nC0003,3,24f\nC0004,4,0x1F\nC0005,5,NaN\n"
                        + rows("C%d,%d,12\n"));
        IntakeRun.write(
                data,
                "renamed/1.jsonl",
                rows("{\"customer_id\":\"C%d\",\"orders\":1,\"amount\":%d}\n")
                        .lines()
                        .limit(20)
                        .collect(Collectors.joining("\n")));
        IntakeRun.write(
                data,
                "renamed/2.jsonl",
                rows("{\"customer_id\":\"C%d\",\"orders\":1,\"Amount\":%d}\n")
                        .lines()
                        .skip(20)
                        .collect(Collectors.joining("\n")));
        IntakeRun.write(
                data,
                "windows.csv",
                ("customer_id,orders,town\n" + rows("C%d,%d,Basel\n") + "C0001,1,Zürich\nC0002,2,Genève\n")
                        .getBytes(WINDOWS));
        IntakeRun.write(data, "cells.csv", "customer_id,orders,,\r\n" + rows("C%d,%d,,\r\n"));
        IntakeRun.write(data, "comments.csv", "customer_id,Comment,orders,Comment\n" + rows("C%d,a,%d,b\n"));
        IntakeRun.write(
                data,
                "survey.csv",
                "customer_id,orders,note\nWhich number?,\"How many, then?\",Anything?\n\"{\"\"ImportId\"\":\"\"a\"\"}\",x,y\n"
                        + rows("C%d,%d,fine\n"));
        IntakeRun.write(data, "Q4 50%25 #2/crm+export (final).csv", crm() + "C0001,x,odd\n");
        IntakeRun.write(data, "[new]/crm.csv", crm());
        IntakeRun.write(data, "_crm.csv", crm());
        IntakeRun.write(
                data,
                "days/1.csv.gz",
                zipped(
                        "customer_id,orders\n"
                                + rows("C%d,%d\n").lines().limit(10).collect(Collectors.joining("\n")) + "\n",
                        rows("C%d,%d\n").lines().skip(10).limit(10).collect(Collectors.joining("\n")) + "\n"));
        IntakeRun.write(data, "days/2.csv.gz", zipped("customer_id,orders\n"));
        IntakeRun.write(data, "days/3.csv.gz", zipped(""));
        IntakeRun.write(
                data,
                "days/4.csv",
                "customer_id,orders\n" + rows("C%d,%d\n").lines().skip(20).collect(Collectors.joining("\n")));
        IntakeRun.write(data, "mark.csv", "\uFEFF\"customer_id\",\"orders\"\r\n" + rows("\"C%d\",\"%d\"\r\n"));
        IntakeRun.write(data, "mark.jsonl", "\uFEFF" + rows("{\"customer_id\":\"C%d\",\"orders\":%d}\r\n"));
        IntakeRun.write(data, "floats.jsonl", rows("{\"customer_id\":\"C%d\",\"orders\":%d.0}\n"));
        IntakeRun.write(
                data,
                "document.json",
                "[" + rows("\n {\"customer_id\": \"C%d\",\n  \"orders\": %d},") + "\n {\"customer_id\": \"C0001\"}]");
        IntakeRun.write(
                data, "quoted.csv", with(21, "C1019,5,a \"fine\" one").replace("C1020,6,fine", "C1020,6,\"fine\" one"));
        run = IntakeRun.of(spark, data, IntakeRun.BLANKET + IntakeRun.sources("lists", """
                lists = ${base} { format = json, path = ${data}"/lists.jsonl", columns { channels = string } }
                letters = ${base} { path = ${data}"/letters.csv", columns { months = decimal } }
                renamed = ${base} { format = json, path = ${data}"/renamed", columns { amount = decimal } }
                windows = ${base} { path = ${data}"/windows.csv", columns { town = string } }
                declared = ${base} { path = ${data}"/windows.csv", encoding = "windows-1252", columns { town = string } }
                cells = ${base} { path = ${data}"/cells.csv" }
                comments = ${base} { path = ${data}"/comments.csv" }
                survey = ${base} { path = ${data}"/survey.csv", skip-rows = 2 }
                odd = ${base} { path = ${data}"/Q4 50%25 #2/crm+export (final).csv" }
                pattern = ${base} { path = ${data}"/[new]/crm.csv" }
                hidden = ${base} { path = ${data}"/_crm.csv" }
                days = ${base} { path = ${data}"/days" }
                mark = ${base} { path = ${data}"/mark.csv" }
                marked = ${base} { format = json, path = ${data}"/mark.jsonl" }
                floats = ${base} { format = json, path = ${data}"/floats.jsonl" }
                document = ${base} { format = json, multi-line = true, path = ${data}"/document.json" }
                quoted = ${base} { path = ${data}"/quoted.csv" }
                """) + BASE);
        assertThat(run.fault()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "lists, 40, 40, 0",
        "letters, 45, 40, 5",
        "renamed, 40, 40, 0",
        "windows, 42, 40, 2",
        "declared, 42, 42, 0",
        "cells, 40, 40, 0",
        "comments, 40, 40, 0",
        "survey, 40, 40, 0",
        "odd, 41, 40, 1",
        "pattern, 40, 40, 0",
        "hidden, 40, 40, 0",
        "days, 40, 40, 0",
        "mark, 40, 40, 0",
        "marked, 40, 40, 0",
        "floats, 40, 40, 0",
        "document, 41, 40, 1",
        "quoted, 40, 39, 1"
    })
    void allRowsAreAccountedFor(String source, long read, long used, long rejected) {
        assertThat(run.account(source)).containsExactly(read, used, rejected, 0L, 0L);
        assertThat(run.people(source)).hasSize((int) used);
    }

    @Test
    void whatIsRejectedIsToldWithItsReason() {
        assertThat(run.rejected("letters"))
                .containsExactly(
                        "not a decimal|months|999a",
                        "not a decimal|months|99a",
                        "not a decimal|months|99a",
                        "not a decimal|months|9a9a",
                        "not a decimal|months|aaa");
        assertThat(run.rejected("windows")).containsOnly("bytes that are no text of the encoding|null|null");
        assertThat(run.rejected("quoted")).containsExactly("text follows a closing quote|null|null");
        assertThat(run.everything())
                .contains("rejected_rows: r1|odd|crm+export (final).csv|42|not an integer|orders|a")
                .contains("rejected_rows: r1|document|document.json|82|missing|orders|null")
                .contains("rejected_rows: r1|quoted|quoted.csv|22|text follows a closing quote|null|null");
    }

    @Test
    void valuesAreThoseOfTheFiles() {
        assertThat(run.clean("lists", "channels")).containsOnly("mail;shop");
        assertThat(run.clean("declared", "town")).contains("Zürich", "Genève");
        assertThat(run.clean("floats", "orders")).contains("6").doesNotContain("6.0");
        assertThat(run.clean("renamed", "amount").stream().filter("null"::equals))
                .hasSize(20);
    }

    @Test
    void whatIsOddIsNoted() {
        assertThat(notes())
                .contains(
                        "lists|lists.jsonl|values-joined|null|40",
                        "renamed|2.jsonl|column-missing-in-file|amount|20",
                        "renamed|2.jsonl|column-of-other-case|amount: Amount|20",
                        "windows|windows.csv|bytes-not-text|town|2",
                        "cells|cells.csv|header-cell-empty|null|2",
                        "comments|comments.csv|header-cell-twice|Comment|2",
                        "days|2.csv.gz|file-empty|null|1",
                        "days|3.csv.gz|file-empty|null|1",
                        "quoted|quoted.csv|quote-in-text|note|1",
                        "quoted|quoted.csv|rows-broken|note|1");
    }

    private static List<String> notes() {
        return run.rows(
                IntakeNotes.TABLE,
                IntakeNotes.INPUT,
                IntakeNotes.FILE,
                IntakeNotes.KIND,
                IntakeNotes.COLUMN_NAME,
                IntakeNotes.NOTED_COUNT);
    }

    // ---- what ends a run

    private DramatisException fault(SparkSession spark, String source) {
        IntakeRun ended = IntakeRun.of(
                spark,
                folder,
                IntakeRun.BLANKET + IntakeRun.sources("crm", "crm = ${base} { " + source + " }\n") + BASE);
        assertThat(ended.isCleanWritten("crm")).isFalse();
        DramatisException fault = ended.fault().orElseThrow();
        assertThat(fault.exitCode()).isEqualTo(ExitCode.CONTRACT);
        return fault;
    }

    @Test
    void aQuoteThatSwallowsRowsEndsTheRun(SparkSession spark) {
        IntakeRun.write(folder, "a.csv", with(21, "C1019,5,\"fine"));
        IntakeRun.write(folder, "b.csv", with(21, "C1019,5,\"fine").replace("C1030,2,fine", "C1030,2,5\" wide"));
        for (String file : List.of("a.csv", "b.csv")) {
            assertThat(fault(spark, "path = ${data}\"/" + file + "\"").problem())
                    .endsWith(" has a quote that is not closed: " + file + ":21");
        }
        // The second closes within the most lines of a record, and is told.
        assertThat(fault(spark, "path = ${data}\"/a.csv\", multi-line = true").problem())
                .endsWith(" has a record that does not end: a.csv:21");
        assertThat(fault(spark, "path = ${data}\"/b.csv\", multi-line = true, max-record-lines = 5")
                        .problem())
                .endsWith(" has a record that does not end: b.csv:21");
    }

    @Test
    void aKeyThatNoLineHasEndsTheRun(SparkSession spark) {
        IntakeRun.write(folder, "web.jsonl", rows("{\"customer_id\":\"C%d\",\"orders\":1,\"amount\":%d}\n"));
        DramatisException fault = fault(
                spark,
                "format = json, path = ${data}\"/web.jsonl\", columns { amount { type = decimal, from = \"amuont\" } }");
        assertThat(fault.problem()).endsWith(" lacks column amuont");
        assertThat(fault.reason()).endsWith("web.jsonl has that key").startsWith("no record of ");
    }

    @Test
    void furtherHeaderRowsEndTheRun(SparkSession spark) {
        IntakeRun.write(
                folder,
                "survey.csv",
                "customer_id,orders\nExternal Data Reference,How many did you buy?\n\"{\"\"ImportId\"\":\"\"externalDataReference\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n"
                        + rows("C%d,%d\n"));
        DramatisException fault = fault(spark, "path = ${data}\"/survey.csv\"");
        assertThat(fault.problem()).endsWith(" has more than one header row");
        assertThat(fault.cure()).startsWith("Set skip-rows = 2 to skip them");
    }

    @Test
    void aWantedNameTwiceEndsTheRun(SparkSession spark) {
        IntakeRun.write(folder, "crm.csv", "customer_id,orders,orders\n" + rows("C%d,%d,0\n"));
        DramatisException fault = fault(spark, "path = ${data}\"/crm.csv\"");
        assertThat(fault.problem()).endsWith(" has the column orders twice");
        assertThat(fault.reason())
                .isEqualTo("the header of crm.csv names it in cells 2 and 3, and which one is meant cannot be told");
    }

    @Test
    void aPackedFileOfNoBytesEndsTheRunByName(SparkSession spark) throws IOException {
        IntakeRun.write(folder, "web/1.csv.gz", zipped(crm()));
        IntakeRun.write(folder, "web/2.csv.gz", new byte[0]);
        DramatisException fault = fault(spark, "path = ${data}\"/web\"");
        assertThat(fault.problem()).endsWith(" cannot be read: 2.csv.gz");
        assertThat(fault.reason()).startsWith("the file is damaged, cut short or not packed as its name says");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crm.csv", "crm.jsonl"})
    void aSpreadsheetByAnotherNameEndsTheRun(String file, SparkSession spark) {
        IntakeRun.write(folder, file, new byte[] {'P', 'K', 3, 4, 20, 0, 6, 0, 8, 0});
        String format = file.endsWith("csv") ? "csv" : "json";
        assertThat(fault(spark, "format = " + format + ", path = ${data}\"/" + file + "\"")
                        .reason())
                .isEqualTo(file + " is no " + format.toUpperCase(java.util.Locale.ROOT)
                        + ": it is a zip file or a spreadsheet (xlsx)");
    }

    @ParameterizedTest
    @CsvSource({
        "csv, consent.csv, has a quote that is not closed: consent.csv:22",
        "json, consent, lacks column purpose"
    })
    void aLedgerReadInPartEndsTheRun(String format, String path, String problem, SparkSession spark) {
        IntakeRun.write(folder, "crm.csv", crm());
        String granted = "customer_id,purpose,status,at\n"
                + rows("C%d,personas,granted,2025-0%d-01\n").replace("-00-", "-07-");
        String refused = granted.substring(granted.indexOf('\n') + 1).replace("granted", "denied");
        IntakeRun.write(
                folder,
                "consent.csv",
                granted.lines().limit(21).collect(Collectors.joining("\n")) + "\n"
                        + refused.replaceFirst("personas", "\"personas"));
        IntakeRun.write(
                folder,
                "consent/1.jsonl",
                rows("{\"customer_id\":\"C%d\",\"purpose\":\"personas\",\"status\":\"granted\",\"at\":\"2025-01-0%d\"}\n")
                        .replace("-00", "-07"));
        IntakeRun.write(
                folder,
                "consent/2.jsonl",
                rows("{\"customer_id\":\"C%d\",\"purposes\":\"personas\",\"status\":\"denied\",\"at\":\"2025-02-0%d\"}\n")
                        .replace("-00", "-07"));
        IntakeRun ended = IntakeRun.of(
                spark,
                folder,
                "dramatis.consent.ledger { format = " + format + ", path = ${data}\"/" + path + "\" }\n"
                        + IntakeRun.sources("crm", "crm = ${base} { path = ${data}\"/crm.csv\" }\n") + BASE);
        DramatisException fault = ended.fault().orElseThrow();
        assertThat(fault.exitCode()).isEqualTo(ExitCode.PRIVACY);
        assertThat(fault.problem()).startsWith("Consent ledger (").endsWith(problem);
        assertThat(ended.isCleanWritten("crm")).isFalse();
    }
}
