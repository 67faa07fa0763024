package io.dramatis.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class ConcurrentlyTest {
    @Test
    void givesResultsInTheOrderOfTheValuesAndKeepsTheJobGroup(SparkSession spark) {
        CountDownLatch secondIsDone = new CountDownLatch(1);
        spark.sparkContext().setJobGroup("stage", "of a run", false);
        try {
            List<String> results = Concurrently.map(spark, List.of(1, 2), value -> {
                if (value == 1) {
                    await(secondIsDone);
                }
                long rows = SparkSession.active().range(value).count();
                secondIsDone.countDown();
                return rows + " in " + spark.sparkContext().getLocalProperty("spark.jobGroup.id");
            });
            assertThat(results).containsExactly("1 in stage", "2 in stage");
        } finally {
            spark.sparkContext().clearJobGroup();
        }
    }

    @Test
    void throwsTheFirstFailureOfTheListWhenAllHaveEnded(SparkSession spark) {
        CountDownLatch lastHasFailed = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        List<Runnable> tasks = List.of(
                ended::incrementAndGet,
                () -> {
                    await(lastHasFailed);
                    throw new IllegalArgumentException("the second of the list");
                },
                () -> {
                    lastHasFailed.countDown();
                    throw new IllegalStateException("the last of the list, the first in time");
                },
                ended::incrementAndGet);
        assertThatThrownBy(() -> Concurrently.run(spark, tasks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the second of the list");
        assertThat(ended).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
