package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Spark throws on files of these kinds, as the command line tells it. */
@ExtendWith(SparkSessions.class)
class FaultsTest {
    @TempDir
    private Path directory;

    private static DramatisException told(Dataset<Row> rows) {
        try {
            rows.collectAsList();
        } catch (Exception failure) {
            return Faults.told(new IllegalStateException("around it", failure)).orElseThrow();
        }
        throw new AssertionError("It can be read");
    }

    @Test
    void aHeaderIsNotDamaged(SparkSession spark) throws IOException {
        Files.writeString(directory.resolve("a.csv"), "id,town\n1,x\n");
        Path other = Files.writeString(directory.resolve("b (2)+50%.csv"), "id,city\n1,x\n");
        DramatisException fault = told(spark.read()
                .option("header", true)
                .option("enforceSchema", false)
                .schema("id string, town string")
                .csv(other.toString()));
        assertThat(fault.exitCode()).isEqualTo(ExitCode.CONTRACT);
        assertThat(fault.problem()).isEqualTo("The files of a source do not agree in their header");
        assertThat(fault.reason()).startsWith("file b (2)+50%.csv has other columns");
        assertThat(fault.getMessage()).doesNotContain("damaged", "Exception", directory.toString());
    }

    @Test
    void saysWhatIsTrueOfAFileThatCannotBeRead(SparkSession spark) throws IOException {
        Path noParquet = Files.writeString(directory.resolve("a.parquet"), "id,town\n1,Ashford-secret\n".repeat(9));
        DramatisException fault = told(spark.read().schema("id string").parquet(noParquet.toString()));
        assertThat(fault.problem()).isEqualTo("A file of a source cannot be read");
        assertThat(fault.reason())
                .isEqualTo("file a.parquet is no Parquet file: damaged, cut short or of another format");
        assertThat(fault.getMessage()).doesNotContain("Ashford");

        Path gzip = directory.resolve("b.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write("id,town\n1,x\n".repeat(9999).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(gzip);
        Path half = Files.write(directory.resolve("c.csv.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(told(spark.read().schema("id string").csv(half.toString())).reason())
                .isEqualTo("file c.csv.gz is cut short");
        Path plain = Files.writeString(directory.resolve("d.csv.gz"), "id,town\n1,x\n");
        assertThat(told(spark.read().schema("id string").csv(plain.toString())).reason())
                .isEqualTo("file d.csv.gz is compressed by its name and not as a whole by its bytes");
        spark.range(3).selectExpr("id", "'x' town").coalesce(1).write().parquet(directory + "/e");
        DramatisException type =
                told(spark.read().schema("id string, town bigint").parquet(directory + "/e"));
        assertThat(type.reason()).endsWith("has a column in another type than the first file has");
    }

    @Test
    void ownFaultsAreToldWithoutTheirMessages() {
        assertThat(Faults.told(new IllegalStateException("Ashford-secret"))).isEqualTo(Optional.empty());
        OwnFault fault = new OwnFault(
                new IllegalStateException("Ashford-secret", new ArithmeticException("Ashford-secret divided by zero")));
        assertThat(fault.place())
                .matches("java\\.lang\\.IllegalStateException \\(java\\.lang\\.ArithmeticException\\)"
                        + " at io\\.dramatis\\.cli\\.FaultsTest:\\d+");
        StringWriter err = new StringWriter();
        fault.print(new PrintWriter(err, true));
        assertThat(err.toString())
                .contains(
                        "java.lang.IllegalStateException\n\tat io.dramatis.cli.FaultsTest",
                        "Caused by: java.lang.Arith")
                .doesNotContain("secret");
    }
}
