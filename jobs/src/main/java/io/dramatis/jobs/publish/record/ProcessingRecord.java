package io.dramatis.jobs.publish.record;

import io.dramatis.config.Consent;
import io.dramatis.config.Ledger;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.run.RunContext;
import io.dramatis.table.run.ProcessingRecords;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The row of {@code processing_records}: made of the study's config, so that it cannot tell of other rules than the run had. */
public final class ProcessingRecord {
    private static final String UNSAID = "not stated in the study";

    private final Study study;
    private final String runId;
    private final String asOf;
    private final String keyId;

    private ProcessingRecord(RunContext context) {
        this.study = context.study();
        this.runId = context.runId();
        this.asOf = context.asOf().toString();
        this.keyId = context.key().keyId();
    }

    /** One row, columns of {@link ProcessingRecords} after the run's; the same for a rerun. */
    public static Dataset<Row> of(RunContext context) {
        return context.spark()
                .createDataFrame(
                        List.of(new ProcessingRecord(context).row()), ProcessingRecords.TABLE.schemaWithoutRun());
    }

    private Row row() {
        Study.Processing said = study.processing();
        return RowFactory.create(
                study.name(),
                said.controller().orElse(null),
                said.officer().orElse(null),
                study.consent().purpose(),
                basis(),
                said.subjects().orElse(null),
                study.sources().stream().map(this::category).toArray(Row[]::new),
                said.recipients().toArray(String[]::new),
                said.transfers().orElse(null),
                retention(),
                safeguards().toArray(String[]::new),
                document());
    }

    private Row category(Source source) {
        return RowFactory.create(
                source.name(),
                source.block(),
                kinds(source).toArray(String[]::new),
                names(source, column -> !column.identifying()).toArray(String[]::new),
                names(source, Source.Column::identifying).toArray(String[]::new),
                names(source, column -> column.category() == Source.Category.SPECIAL)
                        .toArray(String[]::new),
                names(source, column -> column.category() == Source.Category.PROTECTED)
                        .toArray(String[]::new));
    }

    private static Set<String> kinds(Source source) {
        Set<String> kinds = new LinkedHashSet<>(List.of(source.personId()));
        kinds.addAll(source.ids().keySet());
        return kinds;
    }

    private static List<String> names(Source source, Predicate<Source.Column> isMeant) {
        return source.columns().stream()
                .filter(isMeant)
                .map(Source.Column::name)
                .toList();
    }

    private String basis() {
        Consent consent = study.consent();
        if (consent instanceof Consent.Blanket blanket) {
            return "Consent under which all data were collected: " + blanket.basis();
        }
        return "Consent of each person, by the latest word in "
                + consent.ledgers().stream().map(Ledger::name).collect(Collectors.joining(", "))
                + consent.explicitPurpose()
                        .map(purpose -> "; for special and protected columns, explicit consent to " + purpose)
                        .orElse("");
    }

    private Map<String, Integer> retention() {
        return new TreeMap<>(Map.of(
                "clean tables and rejected rows",
                study.retention().cleanDays(),
                "features of people",
                study.retention().featuresDays(),
                "memberships of groups",
                study.retention().membershipsDays()));
    }

    private List<String> safeguards() {
        Study.Privacy privacy = study.privacy();
        List<String> safeguards = new ArrayList<>(List.of(
                "Ids are replaced by keyed pseudonyms (HMAC-SHA-256, key " + keyId + ", epoch " + privacy.epoch()
                        + ") when they are read; the key is not in the lake.",
                "Tables about people and tables about personas lie apart, so that access can be given to one alone.",
                "No published figure describes fewer than " + privacy.minPeople() + " people; counts are rounded to "
                        + privacy.minPeople() + ", and figures that fewer people changed are held.",
                "Whoever is erased is out of every table and every old version, and no later run takes them in."));
        if (!study.consent().ledgers().isEmpty()) {
            safeguards.add("Consent is asked again right before publication.");
        }
        study.consent()
                .minimumAge()
                .ifPresent(age -> safeguards.add("Nobody under " + age.years() + " years of age is taken in."));
        privacy.disclosure()
                .noise()
                .ifPresent(noise -> safeguards.add(
                        "Counts and shares carry noise of differential privacy, epsilon " + noise.epsilon() + "."));
        return safeguards;
    }

    private String document() {
        Study.Processing said = study.processing();
        StringBuilder page =
                new StringBuilder("# Record of processing: study " + study.name() + ", run " + written(runId) + "\n");
        section(page, "Controller", List.of(line(said.controller())));
        section(page, "Data protection officer", List.of(line(said.officer())));
        section(
                page,
                "Purpose",
                List.of(line(study.consent().purpose())
                        + ": groups of people who are alike, published as personas; as of " + asOf));
        section(page, "Ground", List.of(line(basis())));
        section(page, "Data subjects", List.of(line(said.subjects())));
        section(
                page,
                "Personal data",
                study.sources().stream().map(ProcessingRecord::told).toList());
        section(
                page,
                "Recipients",
                said.recipients().isEmpty()
                        ? List.of(UNSAID)
                        : said.recipients().stream().map(ProcessingRecord::line).toList());
        section(page, "Transfers to third countries", List.of(line(said.transfers())));
        section(
                page,
                "Time limits",
                retention().entrySet().stream()
                        .map(limit -> limit.getKey() + ": " + limit.getValue()
                                + " days after the run, by `./dramatis maintain`")
                        .toList());
        section(page, "Safeguards", safeguards());
        return page.toString();
    }

    private static String told(Source source) {
        StringBuilder told = new StringBuilder(
                "source " + source.name() + " (" + source.block() + "), by " + String.join(", ", kinds(source)));
        List<String> kept = source.columns().stream()
                .filter(column -> !column.identifying())
                .map(column -> column.name()
                        + (column.description().isBlank() ? "" : " (" + line(column.description()) + ")")
                        + (column.category() == Source.Category.ORDINARY
                                ? ""
                                : " [" + column.category().name().toLowerCase(Locale.ROOT) + "]"))
                .toList();
        told.append("; kept under a pseudonym: ").append(String.join(", ", kept));
        List<String> checked = names(source, Source.Column::identifying);
        if (!checked.isEmpty()) {
            told.append("; checked, and kept in no table: ").append(String.join(", ", checked));
        }
        return told.toString();
    }

    private static void section(StringBuilder page, String title, List<String> lines) {
        page.append("\n## ").append(title).append("\n\n");
        lines.forEach(line -> page.append("- ").append(line).append('\n'));
    }

    private static String line(Optional<String> text) {
        return text.map(ProcessingRecord::line).orElse(UNSAID);
    }

    /** As Markdown shows it: a run id may be any text. */
    private static String written(String text) {
        return text.replaceAll("([\\\\`*\\[\\]<>&#|~])", "\\\\$1");
    }

    /** On one line, whatever the config says. */
    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
