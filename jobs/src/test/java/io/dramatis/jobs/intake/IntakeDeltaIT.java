package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A source that is a Delta table. */
@ExtendWith(SparkSessions.class)
class IntakeDeltaIT {

    @Test
    void aDeltaTableIsReadAsItIsNow(SparkSession spark, @TempDir Path folder) {
        String table = folder.resolve("crm").toString();
        spark.sql("select * from values ('C1', 30), ('C2', 31), ('C3', -1) as people(id, age)")
                .write()
                .format("delta")
                .save(table);
        spark.sql("delete from delta.`" + table + "` where id = 'C2'");
        IntakeRun run = IntakeRun.of(spark, folder, IntakeRun.BLANKET + IntakeRun.sources("crm", """
                crm {
                  shape = attributes, block = crm, format = delta, path = ${data}"/crm", max-rejected = 0.5
                  person { column = id, id = customer-id }, columns { age { type = integer, min = 0 } }
                }
                """));
        assertThat(run.fault()).isEmpty();
        assertThat(run.clean("crm", "age")).containsExactly("30");
        assertThat(run.account("crm")).containsExactly(2L, 1L, 1L, 0L, 0L);
        assertThat(run.rejected("crm")).containsExactly("less than 0|age|-9");
        assertThat(run.everything()).noneMatch(line -> line.contains("_delta_log"));
    }
}
