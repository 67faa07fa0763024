package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./dramatis mixture} on tables of its own. */
@ExtendWith(SparkSessions.class)
class MixtureCommandIT {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeTables(SparkSession spark) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<String> lines = new ArrayList<>(List.of("id,x,y,group,weight,none,same,debt"));
        for (int i = 0; i < 600; i++) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%s,%.5f,%s,%d,,7,%d",
                    i,
                    i % 50 == 3
                            ? "NA"
                            : String.format(Locale.ROOT, "%.5f", random.nextGaussian() + (i % 3 == 1 ? 8 : 0)),
                    1000 * (random.nextGaussian() + (i % 3 == 2 ? 8 : 0)),
                    List.of("a", "b", "c").get(i % 3),
                    1 + i % 2,
                    i % 2 - 1));
        }
        Files.write(folder.resolve("table.csv"), lines);
        spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .option("nullValue", "NA")
                .csv(folder.resolve("table.csv").toString())
                .write()
                .parquet(folder.resolve("table.parquet").toString());
        Files.writeString(folder.resolve("infinite.csv"), "x,y\n1,2\nInf,3\n2,5\n");
        Files.writeString(folder.resolve("alike.csv"), "x,y\n1,2\n1,2\n1,2\n");
        Files.writeString(folder.resolve("words.csv"), "x,y\na,b\nc,d\n");
        Files.writeString(folder.resolve("header.csv"), "x,y\n");
        Files.writeString(folder.resolve("open.csv"), "x,note\n1,a\n2,\"b\n3,c\n");
        Files.writeString(folder.resolve("few.csv"), "x,y,z\n1,2,3\n2,2,1\n3,4,1\n5,2,6\n1,1,2\n");
    }

    private static Said mixture(String... arguments) {
        return Said.by(Stream.concat(Stream.of("mixture"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void saysWhetherTheGroupsAreThere() throws IOException {
        Said said = mixture(
                "--input",
                folder.resolve("table.csv").toString(),
                "--columns",
                "x,y",
                "--k",
                "1-4",
                "--evidence",
                "quick");
        assertThat(said.exitCode()).isZero();
        assertThat(said.last().path("verdict").asText()).isEqualTo("natural");
        assertThat(said.last().path("p").asDouble()).isEqualTo(1.0 / 60);
        assertThat(said.last().path("smallestDetectable").asDouble()).isBetween(2.0, 5.0);
        assertThat(said.last().path("groups")).hasSize(3).allSatisfy(group -> {
            assertThat(group.path("verdict").asText()).isEqualTo("natural");
            assertThat(group.path("jaccard").asDouble()).isGreaterThan(0.95);
            assertThat(group.path("predictionStrength").asDouble()).isGreaterThan(0.95);
            assertThat(group.path("p").asDouble()).isLessThanOrEqualTo(0.05);
            assertThat(group.path("why").asText()).startsWith("Natural: one population does not show such a split");
        });
        assertThat(said.told()).contains("One population does not explain the data: p = 0.017 of 59 sets.");
    }

    @Test
    void saysSoWhenThereAreNone() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        List<String> lines = new ArrayList<>(List.of("x,y"));
        for (int i = 0; i < 600; i++) {
            lines.add(Math.exp(0.6 * random.nextGaussian()) + "," + Math.exp(0.6 * random.nextGaussian()));
        }
        Path skewed = Files.write(folder.resolve("skewed.csv"), lines);
        Said said = mixture("--input", skewed.toString(), "--k", "1-6", "--evidence", "quick");
        assertThat(said.exitCode()).isZero();
        assertThat(said.last().path("verdict").asText()).isNotEqualTo("natural");
        assertThat(said.last().path("p").asDouble()).isGreaterThan(0.05);
        assertThat(said.last().path("groups"))
                .allSatisfy(group -> assertThat(group.path("verdict").asText()).isNotEqualTo("natural"));
        assertThat(said.told()).contains("One population explains the data");
    }

    @Test
    void saysWhatCannotBeKnown() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        List<String> lines = new ArrayList<>(List.of("buys,reads,writes"));
        for (int i = 0; i < 400; i++) {
            lines.add(random.nextInt(2) + "," + random.nextInt(2) + "," + random.nextInt(2));
        }
        Path answers = Files.write(folder.resolve("answers.csv"), lines);
        Said said = mixture("--input", answers.toString(), "--k", "1-3", "--evidence", "quick");
        assertThat(said.exitCode()).isZero();
        assertThat(said.last().path("verdict").asText()).isEqualTo("withheld");
        assertThat(said.last().path("groups"))
                .allSatisfy(group -> assertThat(group.path("why").asText())
                        .startsWith("Withheld: every forming feature has but two values, so that it cannot be known"));
    }

    @Test
    void tellsCandidatesChoiceAndGroups() throws IOException {
        Path out = folder.resolve("out.csv");
        Said said = mixture(
                "--input", folder.resolve("table.csv").toString(),
                "--columns", "x,y,same",
                "--label", "group",
                "--key", "id",
                "--k", "1-4",
                "--out", out.toString());
        assertThat(said.exitCode()).isZero();
        JsonNode line = said.last();
        assertThat(line.path("status").asText()).isEqualTo("done");
        assertThat(line.path("candidates")).hasSize(24).allSatisfy(candidate -> {
            assertThat(candidate.path("bic").asDouble())
                    .isCloseTo(
                            2 * candidate.path("logLikelihood").asDouble()
                                    - candidate.path("df").asInt() * Math.log(600),
                            within(1e-6));
            assertThat(candidate.path("icl").asDouble())
                    .isLessThanOrEqualTo(candidate.path("bic").asDouble());
            assertThat(candidate.path("converged").asBoolean()).isTrue();
            assertThat(candidate.path("iterations").asInt()).isPositive();
        });
        assertThat(line.path("chosen").path("k").asInt()).isEqualTo(3);
        assertThat(line.path("chosen").path("form").asText()).matches("EEI|EEE|VVI");
        assertThat(line.path("groups")).hasSize(3).allSatisfy(group -> {
            assertThat(group.path("components")).hasSize(1);
            assertThat(group.path("share").asDouble())
                    .isEqualTo(group.path("size").asLong() / 600.0);
        });
        assertThat(line.path("adjustedRandIndex").asDouble()).isGreaterThan(0.95);
        assertThat(line.path("notes").toString()).contains("column 'same' was left out: all rows have the same value");
        assertThat(said.told()).contains("Chosen: ", "Adjusted Rand index against the label: ");
        List<String> written = Files.readAllLines(out);
        assertThat(written).hasSize(601).first().isEqualTo("id,group_index,posterior,log_density,is_assigned");
        assertThat(written.stream().filter(row -> row.endsWith(",false")).count())
                .isEqualTo(line.path("unassigned").asLong());
        assertThat(mixture("--input", folder.resolve("table.csv").toString(), "--out", out.toString())
                        .last()
                        .path("problem")
                        .asText())
                .isEqualTo(out + " is there already");
    }

    @Test
    void findsTheSameInParquetAndCountsRowsByWeight() throws IOException {
        String[] both = {"--columns", "x,y", "--key", "id", "--k", "3", "--forms", "vvv", "--weights", "weight"};
        JsonNode csv = mixture(Stream.concat(
                                Stream.of("--input", folder.resolve("table.csv").toString()), Stream.of(both))
                        .toArray(String[]::new))
                .last();
        JsonNode parquet = mixture(Stream.concat(
                                Stream.of(
                                        "--input",
                                        folder.resolve("table.parquet").toString()),
                                Stream.of(both))
                        .toArray(String[]::new))
                .last();
        assertThat(parquet.path("candidates")).isEqualTo(csv.path("candidates"));
        assertThat(parquet.path("groups")).isEqualTo(csv.path("groups"));
        JsonNode candidate = csv.path("candidates").get(0);
        assertThat(2 * candidate.path("logLikelihood").asDouble()
                        - candidate.path("df").asInt() * Math.log(900))
                .isCloseTo(candidate.path("bic").asDouble(), within(1e-6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    infinite.csv | | 3 | column 'x' is infinite in 1 rows
                    alike.csv | | 3 | no column holds two different values among 3 rows
                    words.csv | | 3 | has no column of numbers that could form groups
                    header.csv | | 3 | no column
                    nowhere.csv | | 2 | There is no
                    open.csv | | 3 | (--input) has a quote that is not closed: open.csv:3
                    open.csv | --multi-line | 3 | (--input) has a record that does not end: open.csv:3
                    table.csv | --encoding utf-99 | 2 | There is no encoding 'utf-99'
                    table.csv | --columns x,group | 3 | column 'group' cannot be used
                    table.csv | --columns x,z | 2 | There is no column 'z'
                    table.csv | --columns x,y --weights debt | 3 | 300 rows have a weight that is negative
                    table.csv | --columns x,y --label x | 2 | column 'x' cannot form the groups
                    table.csv | --k 0 | 2 | --k 0 names no numbers of components
                    table.csv | --k nine | 2 | --k nine names no numbers of components
                    table.csv | --forms VVV,EVE | 2 | There is no covariance form 'EVE'
                    table.csv | --starts 0 | 2 | --starts is 0
                    """)
    void saysWhatIsWrong(String file, String options, int exitCode, String problem) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--input", folder.resolve(file).toString()));
        if (options != null) {
            arguments.addAll(List.of(options.split(" ")));
        }
        Said said = mixture(arguments.toArray(String[]::new));
        assertThat(said.last().path("problem").asText()).contains(problem);
        assertThat(said.exitCode()).isEqualTo(exitCode);
        assertThat(said.told()).contains("Problem: ", "Cause:   ", "Cure:    ").doesNotContain("\tat ");
    }

    @Test
    void saysWhatItCouldNotFit() throws IOException {
        Said few = mixture("--input", folder.resolve("few.csv").toString());
        assertThat(few.exitCode()).isZero();
        assertThat(few.last().path("groups")).hasSize(1);
        assertThat(few.last().toString()).doesNotContain("NaN");
        assertThat(few.last().path("notes").toString()).contains("5 rows are too few for 3 columns");
        Said one = mixture("--input", folder.resolve("table.csv").toString(), "--columns", "none,y", "--k", "2");
        assertThat(one.last().path("columns")).hasSize(1);
        assertThat(one.last().path("notes").toString()).contains("column 'none' ");
    }

    /** R's row names, over one cloud whose rows are sorted by kind. */
    @Test
    void formsNoGroupsOfTheNumbersOfRows() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        List<String> lines = new ArrayList<>(List.of("\"\",\"x\",\"y\",\"kind\""));
        for (int i = 0; i < 300; i++) {
            lines.add(String.format(
                    Locale.ROOT,
                    "\"%d\",%.3f,%.3f,\"%s\"",
                    i + 1,
                    8 + random.nextGaussian(),
                    5 + random.nextGaussian(),
                    i < 150 ? "a" : "b"));
        }
        String file = Files.write(folder.resolve("rows.csv"), lines).toString();
        Said said = mixture("--input", file, "--label", "kind", "--k", "1-3");
        assertThat(said.exitCode()).isZero();
        assertThat(said.last().path("columns").toString()).isEqualTo("[\"x\",\"y\"]");
        assertThat(said.last().path("leftOut").toString()).isEqualTo("[\"_c0\"]");
        assertThat(said.last().path("groups")).hasSize(1);
        assertThat(said.last().path("adjustedRandIndex").asDouble()).isZero();
        String note =
                "column '_c0', which has no name, numbers the rows (300 whole numbers, no two alike, one after the"
                        + " other): left out; --columns can name it";
        assertThat(said.last().path("notes").toString()).contains(note);
        assertThat(said.told()).contains("Note: " + note);

        Said asked = mixture("--input", file, "--columns", "_c0,x", "--k", "1");
        assertThat(asked.last().path("columns")).hasSize(2);
        assertThat(asked.last().path("notes").toString()).contains("used, since --columns names it");
    }
}
