package io.dramatis.privacy;

import static org.apache.spark.sql.functions.aes_encrypt;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Identity;
import io.dramatis.config.Identity.Normalisation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Neither the key nor an identity is in what Spark writes down: event log, explained plans, output, console. A Java of
 * its own, since the event log is set once for each, and so that the key can be in its environment.
 */
class IdentitySafetyIT {
    private static final Identity.Kind EMAIL = new Identity.Kind("email", List.of(Normalisation.EMAIL), "");
    private static final Identity.Kind CUSTOMER = new Identity.Kind("customer-id", List.of(Normalisation.TRIM), "");
    private static final int IDS = 50;

    @TempDir
    private Path directory;

    @Test
    void theKeyInAFileIsNowhereAndAControlIsFound() throws Exception {
        Path key = directory.resolve("key");
        PseudonymKey.create(key);
        assertThat(Canaries.found(run("file", Map.of()), keyForms(key))).isEmpty();
        assertThat(Canaries.found(directory.resolve("file"), identityForms())).isEmpty();

        assertThat(Canaries.found(run("control", Map.of()), keyForms(key)))
                .as("a key as a literal must be found, or the search is blind")
                .isNotEmpty();
        assertThat(Canaries.found(directory.resolve("control"), identityForms()))
                .as("so must an id as a literal")
                .isNotEmpty();
    }

    @Test
    void theKeyInAVariableIsNowhere() throws Exception {
        Path key = directory.resolve("key");
        PseudonymKey.create(key);
        Path written = run(
                "variable", Map.of("DRAMATIS_CANARY_KEY", Files.readString(key).strip()));
        assertThat(Canaries.found(written, keyForms(key))).isEmpty();
        assertThat(Canaries.found(written, identityForms())).isEmpty();
    }

    /** What runs in a Java of its own: the directory, and how. */
    public static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            String how = arguments[1];
            Path out = directory.resolve(how);
            SparkSession spark = SparkSession.builder()
                    .master("local[2]")
                    .appName("identity safety")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.shuffle.partitions", "1")
                    .config("spark.eventLog.enabled", "true")
                    .config("spark.eventLog.compress", "false")
                    .config("spark.eventLog.dir", out.resolve("events").toUri().toString())
                    .getOrCreate();
            Dataset<Row> ids = spark.read()
                    .option("header", "true")
                    .csv(directory.resolve("ids.csv").toString());
            KeyReference key = how.equals("variable")
                    ? new KeyReference.Variable("DRAMATIS_CANARY_KEY")
                    : KeyReference.of(directory.resolve("key"));
            Dataset<Row> rows;
            if (how.equals("control")) {
                String digits = Files.readString(directory.resolve("key")).strip();
                rows = ids.where(col("email").notEqual(email(0)))
                        .select(aes_encrypt(col("email"), lit(HexFormat.of().parseHex(digits)))
                                .as("id"));
            } else {
                Pseudonyms pseudonyms = new Pseudonyms(key, 1, "study", "personas");
                rows = LinkedIds.persons(
                        ids.select(
                                lit("customer-id").as(LinkedIds.LEFT_KIND),
                                pseudonyms.of(col("customer"), CUSTOMER).as(LinkedIds.LEFT_ID),
                                lit("email").as(LinkedIds.RIGHT_KIND),
                                pseudonyms.of(col("email"), EMAIL).as(LinkedIds.RIGHT_ID)),
                        "customer-id",
                        50);
            }
            Files.writeString(out.resolve("plans.txt"), rows.queryExecution().toString());
            rows.write()
                    .option("compression", "none")
                    .parquet(out.resolve("rows").toString());
            spark.stop();
        }
    }

    /** The directory with all that was written, the console included. */
    private Path run(String how, Map<String, String> environment) throws Exception {
        Path out = Files.createDirectories(directory.resolve(how).resolve("events"))
                .getParent();
        List<String> lines = new ArrayList<>(List.of("customer,email"));
        IntStream.range(0, IDS).forEach(id -> lines.add(customer(id) + "," + email(id)));
        Files.write(directory.resolve("ids.csv"), lines);
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + options(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                directory.toString(),
                how);
        java.environment().putAll(environment);
        Path console = out.resolve("console.txt");
        Process process =
                java.redirectErrorStream(true).redirectOutput(console.toFile()).start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
            assertThat(process.exitValue()).as(Files.readString(console)).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.exists(out.resolve("rows/_SUCCESS"))).isTrue();
        try (Stream<Path> events = Files.walk(out.resolve("events"))) {
            assertThat(events.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .as("bytes of event log")
                    .isGreaterThan(10_000);
        }
        return out;
    }

    /** The options that Spark needs, as the launcher gives them. */
    private static Path options() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("conf/jvm.options"))) {
            at = at.getParent();
        }
        return at.resolve("conf/jvm.options");
    }

    private static String customer(int id) {
        return "canary-customer-" + (7_000_000 + 13 * id);
    }

    private static String email(int id) {
        return "canary." + id + "@secret-canary.example";
    }

    private static Map<String, byte[]> identityForms() {
        Map<String, byte[]> forms = new TreeMap<>();
        for (int id = 0; id < IDS; id++) {
            forms.putAll(Canaries.forms(customer(id).getBytes(StandardCharsets.UTF_8)));
            forms.putAll(Canaries.forms(email(id).getBytes(StandardCharsets.UTF_8)));
        }
        return forms;
    }

    private static Map<String, byte[]> keyForms(Path key) throws IOException {
        return Canaries.ofKey(key);
    }
}
