package io.dramatis.jobs.features.person;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The study's day in expressions. It is put in as a date literal, which Spark takes inside and outside of aggregates
 * alike; a column would have to be grouped by, and then its rows sorted anew.
 */
public final class AsOf {
    /** The word that stands for the day. */
    public static final String NAME = "as_of";

    /** The word itself, or text in quotes, which stays. */
    private static final Pattern WORD = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|(\\b" + NAME + "\\b)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private AsOf() {}

    /** The expression with the day for every {@code as_of}. */
    public static String in(String sql, LocalDate asOf) {
        return WORD.matcher(sql)
                .replaceAll(found ->
                        Matcher.quoteReplacement(found.group(1) == null ? found.group() : "date'" + asOf + "'"));
    }
}
