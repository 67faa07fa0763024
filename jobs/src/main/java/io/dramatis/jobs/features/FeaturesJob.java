package io.dramatis.jobs.features;

import io.dramatis.config.Source;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.table.CleanRows;
import io.dramatis.table.FeatureLog;
import java.util.LinkedHashMap;
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
        Map<String, Dataset<Row>> clean = new LinkedHashMap<>();
        for (Source source : context.study().sources()) {
            clean.put(source.name(), context.tables().read(CleanRows.of(source), context.runId()));
        }
        try (FeatureBuild.Result built = FeatureBuild.build(context.study(), context.asOf(), clean)) {
            context.tables().replace(built.table(), context.runId(), built.personFeatures());
            context.tables().replace(FeatureLog.TABLE, context.runId(), built.featureLog());
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
