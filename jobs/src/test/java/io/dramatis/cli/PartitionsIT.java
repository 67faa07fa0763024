package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.error.ExitCode;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.ModelCandidates;
import io.dramatis.table.persona.PersonaEvidence;
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same rows, shuffled and cut into 1, 2 and 7 files a source, give the same tables to the last bit. */
@Tag("long")
@ExtendWith(SparkSessions.class)
class PartitionsIT {
    private static final List<Table> TABLES = List.of(
            Personas.TABLE,
            PersonaTraits.TABLE,
            PersonaEvidence.TABLE,
            ModelCandidates.TABLE,
            FeatureLog.TABLE,
            IntakeAccounts.TABLE,
            Memberships.TABLE);

    @Test
    void resultsDoNotDependOnFilesOrTheOrderOfRows(SparkSession spark, @TempDir Path directory) throws IOException {
        DemoStudy one = DemoStudy.of(spark, Files.createDirectory(directory.resolve("1")), 1_500, DemoStudy.LIGHT);
        assertThat(one.run("run").exitCode()).isEqualTo(ExitCode.DONE);

        for (int files : List.of(2, 7)) {
            DemoStudy other = cut(one, directory.resolve(String.valueOf(files)), files);
            // As many partitions after a shuffle, too.
            other.spark().conf().set("spark.sql.shuffle.partitions", String.valueOf(files));
            other.spark().conf().set("spark.sql.adaptive.coalescePartitions.enabled", "false");
            assertThat(other.run("run").exitCode()).isEqualTo(ExitCode.DONE);
            for (Table table : TABLES) {
                assertThat(other.rows(table, "run"))
                        .as("%s of %d files", table.name(), files)
                        .isNotEmpty()
                        .isEqualTo(one.rows(table, "run"));
            }
        }
    }

    /** The same study with each source cut into files, its rows in another order. */
    private static DemoStudy cut(DemoStudy whole, Path directory, int files) throws IOException {
        Path from = whole.directory().resolve("data");
        Path data = Files.createDirectories(directory.resolve("data"));
        // The same key, else everybody had another pseudonym.
        Files.copy(whole.directory().resolve("key"), directory.resolve("key"), StandardCopyOption.COPY_ATTRIBUTES);
        Random random = new Random(files);
        for (String name : List.of("crm.csv", "id_map.csv", "consent.csv")) {
            List<String> lines = Files.readAllLines(from.resolve(name));
            deal(lines.subList(1, lines.size()), List.of(lines.get(0)), data.resolve(name), ".csv", files, random);
        }
        List<String> events = new ArrayList<>();
        try (Stream<Path> logs = Files.list(from.resolve("web"))) {
            for (Path log : logs.toList()) {
                events.addAll(Files.readAllLines(log));
            }
        }
        deal(events, List.of(), data.resolve("web"), ".jsonl", files, random);
        whole.spark()
                .read()
                .parquet(from.resolve("survey.parquet").toString())
                .repartition(files, functions.rand(files))
                .write()
                .parquet(data.resolve("survey.parquet").toString());
        DemoStudy cut = new DemoStudy(whole.spark().newSession(), directory, whole.written());
        cut.write(DemoStudy.LIGHT);
        return cut;
    }

    private static void deal(
            List<String> rows, List<String> header, Path folder, String ending, int files, Random random)
            throws IOException {
        Files.createDirectory(folder);
        List<String> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        for (int file = 0; file < files; file++) {
            List<String> lines = new ArrayList<>(header);
            lines.addAll(shuffled.subList((int) ((long) shuffled.size() * file / files), (int)
                    ((long) shuffled.size() * (file + 1) / files)));
            Files.write(folder.resolve("part-" + file + ending), lines);
        }
    }
}
