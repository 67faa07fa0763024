package io.dramatis.table;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where tables are kept. Writes are atomic a table; a reader sees all rows of a write or none. */
public interface TableStore {

    /** Whether the table has been written at least once. */
    boolean exists(Table table);

    /** The rows of all runs; no rows when the table does not exist. */
    Dataset<Row> read(Table table);

    /** The rows of one run; no rows when it wrote none. */
    default Dataset<Row> read(Table table, String runId) {
        Dataset<Row> rows = read(table);
        return rows.where(rows.col(Table.RUN_ID).equalTo(runId));
    }

    /**
     * Makes {@code rows} the table's rows of the run, whatever it wrote before; other runs' rows stay. The store adds
     * {@code run_id} where the rows lack it and puts the columns in the contract's order. Creates the table.
     */
    void replace(Table table, String runId, Dataset<Row> rows);

    /** As {@link #replace}, for several tables, in whatever order suits the store; each is atomic for itself. */
    default void replaceAll(String runId, Map<Table, Dataset<Row>> rows) {
        rows.forEach((table, ofTable) -> replace(table, runId, ofTable));
    }

    /**
     * Adds rows unless another writer has added some since {@code expectedVersion} was read: of two writers at once
     * one wins.
     *
     * @return false when another one was first; then nothing is written
     */
    boolean appendIfUnchanged(Table table, long expectedVersion, Dataset<Row> rows);

    /** What keeps the tables, with its version. */
    String format();

    /** The table's version, which grows with each write; -1 when it does not exist. */
    long version(Table table);
}
