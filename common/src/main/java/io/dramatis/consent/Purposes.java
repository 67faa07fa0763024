package io.dramatis.consent;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dramatis.config.Ledger;
import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The purposes that a cell of a ledger names, and what they are to a purpose of a study. */
final class Purposes implements UDF1<String, List<String>> {
    /** What the purposes of a cell are to one of a study; the first that fits. */
    enum Naming {
        /** They have it. */
        EXACT,
        /** Nobody can tell what the cell lists. */
        UNREADABLE,
        /** There is none, or a part of them is missing. */
        UNNAMED,
        /** They have a word for all purposes. */
        EVERY,
        /** One looks like it: it differs in blanks, hyphens, accents, or by what parts it from others. */
        NEAR,
        OTHER
    }

    @Serial
    private static final long serialVersionUID = 1L;

    /** Among the purposes of a cell: all of them. */
    static final String ALL = "*";

    /** Among the purposes of a cell: one that is missing. */
    static final String MISSING = "";

    /** What people put between two purposes without telling the config. */
    private static final Pattern ANY_SEPARATOR = Pattern.compile("[;,|/+&\\p{Cc}]");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What a reader puts where bytes are no text: any letter may have been there. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Pattern separator;
    private final List<String> all;
    private final Set<String> looseAll;
    private final List<String> missing;

    private Purposes(Ledger.Statuses rules, List<String> missing) {
        // Without any, a separator that no text has.
        this.separator = Pattern.compile(
                rules.purposeSeparators().stream()
                        .map(Pattern::quote)
                        .reduce((one, other) -> one + "|" + other)
                        .orElse("(?!)"),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        this.all = new ArrayList<>(Words.plain(rules.allPurposes()));
        this.looseAll = all.stream()
                .map(Words::loose)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        this.missing = new ArrayList<>(Words.plain(missing));
    }

    /**
     * ARRAY of STRING: the purposes of a cell, each plain, the whole cell before its parts; {@link #ALL} and {@link
     * #MISSING} among them where some are; empty where there are none; null where the list cannot be read.
     *
     * @param missing texts that are no purpose
     */
    static Column named(Column cell, Ledger.Statuses rules, List<String> missing) {
        return udf(new Purposes(rules, missing), DataTypes.createArrayType(DataTypes.StringType))
                .withName("purposes")
                .apply(cell.cast(DataTypes.StringType));
    }

    /** The purposes of one cell, as the column has them; empty where they cannot be read. */
    static Optional<List<String>> named(String cell, Ledger.Statuses rules, List<String> missing) {
        return new Purposes(rules, missing).read(cell);
    }

    /** STRING: the name of the {@link Naming} of a purpose by a column of purposes. */
    static Column naming(Column purposes, String purpose) {
        String plain = Words.plain(purpose);
        UDF1<Seq<String>, String> naming = named -> naming(
                        named == null ? Optional.empty() : Optional.of(CollectionConverters.asJava(named)), plain)
                .name();
        // Nearly all are of one purpose, and plain.
        return when(array_contains(purposes, plain), lit(Naming.EXACT.name()))
                .otherwise(udf(naming, DataTypes.StringType)
                        .withName("purpose_naming")
                        .apply(purposes));
    }

    /** @param named none where they cannot be read */
    static Naming naming(Optional<List<String>> named, String purpose) {
        String plain = Words.plain(purpose);
        if (named.isEmpty()) {
            return Naming.UNREADABLE;
        }
        List<String> purposes = named.get();
        if (purposes.contains(plain)) {
            return Naming.EXACT;
        }
        if (purposes.isEmpty() || purposes.contains(MISSING)) {
            return Naming.UNNAMED;
        }
        if (purposes.contains(ALL)) {
            return Naming.EVERY;
        }
        return isNear(purposes, Words.loose(plain)) ? Naming.NEAR : Naming.OTHER;
    }

    private static boolean isNear(List<String> purposes, String loose) {
        return !loose.isEmpty()
                && purposes.stream()
                        .anyMatch(purpose -> Words.loose(purpose).equals(loose)
                                || ANY_SEPARATOR
                                        .splitAsStream(purpose)
                                        .anyMatch(part -> Words.loose(part).equals(loose)));
    }

    @Override
    public List<String> call(String cell) {
        // Spark's word for what cannot be told is null.
        return read(cell).orElse(null);
    }

    private Optional<List<String>> read(String cell) {
        String whole = cell == null ? MISSING : Words.plain(cell);
        if (missing.contains(whole) || whole.isEmpty()) {
            return Optional.of(List.of());
        }
        if (whole.indexOf(REPLACEMENT) >= 0) {
            return Optional.empty();
        }
        if (whole.startsWith("[") || whole.startsWith("{")) {
            return list(Words.trimmed(cell)).map(texts -> purposes(texts.stream()));
        }
        List<String> parts = separator
                .splitAsStream(whole)
                .filter(part -> !Words.trimmed(part).isEmpty())
                .toList();
        return Optional.of(parts.isEmpty() ? List.of() : purposes(Stream.concat(Stream.of(whole), parts.stream())));
    }

    private List<String> purposes(Stream<String> texts) {
        Set<String> purposes = new LinkedHashSet<>();
        texts.map(Words::plain).forEach(purpose -> purposes.add(missing.contains(purpose) ? MISSING : purpose));
        if (purposes.stream().anyMatch(this::isAll)) {
            purposes.add(ALL);
        }
        return List.copyOf(purposes);
    }

    /** Whether it is a word for all, or looks as if one were among its parts. */
    private boolean isAll(String purpose) {
        return isWordForAll(purpose) || ANY_SEPARATOR.splitAsStream(purpose).anyMatch(this::isWordForAll);
    }

    private boolean isWordForAll(String text) {
        return all.contains(Words.plain(text)) || looseAll.contains(Words.loose(text));
    }

    /** The elements of a list in JSON, also with single quotes, as Python prints it. */
    private static Optional<List<String>> list(String text) {
        try {
            JsonNode list = JSON.readTree(text);
            List<String> elements = new ArrayList<>();
            for (JsonNode element : list) {
                if (element.isContainerNode()) {
                    return Optional.empty();
                }
                elements.add(element.isNull() ? MISSING : element.asText());
            }
            return list.isArray() ? Optional.of(elements) : Optional.empty();
        } catch (JsonProcessingException garbage) {
            return Optional.empty();
        }
    }
}
