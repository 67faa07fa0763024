package io.dramatis.config.reading;

import io.dramatis.config.Feature;
import io.dramatis.config.Feature.Kind;
import io.dramatis.config.Feature.Role;
import io.dramatis.config.Feature.Transform;
import io.dramatis.config.Source;
import io.dramatis.config.Source.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a feature. */
final class FeatureReader {
    /** The keys that make up a feature of each kind. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "sql", Set.of("sql"),
            "single", Set.of("item", "choices"),
            "multiple", Set.of("item", "choices", "separator"),
            "ordinal", Set.of("item", "levels"),
            "scale", Set.of("items", "reversed", "range", "min-answered"));

    private static final List<String> KINDS = List.of("sql", "single", "multiple", "ordinal", "scale");

    /** The end of the name of a column after its transform. */
    private static final String MODELLED = "_modelled";

    private final Map<String, Source> sources;

    /** By source and column, what its features take for the separator. */
    private final Map<String, Separator> separators = new HashMap<>();

    private record Separator(String feature, String sign) {}

    FeatureReader(List<Source> sources) {
        this.sources = sources.stream().collect(Collectors.toMap(Source::name, Function.identity(), (a, b) -> a));
    }

    Feature read(ConfigNode node) {
        ColumnReader.checkName(node, "feature");
        if (node.name().endsWith(MODELLED)) {
            node.problemHere(
                    "The feature `" + node.name() + "` ends in `" + MODELLED + "`, as transformed features do",
                    "Give it another name");
        }
        Optional<String> sourceName = node.required("source", "Name the source that it is made of");
        Optional<Source> source = sourceName.map(sources::get);
        if (source.isEmpty()) {
            sourceName.ifPresent(name -> node.problem(
                    "source",
                    node.key("source") + " names the unknown source " + node.shown(name),
                    node.findings().didYouMean(name, sources.keySet(), "Declare it in dramatis.intake.sources")));
        }
        String kindName = node.word("kind", KINDS);
        Transform transform = node.word("transform", Transform.class);
        if (transform != Transform.NONE && (kindName.equals("single") || kindName.equals("multiple"))) {
            node.problem(
                    "transform",
                    node.key("transform") + " is of no use to the kind " + kindName + ", which gives 0 and 1",
                    "Leave it out");
        }
        Optional<String> block =
                node.isMissing("block") ? Optional.empty() : Optional.of(node.word("block", SourceReader.BLOCKS));
        return new Feature(
                node.name(),
                sourceName.orElse(""),
                kind(node, kindName, source),
                node.text("filter").filter(sql -> !sql.isBlank()),
                node.days("window"),
                transform,
                node.word("absent", List.of("missing", "zero")).equals("zero"),
                block.or(() -> source.map(Source::block)).orElse(""),
                node.word("role", Role.class),
                node.text("unit").orElse(""),
                node.text("high").filter(words -> !words.isBlank()),
                node.text("low").filter(words -> !words.isBlank()),
                node.text("description").orElse(""),
                node.origin());
    }

    private Kind kind(ConfigNode node, String name, Optional<Source> source) {
        KEYS.values().stream().flatMap(Set::stream).distinct().sorted().forEach(key -> {
            if (!KEYS.get(name).contains(key) && node.says(key)) {
                List<String> others = KINDS.stream()
                        .filter(kind -> KEYS.get(kind).contains(key))
                        .toList();
                node.problem(
                        key,
                        node.key(key) + " is of no use to the kind " + name,
                        "Leave it out, or take the kind " + Words.either(others));
            }
        });
        // Every kind is read, so that the keys of all are known.
        Kind aggregate = new Kind.Aggregate(node.text("sql").orElse(""));
        Kind single = node.ifUsed(name.equals("single"), () -> single(node, source));
        Kind multiple = node.ifUsed(name.equals("multiple"), () -> multiple(node, source));
        Kind ordinal = node.ifUsed(name.equals("ordinal"), () -> ordinal(node, source));
        Kind scale = node.ifUsed(name.equals("scale"), () -> scale(node, source));
        if (name.equals("sql")) {
            node.required("sql", "Give a Spark SQL aggregate over the person's rows, or another kind");
        }
        return switch (name) {
            case "single" -> single;
            case "multiple" -> multiple;
            case "ordinal" -> ordinal;
            case "scale" -> scale;
            default -> aggregate;
        };
    }

    private static Kind single(ConfigNode node, Optional<Source> source) {
        Optional<String> item = item(node);
        Optional<Column> column = item.flatMap(name -> column(node, "item", name, source));
        return new Kind.Single(item.orElse(""), ChoicesReader.choices(node, column, Optional.empty()));
    }

    private Kind multiple(ConfigNode node, Optional<Source> source) {
        Optional<String> item = item(node);
        Optional<Column> column = item.flatMap(name -> column(node, "item", name, source));
        column.filter(one -> one.type() != Source.Type.STRING).ifPresent(one -> mustBe(node, "item", one, "string"));
        Optional<String> separator = node.text("separator");
        if (node.isMissing("separator") || separator.filter(String::isEmpty).isPresent()) {
            node.wrong("separator", "empty", "what stands between the choices of one answer");
        }
        source.ifPresent(
                of -> column.ifPresent(one -> separator.ifPresent(sign -> checkSeparator(node, of, one, sign))));
        return new Kind.Multiple(item.orElse(""), ChoicesReader.choices(node, column, separator), separator.orElse(""));
    }

    /** A text is taken apart, and a list joined, in one way. */
    private void checkSeparator(ConfigNode node, Source source, Column column, String separator) {
        Separator before =
                separators.putIfAbsent(source.name() + "." + column.name(), new Separator(node.name(), separator));
        if (before != null && !before.sign().equals(separator)) {
            node.problem(
                    "separator",
                    node.key("separator") + " is " + node.shown(separator) + ", where the feature `" + before.feature()
                            + "` takes " + node.shown(before.sign()) + " for the column `" + column.name() + "`",
                    "Take one separator for the column");
        }
    }

    private static Kind ordinal(ConfigNode node, Optional<Source> source) {
        Optional<String> item = item(node);
        Optional<Column> column = item.flatMap(name -> column(node, "item", name, source));
        List<String> levels = ChoicesReader.words(node, "levels", column);
        if (levels.size() == 1) {
            node.wrong("levels", "a list of one", "a list of two words or more, from low to high");
        }
        column.filter(one -> levels.isEmpty() && !ColumnReader.isNumber(one))
                .ifPresent(one -> node.problem(
                        "levels",
                        node.key("item") + " names " + node.shown(one.name())
                                + ", which is no number, without `levels`",
                        "Give the words from low to high as `levels`, or make the column an integer"));
        return new Kind.Ordinal(item.orElse(""), levels);
    }

    private static Kind scale(ConfigNode node, Optional<Source> source) {
        List<String> items = node.someTexts("items", "Name the columns whose mean is taken");
        ChoicesReader.checkDistinct(node, "items", items);
        items.forEach(item -> column(node, "items", item, source)
                .filter(column -> !ColumnReader.isNumber(column))
                .ifPresent(column -> mustBe(node, "items", column, "integer or decimal")));
        List<String> reversed = node.texts("reversed");
        reversed.stream()
                .filter(item -> !items.contains(item))
                .forEach(item -> node.problem(
                        "reversed",
                        node.key("reversed") + " names " + node.shown(item) + ", which is none of the `items`",
                        node.findings().didYouMean(item, items, "Name it in `items` too")));
        List<String> range = node.texts("range");
        List<Double> ends =
                range.stream().flatMap(end -> ConfigNode.parsed(end).stream()).toList();
        boolean isRange = range.size() == 2 && ends.size() == 2 && ends.get(0) < ends.get(1);
        if (node.isMissing("range")) {
            node.missing("range", "Give the lowest and the highest answer, such as [1, 7]");
        } else if (!isRange) {
            node.wrong("range", "no such range", "the lowest and the highest answer, such as [1, 7]");
        }
        return new Kind.Scale(
                items,
                reversed,
                isRange ? ends.get(0) : 0,
                isRange ? ends.get(1) : 1,
                node.number("min-answered", Range.SHARE));
    }

    private static Optional<String> item(ConfigNode node) {
        return node.required("item", "Name the column with the answer");
    }

    /** The column that a feature names, if the source declares it and it may be used. */
    private static Optional<Column> column(ConfigNode node, String key, String name, Optional<Source> source) {
        if (source.isEmpty()) {
            return Optional.empty();
        }
        List<Column> columns = source.get().columns();
        Optional<Column> column =
                columns.stream().filter(one -> one.name().equals(name)).findFirst();
        if (column.isEmpty()) {
            node.problem(
                    key,
                    node.key(key) + " names " + node.shown(name) + ", which is no column of the source `"
                            + source.get().name() + "`",
                    SourceReader.undeclared(node, name, columns));
        } else if (column.get().identifying()) {
            node.problem(
                    key,
                    node.key(key) + " names " + node.shown(name) + ", which identifies people",
                    "Take another column: an identifying one is never stored");
            return Optional.empty();
        }
        return column;
    }

    private static void mustBe(ConfigNode node, String key, Column column, String types) {
        node.problem(
                key,
                node.key(key) + " names " + node.shown(column.name()) + ", which is of the type "
                        + Words.of(column.type()),
                "Make it of the type " + types);
    }
}
