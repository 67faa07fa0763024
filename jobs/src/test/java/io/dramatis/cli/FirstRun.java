package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dramatis.error.ExitCode;
import io.dramatis.jobs.demo.Defect;
import io.dramatis.jobs.demo.Written;
import io.dramatis.privacy.KeyReference;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.intake.RejectedRows;
import io.dramatis.table.persona.PersonaEvidence;
import io.dramatis.table.persona.PersonaSources;
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.run.Publications;
import io.dramatis.table.run.RunRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One run of the demo study, read back from its tables; {@link PipelineIT} goes on from it in the same lake. */
@ExtendWith(SparkSessions.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FirstRun {
    private static final String RUN = "first";
    private static final ObjectMapper JSON = new ObjectMapper();

    static DemoStudy demo;
    private static RunResult result;

    @BeforeAll
    static void run(SparkSession spark, @TempDir Path directory) throws IOException {
        demo = DemoStudy.of(spark, directory, 1_500, DemoStudy.LIGHT);
        // A run that looked at the truth would not find it.
        Path truth = demo.written().truth();
        Path away = Files.move(truth, directory.resolve("away.csv"));
        result = demo.run(RUN);
        Files.move(away, truth);
    }

    @Order(0)
    @Test
    void findsThePlantedPersonas() {
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.line())
                .containsEntry("status", "published")
                .containsEntry("exitCode", 0)
                .containsEntry("study", "demo")
                .containsEntry("runId", RUN)
                .containsEntry("asOf", "2026-01-01");
        assertThat((List<?>) result.line().get("personas")).hasSize(4);
        assertThat((Map<?, ?>) result.line().get("seconds"))
                .extracting(Map::keySet)
                .isEqualTo(new LinkedHashSet<>(Pipeline.names()));
        assertThat(DemoTruth.adjustedRandIndex(demo.spark(), demo.tables(), demo.study(), RUN, demo.directory()))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Order(0)
    @Test
    void accountsForEveryRow() {
        Map<String, Row> accounts = new HashMap<>();
        demo.tables()
                .read(IntakeAccounts.TABLE, RUN)
                .collectAsList()
                .forEach(row -> accounts.put(row.getAs(IntakeAccounts.SOURCE), row));

        assertThat(accounts.keySet()).isEqualTo(demo.written().sources().keySet());
        demo.written().sources().forEach((name, source) -> {
            Row account = accounts.get(name);
            assertThat(account.<Long>getAs(IntakeAccounts.READ_COUNT)).as(name).isEqualTo(source.rows());
            assertThat(account.<Long>getAs(IntakeAccounts.REJECTED_COUNT))
                    .as(name)
                    .isEqualTo(source.brokenRows());
            assertThat(account.<Long>getAs(IntakeAccounts.DUPLICATE_COUNT))
                    .as(name)
                    .isEqualTo(source.duplicates());
            assertThat(account.<Long>getAs(IntakeAccounts.USED_COUNT)
                            + account.<Long>getAs(IntakeAccounts.REJECTED_COUNT)
                            + account.<Long>getAs(IntakeAccounts.NOT_CONSENTED_COUNT)
                            + account.<Long>getAs(IntakeAccounts.DUPLICATE_COUNT))
                    .as(name)
                    .isEqualTo(source.rows());
        });
        long refused = accounts.get("crm").getAs(IntakeAccounts.NOT_CONSENTED_COUNT);
        Written.Source crm = demo.written().sources().get("crm");
        assertThat(refused).isBetween(demo.written().notConsented() - crm.brokenRows(), (long)
                demo.written().notConsented());
    }

    @Order(0)
    @Test
    void tellsWhyEachRowWasRejected() {
        Map<String, Long> expected = new HashMap<>();
        demo.written()
                .sources()
                .forEach((name, source) -> source.broken()
                        .forEach((defect, rows) -> expected.merge(place(name, defect), rows, Long::sum)));
        Map<String, Long> found = new HashMap<>();
        demo.tables()
                .read(RejectedRows.TABLE, RUN)
                .groupBy(RejectedRows.SOURCE, RejectedRows.COLUMN_NAME)
                .count()
                .collectAsList()
                .forEach(row -> found.put(row.getString(0) + "." + row.getString(1), row.getLong(2)));

        assertThat(found).isEqualTo(expected);
        assertThat(demo.tables()
                        .read(RejectedRows.TABLE, RUN)
                        .where(col(RejectedRows.COLUMN_NAME).isin("customer_id", "email", "cookie"))
                        .where(col(RejectedRows.VALUE_SHAPE).isNotNull())
                        .count())
                .isZero();
    }

    private static String place(String source, Defect defect) {
        return source + "." + defect.column(source).orElse(null);
    }

    @Order(0)
    @Test
    void tablesOfPeopleCanForget() throws IOException {
        for (Path folder : demo.tableFolders("restricted")) {
            for (StructField field : demo.spark()
                    .read()
                    .format("delta")
                    .load(folder.toString())
                    .schema()
                    .fields()) {
                if (field.name().equals(Table.PERSON_ID)) {
                    assertThat(field.dataType()).as("%s", folder).isEqualTo(DataTypes.BinaryType);
                }
            }
            Map<String, String> properties =
                    detail(folder).getJavaMap(detail(folder).fieldIndex("properties"));
            assertThat(properties)
                    .as("%s", folder)
                    .containsEntry("delta.enableDeletionVectors", "false")
                    .containsEntry("delta.enableChangeDataFeed", "false");
            for (JsonNode stats : statistics(folder)) {
                assertThat(stats.path("minValues")).as("%s", folder).isEmpty();
                assertThat(stats.path("maxValues")).as("%s", folder).isEmpty();
                assertThat(stats.path("nullCount")).as("%s", folder).isEmpty();
            }
        }
        assertThat(demo.tableFolders("restricted"))
                .extracting(folder -> folder.getFileName().toString())
                .contains("clean_crm", "clean_web", "clean_survey", "person_features", "memberships", "rejected_rows");
    }

    /** Of all files that the log of a table adds. */
    private static List<JsonNode> statistics(Path table) throws IOException {
        try (Stream<Path> log = Files.list(table.resolve("_delta_log"))) {
            List<Path> commits =
                    log.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(commits).isNotEmpty();
            List<JsonNode> found = new ArrayList<>();
            for (Path commit : commits) {
                for (String line : Files.readAllLines(commit)) {
                    String stats = JSON.readTree(line).path("add").path("stats").asText("");
                    if (!stats.isEmpty()) {
                        found.add(JSON.readTree(stats));
                    }
                }
            }
            return found;
        }
    }

    @Order(0)
    @Test
    void everyTableAndColumnHasAComment() throws IOException {
        for (Path folder : Stream.concat(demo.tableFolders("restricted").stream(), demo.tableFolders("open").stream())
                .toList()) {
            assertThat(detail(folder).<String>getAs("description"))
                    .as("%s", folder)
                    .isNotBlank();
            assertThat(demo.spark()
                            .read()
                            .format("delta")
                            .load(folder.toString())
                            .schema()
                            .fields())
                    .as("%s", folder)
                    .allSatisfy(field -> assertThat(field.getComment().getOrElse(() -> ""))
                            .as(field.name())
                            .isNotBlank());
        }
    }

    private static Row detail(Path folder) {
        return demo.spark().sql("describe detail delta.`" + folder + "`").first();
    }

    @Order(0)
    @Test
    void recordsWhatTheRunWasMadeFrom() throws IOException {
        Row record = demo.tables().read(RunRecords.TABLE, RUN).first();
        List<Row> files = record.getList(record.fieldIndex(RunRecords.INPUT_FILES));
        Map<String, Long> versions = record.getJavaMap(record.fieldIndex(RunRecords.TABLE_VERSIONS));
        Map<String, Double> seconds = record.getJavaMap(record.fieldIndex(RunRecords.STAGE_SECONDS));

        assertThat(record.<String>getAs(RunRecords.STATUS)).isEqualTo("published");
        assertThat(record.<Long>getAs(RunRecords.SEED)).isEqualTo(1);
        assertThat(record.<String>getAs(RunRecords.CONFIG_HASH))
                .isEqualTo(demo.study().hash());
        assertThat(record.<String>getAs(RunRecords.SPARK_VERSION)).isEqualTo("4.1.0");
        assertThat(record.<String>getAs(RunRecords.DELTA_VERSION)).isEqualTo("4.4.0");
        assertThat(record.<String>getAs(RunRecords.CONSENT_PURPOSE)).isEqualTo("personas");
        assertThat(record.<String>getAs(RunRecords.KEY_ID))
                .isEqualTo(KeyReference.of(demo.directory().resolve("key")).keyId());
        assertThat(record.toString())
                .doesNotContain(
                        Files.readString(demo.directory().resolve("key")).strip());
        assertThat(files)
                .extracting(file -> file.<String>getAs("file"))
                .contains("crm.csv", "consent.csv", "id_map.csv", "events-1.jsonl", "events-4.jsonl")
                .doesNotContain("truth.csv", "away.csv");
        assertThat(files).allSatisfy(file -> {
            assertThat(file.<String>getAs("sha256")).matches("[0-9a-f]{64}");
            assertThat(file.<Long>getAs("size_bytes")).isPositive();
            assertThat(file.<Object>getAs("modified_at")).isNotNull();
        });
        assertThat(versions)
                .containsKeys("clean_crm", "person_features", "memberships", "personas", "persona_traits")
                .allSatisfy((table, version) -> assertThat(version).as(table).isNotNegative());
        assertThat(seconds).containsOnlyKeys("intake", "features", "mixture", "evidence");
    }

    @Order(0)
    @Test
    void publishesNoSmallCellAndNothingProtected() {
        List<Row> traits = demo.tables().read(PersonaTraits.TABLE, RUN).collectAsList();
        List<Row> personas = demo.tables().read(Personas.TABLE, RUN).collectAsList();

        assertThat(personas).allSatisfy(persona -> {
            assertThat(persona.<Long>getAs(Personas.PEOPLE_COUNT)).isGreaterThanOrEqualTo(20);
            assertThat(persona.<String>getAs(Personas.VERDICT)).isEqualTo("natural");
            assertThat(persona.<String>getAs(Personas.LABEL)).isNotBlank();
        });
        assertThat(traits)
                .isNotEmpty()
                .noneSatisfy(
                        trait -> assertThat(trait.<String>getAs("feature")).containsAnyOf("age_band", "age_years"));
        assertThat(traits).extracting(trait -> trait.<String>getAs("role")).containsOnly("forming", "describing");
    }

    @Order(0)
    @Test
    void tellsWhatStandsBehindEachPersona() {
        List<Row> sources = demo.tables().read(PersonaSources.TABLE, RUN).collectAsList();
        assertThat(sources).hasSize(demo.study().sources().size() * 5).allSatisfy(row -> {
            Double coverage = row.getAs(PersonaSources.COVERAGE);
            assertThat(coverage == null).isEqualTo(row.<Boolean>getAs(PersonaSources.IS_WITHHELD));
            if (row.getAs(PersonaSources.NEWEST_EVENT) != null) {
                assertThat(row.<Date>getAs(PersonaSources.NEWEST_EVENT)).isBeforeOrEqualTo("2026-01-01");
                assertThat(row.<Integer>getAs(PersonaSources.MEDIAN_AGE_DAYS)).isNotNegative();
            }
        });
        assertThat(sources)
                .filteredOn(row -> row.getAs(PersonaSources.PERSONA_ID) == null)
                .extracting(row -> row.<String>getAs(PersonaSources.SOURCE))
                .containsExactlyInAnyOrderElementsOf(demo.written().sources().keySet());
        assertThat(demo.tables()
                        .read(PersonaEvidence.TABLE, RUN)
                        .where("check_name = 'separation_share'")
                        .agg(sum(PersonaEvidence.STATISTIC))
                        .first()
                        .getDouble(0))
                .isCloseTo(1, within(0.005));
    }

    @Order(0)
    @Test
    void rerunChangesNothing() throws IOException {
        List<String> before = demo.versions();
        RunResult again = demo.run(RUN);

        assertThat(again.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(again.line().get("personas")).isEqualTo(result.line().get("personas"));
        assertThat(demo.versions()).isEqualTo(before);
        assertThat(demo.tables().read(Publications.TABLE).count()).isEqualTo(1);
    }
}
