package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real file with a byte order mark, CRLF, American dates and impossible people. */
@ExtendWith(SparkSessions.class)
class CustomerPersonalityTest {

    @Test
    void everyRowIsAccountedFor(SparkSession spark, @TempDir Path folder) {
        Path file = SharedData.folder("customer-personality").resolve("marketing_campaign.csv");
        IntakeRun run = IntakeRun.of(spark, folder, IntakeRun.BLANKET + IntakeRun.sources("crm", """
                crm {
                  shape = attributes, block = crm, path = "%s", time = joined
                  person { column = ID, id = customer-id }
                  columns {
                    born { from = Year_Birth, type = integer, min = 1901 }
                    income { from = Income, type = decimal, max = 500000 }
                    joined { from = Dt_Customer, type = date, formats = ["M/d/yyyy"], required = true }
                    wine { from = MntWines, type = decimal, required = true }
                  }
                }
                """.formatted(file)));
        assertThat(run.fault()).isEmpty();
        assertThat(run.account("crm")).containsExactly(2240L, 2236L, 4L, 0L, 0L);
        assertThat(run.rejected("crm"))
                .containsExactly(
                        "less than 1901|Year_Birth|9999",
                        "less than 1901|Year_Birth|9999",
                        "less than 1901|Year_Birth|9999",
                        "more than 500000|Income|999999");
        assertThat(run.clean("crm", "income")).filteredOn("null"::equals).hasSize(24);
        assertThat(run.clean("crm", "joined")).contains("2012-09-04").doesNotContain("null");
    }
}
