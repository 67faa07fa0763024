package io.dramatis.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class DemoDataTest {
    @Test
    void scratch(SparkSession spark) {
        spark.range(1).count();
        long t = System.nanoTime();
        Written w = DemoData.write(spark, Path.of("/tmp/scratch-demo/demo/data"), 20000, 1);
        System.out.println((System.nanoTime() - t) / 1e9 + " s");
        System.out.println(w);
        assertThat(w.people()).isEqualTo(20000);
    }
}
