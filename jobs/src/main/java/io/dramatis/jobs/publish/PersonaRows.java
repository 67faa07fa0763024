package io.dramatis.jobs.publish;

import io.dramatis.config.Study;
import io.dramatis.jobs.publish.figures.FeatureWords;
import io.dramatis.jobs.publish.figures.GroupFigures;
import io.dramatis.jobs.publish.figures.Population;
import io.dramatis.jobs.publish.figures.Tellable;
import io.dramatis.jobs.publish.figures.Trait;
import io.dramatis.jobs.publish.guard.Held;
import io.dramatis.jobs.publish.noise.Noise;
import io.dramatis.privacy.Interval;
import io.dramatis.privacy.disclosure.Rounding;
import io.dramatis.privacy.disclosure.Rule;
import io.dramatis.privacy.disclosure.Rules;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.persona.StudyFeatures;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The rows of personas and traits: fresh figures as they may be told, those of the last publication where they stay. */
final class PersonaRows {
    private final RunContext context;
    private final Rules rules;
    private final GroupFigures figures;
    private final Map<Integer, PersonaIds.Named> named;
    private final Held held;
    private final Noise noise;
    private final Suppressed suppressed;
    private final Tellable tellable;
    private final Map<Integer, List<Trait>> traits = new TreeMap<>();

    PersonaRows(
            RunContext context,
            Rules rules,
            List<FeatureWords> features,
            GroupFigures figures,
            Map<Integer, PersonaIds.Named> named,
            Held held,
            Noise noise,
            Suppressed suppressed) {
        this.context = context;
        this.rules = rules;
        this.figures = figures;
        this.named = named;
        this.held = held;
        this.noise = noise;
        this.suppressed = suppressed;
        this.tellable = Tellable.of(
                features,
                figures,
                List.copyOf(named.keySet()),
                rules,
                context.study().privacy().disclosure().sensitive(),
                (group, feature) -> held.holds(PersonaTraits.TABLE, Optional.of(id(group)), Optional.of(feature)));
        named.keySet()
                .forEach(group -> traits.put(
                        group,
                        features.stream()
                                .map(feature -> Trait.of(
                                        id(group),
                                        feature,
                                        figures,
                                        group,
                                        tellable,
                                        rules,
                                        noise,
                                        context.study().publish().confidence()))
                                .toList()));
        features.forEach(feature -> tellable.withheld(feature.feature())
                .ifPresent(rule -> suppressed.add(
                        StudyFeatures.TABLE, Optional.empty(), Optional.of(feature.feature()), Suppressed.ALL, rule)));
    }

    private String id(int group) {
        return named.get(group).personaId();
    }

    Tellable tellable() {
        return tellable;
    }

    /** By group. */
    Map<Integer, List<Trait>> traits() {
        return traits;
    }

    /** Whether anything of a persona stays as it was published last. */
    boolean isAnyHeld(int group) {
        return held.holds(Personas.TABLE, Optional.of(id(group)), Optional.empty())
                || traits.get(group).stream()
                        .anyMatch(trait -> trait.withheld()
                                .filter(rule -> rule == Rule.HELD)
                                .isPresent());
    }

    /** Rows of {@link PersonaTraits}. */
    List<Row> traitRows() {
        List<Trait> all = traits.values().stream().flatMap(List::stream).toList();
        List<Row> fresh = Trait.rows(all);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Trait trait = all.get(i);
            Optional<Row> last = trait.withheld()
                    .filter(rule -> rule == Rule.HELD)
                    .flatMap(rule -> held.lastRow(
                            PersonaTraits.TABLE,
                            Map.of(
                                    PersonaTraits.PERSONA_ID, trait.personaId(),
                                    PersonaTraits.FEATURE, trait.feature().feature(),
                                    PersonaTraits.STATISTIC, trait.isShare() ? "share" : "mean",
                                    PersonaTraits.ROLE, trait.feature().role())));
            trait.withheld()
                    .ifPresent(rule -> suppressed.add(
                            PersonaTraits.TABLE,
                            Optional.of(trait.personaId()),
                            Optional.of(trait.feature().feature()),
                            Suppressed.ALL,
                            rule == Rule.HELD && last.isEmpty() ? Rule.CHANGED_BY_FEW : rule));
            rows.add(last.map(row -> inOrder(PersonaTraits.TABLE, row)).orElse(fresh.get(i)));
        }
        return rows;
    }

    /** An earlier row in the order of the table's columns. */
    static Row inOrder(Table table, Row row) {
        return RowFactory.create(Arrays.stream(table.schemaWithoutRun().fieldNames())
                .map(row::getAs)
                .toArray());
    }

    /** Rows of {@link Personas}. */
    List<Row> personaRows(GroupVerdicts verdicts) {
        Study.Publish publish = context.study().publish();
        Map<Integer, String> labels = labels();
        Date validUntil = Date.valueOf(context.asOf().plusDays(publish.validForDays()));
        List<Row> rows = new ArrayList<>();
        named.forEach((group, persona) -> {
            Optional<String> id = Optional.of(persona.personaId());
            Optional<Row> last =
                    held.holds(Personas.TABLE, id, Optional.empty()) ? lastPersona(group) : Optional.empty();
            last.ifPresent(row -> suppressed.add(Personas.TABLE, id, Optional.empty(), Suppressed.ALL, Rule.HELD));
            long people = people(group);
            long everyone = Math.max(
                    Math.max(1, people),
                    Rounding.count(
                            noise.on(Noise.name("", "", Population.KNOWN), figures.everyone()), rules.minPeople()));
            double unit = Rounding.step((double) rules.minPeople() / figures.everyone());
            double share = last.map(row -> row.<Double>getAs(Personas.SHARE))
                    .orElseGet(() -> Rounding.to(
                            noise.share(
                                    Noise.name(persona.personaId(), "", Population.KNOWN),
                                    figures.people(group),
                                    Noise.name("", "", Population.KNOWN),
                                    figures.everyone()),
                            unit));
            Interval interval = Interval.ofShare(Math.round(share * everyone), everyone, publish.confidence())
                    .outward(unit);
            rows.add(RowFactory.create(
                    persona.personaId(),
                    labels.get(group),
                    share,
                    last.map(row -> row.<Double>getAs(Personas.SHARE_LOW)).orElse(Math.min(share, interval.low())),
                    last.map(row -> row.<Double>getAs(Personas.SHARE_HIGH))
                            .orElse(Math.max(share, Math.min(1, interval.high()))),
                    people,
                    verdicts.of(group).word(),
                    verdicts.sentence(group),
                    validUntil,
                    null));
        });
        return rows;
    }

    /** Members of a group, as it is told. */
    long people(int group) {
        return (held.holds(Personas.TABLE, Optional.of(id(group)), Optional.empty())
                        ? lastPersona(group)
                        : Optional.<Row>empty())
                .map(row -> row.<Long>getAs(Personas.PEOPLE_COUNT))
                .orElseGet(() -> Rounding.count(
                        noise.on(Noise.name(id(group), "", Population.KNOWN), figures.people(group)),
                        rules.minPeople()));
    }

    private Optional<Row> lastPersona(int group) {
        return held.lastRow(Personas.TABLE, Map.of(Personas.PERSONA_ID, id(group)));
    }

    /** A persona of which anything stays keeps its label; no two share one. */
    private Map<Integer, String> labels() {
        Map<Integer, String> labels = new TreeMap<>();
        named.keySet().stream()
                .filter(this::isAnyHeld)
                .forEach(group -> lastPersona(group).ifPresent(row -> labels.put(group, row.getAs(Personas.LABEL))));
        Set<String> taken = new HashSet<>(labels.values());
        PersonaLabels.of(traits).forEach((group, label) -> {
            if (!labels.containsKey(group)) {
                labels.put(group, taken.add(label) ? label : label + " (" + (group + 1) + ")");
            }
        });
        return labels;
    }
}
