package io.dramatis.cli;

import io.dramatis.error.DramatisException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/** The name of a run, as whoever starts it makes it: kept as it is, and escaped where it must be. */
final class RunId {
    private static final int LONGEST = 250;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:+@%,/][A-Za-z0-9_.:+@%,/-]*");

    private RunId() {}

    /** @throws DramatisException of usage, where it is no such name */
    static String checked(String text) {
        wrong(text).ifPresent(reason -> {
            throw DramatisException.usage(
                    "The run id is not valid",
                    reason,
                    "Give another --run-id: 1 to " + LONGEST
                            + " characters on one line, with neither control characters nor a blank at either end");
        });
        return text;
    }

    private static Optional<String> wrong(String text) {
        if (text.isBlank()) {
            return Optional.of("it is blank");
        }
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST) {
            return Optional.of("it has " + length + " characters");
        }
        if (isBlank(text.codePointAt(0)) || isBlank(text.codePointBefore(text.length()))) {
            return Optional.of("it begins or ends with a blank");
        }
        if (text.indexOf('\uFFFD') >= 0) {
            // Two ids could have become one, and the second run would pass for a retry of the first.
            return Optional.of("it holds letters that were lost on the way, since the locale has them not:"
                    + " start the job in a UTF-8 locale, such as LC_ALL=C.UTF-8");
        }
        if (text.equals(ExternalCatalogUtils.DEFAULT_PARTITION_NAME())) {
            return Optional.of("it is Spark's own word for no value");
        }
        return text.codePoints().anyMatch(RunId::isUnseen)
                ? Optional.of("it holds a control character, a line break or half a character")
                : Optional.empty();
    }

    private static boolean isBlank(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point);
    }

    private static boolean isUnseen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    /** As an option that a shell takes. */
    static String option(String runId) {
        return PLAIN.matcher(runId).matches() ? "--run-id " + runId : "--run-id='" + runId.replace("'", "'\\''") + "'";
    }
}
