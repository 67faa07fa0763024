package io.dramatis.store;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Study;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.intake.RejectedRows;
import io.dramatis.table.run.Publications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
    void aLakeOfAnEarlierVersionGetsTheColumnsThatHaveComeSince(SparkSession spark) {
        DeltaTables tables = tables(spark);
        Table now = RejectedRows.TABLE;
        Table before = new Table(
                now.name(),
                now.zone(),
                now.comment(),
                now.columns().stream()
                        .filter(column -> !column.name().equals(RejectedRows.LINE))
                        .toList(),
                now.checks(),
                false);
        tables.replace(
                before,
                "a",
                spark.createDataFrame(
                        List.of(RowFactory.create("crm", "crm.csv", "missing", "id", null)),
                        before.schemaWithoutRun()));
        tables.replace(
                now,
                "b",
                spark.createDataFrame(
                        List.of(RowFactory.create("crm", "crm.csv", 7L, "missing", "id", null)),
                        now.schemaWithoutRun()));
        assertThat(tables.read(now)
                        .orderBy(Table.RUN_ID)
                        .select(Table.RUN_ID, RejectedRows.LINE)
                        .collectAsList())
                .containsExactly(RowFactory.create("a", null), RowFactory.create("b", 7L));
    }

    /** As orchestrators make them, and as nobody should. */
    private static final List<String> ODD_RUNS = List.of(
            "scheduled__2026-01-01T00:00:00+00:00",
            "a' or run_id like '%",
            "a\\' or 1 = 1 --",
            "a\\",
            "a\\u0041",
            "`a` ../../../etc/passwd",
            "..",
            "a/b=c \"; drop table personas; --",
            "${spark.app.name}",
            "a%20b c",
            "a%20b%20c",
            "NULL",
            "007",
            "7",
            "{[*?]}^#|<b>&amp;",
            "M\u00fcll",
            "Mu\u0308ll",
            "\ud83d\ude80".repeat(250),
            "x".repeat(249) + "y",
            "x".repeat(250));

    @Test
    void takesAnyTextForARun(SparkSession spark) {
        DeltaTables tables = tables(spark);
        for (int i = 0; i < ODD_RUNS.size(); i++) {
            tables.replace(IntakeAccounts.TABLE, ODD_RUNS.get(i), accounts(spark, 100 + i, 99 + i));
        }
        for (int i = 0; i < ODD_RUNS.size(); i += 2) {
            tables.replace(IntakeAccounts.TABLE, ODD_RUNS.get(i), accounts(spark, 200 + i, 199 + i));
        }
        assertRuns(tables, ODD_RUNS);

        LakeTables lake =
                new LakeTables(spark, new Study.Lake.Directories(directory + "/restricted", directory + "/open"));
        LakeTables.Found found = lake.all().get(0);
        lake.purge(found);
        lake.compact(found);
        lake.purge(found);
        lake.vacuum(found);
        assertRuns(tables, ODD_RUNS);
        lake.removeRuns(found, Set.copyOf(ODD_RUNS.subList(2, ODD_RUNS.size())));
        lake.purge(found);
        assertRuns(tables, ODD_RUNS.subList(0, 2));
    }

    private static void assertRuns(DeltaTables tables, List<String> runs) {
        assertThat(tables.read(IntakeAccounts.TABLE).count()).isEqualTo(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            long read = (i % 2 == 0 ? 200L : 100L) + i;
            assertThat(tables.read(IntakeAccounts.TABLE, runs.get(i)).collectAsList())
                    .as(runs.get(i))
                    .containsExactly(RowFactory.create(runs.get(i), "crm", read, read - 1, 1L, 0L, 0L, 0.05));
        }
    }

    @Test
    void publishesAnyRunIntoALakeOfOlderMake(SparkSession spark) {
        DeltaTables tables = tables(spark);
        List<String> runs = List.of("a", ODD_RUNS.get(0), "x".repeat(250), "y".repeat(250), "b' --");
        for (String run : runs) {
            Dataset<Row> row = spark.range(1)
                    .selectExpr(
                            "1L sequence",
                            "'s' study",
                            "date'2026-01-01' as_of",
                            "timestamp'2026-01-01' published_at",
                            "'h' config_hash",
                            "4 persona_count")
                    .withColumn(Table.RUN_ID, lit(run));
            long version = tables.version(Publications.TABLE);
            assertThat(tables.appendIfUnchanged(Publications.TABLE, version, row))
                    .isTrue();
            assertThat(tables.appendIfUnchanged(Publications.TABLE, version, row))
                    .isFalse();
        }
        assertThat(tables.read(Publications.TABLE).select(Table.RUN_ID).collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrderElementsOf(runs);
    }

    @Test
    void escapesARunWhateverTheSessionMakesOfABackslash(SparkSession spark) {
        spark.conf().set("spark.sql.parser.escapedStringLiterals", "true");
        try {
            for (String run : ODD_RUNS) {
                assertThat(spark.range(1)
                                .select(lit(run).as(Table.RUN_ID))
                                .where(RunText.condition(run))
                                .count())
                        .as(run)
                        .isOne();
            }
        } finally {
            spark.conf().unset("spark.sql.parser.escapedStringLiterals");
        }
    }

    @Test
    void keepsPeopleWithoutStatisticsDeletionVectorsOrChangeFeed(SparkSession spark) throws IOException {
        // Even where the session wants statistics.
        spark.conf().set("spark.databricks.delta.stats.collect", "true");
        DeltaTables tables = tables(spark);
        Dataset<Row> people = spark.sql("select X'00ff' person_id, 'Ashford' town");
        tables.replace(PEOPLE, "a", people);
        tables.replace(PEOPLE, "b", people.withColumn("age", lit(3.0)));
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
            for (String run : List.of("a' --\\", "x".repeat(250))) {
                tables.replace(IntakeAccounts.TABLE, run, accounts(spark, 10, 9));
                tables.replace(IntakeAccounts.TABLE, run, accounts(spark, 20, 19));
                assertThat(tables.read(IntakeAccounts.TABLE, run)
                                .select("read_count")
                                .collectAsList())
                        .containsExactly(RowFactory.create(20L));
            }
            assertThat(tables.read(IntakeAccounts.TABLE).count()).isEqualTo(3);
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
