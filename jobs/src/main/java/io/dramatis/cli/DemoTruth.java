package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Identity;
import io.dramatis.config.Study;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.table.Memberships;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Holds the groups of a demo run against the planted truth, after publication; no stage reads it. */
final class DemoTruth {
    private DemoTruth() {}

    /** The adjusted Rand index (Hubert and Arabie, 1985) over assigned people. */
    static double adjustedRandIndex(SparkSession spark, TableStore tables, Study study, String runId, Path directory) {
        Identity.Kind kind = study.identity().kinds().get(study.identity().person());
        Pseudonyms pseudonyms = new Pseudonyms(
                KeyReference.of(study.privacy()),
                study.privacy().epoch(),
                study.name(),
                study.consent().purpose());
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
        Map<String, Long> groups = new HashMap<>();
        Map<String, Long> personas = new HashMap<>();
        double both = 0;
        long people = 0;
        for (Row cell : cells) {
            long n = cell.getLong(2);
            groups.merge(cell.getString(0), n, Long::sum);
            personas.merge(cell.getString(1), n, Long::sum);
            both += pairs(n);
            people += n;
        }
        double ofGroups = groups.values().stream().mapToDouble(DemoTruth::pairs).sum();
        double ofPersonas =
                personas.values().stream().mapToDouble(DemoTruth::pairs).sum();
        double expected = ofGroups * ofPersonas / pairs(people);
        double most = (ofGroups + ofPersonas) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);
    }

    private static double pairs(long n) {
        return n * (n - 1) / 2.0;
    }
}
