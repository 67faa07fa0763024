package io.dramatis.consent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A small consent ledger of several files, and ways in which it goes wrong on its way. */
final class FuzzedLedger {
    static final List<String> COLUMNS = List.of("customer_id", "purpose", "status", "at", "until", "note");
    private static final int ID = 0;
    private static final int PURPOSE = 1;
    private static final int STATUS = 2;
    private static final int AT = 3;
    private static final int UNTIL = 4;
    private static final int NOTE = 5;

    /** Ids of each shape; the first two are two people's whose ids look alike. */
    static final List<String> PEOPLE = people();

    private static final List<String> GARBAGE_TIMES = List.of(
            "yesterday",
            "01.03.2025",
            "2025-02-30",
            "1740823200",
            "1740823200000",
            "n/a",
            "2025-3-1 9:00",
            "0000-00-00",
            "9999-12-31",
            "2025-03-01T10:00:00 CET",
            "2025-03-01T25:00:00Z",
            "1970-01-01",
            "2025",
            "Mar 1, 2025");

    private final boolean isJson;
    private final Random random;
    private final List<Part> parts = new ArrayList<>();
    private final TreeSet<String> kinds = new TreeSet<>();
    private boolean isNoise = true;

    /** A file that is going to be. */
    private static final class Part {
        private final String name;
        private final List<String> header = new ArrayList<>(COLUMNS);
        private final List<Entry> entries = new ArrayList<>();
        private List<Integer> order = IntStream.range(0, COLUMNS.size()).boxed().toList();
        private String end = "\n";
        private boolean isQuoted;
        private String before = "";

        Part(String name) {
            this.name = name;
        }
    }

    /** An entry: a cell a column, null where there is none; raw is a value in JSON that is written in its place. */
    private static final class Entry {
        private final String[] cells;
        private final String[] raw = new String[COLUMNS.size()];
        private final String[] keys = COLUMNS.toArray(String[]::new);
        private String more = "";

        Entry(String... cells) {
            this.cells = cells;
        }

        boolean isYes() {
            return "granted".equals(cells[STATUS]);
        }
    }

    /**
     * What came of it.
     *
     * @param files bytes by name
     * @param kinds what was done
     * @param isNoise whether nobody's word was changed to a yes by it, so that whoever was denied is denied still
     */
    record Mutant(Map<String, byte[]> files, String kinds, boolean isNoise) {
        /** For people: what was done, and the lines that the sound ledger has not. */
        String shown(Mutant sound) {
            Set<String> usual = sound.files().values().stream()
                    .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
                    .collect(Collectors.toSet());
            return kinds
                    + files.entrySet().stream()
                            .map(file -> "\n" + file.getKey() + ": "
                                    + new String(file.getValue(), StandardCharsets.UTF_8)
                                            .lines()
                                            .filter(line -> !usual.contains(line))
                                            .limit(4)
                                            .toList())
                            .collect(Collectors.joining());
        }
    }

    private FuzzedLedger(boolean isJson, Random random) {
        this.isJson = isJson;
        this.random = random;
        base();
    }

    /** The ledger as it should be. */
    static Mutant sound(boolean isJson) {
        return new FuzzedLedger(isJson, new Random(1)).mutant();
    }

    /** The ledger with one or two things wrong with it. */
    static Mutant of(boolean isJson, long seed) {
        Random random = new Random(seed);
        FuzzedLedger ledger = new FuzzedLedger(isJson, random);
        int count = random.nextInt(3) == 0 ? 2 : 1;
        List<Consumer<StringBuilder>> onText = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (random.nextInt(3) > 0) {
                ledger.changeEntries();
            } else if (isJson) {
                onText.add(ledger::changeJson);
            } else {
                onText.add(ledger::changeCsv);
            }
        }
        return ledger.mutant(onText);
    }

    private static List<String> people() {
        List<String> people =
                new ArrayList<>(List.of("0042", "42", "100023", "7", "m\u00fcller-7", "a.b@x.com", "K-0107"));
        IntStream.rangeClosed(1, 23).forEach(i -> people.add(String.format(Locale.ROOT, "C%04d", i)));
        return List.copyOf(people);
    }

    private void base() {
        String end = isJson ? ".jsonl" : ".csv";
        Part early = new Part("2025-01" + end);
        Part late = new Part("2025-02" + end);
        parts.addAll(List.of(early, late));
        for (int p = 0; p < PEOPLE.size(); p++) {
            String id = PEOPLE.get(p);
            String yes = String.format(Locale.ROOT, "2025-03-%02dT10:%02d:00Z", 1 + p % 20, p);
            String other = String.format(Locale.ROOT, "2025-05-%02d 10:00:00+02:00", 1 + p % 20);
            String last = String.format(Locale.ROOT, "2025-07-%02d", 1 + p % 20);
            if (p % 3 == 0) {
                early.entries.add(new Entry(id, "newsletter", p % 2 == 0 ? "granted" : "denied", yes, "", "till, 4"));
            }
            switch (p % 8) {
                case 0 -> early.entries.add(new Entry(id, "personas", "granted", yes, "", "web"));
                case 1 -> {
                    early.entries.add(new Entry(id, "personas", "granted", yes, "", ""));
                    late.entries.add(new Entry(id, "personas", "withdrawn", other, "", "5\u20ac, by mail"));
                }
                case 2 -> {
                    early.entries.add(new Entry(id, "personas", "denied", yes, "", ""));
                    late.entries.add(new Entry(id, "newsletter;personas", "granted", other, "2027-01-01", ""));
                }
                case 3 -> {
                    early.entries.add(new Entry(id, "personas", "objected", yes, "", ""));
                    late.entries.add(new Entry(id, "personas", "granted", last, "", ""));
                }
                case 4 -> {
                    early.entries.add(new Entry(id, "newsletter,personas", "granted", yes, "", ""));
                    late.entries.add(new Entry(id, "all", "withdrawn", last, "", ""));
                }
                case 5 -> late.entries.add(new Entry(id, "personas", "granted", other, "2025-12-01", ""));
                case 6 -> {
                    early.entries.add(new Entry(id, "personas", "granted", yes, "", ""));
                    late.entries.add(new Entry(id, "personas", "objected", last + "T09:30:00.5Z", "", "a \"b\""));
                }
                default -> {
                    late.entries.add(new Entry(id, "personas", "denied", other, "", ""));
                    late.entries.add(
                            new Entry(id, "Personas ", "Granted", last + " 12:00", "2026-06-01T00:00:00Z", ""));
                }
            }
        }
    }

    private Mutant mutant() {
        return mutant(List.of());
    }

    private Mutant mutant(List<Consumer<StringBuilder>> onText) {
        Map<String, String> texts = new LinkedHashMap<>();
        parts.forEach(part -> texts.put(part.name, isJson ? json(part) : csv(part)));
        for (Consumer<StringBuilder> change : onText) {
            String name = pick(List.copyOf(texts.keySet()));
            StringBuilder text = new StringBuilder(texts.get(name));
            change.accept(text);
            texts.put(name, text.toString());
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        if (random.nextInt(25) == 0) {
            changeBytes(files);
        }
        return new Mutant(files, String.join(", ", kinds), isNoise);
    }

    private static String csv(Part part) {
        StringBuilder text = new StringBuilder(part.before);
        text.append(part.order.stream().map(part.header::get).collect(Collectors.joining(",")))
                .append(part.end);
        for (Entry entry : part.entries) {
            text.append(part.order.stream()
                            .map(column -> quoted(entry.cells[column], part.isQuoted))
                            .collect(Collectors.joining(",")))
                    .append(part.end);
        }
        return text.toString();
    }

    private static String quoted(String cell, boolean isAlways) {
        if (cell == null) {
            return "";
        }
        boolean isNeeded = isAlways || cell.matches("(?s).*[\",\n\r].*");
        return isNeeded ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static String json(Part part) {
        StringBuilder text = new StringBuilder(part.before);
        for (Entry entry : part.entries) {
            List<String> members = new ArrayList<>();
            for (int column : part.order) {
                if (entry.raw[column] != null) {
                    members.add(string(entry.keys[column]) + ":" + entry.raw[column]);
                } else if (entry.cells[column] != null) {
                    members.add(string(entry.keys[column]) + ": " + string(entry.cells[column]));
                }
            }
            text.append('{')
                    .append(String.join(", ", members))
                    .append(entry.more)
                    .append('}')
                    .append(part.end);
        }
        return text.toString();
    }

    private static String string(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private Part part() {
        return pick(parts);
    }

    private void did(String kind) {
        kinds.add(kind);
    }

    /** No noise: it may be a yes where there was a no. */
    private void may(String kind) {
        did(kind + "!");
        isNoise = false;
    }

    private void changeEntries() {
        Part part = part();
        if (part.entries.isEmpty()) {
            return;
        }
        Entry entry = pick(part.entries);
        String[] cells = entry.cells;
        switch (random.nextInt(isJson ? 18 : 13)) {
            case 0, 1 -> changeId(entry);
            case 2 -> changeStatus(entry);
            case 3, 4 -> changePurpose(entry);
            case 5, 6 -> changeTime(entry);
            case 7 -> {
                if (cells[UNTIL].isEmpty() || random.nextBoolean()) {
                    did("until");
                    cells[UNTIL] = pick("soon", "2025-01-01", "2025-12-31", "never", "2025-02-30", "-", "0");
                } else {
                    may("until");
                    cells[UNTIL] = pick("", "2027-01-01", " ");
                }
            }
            case 8 -> {
                int column = random.nextInt(COLUMNS.size());
                if (column == UNTIL && !cells[UNTIL].isEmpty()) {
                    may("cell dropped " + COLUMNS.get(column));
                } else {
                    did("cell dropped " + COLUMNS.get(column));
                }
                cells[column] = null;
            }
            case 9 -> {
                did("entries shuffled");
                Collections.shuffle(part.entries, random);
                if (random.nextBoolean()) {
                    part.entries.add(pick(part.entries));
                }
            }
            case 10 -> {
                may("entry lost");
                part.entries.remove(entry);
            }
            case 11 -> changeFiles();
            case 12 -> changeHeader(part);
            case 13 -> {
                int column = random.nextInt(4);
                boolean isOther = random.nextBoolean();
                String key = COLUMNS.get(column);
                entry.keys[column] = isOther
                        ? pick(key.toUpperCase(Locale.ROOT), key + " ", key.replace("_", "-"), "\u00a0" + key)
                        : pick(key + "s", "x", key.substring(1));
                did(isOther ? "key of other case" : "key renamed");
            }
            case 14 -> {
                int column = random.nextInt(5);
                may("key twice");
                entry.more = ", " + string(COLUMNS.get(column)) + ": "
                        + (random.nextBoolean() && cells[column] != null ? string(cells[column]) : "\"granted\"");
            }
            case 15 -> {
                int column = random.nextInt(5);
                entry.raw[column] = pick("null", "true", "0", "{}", "[]", "[null]", "\"\"");
                if (column == UNTIL) {
                    may("type of until");
                } else {
                    did("type of " + COLUMNS.get(column) + " " + entry.raw[column]);
                }
            }
            case 16 -> {
                did("list of purposes");
                List<String> list = new ArrayList<>(List.of(string(cells[PURPOSE] == null ? "" : cells[PURPOSE])));
                if (random.nextBoolean()) {
                    list.add(string(pick("newsletter", "x", "")));
                }
                Collections.shuffle(list, random);
                entry.raw[PURPOSE] = random.nextInt(4) == 0 ? string(list.toString()) : list.toString();
            }
            default -> {
                did("list of ids");
                String id = string(cells[ID] == null ? "" : cells[ID]);
                entry.raw[ID] = pick("[" + id + "]", "[" + id + ", \"x\"]", "{\"id\": " + id + "}", "[[" + id + "]]");
            }
        }
    }

    private void changeId(Entry entry) {
        String id = entry.cells[ID];
        if (id == null) {
            return;
        }
        boolean isNumber = id.matches("[0-9]+");
        switch (random.nextInt(10)) {
            case 0 ->
                entry.cells[ID] = random.nextBoolean() ? id.toLowerCase(Locale.ROOT) : id.toUpperCase(Locale.ROOT);
            case 1 -> entry.cells[ID] = id.replaceFirst("^(\\p{L}*-?)0*(?=[0-9])", "$1" + pick("", "0", "00000"));
            case 2 -> entry.cells[ID] = pick(" ", "\u00a0", "\u200b", "\ufeff", "\t") + id + pick("", " ", "\u2009");
            case 3 -> entry.cells[ID] = id.charAt(0) + pick(" ", "\u00a0", "\u200b", "\u0000") + id.substring(1);
            case 4 -> entry.cells[ID] = id + (isNumber ? pick(".0", ".00", ".") : ".0");
            case 5 -> entry.cells[ID] = isNumber && id.length() > 3 ? "1.00023E5" : id + " ";
            case 6 ->
                entry.cells[ID] = id.chars()
                        .map(c -> c > ' ' && c < 0x7f ? c + 0xfee0 : c)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
            case 7 -> entry.cells[ID] = Normalizer.normalize(id, Normalizer.Form.NFD);
            case 8 -> entry.cells[ID] = pick("", " ", "NA", "null", "NaN", "\u200b", "\ufffd" + id.substring(1));
            default -> {
                if (isJson && isNumber && !id.startsWith("0")) {
                    entry.raw[ID] = pick(id, id + ".0");
                } else {
                    may("id of another");
                    entry.cells[ID] = pick(PEOPLE);
                }
            }
        }
        // A no that has become another's is none of the first one's: C1 for C0001 is near, 42 for 0042 is somebody.
        if (!entry.isYes() && PEOPLE.contains(SimpleLedger.exact(entry.cells[ID])) && !id.equals(entry.cells[ID])) {
            isNoise &= SimpleLedger.exact(entry.cells[ID]).equals(id);
        }
        did("id");
    }

    private void changeStatus(Entry entry) {
        if (random.nextInt(4) == 0) {
            may("status");
            entry.cells[STATUS] = pick("granted", "denied", "withdrawn", "objected", " GRANTED ");
            return;
        }
        did("status");
        String status = entry.cells[STATUS] == null ? "" : entry.cells[STATUS];
        entry.cells[STATUS] = pick(
                status.toUpperCase(Locale.ROOT),
                " " + status + "\u00a0",
                "not " + status,
                status + "?",
                status.replaceFirst("^(.)(.)", "$2$1"),
                "",
                "yes",
                "true",
                "1",
                status + ";" + "withdrawn",
                "\ufffd" + status);
    }

    private void changePurpose(Entry entry) {
        String purpose = entry.cells[PURPOSE] == null ? "" : entry.cells[PURPOSE];
        if (random.nextInt(5) == 0) {
            may("purpose");
            entry.cells[PURPOSE] = pick("personas", "newsletter", "persona", "all", purpose + "|personas");
            return;
        }
        did("purpose");
        entry.cells[PURPOSE] = pick(
                purpose.toUpperCase(Locale.ROOT),
                "\u200b" + purpose + " ",
                purpose.replace("personas", "persona-s"),
                purpose.replace("personas", "perso nas"),
                purpose.replace("personas", "person\u00e1s"),
                purpose.replace("personas", "perso\ufffdnas"),
                purpose.replace("personas", "pers\ufffdnas"),
                purpose.replace("personas", "perso\u0000nas"),
                purpose + "|newsletter",
                "x / " + purpose,
                purpose + "+x",
                "[\"x\", \"" + purpose + "\"]",
                "['" + purpose + "']",
                "[" + purpose,
                "{" + purpose + "}",
                "",
                "NA",
                "*",
                "ALL",
                "x;;" + purpose,
                purpose + "\\,x");
    }

    private void changeTime(Entry entry) {
        String time = entry.cells[AT];
        if (time == null || time.length() < 10) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                did("time");
                entry.cells[AT] = random.nextInt(8) == 0 ? "" : pick(GARBAGE_TIMES);
            }
            case 2 -> {
                did("coarse time");
                entry.cells[AT] = time.substring(0, 10);
            }
            case 3 -> {
                did("spelling of time");
                entry.cells[AT] = time.replace("T", pick(" ", "t"))
                        .replace("Z", pick("+00", "+0000", " UTC", "z", "+00:00"))
                        .replace(".5", pick(",5", ".500000"));
            }
            case 4 -> {
                did("spelling of day");
                entry.cells[AT] = time.length() == 10 ? time.replace("-", "") : " " + time + "\t";
            }
            default -> {
                may("another time");
                entry.cells[AT] = pick(
                        "2025-01-01",
                        "2026-02-01T00:00:00Z",
                        "2025-12-31T23:30:00-02:00",
                        "2024-02-29 10:00",
                        "2031-01-01");
            }
        }
    }

    private void changeFiles() {
        did("files");
        Part first = parts.get(0);
        switch (random.nextInt(4)) {
            case 0 -> Collections.reverse(parts);
            case 1 -> {
                Part more = new Part("more/" + first.name);
                int half = first.entries.size() / 2;
                more.entries.addAll(first.entries.subList(half, first.entries.size()));
                first.entries.subList(half, first.entries.size()).clear();
                parts.add(random.nextInt(parts.size()), more);
            }
            case 2 -> {
                Part last = parts.get(parts.size() - 1);
                if (last != first) {
                    last.entries.addAll(first.entries);
                    parts.remove(first);
                }
            }
            default -> parts.add(new Part("0-none" + (isJson ? ".jsonl" : ".csv")));
        }
    }

    private void changeHeader(Part part) {
        int column = random.nextInt(COLUMNS.size());
        String name = COLUMNS.get(column);
        switch (random.nextInt(isJson ? 2 : 8)) {
            case 0 -> {
                did("order of columns");
                List<Integer> order = new ArrayList<>(part.order);
                Collections.shuffle(order, random);
                part.order = order;
            }
            case 1 -> {
                String other = pick(name.toUpperCase(Locale.ROOT), name + "s", name.replace('_', ' '), "x", "");
                if (isJson) {
                    part.entries.forEach(entry -> entry.keys[column] = other);
                }
                part.header.set(column, other);
                if (column == NOTE) {
                    did("note renamed");
                } else if (column == UNTIL) {
                    may("until renamed");
                } else {
                    did("column renamed");
                }
            }
            case 2 -> {
                did("header cell with blanks");
                part.header.set(column, pick(" " + name, name + "\t", "\"" + name + "\"", "\" " + name + "\""));
            }
            case 3 -> {
                may("header cells swapped");
                int other = random.nextInt(COLUMNS.size());
                part.header.set(column, COLUMNS.get(other));
                part.header.set(other, name);
            }
            case 4 -> {
                did("a column twice");
                part.header.set(NOTE, pick(name, name.toUpperCase(Locale.ROOT), name.replace('_', '-')));
            }
            case 5 -> {
                did("all quoted");
                part.isQuoted = true;
            }
            case 6 -> {
                did("line ends");
                part.end = pick("\r\n", "\r", "\n\n");
            }
            default -> {
                did("before");
                part.before = pick("\ufeff", "\n\n", " \n", "sep=,\n", "Export of 2025\n", "#x\n");
            }
        }
    }

    /** A place inside one of the lines that hold entries. */
    private int within(StringBuilder text) {
        return random.nextInt(Math.max(1, text.length()));
    }

    private void changeCsv(StringBuilder text) {
        int at = within(text);
        List<String> lines = new ArrayList<>(Arrays.asList(text.toString().split("(?<=\n)")));
        int line = random.nextInt(lines.size());
        String one = lines.get(line).stripTrailing();
        switch (random.nextInt(14)) {
            case 0, 1 -> {
                // Where a quote is inserted, no no may become none; only a doubled one is part of a value.
                did("quote inserted");
                text.insert(at, '"');
                return;
            }
            case 2 -> {
                int quote = text.indexOf("\"", at);
                if (quote >= 0) {
                    may("quote lost");
                    text.deleteCharAt(quote);
                }
                return;
            }
            case 3 -> {
                may("sign replaced");
                text.setCharAt(at, pick(List.of(',', ';', '\t', '"', '\'', '\\', 'x', '0', ' ', '\r', '\n', '\u0000')));
                return;
            }
            case 4 -> {
                may("sign lost");
                text.deleteCharAt(at);
                return;
            }
            case 5 -> {
                may("sign inserted");
                text.insert(at, pick(",", ";", "\n", "\r", "\\", "\u0000", "\ufffd", "#", "\u00a0", "\"\"", "\n\n"));
                return;
            }
            case 6 -> {
                may("cut short");
                text.setLength(at);
                return;
            }
            case 7 -> lines.set(line, one.replace(',', pick(List.of(';', '\t', '|'))) + "\n");
            case 8 -> lines.replaceAll(each -> each.replace(',', ';'));
            case 9 -> lines.set(line, one + pick(",", ",,", ",x", "\",\"") + "\n");
            case 10 -> lines.replaceAll(each -> each.replace("\n", ",\n"));
            case 11 -> lines.add(line, pick("\n", "  \n", lines.get(0), ",,,,,\n", "\t\n", "\"\"\n", "-- 3 rows --\n"));
            case 12 -> {
                if (random.nextBoolean()) {
                    lines.remove(0);
                } else {
                    lines.set(0, lines.get(0).replaceFirst("\n", pick(",\n", ",,\n", ",note\n", ",at2\n")));
                }
            }
            default -> {
                // The end of one file, as somebody puts files together.
                lines.set(line, one);
            }
        }
        boolean isHeader = line == 0 && !lines.isEmpty();
        if (isHeader) {
            may("header line");
        } else {
            did("line");
        }
        text.setLength(0);
        text.append(String.join("", lines));
    }

    private void changeJson(StringBuilder text) {
        int at = within(text);
        List<String> lines = new ArrayList<>(Arrays.asList(text.toString().split("(?<=\n)")));
        int line = random.nextInt(lines.size());
        String one = lines.get(line).stripTrailing();
        switch (random.nextInt(13)) {
            case 0 -> {
                may("quote inserted");
                text.insert(at, '"');
                return;
            }
            case 1 -> {
                may("sign replaced");
                text.setCharAt(
                        at, pick(List.of(',', ':', '{', '}', '"', '\'', '\\', 'x', '0', ' ', '\r', '\n', '\u0000')));
                return;
            }
            case 2 -> {
                may("sign lost");
                text.deleteCharAt(at);
                return;
            }
            case 3 -> {
                may("sign inserted");
                text.insert(
                        at,
                        pick(",", "\n", "\r", "\\", "\u0000", "\ufffd", "\\u0000", "\\ud800", "\\n", "\\", "\u00a0"));
                return;
            }
            case 4 -> {
                may("cut short");
                text.setLength(at);
                return;
            }
            case 5 -> lines.set(line, one + "\n" + pick("[]", "1", "null", "\"x\"", "{}", "{", "}", "//x") + "\n");
            case 6 -> lines.set(line, one);
            case 7 -> lines.set(line, one.replace('"', '\'') + "\n");
            case 8 -> lines.set(line, "[" + one + "]\n");
            case 9 -> lines.set(line, one + ",\n");
            case 10 -> lines.set(line, one.replace(", ", ",\n ") + "\n");
            case 11 -> lines.set(line, one.replaceFirst("a", "\\\\u0061") + "\n");
            default -> lines.add(line, pick("\n", " \n", "\ufeff", "\r\n"));
        }
        did("line");
        text.setLength(0);
        text.append(String.join("", lines));
    }

    private void changeBytes(Map<String, byte[]> files) {
        String name = pick(List.copyOf(files.keySet()));
        byte[] bytes = files.get(name);
        switch (random.nextInt(4)) {
            case 0 -> {
                did("windows-1252");
                bytes = new String(bytes, StandardCharsets.UTF_8).getBytes(Charset.forName("windows-1252"));
            }
            case 1 -> {
                did("utf-16");
                bytes = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
            }
            case 2 -> {
                may("no bytes");
                bytes = new byte[0];
            }
            default -> {
                may("a byte");
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
                out.write(bytes, 0, at);
                out.write(random.nextInt(256));
                out.write(bytes, at, bytes.length - at);
                bytes = out.toByteArray();
            }
        }
        files.put(name, bytes);
    }
}
