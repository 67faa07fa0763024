package io.dramatis.evidence.carry;

import io.dramatis.table.model.FeatureLog;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A feature that forms the groups.
 *
 * @param feature its name for people
 * @param block such as crm, web or survey; empty where the data know no blocks
 */
public record Forming(String feature, String block) implements Serializable {

    /** Those of a run by the column that the mixture sees, in the study's order. */
    public static Map<String, Forming> byColumn(Dataset<Row> featureLog) {
        Map<String, Forming> forming = new LinkedHashMap<>();
        featureLog
                .where(featureLog.col(FeatureLog.IS_KEPT))
                .orderBy(FeatureLog.POSITION)
                .collectAsList()
                .forEach(row -> forming.put(
                        row.getAs(FeatureLog.MODELLED_COLUMN),
                        new Forming(row.getAs(FeatureLog.FEATURE), row.getAs(FeatureLog.BLOCK))));
        return forming;
    }

    /** Columns of data without blocks. */
    public static List<Forming> of(List<String> columns) {
        return columns.stream().map(column -> new Forming(column, "")).toList();
    }
}
