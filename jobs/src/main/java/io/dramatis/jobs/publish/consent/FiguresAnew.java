package io.dramatis.jobs.publish.consent;

import io.dramatis.jobs.publish.figures.FeatureSums;
import io.dramatis.jobs.publish.figures.GroupFigures;
import io.dramatis.privacy.SmallCells;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.GroupEvidence;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.PersonFeatures;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What earlier stages counted, once more without those who withdrew since. */
final class FiguresAnew {
    /** Checks whose statistic counts people. */
    private static final Set<String> OF_PEOPLE =
            Set.of(GroupEvidence.GROUP_PEOPLE, "effective_people", "people_per_feature");

    private final RunContext context;
    private final List<Row> features;
    private final GroupFigures figures;
    private final SmallCells cells;

    /** @param consented the run's people without those who withdrew */
    FiguresAnew(RunContext context, TableStore consented) {
        this.context = context;
        this.features = context.tables()
                .read(FeatureLog.TABLE, context.runId())
                .orderBy(FeatureLog.POSITION)
                .collectAsList();
        Map<String, String> columns = new LinkedHashMap<>();
        features.forEach(row -> columns.put(row.getAs(FeatureLog.FEATURE), row.getAs(FeatureLog.MODELLED_COLUMN)));
        this.figures = GroupFigures.of(
                consented.read(PersonFeatures.TABLE, context.runId()),
                consented.read(Memberships.TABLE, context.runId()),
                columns);
        this.cells = new SmallCells(context.study().privacy().minPeople());
    }

    /** The run's rows of {@link FeatureLog}. */
    Dataset<Row> featureLog() {
        return rows(FeatureLog.TABLE, features, row -> figures(row.getAs(FeatureLog.FEATURE)));
    }

    private Map<String, Object> figures(String feature) {
        FeatureSums sums = figures.groups().isEmpty() ? FeatureSums.NONE : figures.everyone(feature);
        long everyone = figures.everyone();
        boolean isCounted = cells.showsShare(sums.n(), everyone);
        boolean isMeasured = isCounted
                && (!sums.isShare() || cells.showsShare(Math.round(sums.values().sum()), sums.n()));
        Map<String, Object> now = new HashMap<>();
        now.put(FeatureLog.PEOPLE_COUNT, isCounted ? (Object) sums.n() : null);
        now.put(FeatureLog.MISSING_SHARE, isCounted ? (Object) (1 - (double) sums.n() / everyone) : null);
        now.put(FeatureLog.MEAN, isMeasured ? (Object) sums.mean() : null);
        now.put(FeatureLog.STANDARD_DEVIATION, isMeasured ? (Object) sums.deviation() : null);
        now.put(FeatureLog.MODELLED_MEAN, isMeasured ? (Object) sums.modelledMean() : null);
        now.put(FeatureLog.MODELLED_STANDARD_DEVIATION, isMeasured ? (Object) sums.modelledDeviation() : null);
        // Over each item of a scale, which publication does not read.
        now.put(FeatureLog.CRONBACH_ALPHA, null);
        return now;
    }

    /** The run's rows of {@link GroupEvidence}: what they say of the model stands, what they count is counted anew. */
    Dataset<Row> groupEvidence() {
        List<Row> findings =
                context.tables().read(GroupEvidence.TABLE, context.runId()).collectAsList();
        return rows(GroupEvidence.TABLE, findings, row -> {
            Integer group = row.getAs(GroupEvidence.GROUP_INDEX);
            long left = group == null ? figures.everyone() : figures.people(group);
            long people = Math.min(left, row.<Long>getAs(GroupEvidence.PEOPLE_COUNT));
            Map<String, Object> now = new HashMap<>(Map.of(GroupEvidence.PEOPLE_COUNT, people));
            String check = row.getAs(GroupEvidence.CHECK_NAME);
            if (OF_PEOPLE.contains(check)) {
                boolean isCount = check.equals(GroupEvidence.GROUP_PEOPLE);
                now.put(GroupEvidence.STATISTIC, isCount ? (Object) (double) people : null);
                now.put(
                        GroupEvidence.SENTENCE,
                        isCount
                                ? String.format(Locale.ROOT, "It holds %d people.", people)
                                : "Not told: people have withdrawn since it was measured.");
            }
            return now;
        });
    }

    private interface Mending {
        Map<String, Object> of(Row row);
    }

    /** Rows of this run with some values replaced. */
    private Dataset<Row> rows(Table table, List<Row> before, Mending mending) {
        String[] columns = table.schema().fieldNames();
        List<Row> now = before.stream()
                .map(row -> {
                    Map<String, Object> values = mending.of(row);
                    return RowFactory.create(Arrays.stream(columns)
                            .map(name -> values.containsKey(name) ? values.get(name) : row.<Object>getAs(name))
                            .toArray());
                })
                .toList();
        return context.spark().createDataFrame(now, table.schema());
    }
}
