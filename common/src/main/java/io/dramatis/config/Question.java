package io.dramatis.config;

import io.dramatis.config.Feature.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A column whose answers features look for among declared ones.
 *
 * @param choices the choices and levels of all its features, each once, as the first of them writes it
 * @param separator between the answers of one text, where a feature takes several
 * @param ranges of scales that it is an item of: lowest and highest answer
 */
public record Question(Source.Column column, List<String> choices, Optional<String> separator, List<Range> ranges) {

    /** From the lowest to the highest answer of a scale. */
    public record Range(double low, double high) {}

    /** The questions of a source by the name of their column, in the order of its columns. */
    public static Map<String, Question> of(Study study, Source source) {
        Map<String, Question> questions = new LinkedHashMap<>();
        for (Source.Column column : source.columns()) {
            List<Kind> kinds = study.features().define().stream()
                    .filter(feature -> feature.source().equals(source.name()))
                    .map(Feature::kind)
                    .toList();
            Map<Object, String> choices = new LinkedHashMap<>();
            List<Range> ranges = new ArrayList<>();
            for (Kind kind : kinds) {
                choices(kind, column).forEach(text -> choices.putIfAbsent(Meaning.orText(column, text), text));
                if (kind instanceof Kind.Scale scale && scale.items().contains(column.name())) {
                    ranges.add(new Range(scale.low(), scale.high()));
                }
            }
            if (!choices.isEmpty() || !ranges.isEmpty()) {
                questions.put(
                        column.name(),
                        new Question(
                                column, List.copyOf(choices.values()), separator(kinds, column), List.copyOf(ranges)));
            }
        }
        return questions;
    }

    /** What stands between the answers of one text of a column, by the first feature that takes several of it. */
    static Optional<String> separator(List<Kind> kinds, Source.Column column) {
        return kinds.stream()
                .flatMap(kind -> kind instanceof Kind.Multiple multiple
                                && multiple.item().equals(column.name())
                        ? Optional.of(multiple.separator()).stream()
                        : Optional.<String>empty().stream())
                .findFirst();
    }

    private static List<String> choices(Kind kind, Source.Column column) {
        if (kind instanceof Kind.Single single && single.item().equals(column.name())) {
            return single.choices().isEmpty() ? column.allowed() : single.choices();
        }
        if (kind instanceof Kind.Multiple multiple && multiple.item().equals(column.name())) {
            return multiple.choices().isEmpty() ? column.allowed() : multiple.choices();
        }
        return kind instanceof Kind.Ordinal ordinal && ordinal.item().equals(column.name())
                ? ordinal.levels()
                : List.of();
    }

    /** Every answer that the study knows, as values of the column's type: the choices, and what the contract allows. */
    public List<Object> known() {
        List<Object> known = new ArrayList<>(values(choices));
        values(column.allowed()).stream()
                .filter(value -> !known.contains(value))
                .forEach(known::add);
        return List.copyOf(known);
    }

    /** Texts as values of the column's type. */
    public List<Object> values(List<String> texts) {
        return texts.stream().map(text -> Meaning.orText(column, text)).toList();
    }

    /** What counts as no answer within an answer of several parts. */
    public List<String> missing() {
        return column.missing().stream().map(Meaning::plain).toList();
    }
}
