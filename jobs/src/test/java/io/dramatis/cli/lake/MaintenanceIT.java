package io.dramatis.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.cli.console.Progress;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.privacy.PseudonymKey;
import io.dramatis.spark.SparkSessions;
import io.dramatis.store.DeltaTables;
import io.dramatis.store.LakeTables;
import io.dramatis.table.Table;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.ConsentReach;
import io.dramatis.table.intake.IntakeNotes;
import io.dramatis.table.intake.RejectedRows;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.privacy.HeldCells;
import io.dramatis.table.run.Publications;
import io.dramatis.table.run.StageRuns;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is kept and for how long: rows of runs of several ages, without the runs. */
@ExtendWith(SparkSessions.class)
class MaintenanceIT {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static Study study(Path directory) throws IOException {
        PseudonymKey.create(directory.resolve("key"));
        return StudyReader.study(Files.writeString(directory.resolve("study.conf"), """
                dramatis {
                  study.name = "tiny"
                  lake.path = "%1$s/lake"
                  privacy.key-file = "%1$s/key"
                  identity { person = "customer-id", kinds { customer-id {} } }
                  consent { purpose = "tests", basis = "Nobody is real." }
                  intake.sources.people {
                    shape = attributes, block = crm, path = "%1$s/people.csv"
                    person { column = "id", id = "customer-id" }
                    columns { visits = decimal }
                  }
                  features.define.visits { source = people, sql = "max(visits)", role = forming }
                  retention { clean = 30d, features = 60d, memberships = 90d }
                }
                """.formatted(directory)));
    }

    /** A row for each run in each table about people; the runs ended so many days ago, or never. */
    private static void addRuns(SparkSession spark, DeltaTables tables, Study study, Map<String, Integer> daysAgo) {
        spark.createDataset(List.copyOf(daysAgo.keySet()), Encoders.STRING())
                .selectExpr("value as run_id", "unhex(sha2(value, 256)) as person_id", "1.0D as visits")
                .createOrReplaceTempView("runs_of_people");
        Map.of(
                        CleanRows.of(study.sources().get(0)),
                        "run_id, person_id, visits",
                        PersonFeatures.TABLE,
                        "run_id, person_id, visits",
                        Memberships.TABLE,
                        "run_id, person_id, 0 group_index, 1.0D posterior, cast(null as int) second_group,"
                                + " 0.0D second_posterior, 0.0D entropy, 0.0D log_density, true is_assigned",
                        RejectedRows.TABLE,
                        "run_id, 'people' source, 'f' file, 'bad' reason, 'visits' column_name, 'a9' value_shape, 7L line",
                        IntakeNotes.TABLE,
                        "run_id, 'people' input, 'f' file, 'ties' kind, 'visits' column_name, 3L line, 2L noted_count,"
                                + " 'a9' example_shape, 'm' meaning, 'c' cure",
                        ConsentReach.TABLE,
                        "run_id, 'near' reach, person_id id, cast(null as binary) group_id, person_id")
                .forEach((table, columns) ->
                        tables.appendIfUnchanged(table, -1, spark.sql("select " + columns + " from runs_of_people")));
        String ended = daysAgo.entrySet().stream()
                .filter(run -> run.getValue() >= 0)
                .map(run -> "('" + run.getKey() + "', timestamp'" + NOW.minusSeconds(run.getValue() * 86_400L) + "')")
                .collect(Collectors.joining(", "));
        tables.appendIfUnchanged(
                StageRuns.TABLE,
                -1,
                spark.sql(
                        "select run_id, 'intake' stage, 0 position, 'h' config_hash, date'2026-01-01' as_of, finished_at,"
                                + " 1.0D seconds, 1L row_count, 's' summary from values " + ended
                                + " as t(run_id, finished_at)"));
    }

    @Test
    void removesWhatIsTooOldForGoodAndKeepsWhatTheNextRunNeeds(SparkSession spark, @TempDir Path directory)
            throws IOException {
        Study study = study(directory);
        DeltaTables tables = new DeltaTables(spark, study.lake());
        addRuns(
                spark,
                tables,
                study,
                Map.of("current-but-old", 200, "measured", 300, "oldest", 91, "old", 61, "young", 29, "killed", -1));
        tables.appendIfUnchanged(
                Publications.TABLE,
                -1,
                spark.sql("select 'current-but-old' run_id, 1L sequence, 'tiny' study, date'2026-01-01' as_of,"
                        + " timestamp'2026-01-01' published_at, 'h' config_hash, 4 persona_count"));
        tables.appendIfUnchanged(
                HeldCells.TABLE,
                -1,
                spark.sql("select 'current-but-old' run_id, 'personas' table_name, 'p' persona_id,"
                        + " cast(null as string) subject, 'measured' measured_in"));

        Maintenance.Receipt receipt = new Maintenance(
                        spark,
                        study,
                        new Progress(new PrintWriter(new StringWriter())),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .maintain();

        Table clean = CleanRows.of(study.sources().get(0));
        assertThat(runs(tables, clean)).containsExactly("young");
        assertThat(runs(tables, RejectedRows.TABLE)).containsExactly("young");
        assertThat(runs(tables, IntakeNotes.TABLE)).containsExactly("young");
        assertThat(runs(tables, ConsentReach.TABLE)).containsExactly("current-but-old", "measured", "young");
        assertThat(runs(tables, PersonFeatures.TABLE)).containsExactly("current-but-old", "measured", "young");
        assertThat(runs(tables, Memberships.TABLE)).containsExactly("current-but-old", "measured", "old", "young");
        assertThat(runs(tables, StageRuns.TABLE)).hasSize(5);
        assertThat(receipt.rows()).containsEntry(clean.name(), 5L).containsEntry(Memberships.TABLE.name(), 2L);
        assertThat(receipt.runs())
                .containsEntry(PersonFeatures.TABLE.name(), Set.of("oldest", "old", "killed"))
                .doesNotContainKey(StageRuns.TABLE.name());
        for (LakeTables.Found table : new LakeTables(spark, study.lake()).all()) {
            if (table.isOfPeople()) {
                assertThat(files(Path.of(URI.create(table.location()))))
                        .as("files of the current version alone")
                        .hasSize(new LakeTables(spark, study.lake()).rows(table).inputFiles().length);
            }
        }
    }

    private static List<String> runs(DeltaTables tables, Table table) {
        return tables.read(table).select(Table.RUN_ID).distinct().orderBy(Table.RUN_ID).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }
}
