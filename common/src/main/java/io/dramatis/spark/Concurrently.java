package io.dramatis.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** Spark work that need not wait for other work: small tables leave a cluster idle one by one. */
public final class Concurrently {
    private Concurrently() {}

    /**
     * Does all of it at once and waits for the last. Where several fail, the failure of the earliest in the list is
     * thrown, so that a message does not depend on which thread was the faster.
     */
    public static void run(SparkSession spark, List<Runnable> tasks) {
        map(spark, tasks, task -> {
            task.run();
            return true;
        });
    }

    /** The function's results in the order of the values. */
    public static <T, R> List<R> map(SparkSession spark, List<T> values, Function<T, R> function) {
        List<CompletableFuture<R>> futures = new ArrayList<>();
        for (T value : values) {
            CompletableFuture<R> future = new CompletableFuture<>();
            // A new thread each: it inherits the job group, which a pool's thread would keep from earlier work.
            Thread thread = new Thread(
                    () -> {
                        try {
                            SparkSession.setActiveSession(spark);
                            future.complete(function.apply(value));
                        } catch (Throwable failure) {
                            future.completeExceptionally(failure);
                        }
                    },
                    "dramatis-" + futures.size());
            thread.setDaemon(true);
            thread.start();
            futures.add(future);
        }
        // All are waited for: none may still write when the failure of another is told.
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> null)
                .join();
        try {
            return futures.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failure.getCause() instanceof Error cause) {
                throw cause;
            }
            throw failure;
        }
    }
}
