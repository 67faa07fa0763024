package io.dramatis.jobs.features;

import io.dramatis.config.Feature;
import io.dramatis.table.model.FeatureLog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * A row of {@link FeatureLog}, in its units.
 *
 * @param position from 1
 * @param figures empty where too few people have a value for any to be told
 * @param reason why a forming feature was dropped
 */
public record FeatureLogRow(
        int position,
        String feature,
        Feature declared,
        String kind,
        String unit,
        String transform,
        Optional<Double> transformParameter,
        String modelledColumn,
        String description,
        Optional<Figures> figures,
        Optional<Double> cronbachAlpha,
        boolean isKept,
        Optional<String> reason) {

    /** @param distribution empty where it would tell of too few people */
    public record Figures(long peopleCount, double missingShare, Optional<Distribution> distribution) {}

    /** Means and standard deviations (n - 1), in the feature's unit and after its transform. */
    public record Distribution(
            double mean, Optional<Double> standardDeviation, double modelledMean, Optional<Double> modelledDeviation) {}

    /** The log as a table without {@code run_id}, which the store adds. */
    public static Dataset<Row> table(SparkSession spark, List<FeatureLogRow> log) {
        return spark.createDataFrame(
                log.stream().map(FeatureLogRow::row).toList(), FeatureLog.TABLE.schemaWithoutRun());
    }

    private Row row() {
        Optional<Distribution> distribution = figures.flatMap(Figures::distribution);
        return RowFactory.create(
                position,
                feature,
                declared.name(),
                declared.source(),
                declared.block(),
                kind,
                declared.role().name().toLowerCase(Locale.ROOT),
                unit,
                transform,
                transformParameter.orElse(null),
                modelledColumn,
                declared.high().orElse(null),
                declared.low().orElse(null),
                description,
                figures.map(Figures::peopleCount).orElse(null),
                figures.map(Figures::missingShare).orElse(null),
                distribution.map(Distribution::mean).orElse(null),
                distribution.flatMap(Distribution::standardDeviation).orElse(null),
                distribution.map(Distribution::modelledMean).orElse(null),
                distribution.flatMap(Distribution::modelledDeviation).orElse(null),
                cronbachAlpha.orElse(null),
                isKept,
                reason.orElse(null));
    }
}
