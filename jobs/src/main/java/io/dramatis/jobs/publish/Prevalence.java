package io.dramatis.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.dramatis.privacy.SmallCells;
import io.dramatis.table.Memberships;
import io.dramatis.table.PersonaPrevalence;
import io.dramatis.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** How many people hold a persona's strongest traits all at once. */
final class Prevalence {
    private static final int MOST_TRAITS = 5;
    /** A smaller difference is no trait. */
    private static final double LEAST = 0.2;

    /** Counts of a persona and number of traits: members known and holding, others known and holding. */
    private static final int COUNTS = 4;

    private Prevalence() {}

    /** A persona's strongest traits up to so many. */
    private record Composite(int group, String personaId, List<Trait> traits) {}

    /**
     * Counts.
     *
     * @param traits by group
     * @return rows of {@link PersonaPrevalence} without the run
     */
    static Dataset<Row> of(
            Dataset<Row> personFeatures,
            Dataset<Row> memberships,
            Map<Integer, List<Trait>> traits,
            Map<Integer, PersonaIds.Named> named,
            SmallCells cells) {
        List<Composite> composites = new ArrayList<>();
        traits.forEach((group, all) -> {
            List<Trait> strongest = strongest(all);
            for (int n = 1; n <= strongest.size(); n++) {
                composites.add(new Composite(group, named.get(group).personaId(), strongest.subList(0, n)));
            }
        });
        List<Row> rows = new ArrayList<>();
        if (!composites.isEmpty()) {
            Column[] counts = composites.stream()
                    .flatMap(composite -> counts(composite).stream())
                    .toArray(Column[]::new);
            Row found = personFeatures
                    .join(
                            memberships.select(
                                    col(Table.PERSON_ID), GroupFigures.group().as(Memberships.GROUP_INDEX)),
                            Table.PERSON_ID)
                    .agg(lit(0), counts)
                    .first();
            for (int i = 0; i < composites.size(); i++) {
                rows.add(row(composites.get(i), found, 1 + COUNTS * i, cells));
            }
        }
        return personFeatures.sparkSession().createDataFrame(rows, PersonaPrevalence.TABLE.schemaWithoutRun());
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

    private static List<Column> counts(Composite composite) {
        Column known = lit(true);
        Column holds = lit(true);
        for (Trait trait : composite.traits()) {
            Column value = col(trait.feature().modelledColumn());
            double mean = trait.feature().modelledMean().orElseThrow();
            boolean isHigh = trait.difference().orElseThrow() > 0;
            known = known.and(value.isNotNull());
            holds = holds.and(isHigh ? value.gt(mean) : value.lt(mean));
        }
        Column isMember = col(Memberships.GROUP_INDEX).equalTo(composite.group());
        Column isOther = col(Memberships.GROUP_INDEX).notEqual(composite.group());
        return List.of(
                count(when(known.and(isMember), 1)),
                count(when(known.and(holds).and(isMember), 1)),
                count(when(known.and(isOther), 1)),
                count(when(known.and(holds).and(isOther), 1)));
    }

    private static Row row(Composite composite, Row found, int at, SmallCells cells) {
        long members = found.getLong(at);
        long holding = found.getLong(at + 1);
        long others = found.getLong(at + 2);
        long othersHolding = found.getLong(at + 3);
        boolean isShown = cells.showsShare(holding, members) && cells.showsShare(othersHolding, others);
        return RowFactory.create(
                composite.personaId(),
                composite.traits().size(),
                composite.traits().stream()
                        .map(trait -> trait.feature().feature())
                        .toArray(),
                isShown ? members : null,
                isShown ? SmallCells.roundedShare((double) holding / members, members) : null,
                isShown ? others : null,
                isShown ? SmallCells.roundedShare((double) othersHolding / others, others) : null,
                !isShown,
                null);
    }
}
