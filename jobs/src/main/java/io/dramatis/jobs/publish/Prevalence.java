package io.dramatis.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.dramatis.jobs.publish.figures.GroupFigures;
import io.dramatis.jobs.publish.figures.Trait;
import io.dramatis.jobs.publish.guard.Held;
import io.dramatis.jobs.publish.noise.Noise;
import io.dramatis.privacy.disclosure.Cell;
import io.dramatis.privacy.disclosure.Rounding;
import io.dramatis.privacy.disclosure.Rule;
import io.dramatis.privacy.disclosure.Rules;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.persona.PersonaPrevalence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** How many people hold a persona's strongest traits all at once. */
final class Prevalence {
    private static final int MOST_TRAITS = 5;
    /** A smaller difference is no trait. */
    private static final double LEAST = 0.2;

    /** Counts of a composite: members known and holding, others the same, those in no persona the same. */
    private static final int COUNTS = 6;

    private final RunContext context;
    private final Rules rules;
    private final Map<Integer, PersonaIds.Named> named;
    private final Held held;
    private final Noise noise;
    private final Suppressed suppressed;

    /** A persona's strongest traits up to so many. */
    private record Composite(int group, String personaId, List<Trait> traits) {}

    /** What was counted of a composite. */
    private record Counted(
            Composite composite,
            long members,
            long holding,
            long others,
            long othersHolding,
            long rest,
            long restHolding) {
        private static Counted of(Composite composite, Row found, int at) {
            return new Counted(
                    composite,
                    found.getLong(at),
                    found.getLong(at + 1),
                    found.getLong(at + 2),
                    found.getLong(at + 3),
                    found.getLong(at + 4),
                    found.getLong(at + 5));
        }
    }

    Prevalence(
            RunContext context,
            Rules rules,
            Map<Integer, PersonaIds.Named> named,
            Held held,
            Noise noise,
            Suppressed suppressed) {
        this.context = context;
        this.rules = rules;
        this.named = named;
        this.held = held;
        this.noise = noise;
        this.suppressed = suppressed;
    }

    /** @return rows of {@link PersonaPrevalence} without the run */
    Dataset<Row> of(PersonaRows personas) {
        List<Row> rows = new ArrayList<>();
        List<Composite> composites = new ArrayList<>();
        personas.traits().forEach((group, all) -> {
            String persona = named.get(group).personaId();
            if (personas.isAnyHeld(group)) {
                suppressed.add(
                        PersonaPrevalence.TABLE, Optional.of(persona), Optional.empty(), Suppressed.ALL, Rule.HELD);
                held.lastRows(PersonaPrevalence.TABLE, persona)
                        .forEach(row -> rows.add(PersonaRows.inOrder(PersonaPrevalence.TABLE, row)));
            } else {
                List<Trait> strongest = strongest(all);
                for (int n = 1; n <= strongest.size(); n++) {
                    composites.add(new Composite(group, persona, strongest.subList(0, n)));
                }
            }
        });
        rows.addAll(rows(counted(composites)));
        return context.spark().createDataFrame(rows, PersonaPrevalence.TABLE.schemaWithoutRun());
    }

    private List<Counted> counted(List<Composite> composites) {
        if (composites.isEmpty()) {
            return List.of();
        }
        Column[] counts = composites.stream()
                .flatMap(composite -> counts(composite).stream())
                .toArray(Column[]::new);
        Row found = context.tables()
                .read(PersonFeatures.TABLE, context.runId())
                .join(
                        context.tables()
                                .read(Memberships.TABLE, context.runId())
                                .select(
                                        col(Table.PERSON_ID),
                                        GroupFigures.group().as(Memberships.GROUP_INDEX)),
                        Table.PERSON_ID)
                .agg(lit(0), counts)
                .first();
        return IntStream.range(0, composites.size())
                .mapToObj(i -> Counted.of(composites.get(i), found, 1 + COUNTS * i))
                .toList();
    }

    private static List<Trait> strongest(List<Trait> traits) {
        return traits.stream()
                .filter(trait ->
                        trait.difference().filter(d -> Math.abs(d) >= LEAST).isPresent())
                .sorted(Comparator.comparingDouble(
                        trait -> -Math.abs(trait.difference().orElse(0.0))))
                .limit(MOST_TRAITS)
                .toList();
    }

    private List<Column> counts(Composite composite) {
        Column known = lit(true);
        Column holds = lit(true);
        for (Trait trait : composite.traits()) {
            Column value = col(trait.feature().modelledColumn());
            double mean = trait.feature().modelledMean().orElseThrow();
            boolean isHigh = trait.difference().orElseThrow() > 0;
            known = known.and(value.isNotNull());
            holds = holds.and(isHigh ? value.gt(mean) : value.lt(mean));
        }
        Column group = col(Memberships.GROUP_INDEX);
        List<Column> counts = new ArrayList<>();
        for (Column who : List.of(
                group.equalTo(composite.group()),
                group.notEqual(composite.group()),
                not(group.isin(named.keySet().toArray())))) {
            counts.add(count(when(known.and(who), 1)));
            counts.add(count(when(known.and(holds).and(who), 1)));
        }
        return counts;
    }

    /** Each by itself, then as a step from the one before it, then all first ones together. */
    private List<Row> rows(List<Counted> all) {
        List<Row> rows = new ArrayList<>();
        Optional<Counted> before = Optional.empty();
        for (Counted one : all) {
            boolean isOfSame = before.filter(
                            last -> last.composite().group() == one.composite().group())
                    .isPresent();
            Optional<Rule> rule = Optional.of(Rule.NO_NOISE)
                    .filter(any -> noise.isOn())
                    .or(() -> breach(one))
                    .or(isOfSame ? step(before.orElseThrow(), one) : Optional::empty)
                    .or(() -> toGiveUp(all).filter(one::equals).isPresent()
                            ? Optional.of(Rule.COMPLEMENT)
                            : Optional.empty());
            rows.add(row(one, rule));
            before = rule.isEmpty() ? Optional.of(one) : isOfSame ? before : Optional.empty();
        }
        return rows;
    }

    private Optional<Rule> breach(Counted one) {
        List<String> sensitive = context.study().privacy().disclosure().sensitive();
        boolean isSensitive = one.composite().traits().stream()
                .anyMatch(trait -> sensitive.contains(trait.feature().declared()));
        return rules.breach(share(one.holding(), one.members()), true, isSensitive)
                .or(() -> rules.breach(share(one.othersHolding(), one.others()), true, isSensitive));
    }

    /** Those who hold the traits so far, but not the next, are nobody or many. */
    private Supplier<Optional<Rule>> step(Counted before, Counted now) {
        return () -> isFew(before.holding() - now.holding()) || isFew(before.othersHolding() - now.othersHolding())
                ? Optional.of(Rule.COMPLEMENT)
                : Optional.empty();
    }

    private boolean isFew(long people) {
        return people > 0 && people < rules.minPeople();
    }

    /**
     * Where all personas' first trait is in one feature, they and everyone else of one of them tell of those in no persona:
     * if these are few, the smallest is given up.
     */
    private Optional<Counted> toGiveUp(List<Counted> all) {
        List<Counted> firsts =
                all.stream().filter(one -> one.composite().traits().size() == 1).toList();
        boolean isOneFeature = firsts.size() == named.size()
                && firsts.stream()
                                .map(one -> one.composite()
                                        .traits()
                                        .get(0)
                                        .feature()
                                        .feature())
                                .distinct()
                                .count()
                        == 1;
        return firsts.stream()
                .filter(one -> isOneFeature && one.rest() > 0)
                .filter(one -> rules.breach(share(one.restHolding(), one.rest()), true, false)
                        .isPresent())
                .min(Comparator.comparingLong(Counted::members));
    }

    private static Cell share(long yes, long n) {
        return new Cell(n, yes, yes, 0, 0, 0, 1);
    }

    private Row row(Counted counted, Optional<Rule> withheld) {
        Composite composite = counted.composite();
        boolean isShown = withheld.isEmpty();
        withheld.ifPresent(rule -> suppressed.add(
                PersonaPrevalence.TABLE,
                Optional.of(composite.personaId()),
                Optional.of(Integer.toString(composite.traits().size())),
                Suppressed.ALL,
                rule));
        int k = rules.minPeople();
        return RowFactory.create(
                composite.personaId(),
                composite.traits().size(),
                composite.traits().stream()
                        .map(trait -> trait.feature().feature())
                        .toArray(),
                isShown ? Rounding.count(counted.members(), k) : null,
                isShown
                        ? Rounding.to(
                                (double) counted.holding() / counted.members(), Rounding.shareUnit(counted.members()))
                        : null,
                isShown ? Rounding.count(counted.others(), k) : null,
                isShown
                        ? Rounding.to(
                                (double) counted.othersHolding() / counted.others(),
                                Rounding.totalUnit(1, counted.others(), k))
                        : null,
                !isShown,
                null);
    }
}
