package io.dramatis.config.reading;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Patterns of dates and times. */
final class TimeFormats {
    /** Letters of Java's patterns with which Spark parses nothing. */
    private static final Pattern NOT_IN_SPARK = Pattern.compile("[ABcenNpYWwuFLEQq]");

    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    private TimeFormats() {}

    /** Tells a pattern that Java or Spark does not take. */
    static void check(ConfigNode node, String key, String pattern) {
        boolean taken;
        try {
            DateTimeFormatter unused = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
            taken = !pattern.isBlank()
                    && !NOT_IN_SPARK
                            .matcher(QUOTED.matcher(pattern).replaceAll(""))
                            .find();
        } catch (IllegalArgumentException e) {
            taken = false;
        }
        if (!taken) {
            node.wrong(key, node.shown(pattern), "a pattern of dates that Spark parses, such as yyyy-MM-dd HH:mm:ss");
        }
    }
}
