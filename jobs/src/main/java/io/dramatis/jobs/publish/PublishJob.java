package io.dramatis.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.evidence.Verdict;
import io.dramatis.jobs.publish.consent.Reconsideration;
import io.dramatis.jobs.publish.figures.FeatureSums;
import io.dramatis.jobs.publish.figures.FeatureWords;
import io.dramatis.jobs.publish.figures.GroupFigures;
import io.dramatis.jobs.publish.figures.Population;
import io.dramatis.jobs.publish.guard.Held;
import io.dramatis.jobs.publish.noise.Noise;
import io.dramatis.jobs.publish.record.ProcessingRecord;
import io.dramatis.jobs.publish.record.RunRecord;
import io.dramatis.privacy.disclosure.Rules;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.persona.PersonaEvidence;
import io.dramatis.table.persona.PersonaGroups;
import io.dramatis.table.persona.PersonaPrevalence;
import io.dramatis.table.persona.PersonaSources;
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.persona.StudyFeatures;
import io.dramatis.table.privacy.HeldCells;
import io.dramatis.table.privacy.SuppressionLog;
import io.dramatis.table.run.ProcessingRecords;
import io.dramatis.table.run.Publications;
import io.dramatis.table.run.RunRecords;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Publishes the groups that the evidence defends: names them, measures their traits, leaves out what may not be told,
 * keeps what few people changed since the last publication, writes all tables, reads them back, then commits one row to {@code publications}.
 *
 * <p>Reads the consent ledgers anew, {@code id_links}, {@code consents}, {@code person_features}, {@code feature_log}, {@code memberships}, {@code group_evidence}, {@code clean_<source>}, and the last
 * publication's {@code persona_groups}, {@code memberships}, {@code held_cells} and open tables, with what it read. Writes {@code withdrawals}, {@code persona_groups}, {@code personas}, {@code
 * persona_traits}, {@code persona_prevalence}, {@code persona_sources}, {@code persona_evidence}, {@code study_features}, {@code suppression_log}, {@code held_cells}, {@code run_records}, {@code
 * publications}; with nothing to publish only {@code persona_evidence}, {@code study_features} without figures, and {@code run_records}. Rerun: the run's rows are replaced; a run is published once.
 */
public final class PublishJob implements Job {

    @Override
    public String name() {
        return "publish";
    }

    @Override
    public Outcome run(RunContext given) {
        RunContext context = Reconsideration.of(given);
        TableStore tables = context.tables();
        String run = context.runId();
        long expected = tables.version(Publications.TABLE);
        Optional<Row> last = Publications.current(tables.read(Publications.TABLE));
        Dataset<Row> featureLog = tables.read(FeatureLog.TABLE, run);
        List<FeatureWords> features = FeatureWords.of(featureLog);
        Dataset<Row> memberships = tables.read(Memberships.TABLE, run);
        Map<String, String> columns = new LinkedHashMap<>();
        features.forEach(feature -> columns.put(feature.feature(), feature.modelledColumn()));
        GroupFigures figures = GroupFigures.of(tables.read(PersonFeatures.TABLE, run), memberships, columns);
        GroupVerdicts verdicts = GroupVerdicts.of(context);

        Map<Integer, Map<String, Double>> centres = new TreeMap<>();
        for (int group : figures.groups()) {
            if (isPublishable(context.study(), verdicts.of(group), figures.people(group))) {
                centres.put(group, centre(group, features, figures));
            }
        }
        String lastRun = last.map(row -> row.<String>getAs(Table.RUN_ID)).orElse("");
        Map<Integer, PersonaIds.Named> named = PersonaIds.of(
                context.study().name(),
                centres,
                tables.read(PersonaGroups.TABLE, lastRun).collectAsList(),
                memberships,
                tables.read(Memberships.TABLE, lastRun),
                context.study().publish().minMatch());
        Map<Table, Dataset<Row>> written = new LinkedHashMap<>();
        if (named.isEmpty()) {
            written.put(
                    PersonaEvidence.TABLE,
                    verdicts.rows(named, Map.of(), context.study().privacy().minPeople(), Noise.none()));
            written.put(StudyFeatures.TABLE, FeaturePage.withoutFigures(featureLog));
            written.put(ProcessingRecords.TABLE, ProcessingRecord.of(context));
            tables.replaceAll(run, written);
            tables.replace(RunRecords.TABLE, run, RunRecord.of(context, "no-personas"));
            return new Outcome(0, "nothing published: " + verdicts.whyNothing());
        }
        Map<Integer, String> personas = new TreeMap<>();
        named.forEach((group, persona) -> personas.put(group, persona.personaId()));
        Held held =
                Held.since(last.map(row -> row.getAs(Table.RUN_ID)), context, personas, List.copyOf(columns.keySet()));
        int traits = addPersonas(written, context, featureLog, features, figures, verdicts, named, centres, held);
        written.replaceAll((table, rows) -> withCaution(rows, named, verdicts));
        written.put(ProcessingRecords.TABLE, ProcessingRecord.of(context));
        tables.replaceAll(run, written);
        // Last, since it names the versions of the others.
        tables.replace(RunRecords.TABLE, run, RunRecord.of(context, "published"));
        requireWritten(tables, run, named.size(), traits);
        publish(context, expected, last, named.size());
        return new Outcome(named.size(), named.size() + " personas, " + matched(named));
    }

    private static boolean isPublishable(Study study, Verdict verdict, long people) {
        return study.publish().verdicts().contains(verdict.word())
                && people >= study.privacy().minPeople();
    }

    /** Wherever a persona is told of that is not a natural group, that is said with it. */
    private static Dataset<Row> withCaution(
            Dataset<Row> rows, Map<Integer, PersonaIds.Named> named, GroupVerdicts verdicts) {
        if (!Arrays.asList(rows.columns()).contains(Personas.CAUTION)) {
            return rows;
        }
        Object[] cuts = named.entrySet().stream()
                .filter(persona -> verdicts.of(persona.getKey()) == Verdict.REPRODUCIBLE)
                .map(persona -> persona.getValue().personaId())
                .toArray();
        return rows.withColumn(Personas.CAUTION, when(col(Personas.PERSONA_ID).isin(cuts), lit(Verdict.CAUTION)));
    }

    /** Of each forming feature that may be told of. */
    private static Map<String, Double> centre(int group, List<FeatureWords> features, GroupFigures figures) {
        Map<String, Double> centre = new TreeMap<>();
        features.stream().filter(FeatureWords::isForming).forEach(feature -> {
            FeatureSums sums = figures.sums(group, feature.feature());
            if (sums.n() > 0) {
                feature.standardised(sums.modelledMean()).ifPresent(mean -> centre.put(feature.feature(), mean));
            }
        });
        return centre;
    }

    /** @return rows of traits */
    private static int addPersonas(
            Map<Table, Dataset<Row>> written,
            RunContext context,
            Dataset<Row> featureLog,
            List<FeatureWords> features,
            GroupFigures figures,
            GroupVerdicts verdicts,
            Map<Integer, PersonaIds.Named> named,
            Map<Integer, Map<String, Double>> centres,
            Held held) {
        Rules rules = rules(context.study().privacy());
        Suppressed suppressed = new Suppressed();
        Noise noise = noise(context, features, figures, named);
        PersonaRows rows = new PersonaRows(context, rules, features, figures, named, held, noise, suppressed);
        List<Row> traits = rows.traitRows();
        Map<Integer, Long> people = new TreeMap<>();
        List<Row> groups = new ArrayList<>();
        named.forEach((group, persona) -> {
            people.put(group, rows.people(group));
            groups.add(RowFactory.create(
                    group,
                    persona.personaId(),
                    centres.get(group),
                    persona.matchedBy(),
                    persona.match().orElse(null)));
        });
        Map.of(PersonaGroups.TABLE, groups, Personas.TABLE, rows.personaRows(verdicts), PersonaTraits.TABLE, traits)
                .forEach((table, ofTable) ->
                        written.put(table, context.spark().createDataFrame(ofTable, table.schemaWithoutRun())));
        written.put(PersonaPrevalence.TABLE, new Prevalence(context, rules, named, held, noise, suppressed).of(rows));
        written.put(
                PersonaSources.TABLE, new SourceAges(context, named, figures, rules, held, noise, suppressed).rows());
        written.put(PersonaEvidence.TABLE, verdicts.rows(named, people, rules.minPeople(), noise));
        written.put(
                StudyFeatures.TABLE,
                FeaturePage.of(featureLog, features, figures, rows.tellable(), held, rules.minPeople(), noise));
        written.put(HeldCells.TABLE, held.rows());
        written.put(SuppressionLog.TABLE, suppressed.rows(context.spark()));
        return traits.size();
    }

    /** Of each count of a persona and of everyone: people, those with a value, those with a yes, those in a source. */
    private static Noise noise(
            RunContext context,
            List<FeatureWords> features,
            GroupFigures figures,
            Map<Integer, PersonaIds.Named> named) {
        List<String> parts = new ArrayList<>(List.of(Noise.name("", "", Population.KNOWN)));
        for (FeatureWords feature : features) {
            parts.add(Noise.name("", feature.feature(), Population.KNOWN));
            if (figures.everyone(feature.feature()).isShare()) {
                parts.add(Noise.name("", feature.feature(), Population.YES));
            }
        }
        context.study()
                .sources()
                .forEach(source -> parts.add(Noise.name("", Held.ofSource(source.name()), Population.YES)));
        List<String> counts = new ArrayList<>(parts);
        named.values().forEach(persona -> parts.forEach(part -> counts.add(persona.personaId() + part)));
        // A person is in one persona, and in everyone.
        return Noise.of(context, counts, 2 * parts.size());
    }

    private static Rules rules(Study.Privacy privacy) {
        return new Rules(
                privacy.minPeople(),
                privacy.disclosure().dominance(),
                privacy.disclosure().pRatio(),
                privacy.disclosure().largestShare(),
                privacy.disclosure().largestSensitiveShare(),
                privacy.disclosure().minDistinct());
    }

    /** Write, audit, publish: what readers will follow is read back first. */
    private static void requireWritten(TableStore tables, String run, int personas, int traits) {
        Row found = tables.read(PersonaTraits.TABLE, run)
                .select(col(PersonaTraits.PERSONA_ID))
                .join(
                        tables.read(Personas.TABLE, run)
                                .select(col(Personas.PERSONA_ID).as("persona")),
                        col(PersonaTraits.PERSONA_ID).equalTo(col("persona")))
                .agg(countDistinct(col("persona")), count(lit(1)))
                .first();
        long foundPersonas = found.getLong(0);
        long foundTraits = found.getLong(1);
        if (foundPersonas != personas || foundTraits != traits) {
            throw new IllegalStateException("Wrote " + personas + " personas and " + traits + " traits, but read back "
                    + foundPersonas + " and " + foundTraits + ": run " + run + " is not published");
        }
    }

    private static void publish(RunContext context, long expected, Optional<Row> last, int personas) {
        long sequence =
                1 + last.map(row -> row.<Long>getAs(Publications.SEQUENCE)).orElse(0L);
        Row row = RowFactory.create(
                context.runId(),
                sequence,
                context.study().name(),
                Date.valueOf(context.asOf()),
                Timestamp.from(context.clock().instant()),
                context.study().hash(),
                personas);
        Dataset<Row> rows = context.spark().createDataFrame(List.of(row), Publications.TABLE.schema());
        if (!context.tables().appendIfUnchanged(Publications.TABLE, expected, rows)) {
            throw DramatisException.usage(
                    "Run " + context.runId() + " is not published",
                    "another run has published into the same lake since this stage began",
                    "Run it again with the same --run-id; one study at a time publishes into a lake");
        }
    }

    private static String matched(Map<Integer, PersonaIds.Named> named) {
        long fresh = named.values().stream()
                .filter(persona -> persona.matchedBy().equals("new"))
                .count();
        return (named.size() - fresh) + " known from the last publication";
    }
}
