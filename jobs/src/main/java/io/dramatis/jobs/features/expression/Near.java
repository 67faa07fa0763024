package io.dramatis.jobs.features.expression;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names like one that is unknown. */
final class Near {
    private static final int MOST = 3;

    private Near() {}

    /** A cure that offers the names at most half of whose letters differ, the nearest first; else all of them. */
    static String cure(String name, Collection<String> known) {
        List<String> near = known.stream()
                .filter(other -> distance(name, other) <= Math.max(1, name.length() / 2))
                .sorted(Comparator.<String>comparingInt(other -> distance(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
        return near.isEmpty()
                ? "There are " + String.join(", ", known.stream().sorted().toList())
                : "Did you mean " + String.join(", ", near) + "?";
    }

    private static int distance(String one, String other) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }
}
