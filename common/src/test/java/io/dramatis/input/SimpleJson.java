package io.dramatis.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A reader of JSON of the tests alone, as simple as can be: a tree of each line, or of each object of a document. */
final class SimpleJson {
    static final String NO_TEXT = "bytes that are no text of the encoding";
    static final String NO_JSON = "not a JSON object";
    static final String AND_MORE = "something follows the JSON object";
    static final String TWICE = "a key stands twice";
    static final String SEPARATOR = "a part of a list holds the separator";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

    /** How the files are meant. */
    record Rules(Charset charset, boolean isDocument) {}

    /**
     * A record.
     *
     * @param values by needed column; missing where it is null or not there
     * @param reasons all for which it cannot be used
     */
    record Record(String file, long line, Map<String, JsonNode> values, Set<String> reasons) {}

    /**
     * @param keys of the records of each file
     * @param refused files that are no documents at all
     */
    record Result(List<Record> records, Map<String, Set<String>> keys, Set<String> refused) {}

    private final List<String> needed;
    private final List<Record> records = new ArrayList<>();
    private final Map<String, Set<String>> keys = new TreeMap<>();
    private final Set<String> refused = new TreeSet<>();

    private SimpleJson(List<String> needed) {
        this.needed = needed;
    }

    static Result read(SortedMap<String, byte[]> files, List<String> needed, Rules rules) {
        SimpleJson json = new SimpleJson(needed);
        files.forEach((name, bytes) -> json.file(name, bytes, rules));
        return new Result(json.records, json.keys, json.refused);
    }

    private void file(String name, byte[] bytes, Rules rules) {
        keys.put(name, new TreeSet<>());
        boolean isWide = bytes.length > 1 && (bytes[0] & 0xFF) >= 0xFE && (bytes[1] & 0xFF) >= 0xFE;
        if (isWide && !rules.charset().name().startsWith("UTF-16")) {
            refused.add(name);
        } else if (rules.isDocument()) {
            document(name, bytes, rules.charset());
        } else {
            long line = 0;
            for (SimpleLines.Line text : SimpleLines.of(bytes, rules.charset())) {
                line++;
                if (!text.text().matches("[ \t]*")) {
                    line(name, line, text);
                }
            }
        }
    }

    private void line(String name, long number, SimpleLines.Line line) {
        if (!line.isText()) {
            records.add(new Record(name, number, Map.of(), Set.of(NO_TEXT)));
            return;
        }
        try (JsonParser parser = JSON.createParser(line.text())) {
            JsonNode tree = parser.readValueAsTree();
            if (tree == null || !tree.isObject()) {
                records.add(new Record(name, number, Map.of(), Set.of(NO_JSON)));
                return;
            }
            int end = (int) parser.currentLocation().getCharOffset();
            Record record = record(name, number, tree, line.text().substring(0, end));
            records.add(isEnd(parser) ? record : new Record(name, number, Map.of(), Set.of(NO_JSON, AND_MORE)));
        } catch (IOException noJson) {
            records.add(new Record(name, number, Map.of(), Set.of(NO_JSON)));
        }
    }

    private static boolean isEnd(JsonParser parser) {
        try {
            return parser.nextToken() == null;
        } catch (IOException more) {
            return false;
        }
    }

    private void document(String name, byte[] bytes, Charset charset) {
        String noText = charset.equals(StandardCharsets.UTF_8) ? "\uFFFF" : "\uFFFD";
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .replaceWith(noText)
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
            // Before anything of it counts, all of it must be a document.
            List<JsonNode> trees = new ArrayList<>();
            try (JsonParser parser = JSON.createParser(text)) {
                while (parser.nextToken() != null) {
                    trees.add(parser.readValueAsTree());
                }
            }
            List<String> elements = elements(text);
            List<JsonNode> each = new ArrayList<>();
            for (JsonNode tree : trees) {
                if (tree.isArray()) {
                    tree.forEach(each::add);
                } else {
                    each.add(tree);
                }
            }
            for (int i = 0; i < each.size(); i++) {
                String before = text.substring(0, places.get(i));
                long line = before.replace("\r\n", "\n")
                                .chars()
                                .filter(sign -> sign == '\n' || sign == '\r')
                                .count()
                        + 1;
                boolean isText = !elements.get(i).contains(noText);
                if (!each.get(i).isObject()) {
                    records.add(new Record(name, line, Map.of(), Set.of(NO_JSON)));
                } else if (isText) {
                    records.add(record(name, line, each.get(i), elements.get(i)));
                } else {
                    record(name, line, each.get(i), elements.get(i));
                    records.add(new Record(name, line, Map.of(), Set.of(NO_TEXT, TWICE, SEPARATOR)));
                }
            }
        } catch (IOException | RuntimeException noDocument) {
            refused.add(name);
        }
    }

    private final List<Integer> places = new ArrayList<>();

    /** The elements of a sound document, by counting brackets. */
    private List<String> elements(String text) {
        places.clear();
        List<String> elements = new ArrayList<>();
        int depth = 0;
        int begin = -1;
        boolean isInText = false;
        for (int i = 0; i <= text.length(); i++) {
            char sign = i < text.length() ? text.charAt(i) : ' ';
            boolean isAtRoot = depth == 0 || (depth == 1 && isList.peekLast());
            if (isInText) {
                isInText = sign != '"';
                i += sign == '\\' ? 1 : 0;
                continue;
            }
            boolean isBetween =
                    ", \t\r\n".indexOf(sign) >= 0 || (sign == '[' && depth == 0) || (sign == ']' && depth == 1);
            if (isAtRoot && begin >= 0 && (isBetween || "{[\"".indexOf(sign) >= 0)) {
                places.add(begin);
                elements.add(text.substring(begin, i));
                begin = -1;
            }
            if (isAtRoot && begin < 0 && !isBetween) {
                begin = i;
            }
            if (sign == '{' || sign == '[') {
                isList.addLast(sign == '[');
                depth++;
            } else if (sign == '}' || sign == ']') {
                isList.removeLast();
                depth--;
            }
            isInText = sign == '"';
        }
        return elements;
    }

    private final java.util.ArrayDeque<Boolean> isList = new java.util.ArrayDeque<>();

    private Record record(String name, long line, JsonNode tree, String text) {
        Set<String> reasons = new TreeSet<>();
        if (hasHalfPair(tree)) {
            reasons.add(NO_TEXT);
        }
        for (String key : names(text)) {
            if (needed.contains(key) && names(text).indexOf(key) != names(text).lastIndexOf(key)) {
                reasons.add(TWICE);
            }
        }
        Map<String, JsonNode> values = new TreeMap<>();
        for (String key : needed) {
            JsonNode value = tree.path(key);
            if (value.isArray()) {
                for (JsonNode part : value) {
                    if (text(part).orElse("").contains(";")) {
                        reasons.add(SEPARATOR);
                    }
                }
            }
            if (!value.isMissingNode() && !value.isNull()) {
                values.put(key, value);
            }
        }
        keys.get(name).addAll(names(text));
        return new Record(name, line, reasons.isEmpty() ? values : Map.of(), reasons);
    }

    /** The keys of an object itself, as often as they stand in it. */
    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.FIELD_NAME && depth == 1) {
                    names.add(parser.currentName());
                }
            }
        } catch (IOException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
        return names;
    }

    private static boolean hasHalfPair(JsonNode tree) {
        List<String> texts = new ArrayList<>();
        if (tree.isTextual()) {
            texts.add(tree.textValue());
        }
        tree.fieldNames().forEachRemaining(texts::add);
        for (String text : texts) {
            if (!StandardCharsets.UTF_16.newEncoder().canEncode(text)) {
                return true;
            }
        }
        for (JsonNode part : tree) {
            if (hasHalfPair(part)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> text(JsonNode value) {
        return value.isNull()
                ? Optional.empty()
                : Optional.of(value.isContainerNode() ? value.toString() : value.asText());
    }

    /** Whether a text is what a reader should make of a value. */
    static boolean isValue(String text, JsonNode value) {
        if (value == null || text == null) {
            return value == null && text == null;
        }
        if (value.isNumber()) {
            return new java.math.BigDecimal(text).compareTo(value.decimalValue()) == 0;
        }
        if (value.isObject()) {
            try {
                return JSON.readTree(text).equals(value);
            } catch (IOException noJson) {
                return false;
            }
        }
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> text(part).ifPresent(parts::add));
            return text.equals(String.join(";", parts));
        }
        return text.equals(value.asText());
    }
}
