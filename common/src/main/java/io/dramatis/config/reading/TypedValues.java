package io.dramatis.config.reading;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The values of an object by their types. One that is wrong becomes a finding, and something harmless stands for it. */
abstract class TypedValues {

    /** The value, unless it is null or hangs on a substitution that leads nowhere; it counts as read. */
    abstract Optional<ConfigValue> value(String key);

    abstract boolean isPresent(ConfigValue value);

    abstract boolean isMissing(String key);

    /** The problem that a key is missing. */
    abstract void missing(String key, String cure);

    /** A problem with a value: {@code key is …}, and what it must be. */
    abstract void wrong(String key, String value, String must);

    /** A text as a message may show it. */
    abstract String shown(String text);

    abstract String didYouMean(String written, List<String> known);

    /** A text that may be absent. */
    Optional<String> text(String key) {
        return value(key).flatMap(value -> scalar(key, value, "a text"));
    }

    /** A text that must be there, and not be blank. */
    Optional<String> required(String key, String cure) {
        Optional<String> text = text(key);
        if (isMissing(key) || text.filter(String::isBlank).isPresent()) {
            missing(key, cure);
            return Optional.empty();
        }
        return text;
    }

    /** One of some words; the first of them if it is wrong. */
    String word(String key, List<String> words) {
        Optional<String> text = required(key, "Say " + Words.either(words));
        text.filter(word -> !words.contains(word)).ifPresent(word -> {
            String near = didYouMean(word, words);
            wrong(key, shown(word), Words.either(words) + (near.isEmpty() ? "" : ". " + near));
        });
        return text.filter(words::contains).orElse(words.get(0));
    }

    /** A constant by its word; the first of them if it is wrong. */
    <E extends Enum<E>> E word(String key, Class<E> type) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
        return type.getEnumConstants()[words.indexOf(word(key, words))];
    }

    boolean flag(String key) {
        return word(key, List.of("false", "true")).equals("true");
    }

    double number(String key, Range range) {
        return decimal(key, range, "a number", number -> number).doubleValue();
    }

    long integer(String key, Range range) {
        return decimal(key, range, "a whole number", number -> new BigDecimal(number.longValueExact()))
                .longValue();
    }

    /** An integer that fits an int. */
    int count(String key, int least) {
        return (int) integer(key, new Range(least, Integer.MAX_VALUE, false));
    }

    private BigDecimal decimal(String key, Range range, String noun, UnaryOperator<BigDecimal> exact) {
        if (isMissing(key)) {
            missing(key, "Give " + range.words(noun));
        }
        Optional<String> text = value(key).flatMap(value -> scalar(key, value, range.words(noun)));
        try {
            Optional<BigDecimal> number = text.map(BigDecimal::new).map(exact);
            if (number.isEmpty() || range.holds(number.get().doubleValue())) {
                return number.orElse(BigDecimal.ONE);
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below: no number, a broken one or too large.
        }
        wrong(key, shown(text.orElse("")), range.words(noun));
        return BigDecimal.ONE;
    }

    /** A number in digits; unlike Java's, {@code 180d} is none. */
    static Optional<Double> parsed(String text) {
        try {
            return Optional.of(new BigDecimal(text).doubleValue()).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A list of texts; one text counts as a list of it. Blank ones are kept. */
    List<String> texts(String key) {
        Optional<ConfigValue> value = value(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof ConfigList list)) {
            return scalar(key, value.get(), "a list of texts").stream().toList();
        }
        return list.stream()
                .filter(this::isPresent)
                .flatMap(item -> scalar(key, item, "a list of texts").stream())
                .toList();
    }

    /** A list of one text at least. */
    List<String> someTexts(String key, String cure) {
        List<String> texts = texts(key);
        boolean isEmptyList = value(key)
                .filter(value -> value instanceof ConfigList list && list.isEmpty())
                .isPresent();
        if (isMissing(key) || isEmptyList) {
            missing(key, cure);
        }
        return texts;
    }

    /** A length of time, with its unit, of at least a day. */
    Optional<Duration> days(String key) {
        String must = "a length of time of a day or more, such as 365d";
        return value(key).flatMap(value -> scalar(key, value, must)).flatMap(text -> {
            try {
                Duration length = ConfigFactory.parseMap(Map.of("it", text)).getDuration("it");
                // HOCON takes a bare number for milliseconds.
                if (length.toDays() >= 1 && parsed(text).isEmpty()) {
                    return Optional.of(length);
                }
            } catch (ConfigException e) {
                // Told below, without its value.
            }
            wrong(key, shown(text), must);
            return Optional.empty();
        });
    }

    /** A number of bytes, with a unit or without, such as 8M. */
    int bytes(String key, int most) {
        String must = "a number of bytes from 1 to " + (most >> 20) + "M, such as 8M";
        Optional<String> text = value(key).flatMap(value -> scalar(key, value, must));
        try {
            long bytes = text.map(
                            size -> ConfigFactory.parseMap(Map.of("it", size)).getBytes("it"))
                    .orElse(1L);
            if (bytes >= 1 && bytes <= most) {
                return (int) bytes;
            }
        } catch (ConfigException e) {
            // Told below.
        }
        wrong(key, shown(text.orElse("")), must);
        return most;
    }

    private Optional<String> scalar(String key, ConfigValue value, String must) {
        return switch (value.valueType()) {
            // As it is written: 1.10 stays 1.10.
            case STRING, NUMBER, BOOLEAN -> Optional.of(value.atKey("it").getString("it"));
            case LIST -> notScalar(key, "a list", must);
            case OBJECT -> notScalar(key, "an object", must);
            case NULL -> notScalar(key, "null", must);
        };
    }

    private Optional<String> notScalar(String key, String is, String must) {
        wrong(key, is, must);
        return Optional.empty();
    }
}
