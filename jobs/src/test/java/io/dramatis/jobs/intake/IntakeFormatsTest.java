package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dramatis.config.Input;
import io.dramatis.config.Origin;
import io.dramatis.error.ExitCode;
import io.dramatis.input.InputName;
import io.dramatis.input.InputRows;
import io.dramatis.input.ReadInput;
import io.dramatis.spark.SparkSessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read: formats, encodings, line ends and quotes. */
@ExtendWith(SparkSessions.class)
class IntakeFormatsTest {
    private static final String COLUMNS =
            "columns { age = integer, city = string, joined { type = date }, tags = string, seen = timestamp }";

    private static final String PEOPLE = """
            id,age,city,joined,tags,seen
            C1,31,"York, North",2024-01-05,a;b,2025-03-01T10:00:00Z
            C2,,"Say ""hi""
            there",,,2025-03-01 10:00:00.250
            """;

    private static IntakeRun run;

    @BeforeAll
    static void takeIn(SparkSession spark, @TempDir Path folder) throws IOException {
        IntakeRun.write(folder, "plain.csv", PEOPLE);
        IntakeRun.write(folder, "zipped.csv.gz", zipped(PEOPLE));
        IntakeRun.write(
                folder,
                "bom.csv",
                "\uFEFF" + PEOPLE.replace("2024-01-05", "5.1.2024").replace("\n", "\r\n"));
        IntakeRun.write(
                folder,
                "us.csv",
                PEOPLE.replace("2024-01-05", "1/5/2024").replace(",", "|").replace("York|", "York,"));
        IntakeRun.write(folder, "lines.jsonl", """
                {"id": "C1", "age": 31, "city": "York, North", "joined": "2024-01-05", "tags": "a;b", "seen": "2025-03-01T10:00:00Z"}
                {"city": "Say \\"hi\\"\\nthere", "seen": "2025-03-01 10:00:00.250", "id": "C2", "age": null, "more": {"x": 1}}
                {"id": "C3", "age":
                """);
        IntakeRun.write(folder, "many files/b a.csv", "id,age\nC1,31\n");
        IntakeRun.write(folder, "many files/a.csv", "id,age\nC2,32\nC3,x\n");
        IntakeRun.write(folder, "many files/_SUCCESS", "");
        IntakeRun.write(folder, "more/1 2.csv", "id,age\nC1,31\nC3,x\n");
        typed(spark).write().parquet(folder.resolve("people.parquet").toString());
        typed(spark).write().orc(folder.resolve("people.orc").toString());
        run = IntakeRun.of(
                spark,
                folder,
                IntakeRun.BLANKET + IntakeRun.sources("plain", """
                plain = ${one} { multi-line = true, path = ${data}"/plain.csv" }
                zipped = ${one} { multi-line = true, path = ${data}"/zipped.csv.gz" }
                bom = ${one} { multi-line = true, path = ${data}"/bom.csv" } { columns.joined.formats = ["d.M.yyyy", "M/d/yyyy"] }
                us = ${one} { multi-line = true, path = ${data}"/us.csv", options { sep = "|" } } { columns.joined.formats = ["M/d/yyyy"] }
                lines = ${one} { format = json, path = ${data}"/lines.jsonl", max-rejected = 0.4 }
                parquet = ${one} { format = parquet, path = ${data}"/people.parquet" }
                orc = ${one} { format = orc, path = ${data}"/people.orc" }
                many = ${few} { path = ${data}"/many files", max-rejected = 0.4 }
                glob = ${few} { path = ${data}"/m*/1 *.csv", max-rejected = 0.5 }
                """)
                        + "base { shape = attributes, block = crm, person { column = id, id = customer-id } }\none = ${base} { "
                        + COLUMNS + " }\nfew = ${base} { columns { age = integer } }\n");
        assertThat(run.fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "zipped", "bom", "us", "lines", "parquet", "orc"})
    void aFormatReadsAsAnyOther(String source) {
        assertThat(run.clean(source, "age", "city", "joined", "tags", "seen"))
                .containsExactly(
                        "31|York, North|2024-01-05|a;b|2025-03-01 10:00:00.0",
                        "null|Say \"hi\"\nthere|null|null|2025-03-01 10:00:00.25");
        assertThat(run.people(source)).isEqualTo(run.pseudonyms("customer-id", "C1", "C2"));
    }

    @Test
    void aBrokenLineOfJsonIsARejectedRow() {
        assertThat(run.account("lines")).containsExactly(3L, 2L, 1L, 0L, 0L);
        assertThat(run.rejected("lines")).containsExactly("not a JSON object|null|null");
    }

    @Test
    void aFolderIsOneSourceAndItsFilesAreNamed() {
        assertThat(run.clean("many", "age")).containsExactly("31", "32");
        assertThat(run.everything())
                .contains("rejected_rows: r1|many|a.csv|3|not an integer|age|a")
                .anyMatch(line -> line.startsWith("input_files: r1|many|b a.csv|13|"))
                .noneMatch(line -> line.contains("_SUCCESS"));
    }

    @Test
    void aRejectedRowNamesItsFileAsInputFilesDoes() {
        assertThat(run.everything())
                .contains("rejected_rows: r1|glob|1 2.csv|3|not an integer|age|a")
                .anyMatch(line -> line.startsWith("input_files: r1|glob|1 2.csv|"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "comma_in_quotes",
                "empty",
                "empty_crlf",
                "escaped_quotes",
                "json",
                "newlines",
                "newlines_crlf",
                "quotes_and_newlines",
                "simple",
                "simple_crlf",
                "utf8"
            })
    void awkwardCsvReadsAsItsJson(String name, SparkSession spark) throws IOException {
        Path folder = SharedData.folder("csv-spectrum");
        JsonNode expected = new ObjectMapper()
                .readTree(folder.resolve("expected/" + name + ".json").toFile());
        List<Map<String, String>> rows = new ArrayList<>();
        for (JsonNode row : expected) {
            Map<String, String> fields = new LinkedHashMap<>();
            // Line ends inside quotes are LF, whichever system wrote them.
            row.fields()
                    .forEachRemaining(field ->
                            fields.put(field.getKey(), field.getValue().asText().replace("\r\n", "\n")));
            rows.add(fields);
        }
        assertThat(read(
                        spark,
                        folder.resolve(name + ".csv"),
                        List.copyOf(rows.get(0).keySet())))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void headersMayHaveBlanksAndFieldsQuotesInside(SparkSession spark) throws IOException {
        // Its JSON holds another phone number than its CSV.
        Path file = SharedData.folder("csv-spectrum").resolve("location_coordinates.csv");
        List<String> cells = List.of(Files.readAllLines(file).get(1).split(","));
        assertThat(read(spark, file, List.of("Contact Phone Number", "Location Coordinates", "Counties")))
                .containsExactly(Map.of(
                        "Contact Phone Number", "2095257564",
                        "Location Coordinates", cells.get(1),
                        "Counties", "Stanislaus"));
    }

    private static List<Map<String, String>> read(SparkSession spark, Path file, List<String> columns) {
        Origin origin = new Origin("study.conf:1", "x");
        Input.Text usual = Input.Text.DEFAULT;
        Input.Text overLines = new Input.Text(
                usual.encoding(), true, usual.skipRows(), usual.maxRecordLines(), usual.maxRecordBytes(), 1);
        Input input = new Input("csv", file.toString(), Map.of(), overLines, origin);
        InputName x = new InputName("x", "Source x", origin, ExitCode.CONTRACT);
        ReadInput read = new InputRows(spark).read(x, input, columns, Map.of());
        List<Map<String, String>> rows = new ArrayList<>();
        for (Row row : read.rows().collectAsList()) {
            assertThat(row.<Object>getAs(InputRows.CORRUPT)).isNull();
            Map<String, String> fields = new LinkedHashMap<>();
            columns.forEach(name -> fields.put(name, row.getAs(name) == null ? "" : row.getAs(name)));
            rows.add(fields);
        }
        return rows;
    }

    private static Dataset<Row> typed(SparkSession spark) {
        return spark.sql("""
                select * from values
                  ('C1', 31D, 'York, North', date'2024-01-05', array('a', 'b'), timestamp'2025-03-01 10:00:00'),
                  ('C2', null, 'Say "hi"\\nthere', null, null, timestamp'2025-03-01 10:00:00.250')
                as people(id, age, city, joined, tags, seen)""").coalesce(1);
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
