package io.dramatis.jobs.publish.figures;

import io.dramatis.evidence.novelty.Difference;
import io.dramatis.evidence.novelty.FalseDiscovery;
import io.dramatis.jobs.publish.noise.Noise;
import io.dramatis.privacy.Interval;
import io.dramatis.privacy.disclosure.Rounding;
import io.dramatis.privacy.disclosure.Rule;
import io.dramatis.privacy.disclosure.Rules;
import io.dramatis.table.persona.PersonaTraits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One persona in one feature, as it may be published.
 *
 * @param isShare whether its values are yes and no
 * @param withheld the rule that keeps it back
 * @param told empty where the cell is withheld
 */
public record Trait(
        String personaId, FeatureWords feature, boolean isShare, Optional<Rule> withheld, Optional<Told> told) {
    /** Level of the adjusted p at which a difference is news. */
    private static final double LEVEL = 0.05;

    /** A smaller difference is not put in words. */
    private static final double TELLING = 0.2;

    /**
     * What is told of members. Each figure is rounded, or follows from rounded ones: two that were rounded apart would
     * tell more than either.
     *
     * @param n members with a value
     * @param everyone mean of everyone; empty where that may not be told
     * @param difference from everyone, standardised
     * @param fromOthers difference from everyone else
     * @param percentiles the tenth, fiftieth and ninetieth; those that may be told
     */
    record Told(
            long n,
            double mean,
            Interval interval,
            Optional<Double> everyone,
            Optional<Double> difference,
            Optional<Difference> fromOthers,
            List<Optional<Double>> percentiles) {}

    /**
     * Measures a cell.
     *
     * @param tellable what may be told
     */
    public static Trait of(
            String personaId,
            FeatureWords feature,
            GroupFigures figures,
            int group,
            Tellable tellable,
            Rules rules,
            Noise noise,
            double confidence) {
        String name = feature.feature();
        FeatureSums everyone = figures.everyone(name);
        Optional<Rule> withheld = tellable.withheld(group, name);
        return new Trait(
                personaId,
                feature,
                everyone.isShare(),
                withheld,
                withheld.isPresent()
                        ? Optional.empty()
                        : Optional.of(new Measured(feature, figures, group, personaId, rules, noise, confidence)
                                .told(tellable.withheld(name).isEmpty())));
    }

    /** From everyone, standardised; empty where that may not be told. */
    public Optional<Double> difference() {
        return told.flatMap(Told::difference);
    }

    /** How far the members are from everyone else in a feature that did not make them. */
    private Optional<Difference> news() {
        return told.flatMap(Told::fromOthers).filter(any -> !feature.isForming());
    }

    /** The row of each of all traits, with p adjusted for all of them that tell news. */
    public static List<Row> rows(List<Trait> traits) {
        double[] adjusted = FalseDiscovery.adjusted(traits.stream()
                .mapToDouble(trait -> trait.news().map(Difference::p).orElse(Double.NaN))
                .toArray());
        return IntStream.range(0, adjusted.length)
                .mapToObj(i -> traits.get(i).row(adjusted[i]))
                .toList();
    }

    private Row row(double adjustedP) {
        Map<String, Object> cells = new HashMap<>();
        cells.put(PersonaTraits.PERSONA_ID, personaId);
        cells.put(PersonaTraits.FEATURE, feature.feature());
        cells.put(PersonaTraits.BLOCK, feature.block());
        cells.put(PersonaTraits.ROLE, feature.role());
        cells.put(PersonaTraits.UNIT, isShare ? "" : feature.unit());
        cells.put(PersonaTraits.STATISTIC, isShare ? "share" : "mean");
        cells.put(PersonaTraits.IS_WITHHELD, told.isEmpty());
        told.ifPresent(each -> addFigures(cells, each));
        news().ifPresent(news -> {
            cells.put(PersonaTraits.ADJUSTED_P, Math.min(1, Rounding.step(adjustedP)));
            cells.put(PersonaTraits.IS_NEWS, adjustedP <= LEVEL && Math.abs(news.estimate()) >= TELLING);
        });
        return RowFactory.create(
                Arrays.stream(PersonaTraits.TABLE.schemaWithoutRun().fieldNames())
                        .map(cells::get)
                        .toArray());
    }

    private void addFigures(Map<String, Object> cells, Told figures) {
        cells.put(PersonaTraits.PEOPLE_COUNT, figures.n);
        cells.put(PersonaTraits.ESTIMATE, figures.mean);
        cells.put(PersonaTraits.ESTIMATE_LOW, figures.interval.low());
        cells.put(PersonaTraits.ESTIMATE_HIGH, figures.interval.high());
        figures.everyone.ifPresent(mean -> cells.put(PersonaTraits.EVERYONE, mean));
        figures.difference.ifPresent(d -> cells.put(PersonaTraits.STANDARDISED_DIFFERENCE, hundredths(d)));
        figures.fromOthers.ifPresent(others -> {
            cells.put(PersonaTraits.DIFFERENCE_FROM_OTHERS, hundredths(others.estimate()));
            cells.put(PersonaTraits.DIFFERENCE_LOW, hundredths(others.low()));
            cells.put(PersonaTraits.DIFFERENCE_HIGH, hundredths(others.high()));
        });
        List<String> columns = List.of(PersonaTraits.P10, PersonaTraits.P50, PersonaTraits.P90);
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            figures.percentiles.get(i).ifPresent(value -> cells.put(column, value));
        }
        figures.difference
                .filter(d -> Math.abs(d) >= TELLING)
                .flatMap(d -> d > 0 ? feature.high() : feature.low())
                .ifPresent(words -> cells.put(PersonaTraits.WORDS, words));
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
