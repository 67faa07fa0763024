package io.dramatis.consent;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The simplest reader of a consent ledger, which takes every doubt for a no. It shares no code with the product. */
final class SimpleLedger {
    private static final Instant CUTOFF = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> NEEDED = FuzzedLedger.COLUMNS.subList(0, 5);

    /** Stands for a quote inside a value without quotes. */
    private static final char STRAY = '\ue000';

    private static final Set<String> MISSING = Set.of("", "na", "n/a", "null", "none", "nan");
    private static final Pattern TIME = Pattern.compile("(\\d{4})(-?)(\\d\\d)\\2(\\d\\d)"
            + "(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?(?: ?(Z|z|UTC|[+-]\\d\\d(?::?\\d\\d)?))?)?");

    /** Nobody can tell what a file says. */
    private static final class Doubt extends Exception {
        private static final long serialVersionUID = 1L;

        Doubt(String why) {
            super(why);
        }
    }

    private record Span(Instant first, Instant last) {}

    private SimpleLedger() {}

    /**
     * What came of a ledger.
     *
     * @param allowed who may be used; nobody where all is in doubt
     * @param doubt why all is in doubt, if it is
     */
    record Reading(Set<String> allowed, String doubt) {}

    static Reading read(Map<String, byte[]> files) {
        try {
            List<Map<String, String>> entries = new ArrayList<>();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                String text = text(file.getValue());
                entries.addAll(file.getKey().endsWith(".csv") ? csv(text) : json(text));
            }
            return new Reading(allowed(entries), "");
        } catch (Doubt doubt) {
            return new Reading(Set.of(), doubt.getMessage());
        }
    }

    private static String text(byte[] bytes) throws Doubt {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException noText) {
            throw new Doubt("bytes");
        }
    }

    // ---- files

    private static List<Map<String, String>> csv(String text) throws Doubt {
        List<Map<String, String>> entries = new ArrayList<>();
        List<String> header = List.of();
        for (String line : text.split("\r\n|\n|\r")) {
            if (line.replace('\t', ' ').isBlank()) {
                continue;
            }
            List<String> cells = cells(line);
            if (header.isEmpty()) {
                header = cells.stream().map(String::strip).toList();
                requireHeader(header);
                continue;
            }
            if (cells.size() != header.size()
                    || cells.stream().map(String::strip).toList().equals(header)) {
                throw new Doubt("fields");
            }
            Map<String, String> entry = new HashMap<>();
            for (int c = 0; c < cells.size(); c++) {
                if (cells.get(c).indexOf(STRAY) >= 0 && NEEDED.contains(header.get(c))) {
                    throw new Doubt("quote inside");
                }
                entry.put(header.get(c), cells.get(c));
            }
            entries.add(entry);
        }
        if (header.isEmpty()) {
            throw new Doubt("no header");
        }
        return entries;
    }

    private static void requireHeader(List<String> header) throws Doubt {
        for (String needed : NEEDED) {
            if (!header.contains(needed)
                    || header.stream().filter(cell -> isSpelled(cell, needed)).count() > 1) {
                throw new Doubt("column " + needed);
            }
        }
    }

    private static boolean isSpelled(String name, String needed) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[\\s\\p{Z}\\p{C}_-]", "");
        return plain.equals(needed.replace("_", ""));
    }

    private static List<String> cells(String line) throws Doubt {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                at++;
            }
            StringBuilder cell = new StringBuilder();
            if (at < line.length() && line.charAt(at) == '"') {
                at++;
                while (true) {
                    if (at >= line.length()) {
                        throw new Doubt("quote");
                    }
                    if (line.charAt(at) == '"' && at + 1 < line.length() && line.charAt(at + 1) == '"') {
                        at++;
                    } else if (line.charAt(at) == '"') {
                        break;
                    }
                    cell.append(line.charAt(at++));
                }
                at++;
                while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                    at++;
                }
                if (at < line.length() && line.charAt(at) != ',') {
                    throw new Doubt("text after a quote");
                }
            } else {
                while (at < line.length() && line.charAt(at) != ',') {
                    cell.append(line.charAt(at) == '"' ? STRAY : line.charAt(at));
                    at++;
                }
            }
            cells.add(cell.toString());
            if (at >= line.length()) {
                return cells;
            }
            at++;
        }
    }

    private static List<Map<String, String>> json(String text) throws Doubt {
        List<Map<String, String>> entries = new ArrayList<>();
        Set<String> present = new TreeSet<>();
        for (String line : text.split("\r\n|\n|\r")) {
            if (line.replace('\t', ' ').isBlank()) {
                continue;
            }
            // Files put together leave a mark between them.
            Json json = new Json(line.startsWith("\ufeff") ? line.substring(1) : line);
            Map<String, String> entry = json.object();
            for (String key : entry.keySet()) {
                if (NEEDED.stream().anyMatch(needed -> !needed.equals(key) && isSpelled(key, needed))) {
                    throw new Doubt("key " + key);
                }
            }
            present.addAll(entry.keySet());
            entries.add(entry);
        }
        if (!present.containsAll(NEEDED)) {
            throw new Doubt("keys");
        }
        return entries;
    }

    /** One object of strings, numbers, words and flat lists; a list is its parts with ; between them. */
    private static final class Json {
        private final String text;
        private int at;
        private boolean hasHalf;

        Json(String text) {
            this.text = text;
        }

        Map<String, String> object() throws Doubt {
            Map<String, String> members = new HashMap<>();
            Set<String> seen = new TreeSet<>();
            take('{');
            while (peek() != '}') {
                String key = string();
                take(':');
                hasHalf = false;
                boolean isId = key.equals("customer_id");
                String value = value(isId);
                if (hasHalf) {
                    throw new Doubt("half a character");
                }
                if (!seen.add(key)) {
                    throw new Doubt("key twice");
                }
                if (value != null) {
                    members.put(key, value);
                }
                if (!value(members, key, value) && peek() != '}') {
                    throw new Doubt("comma");
                }
            }
            take('}');
            if (peek() != 0) {
                throw new Doubt("more");
            }
            seen.forEach(key -> members.putIfAbsent(key, ""));
            return members;
        }

        /** Takes a comma, after which another member must come. */
        private boolean value(Map<String, String> members, String key, String value) throws Doubt {
            if (peek() != ',') {
                return false;
            }
            at++;
            if (peek() != '"') {
                throw new Doubt("comma");
            }
            return true;
        }

        private String value(boolean isId) throws Doubt {
            char next = peek();
            if (next == '"') {
                return string();
            }
            if (next == '[') {
                at++;
                List<String> parts = new ArrayList<>();
                while (peek() != ']') {
                    String part = value(isId);
                    if (part != null) {
                        parts.add(part);
                    }
                    if (peek() == ',') {
                        at++;
                    } else if (peek() != ']') {
                        throw new Doubt("list");
                    }
                }
                at++;
                // Several ids are none.
                return isId && parts.size() > 1 ? "" : String.join(";", parts);
            }
            if (next == '{') {
                at++;
                while (peek() != '}') {
                    string();
                    take(':');
                    value(isId);
                }
                at++;
                return isId ? "" : "{}";
            }
            Matcher word = Pattern.compile("null|true|false|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")
                    .matcher(text);
            if (!word.find(at) || word.start() != at) {
                throw new Doubt("value");
            }
            at = word.end();
            boolean isWord = Character.isLetter(word.group().charAt(0));
            return word.group().equals("null") ? null : isId && isWord ? "" : word.group();
        }

        private String string() throws Doubt {
            take('"');
            StringBuilder string = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                char sign = text.charAt(at++);
                if (sign < ' ') {
                    throw new Doubt("control");
                }
                if (sign != '\\') {
                    string.append(sign);
                    continue;
                }
                char escaped = at < text.length() ? text.charAt(at++) : 'x';
                int known = "\"\\/bfnrt".indexOf(escaped);
                if (known >= 0) {
                    string.append("\"\\/\b\f\n\r\t".charAt(known));
                } else if (escaped == 'u' && text.substring(at).matches("(?s)[0-9a-fA-F]{4}.*")) {
                    string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                } else {
                    throw new Doubt("escape");
                }
            }
            take('"');
            hasHalf |= string.chars().anyMatch(sign -> Character.isSurrogate((char) sign));
            return string.toString();
        }

        private char peek() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private void take(char sign) throws Doubt {
            if (peek() != sign) {
                throw new Doubt("no " + sign);
            }
            at++;
        }
    }

    // ---- entries

    private static Set<String> allowed(List<Map<String, String>> entries) throws Doubt {
        Map<String, List<Span>> yeses = new HashMap<>();
        Map<String, List<Span>> noes = new HashMap<>();
        Set<String> forGood = new TreeSet<>();
        for (Map<String, String> entry : entries) {
            String id = exact(entry.getOrDefault("customer_id", ""));
            String status = plain(entry.getOrDefault("status", ""));
            Optional<Span> at = time(entry.getOrDefault("at", ""));
            String until = bare(entry.getOrDefault("until", ""));
            Optional<Span> end = time(until);
            String naming = naming(entry.getOrDefault("purpose", ""));
            boolean isGranted = status.equals("granted");
            if (naming.equals("other") || (naming.equals("near") && isGranted)) {
                continue;
            }
            if (at.isPresent() && at.get().first().isAfter(CUTOFF)) {
                continue;
            }
            boolean isClear =
                    isGranted && naming.equals("it") && at.isPresent() && (until.isEmpty() || end.isPresent());
            boolean isHolding =
                    isClear && end.map(span -> span.first().isAfter(CUTOFF)).orElse(true);
            if (id.isEmpty()) {
                if (!isClear) {
                    throw new Doubt("a no of nobody");
                }
            } else if (!FuzzedLedger.PEOPLE.contains(id)) {
                if (!isClear) {
                    FuzzedLedger.PEOPLE.stream()
                            .filter(person -> loose(person).equals(loose(id)))
                            .forEach(forGood::add);
                }
            } else if (isHolding && !at.get().last().isAfter(CUTOFF)) {
                yeses.computeIfAbsent(id, none -> new ArrayList<>()).add(at.get());
            } else if (!isHolding && at.isEmpty()) {
                forGood.add(id);
            } else if (!isHolding) {
                noes.computeIfAbsent(id, none -> new ArrayList<>()).add(at.get());
            }
        }
        return FuzzedLedger.PEOPLE.stream()
                .filter(person -> !forGood.contains(person))
                .filter(person -> yeses.getOrDefault(person, List.of()).stream()
                        .anyMatch(yes -> noes.getOrDefault(person, List.of()).stream()
                                .allMatch(no -> no.last().isBefore(yes.first()))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String naming(String cell) {
        String whole = plain(cell);
        if (whole.indexOf('\ufffd') >= 0) {
            return "unclear";
        }
        boolean isList = whole.startsWith("[") || whole.startsWith("{");
        if (isList && !whole.matches("\\[\\s*(([\"'])[^\"'\\[\\]]*\\2(\\s*,\\s*(?!\\]))?)*\\s*\\]")) {
            return "unclear";
        }
        List<String> parts = Arrays.stream(
                        isList ? whole.replaceAll("[\\[\\]\"']", "").split(",", -1) : whole.split("[;,|]"))
                .map(SimpleLedger::plain)
                .toList();
        if (parts.contains("personas")) {
            return "it";
        }
        if (parts.stream().allMatch(MISSING::contains)
                || (isList && parts.stream().anyMatch(MISSING::contains))) {
            return "unclear";
        }
        if (parts.stream().anyMatch(Set.of("all", "*", "any")::contains)) {
            return "unclear";
        }
        boolean isNear = Arrays.stream(whole.split("[;,|/+&\\p{Cc}]"))
                .anyMatch(part -> letters(part).equals("personas"));
        return isNear || letters(whole).equals("personas") ? "near" : "other";
    }

    private static String letters(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** A text without what nobody sees around it. */
    private static String bare(String text) {
        return text.replaceAll("^[\\s\\p{Z}\\p{C}]+|[\\s\\p{Z}\\p{C}]+$", "");
    }

    private static String plain(String text) {
        return Normalizer.normalize(bare(text).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    /** Of an id that is none: nothing. */
    static String exact(String id) {
        String text = Normalizer.normalize(bare(id == null ? "" : id), Normalizer.Form.NFC);
        if (MISSING.contains(text.toLowerCase(Locale.ROOT)) || text.indexOf('\ufffd') >= 0) {
            return "";
        }
        if (text.matches("[0-9]+[.]0+")) {
            return text.replaceAll("[.]0+$", "");
        }
        return text.matches("[0-9][.][0-9]+[eE][+]?[0-9]{1,2}")
                ? new BigDecimal(text).toBigInteger().toString()
                : text;
    }

    private static String loose(String id) {
        String text = Normalizer.normalize(id, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Z}\\p{C}]", "");
        return text.replaceAll("^([^0-9]*[0-9]+)[.]0*$", "$1").replaceAll("^(\\p{L}*[-_./#]?)0+(?=[0-9])", "$1");
    }

    private static Optional<Span> time(String cell) {
        Matcher time = TIME.matcher(bare(cell));
        if (!time.matches()) {
            return Optional.empty();
        }
        try {
            boolean isDay = time.group(5) == null;
            boolean isMinute = time.group(7) == null;
            String fraction = time.group(8) == null ? "0" : time.group(8);
            LocalDateTime local = LocalDateTime.of(
                    Integer.parseInt(time.group(1)),
                    Integer.parseInt(time.group(3)),
                    Integer.parseInt(time.group(4)),
                    isDay ? 0 : Integer.parseInt(time.group(5)),
                    isDay ? 0 : Integer.parseInt(time.group(6)),
                    isMinute ? 0 : Integer.parseInt(time.group(7)),
                    Integer.parseInt((fraction + "000000000").substring(0, 9)));
            String zone = time.group(9) == null || time.group(9).equals("UTC")
                    ? "Z"
                    : time.group(9).toUpperCase(Locale.ROOT);
            Instant first = local.toInstant(ZoneOffset.of(zone));
            if (local.getYear() < 1980 || local.getYear() > 2099) {
                return Optional.empty();
            }
            Duration length = isDay ? Duration.ofDays(1) : isMinute ? Duration.ofMinutes(1) : Duration.ofNanos(1000);
            return Optional.of(new Span(first, first.plus(length).minusNanos(1000)));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
