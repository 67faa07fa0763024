package io.dramatis.jobs.publish.figures;

import io.dramatis.table.model.FeatureLog;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What publication knows of a feature column.
 *
 * @param isChoice whether it is one choice of a question with one answer: all choices add up
 * @param modelledMean everyone's mean as modelled; empty where it may not be told
 * @param modelledDeviation everyone's standard deviation as modelled
 * @param isForming whether it formed the groups
 */
public record FeatureWords(
        String feature,
        String declared,
        boolean isChoice,
        String modelledColumn,
        String block,
        String role,
        String unit,
        Optional<String> high,
        Optional<String> low,
        Optional<Double> modelledMean,
        Optional<Double> modelledDeviation,
        boolean isForming) {

    /** The features that may be published, in the study's order; protected ones may not. */
    public static List<FeatureWords> of(Dataset<Row> featureLog) {
        return featureLog
                .where(featureLog.col(FeatureLog.ROLE).notEqual("protected"))
                .orderBy(FeatureLog.POSITION)
                .collectAsList()
                .stream()
                .map(FeatureWords::of)
                .toList();
    }

    private static FeatureWords of(Row row) {
        return new FeatureWords(
                row.getAs(FeatureLog.FEATURE),
                row.getAs(FeatureLog.DECLARED_FEATURE),
                row.getAs(FeatureLog.KIND).equals("single"),
                row.getAs(FeatureLog.MODELLED_COLUMN),
                row.getAs(FeatureLog.BLOCK),
                row.getAs(FeatureLog.ROLE),
                row.getAs(FeatureLog.UNIT),
                Optional.ofNullable(row.getAs(FeatureLog.HIGH)),
                Optional.ofNullable(row.getAs(FeatureLog.LOW)),
                Optional.ofNullable(row.getAs(FeatureLog.MODELLED_MEAN)),
                Optional.ofNullable(row.getAs(FeatureLog.MODELLED_STANDARD_DEVIATION)),
                row.getAs(FeatureLog.IS_KEPT));
    }

    /** A group's mean as modelled, in standard deviations from everyone's; empty where that may not be told. */
    public Optional<Double> standardised(double groupModelledMean) {
        return modelledMean.flatMap(mean -> modelledDeviation
                .filter(deviation -> deviation > 0)
                .map(deviation -> (groupModelledMean - mean) / deviation));
    }

    /** The config's words for much or little of it; the feature's name where it has none. */
    public String words(boolean isHigh) {
        return (isHigh ? high : low).orElse((isHigh ? "high " : "low ") + feature.replace('_', ' '));
    }
}
