package io.dramatis.config.reading;

import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.dramatis.error.Problem;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What is wrong with a study file, and the environment that it was read in, whose values no finding tells. */
final class Findings {
    /** Stands for what a substitution did not find, so that reading can go on to the next problem. */
    private static final String UNKNOWN = "\u0000";

    private static final int LONGEST_SHOWN = 60;

    private final Map<String, String> environment;
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> fromEnvironment = new HashSet<>();
    private final Set<Finding> all = new LinkedHashSet<>();
    private boolean quiet;

    private record Finding(Position position, String what, String cure) {}

    Findings(Map<String, String> environment) {
        this.environment = environment;
    }

    /** One problem; the same one found twice is told once. */
    void add(Position position, String what, String cure) {
        if (!quiet) {
            all.add(new Finding(position, what, cure));
        }
    }

    /** Does something whose problems are not the study's. */
    <T> T quietly(Supplier<T> work) {
        boolean before = quiet;
        quiet = true;
        try {
            return work.get();
        } finally {
            quiet = before;
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** In the order of the file. */
    List<Problem> problems() {
        return all.stream()
                .sorted((a, b) -> a.position.compareTo(b.position))
                .map(finding -> new Problem(finding.position.toString(), finding.what, finding.cure))
                .toList();
    }

    /** Takes substitutions from the environment. */
    ConfigResolver resolver() {
        return new ConfigResolver() {
            @Override
            public ConfigValue lookup(String name) {
                if (unknown.contains(name)) {
                    return ConfigValueFactory.fromAnyRef(UNKNOWN);
                }
                String value = environment.get(name);
                if (value != null && !value.isEmpty()) {
                    fromEnvironment.add(value);
                }
                return value == null ? null : ConfigValueFactory.fromAnyRef(value, "environment variable " + name);
            }

            @Override
            public ConfigResolver withFallback(ConfigResolver fallback) {
                return this;
            }
        };
    }

    /** From now on the substitution is taken for something that {@link #isUnknown} knows again; false if it was so before. */
    boolean takeAsUnknown(String name) {
        return unknown.add(name);
    }

    boolean isUnknown(Object value) {
        return value instanceof String text && text.contains(UNKNOWN);
    }

    /** A text as a message may show it: short, on one line, and nothing that came from the environment. */
    String shown(String text) {
        if (fromEnvironment.stream().anyMatch(text::contains)) {
            return "(from the environment)";
        }
        String line = text.codePoints()
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "`" + (line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line) + "`";
    }

    /** {@code Did you mean `x`?} for a text that may be shown. */
    String didYouMean(String written, Collection<String> known, String otherwise) {
        return shown(written).startsWith("`") ? Words.didYouMean(written, known, otherwise) : otherwise;
    }
}
