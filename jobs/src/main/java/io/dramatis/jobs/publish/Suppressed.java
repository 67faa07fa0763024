package io.dramatis.jobs.publish;

import io.dramatis.privacy.disclosure.Rule;
import io.dramatis.table.Table;
import io.dramatis.table.privacy.SuppressionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** What is left out, as it is found. */
final class Suppressed {
    static final String ALL = "all";

    private final List<Row> rows = new ArrayList<>();

    /**
     * Notes a cell.
     *
     * @param persona empty for everyone
     * @param subject feature, source or number of traits; empty for the persona as such
     * @param columns all, or the column that is left out
     */
    void add(Table table, Optional<String> persona, Optional<String> subject, String columns, Rule rule) {
        rows.add(RowFactory.create(
                table.name(), persona.orElse(null), subject.orElse(null), columns, rule.word(), rule.sentence()));
    }

    /** Rows of {@link SuppressionLog}. */
    Dataset<Row> rows(SparkSession spark) {
        return spark.createDataFrame(rows, SuppressionLog.TABLE.schemaWithoutRun());
    }
}
