package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.ExitCode;
import io.dramatis.spark.SparkSessions;
import io.dramatis.store.DeltaTables;
import io.dramatis.table.TableStore;
import io.dramatis.table.persona.PersonaEvidence;
import io.dramatis.table.run.RunRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** People of one kind, after people of two: a successful answer that publishes nothing. */
@ExtendWith(SparkSessions.class)
class NoPersonasIT {

    private static RunResult run(SparkSession spark, TinyStudy study, String runId) {
        return DemoStudy.run(
                spark,
                StudyReader.study(study.file()),
                new StudyRun.Request(Optional.empty(), Optional.of(runId), Optional.empty(), Optional.empty()));
    }

    @Test
    void dataWithoutStructureLeaveTheLastPublication(SparkSession spark, @TempDir Path directory) throws IOException {
        TinyStudy study = TinyStudy.in(directory.resolve("study"));
        TableStore tables =
                new DeltaTables(spark, StudyReader.study(study.file()).lake());
        assertThat(run(spark, study, "good").exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(CurrentPublication.asViews(tables, Optional.empty())).isEqualTo("good");

        Files.writeString(study.data(), TinyStudy.HEADER + study.people(0));
        RunResult result = run(spark, study, "noise");

        assertThat(result.exitCode()).isEqualTo(ExitCode.NO_PERSONAS);
        assertThat(result.line())
                .containsEntry("status", "no-personas")
                .containsEntry("exitCode", 5)
                .containsEntry("personas", List.of());
        assertThat(CurrentPublication.asViews(tables, Optional.empty())).isEqualTo("good");
        List<Row> evidence = tables.read(PersonaEvidence.TABLE, "noise").collectAsList();
        assertThat(evidence)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.<Object>getAs(PersonaEvidence.PERSONA_ID))
                        .isNull())
                .anySatisfy(row -> {
                    assertThat(row.<Boolean>getAs(PersonaEvidence.IS_PASSED)).isFalse();
                    assertThat(row.<String>getAs(PersonaEvidence.SENTENCE)).isNotBlank();
                });
        assertThat(tables.read(RunRecords.TABLE, "noise").first().<String>getAs(RunRecords.STATUS))
                .isEqualTo("no-personas");
        // A rerun says the same again.
        assertThat(run(spark, study, "noise").exitCode()).isEqualTo(ExitCode.NO_PERSONAS);
        assertThat(CurrentPublication.asViews(tables, Optional.empty())).isEqualTo("good");
    }
}
