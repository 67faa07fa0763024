package io.dramatis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Study;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.run.Publications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessions.class)
class DeltaTablesIT {
    private static final Table PEOPLE = Table.of(
                    Table.Zone.RESTRICTED,
                    "people",
                    "A person.",
                    Table.required(Table.RUN_ID, DataTypes.StringType, "The run."),
                    Table.required(Table.PERSON_ID, DataTypes.BinaryType, "The pseudonym."))
            .withColumns(List.of());

    @TempDir
    private Path directory;

    private DeltaTables tables(SparkSession spark) {
        return new DeltaTables(
                spark,
                new Study.Lake.Directories(
                        directory.resolve("restricted").toString(),
                        directory.resolve("open").toString()));
    }

    @Test
    void replacesTheRowsOfOneRunAndKeepsCommentsAndConditions(SparkSession spark) {
        DeltaTables tables = tables(spark);
        assertThat(tables.version(IntakeAccounts.TABLE)).isEqualTo(-1);
        assertThat(tables.read(IntakeAccounts.TABLE).count()).isZero();
        tables.replace(IntakeAccounts.TABLE, "a", accounts(spark, 10, 9));
        tables.replace(IntakeAccounts.TABLE, "b", accounts(spark, 20, 19));
        tables.replace(IntakeAccounts.TABLE, "a", accounts(spark, 30, 29));
        assertThat(tables.read(IntakeAccounts.TABLE, "a").collectAsList())
                .containsExactly(RowFactory.create("a", "crm", 30L, 29L, 1L, 0L, 0L, 0.05));
        assertThat(tables.read(IntakeAccounts.TABLE).count()).isEqualTo(2);
        assertThat(tables.read(IntakeAccounts.TABLE)
                        .schema()
                        .apply("read_count")
                        .getComment()
                        .get())
                .isEqualTo("Rows read.");
        assertThatThrownBy(() -> tables.replace(IntakeAccounts.TABLE, "c", accounts(spark, 10, 10)))
                .hasStackTraceContaining("rows_add_up");
        assertThat(tables.read(IntakeAccounts.TABLE).count()).isEqualTo(2);
    }

    @Test
    void keepsPeopleWithoutStatisticsDeletionVectorsOrChangeFeed(SparkSession spark) throws IOException {
        // Even where the session wants statistics.
        spark.conf().set("spark.databricks.delta.stats.collect", "true");
        DeltaTables tables = tables(spark);
        Dataset<Row> people = spark.sql("select X'00ff' person_id, 'Ashford' town");
        tables.replace(PEOPLE, "a", people);
        tables.replace(PEOPLE, "b", people.withColumn("age", org.apache.spark.sql.functions.lit(3.0)));
        assertThat(tables.read(PEOPLE).columns()).containsExactly("run_id", "person_id", "town", "age");
        String log = content(directory.resolve("restricted/people/_delta_log"));
        assertThat(log)
                .contains("\"delta.enableDeletionVectors\":\"false\"", "\"delta.enableChangeDataFeed\":\"false\"")
                .doesNotContain("Ashford");
    }

    @Test
    void ofTwoWritersAtOnceOneWins(SparkSession spark) throws Exception {
        DeltaTables tables = tables(spark);
        Callable<Boolean> writer = () -> tables.appendIfUnchanged(
                Publications.TABLE,
                -1,
                spark.sql("select 'a' run_id, 1L sequence, 's' study, date'2026-01-01' as_of,"
                        + " timestamp'2026-01-01' published_at, 'h' config_hash, 4 persona_count"));
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Boolean> won = pool.invokeAll(List.of(writer, writer)).stream()
                    .map(future -> {
                        try {
                            return future.get();
                        } catch (Exception failure) {
                            throw new AssertionError(failure);
                        }
                    })
                    .toList();
            assertThat(won).containsExactlyInAnyOrder(true, false);
        } finally {
            pool.shutdown();
        }
        assertThat(tables.read(Publications.TABLE).count()).isEqualTo(1);
        assertThat(tables.version(Publications.TABLE)).isZero();
    }

    @Test
    void keepsTablesInTwoSchemasToo(SparkSession spark) {
        spark.sql("create schema if not exists people_zone");
        spark.sql("create schema if not exists persona_zone");
        DeltaTables tables = new DeltaTables(spark, new Study.Lake.Schemas("people_zone", "persona_zone"));
        try {
            tables.replace(IntakeAccounts.TABLE, "a", accounts(spark, 10, 9));
            tables.replace(IntakeAccounts.TABLE, "a", accounts(spark, 10, 9));
            assertThat(spark.sql("select read_count from persona_zone.intake_accounts")
                            .collectAsList())
                    .containsExactly(RowFactory.create(10L));
            assertThat(tables.version(IntakeAccounts.TABLE)).isEqualTo(1);
        } finally {
            spark.sql("drop table if exists persona_zone.intake_accounts");
        }
    }

    private static Dataset<Row> accounts(SparkSession spark, int read, int used) {
        return spark.sql(
                "select 'crm' source, " + read + "L read_count, " + used
                        + "L used_count, 1L rejected_count, 0L not_consented_count, 0L duplicate_count, 0.05D max_rejected_share");
    }

    private static String content(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
