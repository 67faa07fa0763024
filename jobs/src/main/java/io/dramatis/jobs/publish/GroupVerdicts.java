package io.dramatis.jobs.publish;

import io.dramatis.evidence.Verdict;
import io.dramatis.run.RunContext;
import io.dramatis.table.GroupEvidence;
import io.dramatis.table.PersonaEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** The verdicts of a run's groups, and their evidence as it is published. */
final class GroupVerdicts {
    private final SparkSession spark;
    private final List<Row> findings;
    private final Map<Integer, Row> verdicts = new TreeMap<>();
    private Optional<Row> overall = Optional.empty();

    private GroupVerdicts(SparkSession spark, List<Row> findings) {
        this.spark = spark;
        this.findings = findings;
        for (Row finding : findings) {
            if (finding.getAs(GroupEvidence.CHECK_NAME).equals(GroupEvidence.VERDICT)) {
                Integer group = finding.getAs(GroupEvidence.GROUP_INDEX);
                if (group == null) {
                    overall = Optional.of(finding);
                } else {
                    verdicts.put(group, finding);
                }
            }
        }
    }

    static GroupVerdicts of(RunContext context) {
        return new GroupVerdicts(
                context.spark(),
                context.tables()
                        .read(GroupEvidence.TABLE, context.runId())
                        .orderBy(GroupEvidence.GROUP_INDEX, GroupEvidence.CHECK_NAME, GroupEvidence.SUBJECT)
                        .collectAsList());
    }

    /** A group without a verdict is withheld. */
    Verdict of(int group) {
        return Optional.ofNullable(verdicts.get(group))
                .map(row ->
                        Verdict.valueOf(row.<String>getAs(GroupEvidence.VERDICT).toUpperCase(Locale.ROOT)))
                .orElse(Verdict.WITHHELD);
    }

    String sentence(int group) {
        return verdicts.get(group).getAs(GroupEvidence.SENTENCE);
    }

    /** Why no group is published, in words. */
    String whyNothing() {
        return overall.map(row -> row.<String>getAs(GroupEvidence.SENTENCE))
                .orElse("no group has a verdict that this study publishes");
    }

    /** Rows of {@code persona_evidence}; counts under k are left out. */
    Dataset<Row> rows(Map<Integer, PersonaIds.Named> named, int minPeople) {
        List<Row> rows = new ArrayList<>();
        for (Row finding : findings) {
            Integer group = finding.getAs(GroupEvidence.GROUP_INDEX);
            Optional<String> persona =
                    Optional.ofNullable(group).map(named::get).map(PersonaIds.Named::personaId);
            long people = finding.getAs(GroupEvidence.PEOPLE_COUNT);
            boolean isShown = people >= minPeople;
            boolean isOfPeople = finding.<String>getAs(GroupEvidence.CHECK_NAME).equals(GroupEvidence.GROUP_PEOPLE);
            rows.add(RowFactory.create(
                    persona.orElse(null),
                    group,
                    finding.getAs(GroupEvidence.CHECK_NAME),
                    finding.getAs(GroupEvidence.SUBJECT),
                    isShown || !isOfPeople ? finding.getAs(GroupEvidence.STATISTIC) : null,
                    finding.getAs(GroupEvidence.THRESHOLD),
                    finding.getAs(GroupEvidence.IS_PASSED),
                    isShown ? people : null,
                    finding.getAs(GroupEvidence.VERDICT),
                    isShown ? finding.getAs(GroupEvidence.SENTENCE) : "Too few people to tell of.",
                    null));
        }
        return spark.createDataFrame(rows, PersonaEvidence.TABLE.schemaWithoutRun());
    }
}
