package io.dramatis.jobs.publish;

import io.dramatis.evidence.Verdict;
import io.dramatis.jobs.publish.noise.Noise;
import io.dramatis.privacy.disclosure.Rounding;
import io.dramatis.run.RunContext;
import io.dramatis.table.model.GroupEvidence;
import io.dramatis.table.persona.PersonaEvidence;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** The verdicts of a run's groups, and their evidence as it is published. */
final class GroupVerdicts {
    private static final String EFFECTIVE_PEOPLE = "effective_people";

    /** Checks whose statistic is a number of people, or follows from it. */
    private static final Set<String> COUNTS =
            Set.of(GroupEvidence.GROUP_PEOPLE, EFFECTIVE_PEOPLE, "people_per_feature");

    private static final int DIGITS = 3;

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

    /**
     * Rows of {@code persona_evidence}. Numbers of people are told to the nearest k, and under k not at all; other
     * statistics to three digits.
     *
     * @param people of each published group, as it is told elsewhere
     * @param noise without which no number of people is told
     */
    Dataset<Row> rows(Map<Integer, PersonaIds.Named> named, Map<Integer, Long> people, int minPeople, Noise noise) {
        List<Row> rows = new ArrayList<>();
        for (Row finding : findings) {
            Integer group = finding.getAs(GroupEvidence.GROUP_INDEX);
            Optional<String> persona =
                    Optional.ofNullable(group).map(named::get).map(PersonaIds.Named::personaId);
            long exact = finding.getAs(GroupEvidence.PEOPLE_COUNT);
            long told = Optional.ofNullable(group).map(people::get).orElse(Rounding.count(exact, minPeople));
            boolean isShown = exact >= minPeople && (!noise.isOn() || isNoisy(finding, people));
            rows.add(RowFactory.create(
                    persona.orElse(null),
                    group,
                    finding.getAs(GroupEvidence.CHECK_NAME),
                    finding.getAs(GroupEvidence.SUBJECT),
                    statistic(finding, exact, told, isShown, minPeople),
                    finding.getAs(GroupEvidence.THRESHOLD),
                    finding.getAs(GroupEvidence.IS_PASSED),
                    isShown ? told : null,
                    finding.getAs(GroupEvidence.VERDICT),
                    exact < minPeople
                            ? "Too few people to tell of."
                            : isShown ? sentence(finding, exact, told, minPeople) : withoutNumbers(finding, exact),
                    null));
        }
        return spark.createDataFrame(rows, PersonaEvidence.TABLE.schemaWithoutRun());
    }

    /** Where numbers of people bear noise, none without is told. */
    private static boolean isNoisy(Row finding, Map<Integer, Long> people) {
        Integer group = finding.getAs(GroupEvidence.GROUP_INDEX);
        return group != null
                && people.containsKey(group)
                && !finding.getAs(GroupEvidence.CHECK_NAME).equals(EFFECTIVE_PEOPLE);
    }

    /** What so surely are in the group is a number of its own; the others follow from the number of people. */
    private static double told(Row finding, double statistic, long exact, long told, int minPeople) {
        return finding.getAs(GroupEvidence.CHECK_NAME).equals(EFFECTIVE_PEOPLE)
                ? Rounding.count(Math.round(statistic), minPeople)
                : statistic * told / exact;
    }

    private static Double statistic(Row finding, long exact, long told, boolean isShown, int minPeople) {
        Double statistic = finding.getAs(GroupEvidence.STATISTIC);
        if (statistic == null || statistic.isNaN() || statistic.isInfinite()) {
            return statistic;
        }
        boolean isOfPeople = COUNTS.contains(finding.<String>getAs(GroupEvidence.CHECK_NAME));
        if (isOfPeople && !isShown) {
            return null;
        }
        return isOfPeople
                ? Double.valueOf(told(finding, statistic, exact, told, minPeople))
                : new BigDecimal(statistic).round(new MathContext(DIGITS)).doubleValue();
    }

    private static String withoutNumbers(Row finding, long exact) {
        String sentence = finding.getAs(GroupEvidence.SENTENCE);
        boolean isOfPeople = COUNTS.contains(finding.<String>getAs(GroupEvidence.CHECK_NAME))
                || sentence.contains(Long.toString(exact));
        return isOfPeople ? "Not told: it would tell how many people there are." : sentence;
    }

    /** With the told number of people for the exact one, and what follows from it. */
    private static String sentence(Row finding, long exact, long told, int minPeople) {
        String sentence = finding.getAs(GroupEvidence.SENTENCE);
        Double statistic = finding.getAs(GroupEvidence.STATISTIC);
        if (statistic != null && COUNTS.contains(finding.<String>getAs(GroupEvidence.CHECK_NAME))) {
            sentence = number(
                    sentence, Math.round(statistic), Math.round(told(finding, statistic, exact, told, minPeople)));
        }
        return number(sentence, exact, told);
    }

    private static String number(String sentence, long exact, long told) {
        return sentence.replaceAll("\\b" + exact + " (?=people)", told + " ");
    }
}
