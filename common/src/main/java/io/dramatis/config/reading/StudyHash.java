package io.dramatis.config.reading;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The fingerprint of a study: of all that it says, but its secrets and the place of its tables. */
final class StudyHash {
    /** Left out, with all under them. */
    private static final List<List<String>> LEFT_OUT = List.of(
            List.of("lake"),
            List.of("spark"),
            List.of("retention"),
            List.of("privacy", "key-file"),
            List.of("privacy", "keyset"),
            List.of("privacy", "keyset-kms"));

    /** Only their names count; {@code *} is any name. */
    private static final List<List<String>> HIDDEN = List.of(
            List.of("consent", "ledger", "options", "*"),
            List.of("consent", "ledgers", "*", "options", "*"),
            List.of("identity", "links", "*", "options", "*"),
            List.of("intake", "sources", "*", "options", "*"),
            List.of("intake", "sources", "*", "join", "*", "options", "*"),
            List.of("defaults", "*", "options", "*"),
            List.of("defaults", "source", "join", "*", "options", "*"));

    private StudyHash() {}

    /**
     * SHA-256 of the config in one canonical text, in hexadecimal digits: keys sorted, numbers without idle zeros,
     * and of options the names only.
     */
    static String of(ConfigObject study) {
        StringBuilder text = new StringBuilder();
        write(study, List.of(), text);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void write(ConfigValue value, List<String> path, StringBuilder text) {
        if (value instanceof ConfigObject object) {
            text.append('{');
            new TreeMap<>(object).forEach((key, child) -> {
                List<String> here = StudyFile.with(path, key);
                if (!LEFT_OUT.contains(here)) {
                    quote(key, text);
                    if (HIDDEN.stream().noneMatch(pattern -> matches(pattern, here))) {
                        write(child, here, text);
                    }
                }
            });
            text.append('}');
        } else if (value instanceof ConfigList list) {
            text.append('[');
            list.forEach(item -> write(item, path, text));
            text.append(']');
        } else {
            quote(plain(value), text);
        }
    }

    private static String plain(ConfigValue value) {
        return value.valueType() == ConfigValueType.NUMBER
                ? new BigDecimal(value.unwrapped().toString())
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(value.unwrapped());
    }

    /** With its length before it, so that no text can look like two. */
    private static void quote(String part, StringBuilder text) {
        text.append(part.length()).append(':').append(part);
    }

    private static boolean matches(List<String> pattern, List<String> path) {
        return path.size() == pattern.size()
                && IntStream.range(0, path.size())
                        .allMatch(i ->
                                pattern.get(i).equals("*") || pattern.get(i).equals(path.get(i)));
    }
}
