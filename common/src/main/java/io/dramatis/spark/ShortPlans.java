package io.dramatis.spark;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.LogicalRDD$;

/**
 * Forgets how held rows came about. Spark carries the whole history of a Dataset in its plan, also of what it holds, and
 * looks through it for each query: rows that are joined to others which came of the same ones would carry it twice, and so
 * on. Unlike a local checkpoint it can be computed again where an executor is lost, since the RDD keeps its own history.
 */
public final class ShortPlans {
    private ShortPlans() {}

    /** The same rows; all columns are read whichever are asked for, so that they had better be few. */
    public static Dataset<Row> of(Dataset<Row> held) {
        org.apache.spark.sql.classic.Dataset<Row> rows = (org.apache.spark.sql.classic.Dataset<Row>) held;
        RDD<InternalRow> rdd = rows.queryExecution().toRdd();
        return org.apache.spark.sql.classic.Dataset.ofRows(
                rows.sparkSession(), LogicalRDD$.MODULE$.fromDataset(rdd, rows, false));
    }
}
