package io.dramatis.config.reading;

import io.dramatis.config.Meaning;
import io.dramatis.config.Source.Column;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the choices and levels of a question, and tells those that no answer can have, by value and not by spelling. */
final class ChoicesReader {
    private ChoicesReader() {}

    /**
     * The choices of a question: its own, or else those that the column's contract allows.
     *
     * @param separator between several answers in one text
     */
    static List<String> choices(ConfigNode node, Optional<Column> column, Optional<String> separator) {
        List<String> own = words(node, "choices", column);
        if (own.isEmpty() && column.filter(one -> one.allowed().isEmpty()).isPresent()) {
            node.missing("choices", "List them here, or as `allowed` of the column");
        }
        List<String> choices = own.isEmpty() ? column.map(Column::allowed).orElse(List.of()) : own;
        String key = own.isEmpty() ? "item" : "choices";
        String has = node.key(key) + (own.isEmpty() ? " names a column that allows " : " has ");
        if (own.isEmpty()) {
            column.ifPresent(one -> checkDistinct(node, key, has, choices, one));
        }
        separator
                .filter(sign -> !sign.isEmpty())
                .ifPresent(sign -> choices.stream()
                        .filter(choice -> choice.contains(sign))
                        .forEach(choice -> node.problem(
                                key,
                                has + node.shown(choice) + ", which holds the separator " + node.shown(sign)
                                        + ": no answer can be it",
                                "Take another `separator`, in the file too, or another word for the choice")));
        return choices;
    }

    /** The words under a key, each of which an answer in the column can be. */
    static List<String> words(ConfigNode node, String key, Optional<Column> column) {
        List<String> words = node.texts(key);
        if (column.isEmpty()) {
            checkDistinct(node, key, words);
        }
        column.ifPresent(one -> {
            checkDistinct(node, key, node.key(key) + " has ", words, one);
            words.forEach(word -> check(node, key, word, one));
        });
        return words;
    }

    private static void check(ConfigNode node, String key, String word, Column column) {
        String has = node.key(key) + " has " + node.shown(word) + ", which ";
        if (Meaning.of(column, word).isEmpty()) {
            node.problem(
                    key,
                    has + "is no " + Words.of(column.type()) + " as the column `" + column.name() + "` is",
                    "Write it as a value of that type, or make the column a string");
        } else if (means(column, column.missing(), word)) {
            node.problem(
                    key,
                    has + "the column `" + column.name() + "` counts as missing",
                    "Say `missing` for the column without it, or leave it out here");
        } else if (!column.allowed().isEmpty() && !means(column, column.allowed(), word)) {
            node.problem(
                    key,
                    has + "the column `" + column.name() + "` does not allow",
                    node.findings()
                            .didYouMean(
                                    word, column.allowed(), "Add it to the `allowed` of the column, or leave it out"));
        }
    }

    /** Tells what a column both allows and counts as missing. */
    static void checkAllowed(ConfigNode node, Column column) {
        String isDefault = node.says("missing") ? "" : ", by the `missing` of its source";
        column.allowed().stream()
                .filter(value -> means(column, column.missing(), value))
                .forEach(value -> node.problem(
                        "allowed",
                        node.key("allowed") + " has " + node.shown(value) + ", which counts as missing too" + isDefault,
                        "Say `missing` for the column without it, or leave it out of `allowed`"));
    }

    /** Whether one of the texts means the same as the word. */
    private static boolean means(Column column, List<String> texts, String word) {
        Object meant = Meaning.orText(column, word);
        return texts.stream().anyMatch(text -> Meaning.orText(column, text).equals(meant));
    }

    static void checkDistinct(ConfigNode node, String key, List<String> words) {
        Set<String> seen = new HashSet<>();
        words.stream()
                .filter(word -> !seen.add(word))
                .forEach(word ->
                        node.problem(key, node.key(key) + " has " + node.shown(word) + " twice", "Leave one out"));
    }

    private static void checkDistinct(ConfigNode node, String key, String has, List<String> words, Column column) {
        Map<Object, String> seen = new HashMap<>();
        for (String word : words) {
            String before = seen.putIfAbsent(Meaning.orText(column, word), word);
            if (before != null) {
                String what = before.equals(word)
                        ? node.shown(word) + " twice"
                        : node.shown(before) + " and " + node.shown(word) + ", which mean the same";
                node.problem(key, has + what, "Leave one out");
            }
        }
    }
}
