package io.dramatis.input;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A delivery of JSON files like the demo's web log, and what can become of one on its way. */
final class JsonDraft {
    static final List<String> NEEDED = List.of("cookie", "amount", "at", "channels");

    private static final int ROWS = 30;

    private final Random random;
    private final List<List<String>> files = new ArrayList<>();
    private final List<byte[]> bytes = new ArrayList<>();
    private Charset charset = StandardCharsets.UTF_8;
    private Charset written = StandardCharsets.UTF_8;
    private String lineEnd = "\n";
    private boolean isDocument;
    private boolean isList;
    private boolean isPretty;

    /** What is done to the objects, before they are written. */
    private enum OfObjects {
        KEY_RENAMED,
        KEY_RENAMED_IN_A_FILE,
        KEY_DROPPED_IN_A_FILE,
        KEY_DROPPED,
        KEY_TWICE,
        OTHER_KEY_TWICE,
        VALUE_CHANGED,
        OTHER_VALUE_CHANGED,
        LIST,
        ODD_LINE,
        TEXT_AFTER,
        OBJECTS_JOINED,
        ROW_TWICE,
        ROWS_SHUFFLED,
        DEEP,
        DOCUMENT,
        LIST_OF_ALL,
        PRETTY,
        ANOTHER_FILE,
        FILES_TURNED,
        FILE_EMPTY,
        CRLF,
        CR,
        UTF_16,
        WINDOWS_1252,
        WINDOWS_1252_UNSAID
    }

    /** What is done to the bytes of a file. */
    private enum OfBytes {
        QUOTE_IN,
        BYTE_CHANGED,
        BYTE_OUT,
        BRACE_IN,
        NO_TEXT_IN,
        NUL_IN,
        LINE_END_IN,
        LINE_END_OUT,
        BLANK_LINES,
        NO_LAST_LINE_END,
        CUT,
        MARK,
        FOOTER
    }

    JsonDraft(long seed) {
        random = new Random(seed);
        files.add(rows(0, ROWS));
        files.add(rows(ROWS, 8));
    }

    private List<String> rows(int from, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            rows.add(
                    "{\"cookie\":\"k%04d\",\"at\":\"2025-0%d-1%dT08:15:0%dZ\",\"type\":\"%s\",\"amount\":%s,\"channels\":%s,\"device\":%s}"
                            .formatted(
                                    1000 + i,
                                    1 + random.nextInt(9),
                                    random.nextInt(9),
                                    random.nextInt(9),
                                    one("view", "Zürich", "say \\\"hi\\\"", "李"),
                                    one("12.50", "7", "null", "100000.0", "0.10"),
                                    one("[\"mail\",\"shop\"]", "[]", "\"mail;app\"", "null", "[\"app\"]"),
                                    one("\"mobile\"", "{\"os\":\"x\",\"v\":[1,2.50,null]}", "true")));
        }
        return rows;
    }

    private String one(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    /** One to three changes. */
    JsonDraft changed() {
        int changes = 1 + random.nextInt(3);
        List<OfBytes> later = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            if (random.nextInt(3) > 0) {
                change(OfObjects.values()[random.nextInt(OfObjects.values().length)]);
            } else {
                later.add(OfBytes.values()[random.nextInt(OfBytes.values().length)]);
            }
        }
        files.forEach(file -> bytes.add(text(file).getBytes(written)));
        later.forEach(this::change);
        return this;
    }

    SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> named = new TreeMap<>();
        for (int i = 0; i < bytes.size(); i++) {
            named.put("web-" + (char) ('a' + i) + ".jsonl", bytes.get(i));
        }
        return named;
    }

    SimpleJson.Rules rules() {
        return new SimpleJson.Rules(charset, isDocument);
    }

    private void change(OfObjects change) {
        List<String> rows = files.get(random.nextInt(files.size()));
        if (rows.isEmpty()) {
            rows.add(rows(900, 1).get(0));
        }
        int at = random.nextInt(rows.size());
        String row = rows.get(at);
        String key = one("cookie", "amount", "at", "channels", "type", "device");
        switch (change) {
            case KEY_RENAMED ->
                rows.set(at, row.replace("\"" + key + "\":", "\"" + one("Amount", "x", "AT", "") + "\":"));
            case KEY_RENAMED_IN_A_FILE ->
                rows.replaceAll(each ->
                        each.replace("\"" + key + "\":", "\"" + key.toUpperCase(java.util.Locale.ROOT) + "\":"));
            case KEY_DROPPED_IN_A_FILE -> rows.replaceAll(each -> each.replace("\"" + key + "\":", "\"other\":"));
            case KEY_DROPPED -> rows.set(at, row.replaceFirst("\"at\":\"[^\"]*\",", ""));
            case KEY_TWICE -> rows.set(at, row.replaceFirst("\\{", "{\"amount\":" + one("1", "\"x\"", "null") + ","));
            case OTHER_KEY_TWICE -> rows.set(at, row.replaceFirst("\\{", "{\"device\":1,"));
            case VALUE_CHANGED -> rows.set(at, row.replaceFirst("\"at\":\"[^\"]*\"", "\"at\":" + value()));
            case OTHER_VALUE_CHANGED ->
                rows.set(at, row.replaceFirst("\"device\":", "\"more\":" + value() + ",\"device\":"));
            case LIST ->
                rows.set(
                        at,
                        row.replaceFirst(
                                "\"channels\":",
                                "\"channels\":"
                                        + one(
                                                "[\"a;b\"]",
                                                "[1,2.50,true,null]",
                                                "[[\"a\"],{\"b\":1}]",
                                                "[\"\"]",
                                                "[null]")
                                        + ",\"channel\":"));
            case ODD_LINE ->
                rows.set(
                        at,
                        one(
                                "[1,2]",
                                "7",
                                "\"text\"",
                                "null",
                                "{}",
                                "[]",
                                "{",
                                "}",
                                "{'a':1}",
                                "// no",
                                "[" + row + "]",
                                "x"));
            case TEXT_AFTER -> rows.set(at, row + one(",", " x", "}", "]", " {}", ";", " 1", " \t"));
            case OBJECTS_JOINED -> rows.set(at, row + row);
            case ROW_TWICE -> rows.add(row);
            case ROWS_SHUFFLED -> Collections.shuffle(rows, random);
            case DEEP ->
                rows.set(
                        at,
                        row.replaceFirst(
                                "\"device\":", "\"deep\":" + "[".repeat(1200) + "]".repeat(1200) + ",\"device\":"));
            case DOCUMENT -> isDocument = true;
            case LIST_OF_ALL -> {
                isDocument = true;
                isList = true;
            }
            case PRETTY -> {
                isDocument = isDocument || random.nextInt(5) > 0;
                isPretty = true;
            }
            case ANOTHER_FILE -> files.add(rows(100 * files.size(), 5));
            case FILES_TURNED -> Collections.shuffle(files, random);
            case FILE_EMPTY -> files.add(random.nextInt(files.size() + 1), new ArrayList<>());
            case CRLF -> lineEnd = "\r\n";
            case CR -> lineEnd = "\r";
            case UTF_16 -> {
                written = random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE;
                charset = random.nextInt(4) > 0 ? written : charset;
            }
            case WINDOWS_1252 -> {
                charset = Charset.forName("windows-1252");
                written = charset;
            }
            case WINDOWS_1252_UNSAID -> written = Charset.forName("windows-1252");
        }
    }

    private String value() {
        return one(
                        "1",
                        "-0",
                        "1e3",
                        "100000.0",
                        "12345678901234567890.12345",
                        "NaN",
                        "Infinity",
                        "01",
                        "+1",
                        ".5",
                        "0x1F",
                        "True",
                        "true",
                        "{\"a\":[1,null,1.10]}",
                        "\"\\ud83d\\ude00\"",
                        "\"\\ud83d\"",
                        "\"\\ude00x\"",
                        "\"\\u0000\"",
                        "\"a\\nb\"",
                        "\"a\tb\"",
                        "\"\uFFFD\"",
                        "\"\\x\"",
                        "\"" + "x".repeat(3000) + "\"",
                        "{\"\\ud83d\":1}")
                .replace("\\", "\\\\");
    }

    private String text(List<String> rows) {
        StringBuilder text = new StringBuilder(isList ? "[" + lineEnd : "");
        for (int i = 0; i < rows.size(); i++) {
            String row = isPretty ? rows.get(i).replace(",\"", "," + lineEnd + "  \"") : rows.get(i);
            text.append(row).append(isList && i + 1 < rows.size() ? "," : "").append(lineEnd);
        }
        return text.append(isList ? "]" + lineEnd : "").toString();
    }

    private void change(OfBytes change) {
        int which = random.nextInt(bytes.size());
        byte[] file = bytes.get(which);
        int length = file.length;
        int at = random.nextInt(length + 1);
        bytes.set(
                which,
                switch (change) {
                    case QUOTE_IN -> with(file, at, 0, "\"");
                    case BYTE_CHANGED -> with(file, at, 1, String.valueOf((char) random.nextInt(256)));
                    case BYTE_OUT -> with(file, at, 1, "");
                    case BRACE_IN -> with(file, at, 0, one("{", "}", "[", "]", ",", ":", "\\"));
                    case NO_TEXT_IN ->
                        with(
                                file,
                                at,
                                0,
                                one("\u00FF", "\u00C3", "\u00E2\u0082", "\u00ED\u00A0\u0080", "\u00C0\u0080"));
                    case NUL_IN -> with(file, random.nextBoolean() ? at : Math.min(1, length), 0, "\0");
                    case LINE_END_IN -> with(file, at, 0, one("\n", "\r", "\r\n"));
                    case LINE_END_OUT -> {
                        int end = at;
                        while (end < length && file[end] != '\n') {
                            end++;
                        }
                        yield with(file, end, 1, "");
                    }
                    case BLANK_LINES -> {
                        int begin = at;
                        while (begin > 0 && file[begin - 1] != '\n') {
                            begin--;
                        }
                        yield with(file, begin, 0, one("\n", "\n\n\n", "  \t\n", "\r\n", "\u00A0\n"));
                    }
                    case NO_LAST_LINE_END -> with(file, Math.max(0, length - 1), 1, "");
                    case CUT -> with(file, at, length, "");
                    case MARK -> with(file, 0, 0, "\u00EF\u00BB\u00BF");
                    case FOOTER -> with(file, length, 0, one("(30 rows)\n", "\u001A", "{}\n", "]"));
                });
    }

    /** With bytes, each told as a character below 256, in place of some. */
    private static byte[] with(byte[] file, int at, int out, String in) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(file, 0, at);
        changed.writeBytes(in.getBytes(StandardCharsets.ISO_8859_1));
        int rest = Math.min(file.length, at + out);
        changed.write(file, rest, file.length - rest);
        return changed.toByteArray();
    }
}
