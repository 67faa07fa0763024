package io.dramatis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Study;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an erasure does to files, and what its scan sees. */
@ExtendWith(SparkSessions.class)
class LakeTablesIT {
    private static final Table PEOPLE = Table.of(
            Table.Zone.RESTRICTED,
            "people",
            "A person.",
            Table.required(Table.RUN_ID, DataTypes.StringType, "The run."),
            Table.required(Table.PERSON_ID, DataTypes.BinaryType, "The pseudonym."));

    @TempDir
    private Path directory;

    private Study.Lake lake() {
        return new Study.Lake.Directories(directory + "/restricted zone", directory + "/open");
    }

    /** As many people, {@code person_id}; the digits of person 7. */
    private static Dataset<Row> people(SparkSession spark, int count) {
        return spark.sql("select unhex(sha2(string(id), 256)) person_id from range(" + count + ")");
    }

    private static byte[] seven(SparkSession spark) {
        return HexFormat.of()
                .parseHex(spark.sql("select sha2('7', 256)").first().getString(0));
    }

    @Test
    void takesRowsThatADeletionVectorHidesAndUnfinishedTables(SparkSession spark) throws IOException {
        new DeltaTables(spark, lake()).replace(PEOPLE, "a", people(spark, 100).coalesce(1));
        LakeTables tables = new LakeTables(spark, lake());
        LakeTables.Found found = tables.all().get(0);
        assertThat(found.name()).isEqualTo("people");
        assertThat(found.isOfPeople()).isTrue();
        String name = "delta.`" + found.location() + "`";
        spark.sql("alter table " + name + " set tblproperties (delta.enableDeletionVectors = true)");
        spark.sql("delete from " + name + " where substr(hex(person_id), 1, 6) = '"
                + HexFormat.of().withUpperCase().formatHex(seven(spark), 0, 3) + "'");
        Path copied = directory.resolve("restricted zone/memberships/run_id=a/part-0.parquet");
        Files.createDirectories(copied.getParent());
        Files.copy(data().get(0), copied);
        assertThat(tables.rows(found).count()).isEqualTo(99);
        assertThat(LakeScan.of(spark, tables.places(), List.of(seven(spark))).found())
                .hasSize(2);

        assertThat(tables.unfinished(Set.of("people"))).isEmpty();
        tables.removeUnfinished(tables.unfinished(Set.of("people", "memberships")));
        assertThat(copied.getParent().getParent()).doesNotExist();
        assertThat(tables.purge(found)).isPositive();
        LakeScan.Report report = LakeScan.of(spark, tables.places(), List.of(seven(spark)));
        assertThat(report.isClean()).isTrue();
        assertThat(report.files()).isGreaterThan(3);
        assertThat(tables.rows(found).count()).isEqualTo(99);
    }

    private List<Path> data() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    @Test
    void theScanSeesThroughCompressionAndTellsWhatItCannotRead(SparkSession spark) throws IOException {
        byte[] seven = seven(spark);
        Path folder = directory.resolve("open/notes");
        // As a text within a longer one, in a list, compressed: no byte of it stands there as it is.
        spark.sql(
                        "select /*+ coalesce(1) */ array(named_struct('who', concat('ask ', sha2(string(id), 256)), 'n', id)) notes from range(1000)")
                .write()
                .option("compression", "gzip")
                .parquet(folder.toString());
        Path whole = data().get(0);
        assertThat(new String(Files.readAllBytes(whole), StandardCharsets.ISO_8859_1))
                .doesNotContain(HexFormat.of().formatHex(seven));
        List<String> places = List.of(directory.resolve("open").toString());
        assertThat(LakeScan.of(spark, places, List.of(seven)).found())
                .singleElement()
                .asString()
                .endsWith(whole.getFileName().toString());
        byte[] other = seven.clone();
        other[0] ^= 1;
        LakeScan.Report clean = LakeScan.of(spark, places, List.of(other));
        assertThat(clean.isClean()).isTrue();
        assertThat(clean.parquetFiles()).isEqualTo(1);

        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
        LakeScan.Report cutShort = LakeScan.of(spark, places, List.of(other));
        assertThat(cutShort.isClean()).isFalse();
        assertThat(cutShort.unreadable()).hasSize(1);
        assertThat(LakeScan.of(spark, List.of(directory + "/nowhere"), List.of(seven))
                        .files())
                .isZero();
    }
}
