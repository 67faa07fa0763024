package io.dramatis.jobs.features;

import io.dramatis.config.Feature;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.jobs.features.person.FeatureColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log of the features, from the moments of their values.
 *
 * @param places of the columns' modelled values among those of {@code moments}; their natural ones come first
 * @param forming columns that are, counted from 0
 */
record FeatureFigures(
        Study study,
        List<FeatureColumn> columns,
        int[] places,
        List<Integer> forming,
        Map<FeatureColumn, Double> lambdas,
        Moments moments) {

    /** @throws DramatisException where a value below 0 meets a transform of amounts */
    List<FeatureLogRow> log() {
        columns.forEach(this::requireAmounts);
        List<Optional<String>> reasons = Screening.reasons(
                forming.stream().map(i -> columns.get(i).name()).toList(),
                forming.stream().map(i -> places[i]).toList(),
                moments,
                study.features().maxCorrelation(),
                minPeople());
        List<FeatureLogRow> rows = new ArrayList<>();
        int scale = 0;
        for (int i = 0; i < columns.size(); i++) {
            FeatureColumn column = columns.get(i);
            Optional<String> reason = column.isForming() ? reasons.get(forming.indexOf(i)) : Optional.empty();
            Optional<FeatureLogRow.Figures> figures = figures(i);
            Optional<Double> alpha = Optional.empty();
            if (column.feature().kind() instanceof Feature.Kind.Scale) {
                alpha = alpha(scale);
                // A hurdle makes two columns of one scale.
                scale += column.part() instanceof FeatureColumn.Part.Done ? 0 : 1;
            }
            rows.add(new FeatureLogRow(
                    i + 1,
                    column.name(),
                    column.feature(),
                    column.kind(),
                    column.unit(),
                    column.modelling().label(),
                    figures.flatMap(shown -> Optional.ofNullable(lambdas.get(column))),
                    column.modelledName(),
                    column.description(),
                    figures,
                    alpha,
                    column.isForming() && reason.isEmpty(),
                    reason));
        }
        return rows;
    }

    private int minPeople() {
        return study.privacy().minPeople();
    }

    private void requireAmounts(FeatureColumn column) {
        if (column.modelling().isOfAmounts()
                && moments.value(columns.indexOf(column)).least() < 0) {
            throw DramatisException.contract(
                    column.feature().name() + " has values below 0: "
                            + column.feature().origin(),
                    "Its transform, " + label(column.feature()) + ", takes amounts from 0 on",
                    "Use signed-log or yeo-johnson, or leave such rows out by a filter");
        }
    }

    private static String label(Feature feature) {
        return feature.transform() == Feature.Transform.HURDLE ? "hurdle" : "log1p";
    }

    private Optional<FeatureLogRow.Figures> figures(int i) {
        Moments.One natural = moments.value(i);
        if (natural.count() == 0 || natural.count() < minPeople()) {
            return Optional.empty();
        }
        Moments.One modelled = moments.value(places[i]);
        Optional<FeatureLogRow.Distribution> distribution = tellsOfFew(natural)
                ? Optional.empty()
                : Optional.of(new FeatureLogRow.Distribution(
                        natural.mean(), deviation(natural), modelled.mean(), deviation(modelled)));
        double missing = (moments.people() - natural.count()) / (double) moments.people();
        return Optional.of(new FeatureLogRow.Figures(natural.count(), missing, distribution));
    }

    /** The mean of a 0/1 column counts those who have it: as few as that are not told of. */
    private boolean tellsOfFew(Moments.One values) {
        long ones = Math.round(values.mean() * values.count());
        long fewer = Math.min(ones, values.count() - ones);
        return values.isShare() && fewer > 0 && fewer < minPeople();
    }

    private static Optional<Double> deviation(Moments.One values) {
        return values.count() < 2 ? Optional.empty() : Optional.of(Math.sqrt(values.variance()));
    }

    private Optional<Double> alpha(int scale) {
        double alpha = moments.alpha(scale);
        return moments.respondents(scale) < minPeople() || !Double.isFinite(alpha)
                ? Optional.empty()
                : Optional.of(alpha);
    }
}
