package io.dramatis.input;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A CSV reader of the tests alone, as simple as can be: each file as a whole, each record by a machine of five states
 * (RFC 4180), each record of a line where values may hold no line breaks.
 */
public final class SimpleCsv {

    /** How the files are meant. */
    public record Rules(
            Charset charset, char delimiter, char comment, boolean multiLine, int maxRecordLines, int skipRows) {
        public static final char NO_COMMENT = '\uFFFF';
        static final Rules DEFAULT = new Rules(StandardCharsets.UTF_8, ',', NO_COMMENT, false, 50, 0);
    }

    /** Why the input must be refused; line 0: no line's. */
    public record Refusal(String file, long line, String words) {}

    /**
     * @param wholes of each record, all it says: columns with their values, in an order of its own
     * @param refusals all reasons for which the input must be refused; with one of them the records do not count
     */
    public record Result(List<SimpleRecord> records, List<List<String>> wholes, List<Refusal> refusals) {}

    private enum State {
        BEGIN,
        PLAIN,
        QUOTED,
        QUOTE,
        AFTER
    }

    /** What a record is made of; the fields' texts, with null where there is nothing. */
    private record Fields(List<String> texts, boolean isOpen, boolean hasTextAfterQuote) {}

    private final List<String> needed;
    private final Rules rules;
    private final List<SimpleRecord> records = new ArrayList<>();
    private final List<List<String>> wholes = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    private SimpleCsv(List<String> needed, Rules rules) {
        this.needed = needed;
        this.rules = rules;
    }

    public static Result read(SortedMap<String, byte[]> files, List<String> needed, Rules rules) {
        SimpleCsv csv = new SimpleCsv(needed, rules);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            csv.file(file.getKey(), file.getValue());
        }
        return new Result(csv.records, csv.wholes, csv.refusals);
    }

    private void file(String name, byte[] bytes) {
        boolean isWide = bytes.length > 1 && (bytes[0] & 0xFF) >= 0xFE && (bytes[1] & 0xFF) >= 0xFE;
        if (isWide && !rules.charset().name().startsWith("UTF-16")) {
            refusals.add(new Refusal(name, 0, "UTF-16"));
            return;
        }
        List<SimpleLines.Line> lines = SimpleLines.of(bytes, rules.charset());
        List<String> header = null;
        int skipped = 0;
        for (int i = 0; i < lines.size(); ) {
            int begin = i;
            String text = lines.get(i).text();
            boolean isText = lines.get(i).isText();
            i++;
            if (isBlank(text) || text.charAt(0) == rules.comment()) {
                continue;
            }
            Fields fields = fields(text);
            while (fields.isOpen() && rules.multiLine() && i < lines.size() && i - begin < rules.maxRecordLines()) {
                text += "\n" + lines.get(i).text();
                isText &= lines.get(i).isText();
                fields = fields(text);
                i++;
            }
            if (fields.isOpen()) {
                refusals.add(new Refusal(name, begin + 1, rules.multiLine() ? "does not end" : "not closed"));
                return;
            }
            if (header == null) {
                header = header(name, fields, isText);
            } else if (skipped < rules.skipRows()) {
                skipped++;
            } else {
                record(name, begin + 1, header, fields, isText);
                wholes.add(whole(header, fields, text));
            }
        }
    }

    private boolean isBlank(String text) {
        return text.isEmpty()
                || (rules.delimiter() != '\t' && text.chars().allMatch(sign -> sign == ' ' || sign == '\t'));
    }

    private List<String> header(String name, Fields fields, boolean isText) {
        List<String> cells = fields.texts().stream()
                .map(cell -> cell == null ? "" : cell.strip())
                .toList();
        if (!isText || fields.hasTextAfterQuote()) {
            refusals.add(new Refusal(name, 0, "header"));
        } else if (!cells.containsAll(needed)) {
            refusals.add(new Refusal(name, 0, "lacks column"));
        } else if (needed.stream().anyMatch(column -> Collections.frequency(cells, column) > 1)) {
            refusals.add(new Refusal(name, 0, "twice"));
        }
        return cells;
    }

    private void record(String name, long line, List<String> header, Fields fields, boolean isText) {
        List<String> texts = fields.texts();
        String broken = "";
        if (!isText) {
            broken = "bytes that are no text of the encoding";
        } else if (fields.hasTextAfterQuote()) {
            broken = "text follows a closing quote";
        } else if (texts.size() < header.size()) {
            broken = "too few fields";
        } else if (texts.size() > header.size()) {
            broken = "too many fields";
        } else if (texts.stream()
                .map(text -> text == null ? "" : text.strip())
                .toList()
                .equals(header)) {
            broken = "the header once more";
        }
        List<String> values = new ArrayList<>();
        for (String column : needed) {
            values.add(broken.isEmpty() && header.contains(column) ? texts.get(header.indexOf(column)) : null);
        }
        records.add(new SimpleRecord(name, line, broken.isEmpty() ? values : List.of(), broken));
    }

    /** A broken record is its text. */
    private List<String> whole(List<String> header, Fields fields, String text) {
        if (records.get(records.size() - 1).isBroken()) {
            return List.of(text);
        }
        List<String> whole = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i) + "#" + Collections.frequency(header.subList(0, i), header.get(i));
            whole.add(name + "="
                    + (fields.texts().get(i) == null ? "" : fields.texts().get(i)));
        }
        Collections.sort(whole);
        return whole;
    }

    private Fields fields(String record) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        State state = State.BEGIN;
        for (char sign : record.toCharArray()) {
            boolean isDelimiter = sign == rules.delimiter() && state != State.QUOTED;
            if (isDelimiter) {
                texts.add(value(text, state));
                text.setLength(0);
                state = State.BEGIN;
                continue;
            }
            boolean isBlank = sign == ' ' || sign == '\t';
            switch (state) {
                case BEGIN -> {
                    if (sign == '"') {
                        state = State.QUOTED;
                    } else if (!isBlank) {
                        text.append(sign);
                        state = State.PLAIN;
                    }
                }
                case PLAIN -> text.append(sign);
                case QUOTED -> {
                    if (sign == '"') {
                        state = State.QUOTE;
                    } else {
                        text.append(sign);
                    }
                }
                case QUOTE -> {
                    if (sign == '"') {
                        text.append(sign);
                        state = State.QUOTED;
                    } else if (isBlank) {
                        state = State.AFTER;
                    } else {
                        return new Fields(texts, false, true);
                    }
                }
                case AFTER -> {
                    if (!isBlank) {
                        return new Fields(texts, false, true);
                    }
                }
            }
        }
        texts.add(value(text, state));
        return new Fields(texts, state == State.QUOTED, false);
    }

    private static String value(StringBuilder text, State state) {
        return switch (state) {
            case BEGIN -> null;
            case PLAIN -> text.toString().replaceAll("[ \t]+$", "");
            default -> text.toString();
        };
    }
}
