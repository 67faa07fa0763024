package io.dramatis.jobs.publish;

import io.dramatis.evidence.novelty.Difference;
import io.dramatis.evidence.novelty.FalseDiscovery;
import io.dramatis.privacy.Interval;
import io.dramatis.privacy.SmallCells;
import io.dramatis.table.PersonaTraits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One persona in one feature, as it may be published.
 *
 * @param isShare whether its values are yes and no
 * @param told empty where the cell is withheld
 */
record Trait(String personaId, FeatureWords feature, boolean isShare, Optional<Told> told) {
    /** Level of the adjusted p at which a difference is news. */
    private static final double LEVEL = 0.05;

    /** A smaller difference is not put in words. */
    private static final double TELLING = 0.2;

    /**
     * What is told of members.
     *
     * @param n members with a value
     * @param everyone mean of everyone; empty where that may not be told
     * @param difference from everyone, standardised, unrounded
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

    /** Measures a cell and holds it against the rules for small cells. */
    static Trait of(
            String personaId,
            FeatureWords feature,
            GroupFigures figures,
            int group,
            SmallCells cells,
            double confidence) {
        FeatureSums members = figures.sums(group, feature.feature());
        FeatureSums everyone = figures.everyone(feature.feature());
        boolean isShare = everyone.others() == 0;
        if (!isShown(members, isShare, cells)) {
            return new Trait(personaId, feature, isShare, Optional.empty());
        }
        long n = members.n();
        double mean = members.mean();
        boolean isEveryoneShown = isShown(everyone, isShare, cells);
        FeatureSums others = everyone.without(members);
        boolean isComparable = isEveryoneShown && n > 1 && isShown(others, isShare, cells);
        return new Trait(
                personaId,
                feature,
                isShare,
                Optional.of(new Told(
                        n,
                        mean,
                        isShare
                                ? Interval.ofShare(members.ones(), n, confidence)
                                : Interval.ofMean(mean, members.deviation(), n, confidence),
                        isEveryoneShown
                                ? Optional.of(rounded(everyone.mean(), everyone.n(), isShare))
                                : Optional.empty(),
                        isEveryoneShown ? feature.standardised(members.modelledMean()) : Optional.empty(),
                        feature.modelledDeviation()
                                .filter(deviation -> isComparable && deviation > 0)
                                .map(deviation -> Difference.of(
                                        members.modelledSample(), others.modelledSample(), deviation, confidence)),
                        Stream.of(0.1, 0.5, 0.9)
                                .map(share -> percentile(share, cells, figures, group, feature.feature(), n)
                                        .filter(any -> !isShare))
                                .toList())));
    }

    private static boolean isShown(FeatureSums sums, boolean isShare, SmallCells cells) {
        return isShare ? cells.showsShare(sums.ones(), sums.n()) : cells.showsMean(sums.n());
    }

    /** Empty where too few people lie on the outer side. */
    private static Optional<Double> percentile(
            double share, SmallCells cells, GroupFigures figures, int group, String feature, long n) {
        return cells.showsPercentile(share, n)
                ? Optional.of(SmallCells.rounded(figures.percentile(group, feature, share), n))
                : Optional.empty();
    }

    /** From everyone, standardised, unrounded; empty where that may not be told. */
    Optional<Double> difference() {
        return told.flatMap(Told::difference);
    }

    /** How far the members are from everyone else in a feature that did not make them. */
    private Optional<Difference> news() {
        return told.flatMap(Told::fromOthers).filter(any -> !feature.isForming());
    }

    /** The row of each of all traits, with p adjusted for all of them that tell news. */
    static List<Row> rows(List<Trait> traits) {
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
            cells.put(
                    PersonaTraits.ADJUSTED_P,
                    new BigDecimal(adjustedP).round(new MathContext(2)).doubleValue());
            cells.put(PersonaTraits.IS_NEWS, adjustedP <= LEVEL && Math.abs(news.estimate()) >= TELLING);
        });
        return RowFactory.create(
                Arrays.stream(PersonaTraits.TABLE.schemaWithoutRun().fieldNames())
                        .map(cells::get)
                        .toArray());
    }

    private void addFigures(Map<String, Object> cells, Told figures) {
        cells.put(PersonaTraits.PEOPLE_COUNT, figures.n);
        cells.put(PersonaTraits.ESTIMATE, rounded(figures.mean, figures.n, isShare));
        cells.put(PersonaTraits.ESTIMATE_LOW, rounded(figures.interval.low(), figures.n, isShare));
        cells.put(PersonaTraits.ESTIMATE_HIGH, rounded(figures.interval.high(), figures.n, isShare));
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

    private static double rounded(double value, long n, boolean isShare) {
        return isShare ? SmallCells.roundedShare(value, n) : SmallCells.rounded(value, n);
    }
}
