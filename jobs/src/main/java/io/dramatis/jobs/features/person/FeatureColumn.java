package io.dramatis.jobs.features.person;

import io.dramatis.config.Feature;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.table.model.PersonFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A column of {@code person_features}, made of a declared feature.
 *
 * @param name of the column
 * @param feature that it is made of
 * @param part what of the feature it holds
 */
public record FeatureColumn(String name, Feature feature, Part part) {

    /** What of a feature a column holds. */
    public sealed interface Part {
        /** Its value. */
        record Whole() implements Part {}

        /** Whether the choice was taken (0/1); {@code place} counts the choices from 0. */
        record Choice(String text, int place) implements Part {}

        /** Whether it was done at all (0/1). */
        record Done() implements Part {}

        /** How much, where it was done. */
        record Amount() implements Part {}
    }

    /** The columns of a study's features, in the order of the file. */
    public static List<FeatureColumn> of(Study study) {
        return of(study, study.features().define());
    }

    /** The columns of some of a study's features, in their order. */
    public static List<FeatureColumn> of(Study study, List<Feature> features) {
        List<FeatureColumn> columns = new ArrayList<>();
        for (Feature feature : features) {
            columns.addAll(of(feature, choices(study, feature)));
        }
        return columns;
    }

    /** The choices of a feature: its own, or else the values that its column's contract allows; none for other kinds. */
    public static List<String> choices(Study study, Feature feature) {
        if (feature.kind() instanceof Feature.Kind.Single single) {
            return single.choices().isEmpty() ? allowed(study, feature, single.item()) : single.choices();
        }
        if (feature.kind() instanceof Feature.Kind.Multiple multiple) {
            return multiple.choices().isEmpty() ? allowed(study, feature, multiple.item()) : multiple.choices();
        }
        return List.of();
    }

    private static List<String> allowed(Study study, Feature feature, String item) {
        return study.sources().stream()
                .filter(source -> source.name().equals(feature.source()))
                .flatMap(source -> source.columns().stream())
                .filter(column -> column.name().equals(item))
                .findFirst()
                .map(Source.Column::allowed)
                .orElse(List.of());
    }

    private static List<FeatureColumn> of(Feature feature, List<String> choices) {
        if (feature.kind() instanceof Feature.Kind.Single || feature.kind() instanceof Feature.Kind.Multiple) {
            List<String> names = feature.columns(choices);
            return IntStream.range(0, choices.size())
                    .mapToObj(i -> new FeatureColumn(names.get(i), feature, new Part.Choice(choices.get(i), i)))
                    .toList();
        }
        List<String> names = feature.columns();
        return feature.transform() == Feature.Transform.HURDLE
                ? List.of(
                        new FeatureColumn(names.get(0), feature, new Part.Done()),
                        new FeatureColumn(names.get(1), feature, new Part.Amount()))
                : List.of(new FeatureColumn(names.get(0), feature, new Part.Whole()));
    }

    /** What is done to its values before they are modelled. */
    public Modelling modelling() {
        if (part instanceof Part.Amount) {
            return Modelling.LN;
        }
        if (!(part instanceof Part.Whole)) {
            return Modelling.NONE;
        }
        return switch (feature.transform()) {
            case LOG1P -> Modelling.LOG1P;
            case SIGNED_LOG -> Modelling.SIGNED_LOG;
            case YEO_JOHNSON -> Modelling.YEO_JOHNSON;
            case NONE, HURDLE -> Modelling.NONE;
        };
    }

    /** Where the values after the transform are: the column itself where there is none. */
    public String modelledName() {
        return modelling() == Modelling.NONE ? name : PersonFeatures.modelled(name);
    }

    /** Whether the mixture is fitted to it. */
    public boolean isForming() {
        return feature.role() == Feature.Role.FORMING;
    }

    /** sql, single, multiple, ordinal or scale. */
    public String kind() {
        if (feature.kind() instanceof Feature.Kind.Single) {
            return "single";
        }
        if (feature.kind() instanceof Feature.Kind.Multiple) {
            return "multiple";
        }
        if (feature.kind() instanceof Feature.Kind.Ordinal) {
            return "ordinal";
        }
        return feature.kind() instanceof Feature.Kind.Scale ? "scale" : "sql";
    }

    /** Shares have no unit; amounts and values have the feature's. */
    public String unit() {
        return part instanceof Part.Whole || part instanceof Part.Amount ? feature.unit() : "";
    }

    /** What the column means, in words. */
    public String description() {
        String about = feature.description().isEmpty() ? feature.name() : feature.description();
        if (part instanceof Part.Choice choice) {
            return about + ": " + choice.text();
        }
        if (part instanceof Part.Done) {
            return about + ": whether at all";
        }
        if (part instanceof Part.Amount) {
            return about + ": how much, of those who do";
        }
        return feature.description();
    }
}
