package io.dramatis.input.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Takes JSON objects apart: the needed keys as text, and a hash over all of them. Reused for each object. */
final class JsonObjects {
    /** Texts as long as the records may be. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final char REPLACEMENT = '\uFFFD';
    private static final int UNKNOWN = -1;
    private static final int MOST_KEYS = 10_000;

    /** A key of the files: its place among the needed (or UNKNOWN), the one that it resembles, its seed. */
    private record Key(int needed, int resembles, long seed, boolean isPlain) {}

    private final TextRules rules;
    private final SplitSummary summary;
    private final String noText;
    private final Map<String, Key> keys = new HashMap<>();

    private byte[][] values = {};
    private long hash;
    private Optional<Oddity> broken = Optional.empty();
    private OptionalInt column = OptionalInt.empty();
    private boolean hasReplacement;

    /** @param noText signs that stand for what is no text of the encoding */
    JsonObjects(TextRules rules, SplitSummary summary, String noText) {
        this.rules = rules;
        this.noText = noText;
        this.summary = summary;
    }

    byte[][] values() {
        return values;
    }

    long hash() {
        return hash;
    }

    Optional<Oddity> broken() {
        return broken;
    }

    OptionalInt column() {
        return column;
    }

    /** Reads the object whose beginning the parser has met, to its end. */
    void read(JsonParser json, long line) throws IOException {
        int needed = rules.needed().size();
        values = new byte[needed][];
        hash = 0;
        broken = Optional.empty();
        column = OptionalInt.empty();
        hasReplacement = false;
        boolean[] seen = new boolean[needed];
        boolean[] resembled = new boolean[needed];
        boolean isJoined = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            Key key = known(name);
            JsonToken token = json.nextToken();
            if (!key.isPlain()) {
                look(name);
            }
            if (key.needed() == UNKNOWN) {
                if (key.resembles() != UNKNOWN) {
                    resembled[key.resembles()] = true;
                    summary.otherSpelling[key.resembles()] = name;
                }
                hash(text(json, token), key);
                continue;
            }
            int place = key.needed();
            if (seen[place]) {
                breakWith(Oddity.KEY_TWICE, place);
            }
            seen[place] = true;
            isJoined |= token == JsonToken.START_ARRAY;
            Optional<byte[]> value = token == JsonToken.START_ARRAY ? joined(json, place) : text(json, token);
            hash(value, key);
            values[place] = value.orElse(null);
        }
        for (int i = 0; i < needed; i++) {
            summary.present[i] += seen[i] ? 1 : 0;
            summary.spelledOtherwise[i] += resembled[i] ? 1 : 0;
        }
        if (isJoined && broken.isEmpty()) {
            summary.see(Oddity.LIST_JOINED, line, OptionalInt.empty());
        }
        if (hasReplacement && broken.isEmpty()) {
            summary.see(Oddity.REPLACEMENT_CHARACTER, line, OptionalInt.empty());
        }
    }

    private void breakWith(Oddity oddity, int place) {
        if (broken.isEmpty()) {
            broken = Optional.of(oddity);
            column = OptionalInt.of(place);
        }
    }

    private void hash(Optional<byte[]> value, Key key) {
        value.ifPresent(bytes -> hash += RowHash.of(bytes, 0, bytes.length, key.seed()));
    }

    /** Names of keys can be values, so that not all of them are kept. */
    private Key known(String name) {
        Key known = keys.get(name);
        if (known == null) {
            known = key(name);
            if (keys.size() < MOST_KEYS) {
                keys.put(name, known);
            }
        }
        return known;
    }

    private Key key(String name) {
        int needed = rules.needed().indexOf(name);
        int resembles = UNKNOWN;
        for (int i = 0; needed == UNKNOWN && i < rules.needed().size(); i++) {
            if (Spelling.isOther(name, rules.needed().get(i))) {
                resembles = i;
            }
        }
        boolean isPlain = name.chars().allMatch(sign -> sign < Character.MIN_SURROGATE);
        return new Key(needed, resembles, RowHash.seed(name), isPlain);
    }

    /** A value as text; an object or a list as JSON. */
    private Optional<byte[]> text(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> Optional.empty();
            case VALUE_STRING -> Optional.of(utf8(json.getText()));
            case START_OBJECT, START_ARRAY -> Optional.of(utf8(copy(json)));
            default -> Optional.of(json.getText().getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    private static String copy(JsonParser json) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            int depth = 0;
            do {
                // Exact: two numbers that differ in their last digits are not one.
                generator.copyCurrentEventExact(json);
                depth += json.currentToken().isStructStart()
                        ? 1
                        : json.currentToken().isStructEnd() ? -1 : 0;
            } while (depth > 0 && json.nextToken() != null);
        }
        return text.toString();
    }

    private Optional<byte[]> joined(JsonParser json, int place) throws IOException {
        String separator = rules.separator(rules.needed().get(place));
        List<String> parts = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            Optional<String> part = text(json, token).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            if (part.filter(text -> text.contains(separator)).isPresent()) {
                breakWith(Oddity.SEPARATOR_IN_LIST, place);
            }
            part.ifPresent(parts::add);
        }
        return Optional.of(utf8(String.join(separator, parts)));
    }

    private byte[] utf8(String text) {
        look(text);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Half of a surrogate pair is no character: Java would write a question mark for it. */
    private void look(String text) {
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign < Character.MIN_SURROGATE) {
                continue;
            }
            hasReplacement |= sign == REPLACEMENT;
            boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(sign, text.charAt(i + 1));
            if ((Character.isSurrogate(sign) && !isPair) || noText.indexOf(sign) >= 0) {
                broken = broken.or(() -> Optional.of(Oddity.NOT_TEXT));
            }
            i += isPair ? 1 : 0;
        }
    }
}
