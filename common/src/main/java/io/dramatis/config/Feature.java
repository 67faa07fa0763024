package io.dramatis.config;

import java.text.Normalizer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A feature as declared; some kinds and transforms make several columns of it.
 *
 * @param filter Spark SQL condition on the source's rows
 * @param window only rows of so long before the end of as-of
 * @param absentIsZero whether a person without any row has 0, where otherwise it is missing
 * @param block crm, web or survey
 * @param high words for much of it
 * @param low words for little of it
 */
public record Feature(
        String name,
        String source,
        Kind kind,
        Optional<String> filter,
        Optional<Duration> window,
        Transform transform,
        boolean absentIsZero,
        String block,
        Role role,
        String unit,
        Optional<String> high,
        Optional<String> low,
        String description,
        Origin origin) {

    /** What the feature is made of. */
    public sealed interface Kind {
        /** A Spark SQL aggregate over the person's rows. */
        record Aggregate(String sql) implements Kind {}

        /** One 0/1 feature a choice, of a question with one answer. */
        record Single(String item, List<String> choices) implements Kind {}

        /** One 0/1 feature a choice, of a question with several answers in one text. */
        record Multiple(String item, List<String> choices, String separator) implements Kind {}

        /** An ordered answer: the place of its word among the levels from 1, or the number itself where there are none. */
        record Ordinal(String item, List<String> levels) implements Kind {}

        /**
         * The mean of several items, each from {@code low} to {@code high}; a reversed one counts {@code low + high - x}.
         *
         * @param minAnswered share of the items that must be answered
         */
        record Scale(List<String> items, List<String> reversed, double low, double high, double minAnswered)
                implements Kind {}
    }

    /**
     * The columns that it gives: one a choice ({@code channels_email}), two for a hurdle ({@code spend_any}, {@code
     * spend_amount}), else one of its own name.
     */
    public List<String> columns() {
        if (kind instanceof Kind.Single single) {
            return columns(single.choices());
        }
        if (kind instanceof Kind.Multiple multiple) {
            return columns(multiple.choices());
        }
        return transform == Transform.HURDLE ? List.of(name + "_any", name + "_amount") : List.of(name);
    }

    /** The columns that it would give with these choices, one each. */
    public List<String> columns(List<String> choices) {
        Set<String> columns = new LinkedHashSet<>();
        for (int place = 1; place <= choices.size(); place++) {
            String column = name + "_" + plain(choices.get(place - 1), place);
            String free = column;
            for (int other = 2; !columns.add(free); other++) {
                free = column + "_" + other;
            }
        }
        return List.copyOf(columns);
    }

    /** In lower case, without accents, with one {@code _} for all other signs; the choice's place where nothing is left. */
    private static String plain(String choice, int place) {
        String plain = Normalizer.normalize(choice, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
        return plain.isEmpty() ? Integer.toString(place) : plain;
    }

    public enum Transform {
        NONE,
        LOG1P,
        SIGNED_LOG,
        YEO_JOHNSON,
        /** Did it (0/1), and the log of how much if so. */
        HURDLE
    }

    public enum Role {
        FORMING,
        DESCRIBING,
        PROTECTED
    }
}
