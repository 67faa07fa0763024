package io.dramatis.config;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a text of a study means as a value of a column: a missing code, an allowed value, a choice, a level. */
public final class Meaning {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]{1,3})?");

    private static final List<String> YES = List.of("true", "yes", "y", "1", "1.0");
    private static final List<String> NO = List.of("false", "no", "n", "0", "0.0");

    private Meaning() {}

    /** Spellings of yes, in lower case. */
    public static List<String> yes() {
        return YES;
    }

    /** Spellings of no, in lower case. */
    public static List<String> no() {
        return NO;
    }

    /** A text without blanks around it, seen or unseen, and in Unicode's normal form C. */
    public static String plain(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        String trimmed = text.substring(start, end);
        // Below U+0300 nothing combines.
        return trimmed.chars().allMatch(sign -> sign < 0x300)
                ? trimmed
                : Normalizer.normalize(trimmed, Normalizer.Form.NFC);
    }

    private static boolean isBlank(char sign) {
        if (sign < 0x80) {
            return sign <= ' ' || sign == 0x7f;
        }
        return Character.isSpaceChar(sign)
                || Character.isISOControl(sign)
                || Character.getType(sign) == Character.FORMAT;
    }

    /**
     * The value of a text: Long, Double, Boolean, LocalDate, Instant, or the plain text, as the column's type is; empty
     * where it is none of the type. Numbers are in plain notation; times in a format of the column or in ISO 8601,
     * without a zone in UTC.
     */
    public static Optional<Object> of(Source.Column column, String text) {
        String plain = plain(text);
        return switch (column.type()) {
            case STRING -> Optional.of(plain);
            case INTEGER -> number(plain).flatMap(Meaning::whole);
            case DECIMAL ->
                number(plain)
                        .map(BigDecimal::doubleValue)
                        .filter(Double::isFinite)
                        .map(Object.class::cast);
            case BOOLEAN -> truth(plain.toLowerCase(Locale.ROOT));
            case DATE -> time(column, plain, LocalDate::from);
            case TIMESTAMP -> time(column, plain, Meaning::instant);
        };
    }

    /** The value of a text; the plain text where it is none of the column's type. Two that are equal mean the same. */
    public static Object orText(Source.Column column, String text) {
        return of(column, text).orElseGet(() -> plain(text));
    }

    /** A number in plain notation: sign, ASCII digits, a point, an exponent. */
    public static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static Optional<Object> whole(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> truth(String word) {
        if (YES.contains(word)) {
            return Optional.of(true);
        }
        return NO.contains(word) ? Optional.of(false) : Optional.empty();
    }

    private static Optional<Object> time(Source.Column column, String text, Function<TemporalAccessor, Object> type) {
        Stream<Function<String, TemporalAccessor>> declared = column.formats().stream()
                .flatMap(format -> Stream.of(
                        one -> DateTimeFormatter.ofPattern(format, Locale.US).parse(one),
                        one -> withDefaults(format).parse(one)));
        String iso = text.replace(' ', 'T');
        Stream<Function<String, TemporalAccessor>> usual =
                Stream.of(LocalDate::parse, one -> LocalDateTime.parse(iso), one -> OffsetDateTime.parse(iso));
        return Stream.concat(declared, usual)
                .flatMap(reader -> {
                    try {
                        return Stream.of(type.apply(reader.apply(text)));
                    } catch (DateTimeException | IllegalArgumentException e) {
                        // No such time, or no such format, which is told elsewhere.
                        return Stream.empty();
                    }
                })
                .findFirst();
    }

    /** As Spark reads a format: what it does not tell is the first. */
    private static DateTimeFormatter withDefaults(String format) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(format)
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .toFormatter(Locale.US);
    }

    private static Instant instant(TemporalAccessor time) {
        if (time.isSupported(ChronoField.OFFSET_SECONDS)) {
            return Instant.from(time);
        }
        return time.isSupported(ChronoField.HOUR_OF_DAY)
                ? LocalDateTime.from(time).toInstant(ZoneOffset.UTC)
                : LocalDate.from(time).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
