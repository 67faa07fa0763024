package io.dramatis.config.reading;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The words of a message. */
final class Words {

    private Words() {}

    /** The known word that someone who wrote another one most likely meant: at most every third letter differs. */
    static Optional<String> nearest(String written, Collection<String> known) {
        String word = written.toLowerCase(Locale.ROOT);
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return known.stream()
                .filter(one -> !one.equals(written))
                .filter(one -> distance.apply(word, one.toLowerCase(Locale.ROOT))
                        <= Math.max(1, Math.max(word.length(), one.length()) / 3))
                .min(Comparator.comparingInt((String one) -> distance.apply(word, one.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code Did you mean `x`?}, or what to say where nothing is near. */
    static String didYouMean(String written, Collection<String> known, String otherwise) {
        return nearest(written, known)
                .map(near -> "Did you mean `" + near + "`?")
                .orElse(otherwise);
    }

    /** {@code a, b or c}. */
    static String either(Collection<String> words) {
        List<String> all = new ArrayList<>(words);
        if (all.size() < 2) {
            return String.join("", all);
        }
        return String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
    }

    /** A constant as the config writes it: {@code SIGNED_LOG} is {@code signed-log}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
