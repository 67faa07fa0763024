package io.dramatis.jobs.publish;

import io.dramatis.evidence.novelty.Difference;
import io.dramatis.evidence.novelty.FalseDiscovery;
import io.dramatis.privacy.Interval;
import io.dramatis.privacy.SmallCells;
import io.dramatis.table.PersonaTraits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One persona in one feature, as it may be published.
 *
 * @param difference standardised, unrounded; empty where the cell is withheld
 * @param news how far the members are from everyone else; empty for a forming feature, and where that may not be told
 */
record Trait(FeatureWords feature, Optional<Double> difference, Optional<Difference> news, Row row) {
    /** Level of the adjusted p at which a difference is news. */
    private static final double LEVEL = 0.05;
    /** Smaller ones are told as this: the tail of no distribution is known so far out. */
    private static final double LEAST_P = 1e-10;

    /** A smaller difference is not put in words. */
    private static final double TELLING = 0.2;

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
        boolean isShown = isShare ? cells.showsShare(members.ones(), members.n()) : cells.showsMean(members.n());
        if (!isShown) {
            return new Trait(feature, Optional.empty(), Optional.empty(), withheld(personaId, feature, isShare));
        }
        long n = members.n();
        double mean = members.mean();
        Interval interval = isShare
                ? Interval.ofShare(members.ones(), n, confidence)
                : Interval.ofMean(mean, members.deviation(), n, confidence);
        boolean isEveryoneShown =
                isShare ? cells.showsShare(everyone.ones(), everyone.n()) : cells.showsMean(everyone.n());
        Optional<Double> difference = isEveryoneShown ? feature.standardised(members.modelledMean()) : Optional.empty();
        Object[] percentiles = isShare ? new Object[3] : percentiles(cells, figures, group, feature.feature(), n);
        FeatureSums others = everyone.without(members);
        boolean isComparable = isEveryoneShown
                && members.n() > 1
                && (isShare ? cells.showsShare(others.ones(), others.n()) : cells.showsMean(others.n()));
        Optional<Difference> fromOthers = feature.modelledDeviation()
                .filter(deviation -> isComparable && deviation > 0)
                .map(deviation ->
                        Difference.of(members.modelledSample(), others.modelledSample(), deviation, confidence));
        String words = difference
                .filter(d -> Math.abs(d) >= TELLING)
                .flatMap(d -> d > 0 ? feature.high() : feature.low())
                .orElse(null);
        Row row = RowFactory.create(
                personaId,
                feature.feature(),
                feature.block(),
                feature.role(),
                isShare ? "" : feature.unit(),
                isShare ? "share" : "mean",
                n,
                rounded(mean, n, isShare),
                rounded(interval.low(), n, isShare),
                rounded(interval.high(), n, isShare),
                isEveryoneShown ? rounded(everyone.mean(), everyone.n(), isShare) : null,
                difference.map(Trait::hundredths).orElse(null),
                fromOthers.map(Difference::estimate).map(Trait::hundredths).orElse(null),
                fromOthers.map(Difference::low).map(Trait::hundredths).orElse(null),
                fromOthers.map(Difference::high).map(Trait::hundredths).orElse(null),
                null,
                null,
                percentiles[0],
                percentiles[1],
                percentiles[2],
                words,
                false);
        return new Trait(feature, difference, fromOthers.filter(any -> !feature.isForming()), row);
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** The row of each of all traits, with p adjusted for all of them that tell news. */
    static List<Row> rows(List<Trait> traits) {
        double[] adjusted = FalseDiscovery.adjusted(traits.stream()
                .mapToDouble(trait -> trait.news.map(Difference::p).orElse(Double.NaN))
                .toArray());
        int p = PersonaTraits.TABLE.schemaWithoutRun().fieldIndex(PersonaTraits.ADJUSTED_P);
        return IntStream.range(0, adjusted.length)
                .mapToObj(i -> {
                    Trait trait = traits.get(i);
                    if (trait.news.isEmpty()) {
                        return trait.row;
                    }
                    Object[] cells = IntStream.range(0, trait.row.size())
                            .mapToObj(trait.row::get)
                            .toArray();
                    cells[p] = new BigDecimal(Math.max(LEAST_P, adjusted[i]))
                            .round(new MathContext(2))
                            .doubleValue();
                    cells[p + 1] =
                            adjusted[i] <= LEVEL && Math.abs(trait.news.get().estimate()) >= TELLING;
                    return RowFactory.create(cells);
                })
                .toList();
    }

    private static Row withheld(String personaId, FeatureWords feature, boolean isShare) {
        return RowFactory.create(
                personaId,
                feature.feature(),
                feature.block(),
                feature.role(),
                isShare ? "" : feature.unit(),
                isShare ? "share" : "mean",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true);
    }

    private static double rounded(double value, long n, boolean isShare) {
        return isShare ? SmallCells.roundedShare(value, n) : SmallCells.rounded(value, n);
    }

    /** The tenth, fiftieth and ninetieth; null where too few people lie on the outer side. */
    private static Object[] percentiles(SmallCells cells, GroupFigures figures, int group, String feature, long n) {
        return DoubleStream.of(0.1, 0.5, 0.9)
                .mapToObj(share -> cells.showsPercentile(share, n)
                        ? SmallCells.rounded(figures.percentile(group, feature, share), n)
                        : null)
                .toArray();
    }
}
