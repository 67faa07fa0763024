package io.dramatis.jobs.publish.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.privacy.KeyReference;
import io.dramatis.run.RunContext;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.MemoryTables;
import io.dramatis.table.TableStore;
import io.dramatis.table.privacy.PrivacyBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessions.class)
class NoiseTest {
    private static final List<String> COUNTS =
            IntStream.range(0, 50).mapToObj(i -> "p/f" + i + "/yes").toList();

    @TempDir
    Path folder;

    private RunContext context(SparkSession spark, TableStore tables, String run, String differential)
            throws IOException {
        Path file = Files.writeString(folder.resolve("study.conf"), """
                dramatis {
                  identity.kinds { customer-id {} }
                  consent.basis = "All agreed."
                  intake.sources.crm {
                    shape = attributes, block = crm, path = "crm.csv"
                    person { column = "id", id = "customer-id" }
                    columns { age { type = integer } }
                  }
                  features.define.age { source = crm, sql = "max(age)", role = forming }
                  privacy.differential { %s }
                }
                """.formatted(differential));
        Study study = StudyReader.study(file);
        return new RunContext(
                spark,
                study,
                run,
                LocalDate.of(2026, 1, 1),
                Instant.EPOCH,
                Clock.systemUTC(),
                "test",
                tables,
                KeyReference.of(study.privacy().key()),
                notice -> {});
    }

    @Test
    void aRerunDrawsNoneAnewAndAnOverdrawnBudgetIsRefused(SparkSession spark) throws IOException {
        TableStore tables = new MemoryTables(spark);
        String half = "epsilon = 0.5, budget = 1.2";

        Noise first = Noise.of(context(spark, tables, "first", half), COUNTS, 10);
        assertThat(Noise.of(context(spark, tables, "first", half), COUNTS, 10)).isEqualTo(first);
        Noise second = Noise.of(context(spark, tables, "second", half), COUNTS, 10);
        assertThat(second).isNotEqualTo(first);
        assertThatThrownBy(() -> Noise.of(context(spark, tables, "third", half), COUNTS, 10))
                .isInstanceOfSatisfying(
                        DramatisException.class,
                        fault -> assertThat(fault.exitCode()).isEqualTo(ExitCode.PRIVACY))
                .hasMessage("The privacy budget does not suffice\n"
                        + "run third would spend 0.5, and of 1.2 are spent 1.0\n"
                        + "Keep the last publication, spend less by dramatis.privacy.differential.epsilon, or decide on a"
                        + " larger budget");

        assertThat(tables.read(PrivacyBudget.TABLE).count()).isEqualTo(2);
        assertThat(first.draws().orElseThrow().values().stream().distinct().count())
                .isGreaterThan(10);
        assertThat(first.on("p/f0/yes", 1_000_000))
                .isEqualTo(1_000_000 + first.draws().orElseThrow().get("p/f0/yes"));
        assertThat(first.on("p/f0/yes", -1_000_000)).isZero();
    }

    @Test
    void noneIsDrawnUnlessAskedFor(SparkSession spark) throws IOException {
        TableStore tables = new MemoryTables(spark);
        Noise none = Noise.of(context(spark, tables, "run", ""), COUNTS, 10);
        assertThat(none.isOn()).isFalse();
        assertThat(none.on("p/f0/yes", 17)).isEqualTo(17);
        assertThat(tables.exists(PrivacyBudget.TABLE)).isFalse();
    }
}
