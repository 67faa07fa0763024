package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.jobs.publish.PublishJob;
import io.dramatis.privacy.KeyReference;
import io.dramatis.run.RunContext;
import io.dramatis.spark.SparkSessions;
import io.dramatis.store.DeltaTables;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.GroupEvidence;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.persona.PersonaPrevalence;
import io.dramatis.table.persona.PersonaSources;
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.persona.StudyFeatures;
import io.dramatis.table.privacy.Erasures;
import io.dramatis.table.privacy.HeldCells;
import io.dramatis.table.privacy.PrivacyBudget;
import io.dramatis.table.privacy.SuppressionLog;
import io.dramatis.table.run.Publications;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One run of a small study, then publications of the same people without some of them, in the same lake. */
@ExtendWith(SparkSessions.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DisclosureIT {
    private static final double STRANGE = 98_765.432;

    private static SparkSession session;
    private static TinyStudy tiny;
    private static TableStore tables;
    /** The members of one persona. */
    private static List<Object> members;

    @BeforeAll
    static void runFirst(SparkSession spark, @TempDir Path directory) throws IOException {
        session = spark;
        tiny = TinyStudy.in(directory.resolve("study"));
        tables = new DeltaTables(spark, study().lake());
        assertThat(DemoStudy.run(
                                spark,
                                study(),
                                new StudyRun.Request(
                                        Optional.empty(), Optional.of("first"), Optional.empty(), Optional.empty()))
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
        members =
                tables
                        .read(Memberships.TABLE, "first")
                        .where("group_index = 0")
                        .orderBy(Table.PERSON_ID)
                        .collectAsList()
                        .stream()
                        .map(row -> row.getAs(Table.PERSON_ID))
                        .toList();
    }

    private static Study study() {
        return StudyReader.study(tiny.file());
    }

    /** Publishes what the first run found, with another table of people. */
    private static void publish(String run, UnaryOperator<Dataset<Row>> people) {
        for (Table table : List.of(
                PersonFeatures.TABLE,
                Memberships.TABLE,
                CleanRows.of(study().sources().get(0)))) {
            tables.replace(table, run, people.apply(tables.read(table, "first").drop(Table.RUN_ID)));
        }
        for (Table table : List.of(FeatureLog.TABLE, GroupEvidence.TABLE)) {
            if (tables.read(table, run).isEmpty()) {
                tables.replace(table, run, tables.read(table, "first").drop(Table.RUN_ID));
            }
        }
        publish(run);
    }

    private static void publish(String run) {
        new PublishJob()
                .run(new RunContext(
                        session,
                        study(),
                        run,
                        LocalDate.of(2026, 1, 1),
                        Instant.EPOCH,
                        Clock.systemUTC(),
                        "test",
                        tables,
                        KeyReference.of(tiny.directory().resolve("key")),
                        notice -> {}));
    }

    private static UnaryOperator<Dataset<Row>> without(int first) {
        Column gone = col(Table.PERSON_ID).isin(members.subList(0, first).toArray());
        return rows -> rows.where(gone.equalTo(false));
    }

    @Order(1)
    @Test
    void whoeverLeavesAloneChangesNothing() {
        publish("second", without(1));

        for (Table table :
                List.of(PersonaTraits.TABLE, PersonaSources.TABLE, PersonaPrevalence.TABLE, StudyFeatures.TABLE)) {
            assertThat(rows(table, "second")).as(table.name()).isNotEmpty().isEqualTo(rows(table, "first"));
        }
        for (String column : List.of(Personas.PERSONA_ID, Personas.LABEL, Personas.SHARE, Personas.PEOPLE_COUNT)) {
            assertThat(values(Personas.TABLE, "second", column)).isEqualTo(values(Personas.TABLE, "first", column));
        }
        assertThat(values(SuppressionLog.TABLE, "second", SuppressionLog.RULE)).contains("held");
        assertThat(values(HeldCells.TABLE, "second", HeldCells.MEASURED_IN)).containsOnly("first");
    }

    @Order(2)
    @Test
    void smallStepsAreComparedWithTheRunThatWasMeasured() {
        publish("third", without(19));
        assertThat(rows(PersonaTraits.TABLE, "third")).isEqualTo(rows(PersonaTraits.TABLE, "first"));

        // Six more than at the third, twenty-five more than when the figures were measured.
        publish("fourth", without(25));
        assertThat(rows(PersonaTraits.TABLE, "fourth")).isNotEqualTo(rows(PersonaTraits.TABLE, "first"));
        // The other persona has lost nobody, but everyone's figures are new: so are its own.
        assertThat(tables.read(HeldCells.TABLE, "fourth").collectAsList()).isEmpty();
        assertThat(values(SuppressionLog.TABLE, "fourth", SuppressionLog.RULE)).doesNotContain("held");
    }

    @Order(3)
    @Test
    void aComponentOfOnePersonIsNotPublishedAndNotInTheOpenZone() throws IOException {
        Column isStranger = col(Table.PERSON_ID).equalTo(members.get(0));
        tables.replace(
                GroupEvidence.TABLE,
                "planted",
                tables.read(GroupEvidence.TABLE, "first")
                        .drop(Table.RUN_ID)
                        .unionByName(tables.read(GroupEvidence.TABLE, "first")
                                .drop(Table.RUN_ID)
                                .where("check_name = 'verdict' and group_index = 0")
                                .withColumn(GroupEvidence.GROUP_INDEX, lit(7))
                                .withColumn(GroupEvidence.PEOPLE_COUNT, lit(1L))));
        publish("planted", rows -> {
            Dataset<Row> changed = rows;
            for (String column : List.of("visits", "spend", "wait")) {
                if (List.of(rows.columns()).contains(column)) {
                    changed =
                            changed.withColumn(column, when(isStranger, STRANGE).otherwise(col(column)));
                }
            }
            return List.of(rows.columns()).contains(Memberships.GROUP_INDEX)
                    ? changed.withColumn(
                            Memberships.GROUP_INDEX, when(isStranger, 7).otherwise(col(Memberships.GROUP_INDEX)))
                    : changed;
        });

        assertThat(tables.read(Personas.TABLE, "planted").collectAsList())
                .hasSameSizeAs(tables.read(Personas.TABLE, "first").collectAsList())
                .allSatisfy(persona ->
                        assertThat(persona.<Long>getAs(Personas.PEOPLE_COUNT)).isGreaterThanOrEqualTo(20));
        Path open = tiny.directory().resolve("lake/open");
        assertThat(bytesWith(tiny.directory().resolve("lake/restricted"), "98765"))
                .isPositive();
        assertThat(bytesWith(open, "98765")).isZero();
        assertThat(tiny.directory().resolve("lake/restricted/mixture_models")).exists();
        assertThat(open.resolve("mixture_models")).doesNotExist();
        for (Row row : tables.read(PersonaTraits.TABLE, "planted").collectAsList()) {
            for (String column : List.of(PersonaTraits.ESTIMATE, PersonaTraits.EVERYONE, PersonaTraits.P90)) {
                Double value = row.getAs(column);
                assertThat(value == null || Math.abs(value) < 1_000).as(column).isTrue();
            }
        }
    }

    /** Files below a folder whose values, read as a table or as text, hold it. */
    private static long bytesWith(Path root, String text) throws IOException {
        long found = 0;
        try (Stream<Path> below = Files.walk(root)) {
            for (Path file : below.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                found += bytes.contains(text) ? 1 : 0;
                if (file.toString().endsWith(".parquet")) {
                    found += session.read().parquet(file.toString()).collectAsList().stream()
                            .filter(row -> row.toString().contains(text))
                            .count();
                }
            }
        }
        return found;
    }

    @Order(4)
    @Test
    void noiseIsDrawnOnceAndTheBudgetIsNotOverdrawn() throws IOException {
        Files.writeString(tiny.file(), tiny.text() + "dramatis.privacy.differential { epsilon = 1, budget = 1.5 }\n");
        try {
            publish("noisy", without(100));
            Row spent = tables.read(PrivacyBudget.TABLE).first();
            assertThat(spent.<String>getAs(PrivacyBudget.EPSILON)).isEqualTo("1.0");
            assertThat(spent.<Long, Long>getJavaMap(spent.fieldIndex(PrivacyBudget.DRAWS))
                            .values())
                    .anySatisfy(draw -> assertThat(draw).isNotZero());
            assertThat(values(SuppressionLog.TABLE, "noisy", SuppressionLog.RULE))
                    .contains("no_noise");

            assertThatThrownBy(() -> publish("again", without(130)))
                    .isInstanceOfSatisfying(
                            DramatisException.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.PRIVACY))
                    .hasMessageStartingWith("The privacy budget does not suffice\nrun again would spend 1.0");
            assertThat(tables.read(Personas.TABLE, "again").isEmpty()).isTrue();
            assertThat(tables.read(Publications.TABLE).where("run_id = 'again'").isEmpty())
                    .isTrue();
        } finally {
            Files.writeString(tiny.file(), tiny.text());
        }
    }

    @Order(5)
    @Test
    void anErasureAloneChangesNothing() {
        // As an erasure leaves the lake: nothing of the person in any run, and a receipt.
        for (Table table : List.of(
                PersonFeatures.TABLE,
                Memberships.TABLE,
                CleanRows.of(study().sources().get(0)))) {
            for (String run : List.of("first", "noisy")) {
                tables.replace(
                        table, run, without(101).apply(tables.read(table, run).drop(Table.RUN_ID)));
            }
        }
        Row receipt = RowFactory.create(
                "tiny",
                "tests",
                "key",
                1,
                Timestamp.from(Instant.now()),
                1L,
                0L,
                1L,
                1L,
                Map.of(),
                Map.of(),
                0L,
                0L,
                0L,
                0L,
                0L,
                0L,
                true,
                0L,
                0.1);
        tables.replace(
                Erasures.TABLE, "e1", session.createDataFrame(List.of(receipt), Erasures.TABLE.schemaWithoutRun()));

        publish("after", without(101));

        assertThat(rows(PersonaTraits.TABLE, "after")).isNotEmpty().isEqualTo(rows(PersonaTraits.TABLE, "noisy"));
        assertThat(values(SuppressionLog.TABLE, "after", SuppressionLog.RULE)).contains("held");
    }

    private static List<String> rows(Table table, String run) {
        return tables.read(table, run).drop(Table.RUN_ID, Personas.CAUTION).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static List<Object> values(Table table, String run, String column) {
        return tables.read(table, run).select(column).orderBy(column).collectAsList().stream()
                .map(row -> row.get(0))
                .toList();
    }
}
