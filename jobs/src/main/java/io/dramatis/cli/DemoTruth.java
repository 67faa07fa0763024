package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Identity;
import io.dramatis.config.Study;
import io.dramatis.mixture.groups.RandIndex;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.model.Memberships;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Holds the groups of a demo run against the planted truth, after publication; no stage reads it. */
final class DemoTruth {
    private DemoTruth() {}

    /** The adjusted Rand index (Hubert and Arabie, 1985) over assigned people. */
    static double adjustedRandIndex(SparkSession spark, TableStore tables, Study study, String runId, Path directory) {
        Identity.Kind kind = study.identity().kinds().get(study.identity().person());
        Pseudonyms pseudonyms = Pseudonyms.of(study);
        Dataset<Row> truth = spark.read()
                .option("header", "true")
                .csv(directory.resolve("truth").resolve("truth.csv").toString())
                .select(pseudonyms.of(col("customer_id"), kind).as(Table.PERSON_ID), col("persona"));
        List<Row> cells = tables.read(Memberships.TABLE, runId)
                .where(col(Memberships.IS_ASSIGNED))
                .join(truth, Table.PERSON_ID)
                .groupBy(col(Memberships.GROUP_INDEX).cast("string"), col("persona"))
                .count()
                .collectAsList();
        return RandIndex.adjusted(cells);
    }
}
