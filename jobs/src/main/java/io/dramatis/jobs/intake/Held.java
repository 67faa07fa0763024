package io.dramatis.jobs.intake;

import io.dramatis.spark.ShortPlans;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Rows that are wanted more than once in a run, kept until it ends. */
final class Held implements AutoCloseable {
    private final List<Dataset<Row>> rows = new CopyOnWriteArrayList<>();

    /** Keeps rows once they are computed. */
    Dataset<Row> hold(Dataset<Row> some) {
        Dataset<Row> kept = some.persist(StorageLevel.MEMORY_AND_DISK_SER());
        rows.add(kept);
        return kept;
    }

    /** Keeps rows of few columns, and forgets how they came about: see {@link ShortPlans}. */
    Dataset<Row> holdAlone(Dataset<Row> some) {
        return ShortPlans.of(hold(some));
    }

    @Override
    public void close() {
        rows.forEach(Dataset::unpersist);
    }
}
