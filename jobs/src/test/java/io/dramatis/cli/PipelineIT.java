package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.jobs.demo.DemoData;
import io.dramatis.jobs.publish.PublishJob;
import io.dramatis.privacy.KeyReference;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.IdLinks;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.GroupEvidence;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.ModelCandidates;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.persona.PersonaEvidence;
import io.dramatis.table.persona.PersonaPrevalence;
import io.dramatis.table.persona.PersonaSources;
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.run.Publications;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A first run, and what comes after it, in the order in which it may: each test goes on in the same lake. */
class PipelineIT extends FirstRun {
    /** The run whose rows a reader sees. */
    private static String current() {
        return CurrentPublication.asViews(demo.tables(), Optional.empty());
    }

    @Test
    @Order(1)
    void refusesAnotherConfigOrDayUnderTheSameRunId() throws IOException {
        List<String> before = demo.versions();
        demo.write(DemoStudy.LIGHT + "dramatis.study.seed = 2\n");
        try {
            assertThatThrownBy(() -> demo.run("first"))
                    .isInstanceOfSatisfying(
                            DramatisException.class,
                            fault -> assertThat(fault.exitCode()).isEqualTo(ExitCode.USAGE))
                    .hasMessage("Run first was begun with another config\n"
                            + "a run id stands for one config, so that a retry cannot mix two\n"
                            + "Give another --run-id, or none");
        } finally {
            demo.write(DemoStudy.LIGHT);
        }
        assertThat(demo.versions()).isEqualTo(before);
    }

    @Test
    @Order(2)
    void refusesAStageBeforeItsTurn() {
        assertThatThrownBy(() -> demo.only("by-steps", "mixture"))
                .isInstanceOf(DramatisException.class)
                .hasMessage("Stage mixture cannot run yet\nrun by-steps has not finished stage intake\n"
                        + "Run it with --from intake --run-id by-steps");
        assertThatThrownBy(() -> demo.run(Optional.empty(), Optional.empty(), Optional.of("mixture")))
                .isInstanceOf(DramatisException.class)
                .hasMessageStartingWith("There is no run to go on with\n");
    }

    @Test
    @Order(3)
    void goesOnWhereARunEndedAndReadersSeeNothingOfItBefore() throws IOException {
        for (String stage : List.of("intake", "features", "mixture")) {
            RunResult part = demo.only("by-steps", stage);
            assertThat(part.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(part.line()).containsEntry("status", "done").containsEntry("personas", List.of());
            assertThat(current()).isEqualTo("first");
        }
        RunResult rest = demo.run(Optional.empty(), Optional.empty(), Optional.of("evidence"));

        assertThat(rest.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(rest.line()).containsEntry("status", "published").containsEntry("runId", "by-steps");
        assertThat(((Map<?, ?>) rest.line().get("seconds")).keySet()).hasToString("[evidence, publish]");
        assertThat(current()).isEqualTo("by-steps");
    }

    @Test
    @Order(4)
    void theSameInputsGiveTheSameRowsAndThePersonasKeepTheirIds() {
        for (Table table : List.of(
                Personas.TABLE,
                PersonaTraits.TABLE,
                PersonaEvidence.TABLE,
                ModelCandidates.TABLE,
                FeatureLog.TABLE,
                Memberships.TABLE)) {
            assertThat(demo.rows(table, "by-steps"))
                    .as(table.name())
                    .isNotEmpty()
                    .isEqualTo(demo.rows(table, "first"));
        }
    }

    @Test
    @Order(4)
    void theRecordOfProcessingIsAViewOfTheRun() {
        current();
        assertThat(demo.spark().sql("select document from processing_records").collectAsList())
                .singleElement()
                .satisfies(row -> assertThat(row.getString(0))
                        .startsWith("# Record of processing: study demo, run by-steps\n")
                        .contains("birth_year (year of birth, if told) [protected]"));
    }

    @Test
    @Order(5)
    void ofTwoPublishersAtOnceOneWinsAndTheOtherSaysSo() throws Exception {
        copyFirst("left");
        copyFirst("right");
        CyclicBarrier bothHaveRead = new CyclicBarrier(2);
        ExecutorService publishers = Executors.newFixedThreadPool(2);
        Map<String, Future<Job.Outcome>> outcomes = new LinkedHashMap<>();
        for (String run : List.of("left", "right")) {
            RunContext context = context(run, new Together(demo.tables(), bothHaveRead));
            outcomes.put(run, publishers.submit(() -> new PublishJob().run(context)));
        }
        publishers.shutdown();
        assertThat(publishers.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
        Map<String, Throwable> losers = new LinkedHashMap<>();
        for (String run : outcomes.keySet()) {
            try {
                assertThat(outcomes.get(run).get().rows()).isEqualTo(4);
            } catch (ExecutionException lost) {
                losers.put(run, lost.getCause());
            }
        }

        assertThat(losers).hasSize(1);
        String loser = losers.keySet().iterator().next();
        assertThat(losers.get(loser))
                .isInstanceOf(DramatisException.class)
                .hasMessage("Run " + loser + " is not published\n"
                        + "another run has published into the same lake since this stage began\n"
                        + "Run it again with the same --run-id; one study at a time publishes into a lake");
        assertThat(current()).isEqualTo(loser.equals("left") ? "right" : "left");

        new PublishJob().run(context(loser, demo.tables()));
        assertThat(current()).isEqualTo(loser);
        assertThat(demo.tables()
                        .read(Publications.TABLE)
                        .orderBy(Publications.SEQUENCE)
                        .select(Publications.SEQUENCE)
                        .collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactly(1L, 2L, 3L, 4L);
    }

    /** What publication reads of a run. */
    private static void copyFirst(String run) {
        TableStore tables = demo.tables();
        List.of(IdLinks.TABLE, PersonFeatures.TABLE, FeatureLog.TABLE, Memberships.TABLE, GroupEvidence.TABLE)
                .forEach(table ->
                        tables.replace(table, run, tables.read(table, "first").drop(Table.RUN_ID)));
    }

    @Test
    @Order(6)
    void aCutOfAContinuumIsToldAsOneInEveryTable() {
        copyFirst("cuts");
        TableStore tables = demo.tables();
        Column isCut = col(GroupEvidence.GROUP_INDEX).equalTo(0);
        tables.replace(
                GroupEvidence.TABLE,
                "cuts",
                tables.read(GroupEvidence.TABLE, "cuts")
                        .drop(Table.RUN_ID)
                        .withColumn(
                                GroupEvidence.VERDICT,
                                when(isCut, "reproducible").otherwise(col(GroupEvidence.VERDICT))));
        demo.write(DemoStudy.LIGHT + "dramatis.publish.verdicts = [natural, reproducible]\n");
        try {
            new PublishJob().run(context("cuts", tables));
        } finally {
            demo.write(DemoStudy.LIGHT);
        }

        String cut = tables.read(PersonaEvidence.TABLE, "cuts")
                .where(isCut.and(col(PersonaEvidence.PERSONA_ID).isNotNull()))
                .first()
                .getAs(PersonaEvidence.PERSONA_ID);
        for (Table table : List.of(
                Personas.TABLE,
                PersonaTraits.TABLE,
                PersonaPrevalence.TABLE,
                PersonaSources.TABLE,
                PersonaEvidence.TABLE)) {
            assertThat(tables.read(table, "cuts").collectAsList())
                    .as(table.name())
                    .anySatisfy(row ->
                            assertThat(row.<String>getAs(Personas.PERSONA_ID)).isEqualTo(cut))
                    .allSatisfy(row -> assertThat(row.<String>getAs(Personas.CAUTION))
                            .isEqualTo(
                                    cut.equals(row.getAs(Personas.PERSONA_ID))
                                            ? "a useful cut of a continuum, not a natural group"
                                            : null));
        }
    }

    private static RunContext context(String run, TableStore tables) {
        return new RunContext(
                demo.spark(),
                demo.study(),
                run,
                DemoData.AS_OF,
                Clock.systemUTC().instant(),
                Clock.systemUTC(),
                "test",
                tables,
                KeyReference.of(demo.directory().resolve("key")),
                notice -> {});
    }

    /** Lets two publishers commit only when both have read what is current. */
    private record Together(TableStore tables, CyclicBarrier barrier) implements TableStore {
        @Override
        public boolean exists(Table table) {
            return tables.exists(table);
        }

        @Override
        public Dataset<Row> read(Table table) {
            return tables.read(table);
        }

        @Override
        public void replace(Table table, String runId, Dataset<Row> rows) {
            tables.replace(table, runId, rows);
        }

        @Override
        public boolean appendIfUnchanged(Table table, long expectedVersion, Dataset<Row> rows) {
            try {
                barrier.await(3, TimeUnit.MINUTES);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
                throw new IllegalStateException("the other publisher did not come", alone);
            }
            return tables.appendIfUnchanged(table, expectedVersion, rows);
        }

        @Override
        public String format() {
            return tables.format();
        }

        @Override
        public long version(Table table) {
            return tables.version(table);
        }
    }
}
