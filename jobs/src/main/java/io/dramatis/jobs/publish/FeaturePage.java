package io.dramatis.jobs.publish;

import io.dramatis.jobs.publish.figures.FeatureWords;
import io.dramatis.jobs.publish.figures.GroupFigures;
import io.dramatis.jobs.publish.figures.Population;
import io.dramatis.jobs.publish.figures.Tellable;
import io.dramatis.jobs.publish.guard.Held;
import io.dramatis.jobs.publish.noise.Noise;
import io.dramatis.privacy.disclosure.Rounding;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.persona.StudyFeatures;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The features as everybody may see them. */
final class FeaturePage {
    /** Decimals of Cronbach's alpha. */
    private static final double ALPHA = 0.01;

    private FeaturePage() {}

    /** Rows of {@link StudyFeatures} without any figure. */
    static Dataset<Row> withoutFigures(Dataset<Row> featureLog) {
        return table(
                featureLog,
                featureLog.collectAsList().stream().map(FeaturePage::words).toList());
    }

    /**
     * Rows of {@link StudyFeatures}.
     *
     * @param features that may be published
     */
    static Dataset<Row> of(
            Dataset<Row> featureLog,
            List<FeatureWords> features,
            GroupFigures figures,
            Tellable tellable,
            Held held,
            int minPeople,
            Noise noise) {
        List<String> open = features.stream().map(FeatureWords::feature).toList();
        return table(
                featureLog,
                featureLog.collectAsList().stream()
                        .map(row -> {
                            Map<String, Object> cells = words(row);
                            String feature = row.getAs(FeatureLog.FEATURE);
                            Optional<String> subject = Optional.of(feature);
                            if (open.contains(feature) && held.holds(StudyFeatures.TABLE, Optional.empty(), subject)) {
                                held.lastRow(StudyFeatures.TABLE, Map.of(StudyFeatures.FEATURE, feature))
                                        .ifPresent(last -> List.of(
                                                        FeatureLog.PEOPLE_COUNT,
                                                        FeatureLog.MEAN,
                                                        FeatureLog.STANDARD_DEVIATION,
                                                        FeatureLog.CRONBACH_ALPHA)
                                                .forEach(name -> cells.put(name, last.getAs(name))));
                            } else if (open.contains(feature)
                                    && tellable.withheld(feature).isEmpty()) {
                                Population all = new Population(figures.everyone(feature), feature, minPeople, noise);
                                cells.put(FeatureLog.PEOPLE_COUNT, all.people());
                                cells.put(FeatureLog.MEAN, all.mean());
                                if (!(noise.isOn() && all.isShare())) {
                                    cells.put(FeatureLog.STANDARD_DEVIATION, all.deviation());
                                }
                                Optional.ofNullable(row.<Double>getAs(FeatureLog.CRONBACH_ALPHA))
                                        .ifPresent(alpha ->
                                                cells.put(FeatureLog.CRONBACH_ALPHA, Rounding.to(alpha, ALPHA)));
                            }
                            return cells;
                        })
                        .toList());
    }

    private static Map<String, Object> words(Row row) {
        Map<String, Object> cells = new HashMap<>();
        List.of(
                        FeatureLog.POSITION,
                        FeatureLog.FEATURE,
                        FeatureLog.DECLARED_FEATURE,
                        FeatureLog.SOURCE,
                        FeatureLog.BLOCK,
                        FeatureLog.KIND,
                        FeatureLog.ROLE,
                        FeatureLog.UNIT,
                        FeatureLog.TRANSFORM,
                        FeatureLog.HIGH,
                        FeatureLog.LOW,
                        FeatureLog.DESCRIPTION,
                        FeatureLog.IS_KEPT,
                        FeatureLog.REASON)
                .forEach(name -> cells.put(name, row.getAs(name)));
        return cells;
    }

    private static Dataset<Row> table(Dataset<Row> featureLog, List<Map<String, Object>> rows) {
        return featureLog
                .sparkSession()
                .createDataFrame(rows.stream().map(FeaturePage::row).toList(), StudyFeatures.TABLE.schemaWithoutRun());
    }

    private static Row row(Map<String, Object> cells) {
        return RowFactory.create(
                Arrays.stream(StudyFeatures.TABLE.schemaWithoutRun().fieldNames())
                        .map(cells::get)
                        .toArray());
    }
}
