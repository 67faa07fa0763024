package io.dramatis.jobs.features;

import io.dramatis.config.Source;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.spark.Concurrently;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.model.FeatureLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Joins the clean tables by person and aggregates them to one row a person, as the config declares.
 *
 * <p>Reads {@code clean_<source>}. Writes {@code person_features} and {@code feature_log}. Rerun: the run's rows of both
 * are replaced.
 */
public final class FeaturesJob implements Job {

    @Override
    public String name() {
        return "features";
    }

    @Override
    public Outcome run(RunContext context) {
        List<Source> sources = context.study().sources();
        List<Dataset<Row>> rows = Concurrently.map(
                context.spark(), sources, source -> context.tables().read(CleanRows.of(source), context.runId()));
        Map<String, Dataset<Row>> clean = new LinkedHashMap<>();
        for (int s = 0; s < rows.size(); s++) {
            clean.put(sources.get(s).name(), rows.get(s));
        }
        try (FeatureBuild.Result built = FeatureBuild.build(context.study(), context.asOf(), clean)) {
            context.tables()
                    .replaceAll(
                            context.runId(),
                            Map.of(built.table(), built.personFeatures(), FeatureLog.TABLE, built.featureLog()));
            long forming = built.log().stream().filter(FeatureLogRow::isKept).count();
            long dropped =
                    built.log().stream().filter(row -> row.reason().isPresent()).count();
            return new Outcome(
                    built.personFeatures().count(),
                    built.log().size() + " features a person, " + forming + " form the groups"
                            + (dropped == 0 ? "" : ", " + dropped + " dropped (see feature_log)"));
        }
    }
}
