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

/** A delivery of CSV files like the demo's CRM extract, and what can become of one on its way. */
public final class CsvDraft {
    static final List<String> NEEDED = List.of("customer_id", "region", "email", "orders_count");

    private static final List<String> COLUMNS = List.of(
            "customer_id", "first_name", "email", "region", "signed_up_on", "orders_count", "revenue", "updated_at");
    private static final List<String> REGIONS =
            List.of("London", "Yorkshire, North", "Zürich", "NA", "", "Wales \"W\"");
    private static final int ROWS = 40;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Random random;
    private final List<List<List<String>>> files = new ArrayList<>();
    private final List<byte[]> bytes = new ArrayList<>();
    private Charset charset = StandardCharsets.UTF_8;
    private Charset written = StandardCharsets.UTF_8;
    private char delimiter = ',';
    private String lineEnd = "\n";
    private boolean isQuoted;
    private boolean hasBlanks;
    private boolean isMultiLine;
    private boolean hasComments;
    private int skipRows;

    /** What is done to the tables, before they are written. */
    private enum OfTable {
        FIELD_DROPPED,
        FIELD_ADDED,
        ROW_TWICE,
        ROWS_SHUFFLED,
        HEADER_AGAIN,
        COLUMN_RENAMED,
        COLUMN_OF_OTHER_CASE,
        COLUMN_TWICE,
        OTHER_COLUMN_TWICE,
        HEADER_CELLS_EMPTY,
        COLUMNS_TURNED,
        COLUMN_ADDED,
        COLUMN_DROPPED,
        NO_HEADER,
        ODD_VALUE,
        LINE_BREAK_IN_VALUE,
        QUOTES_AROUND_ALL,
        BLANKS_AROUND_ALL,
        OTHER_DELIMITER,
        MULTI_LINE,
        COMMENTS,
        ROWS_TO_SKIP,
        ANOTHER_FILE,
        FILES_TURNED,
        FILE_EMPTY,
        HEADER_ALONE,
        CRLF,
        CR,
        WINDOWS_1252,
        WINDOWS_1252_UNSAID,
        UTF_16
    }

    /** What is done to the bytes of a file. */
    private enum OfBytes {
        QUOTE_IN,
        QUOTE_OUT,
        BYTE_CHANGED,
        BYTE_OUT,
        NO_TEXT_IN,
        NUL_IN,
        DELIMITER_IN,
        LINE_END_IN,
        LINE_END_OUT,
        LINE_ENDS_MIXED,
        BLANK_LINES,
        NO_LAST_LINE_END,
        CUT,
        MARK,
        FOOTER,
        PIECE_TWICE,
        PIECES_TURNED
    }

    public CsvDraft(long seed) {
        random = new Random(seed);
        List<List<String>> rows = new ArrayList<>();
        rows.add(new ArrayList<>(COLUMNS));
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(i));
        }
        files.add(rows);
    }

    private List<String> row(int i) {
        return new ArrayList<>(List.of(
                "C%04d".formatted(1000 + i),
                one("Ann", "Zoë", "O'Neil", "李", "Jean Luc"),
                "p" + i + "@x.org",
                one(REGIONS.toArray(String[]::new)),
                "2024-0%d-1%d".formatted(1 + random.nextInt(9), random.nextInt(9)),
                Integer.toString(random.nextInt(40)),
                random.nextInt(900) + "." + (10 + random.nextInt(80)),
                "2025-12-0%dT0%d:15:00Z".formatted(1 + random.nextInt(9), random.nextInt(9))));
    }

    private String one(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    /** One to three changes. */
    public CsvDraft changed() {
        int changes = 1 + random.nextInt(3);
        List<OfBytes> later = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            if (random.nextBoolean()) {
                change(OfTable.values()[random.nextInt(OfTable.values().length)]);
            } else {
                later.add(OfBytes.values()[random.nextInt(OfBytes.values().length)]);
            }
        }
        files.forEach(file -> bytes.add(text(file).getBytes(written)));
        later.forEach(this::change);
        return this;
    }

    public SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> named = new TreeMap<>();
        for (int i = 0; i < bytes.size(); i++) {
            named.put("crm-" + (char) ('a' + i) + ".csv", bytes.get(i));
        }
        return named;
    }

    public SimpleCsv.Rules rules() {
        return new SimpleCsv.Rules(
                charset, ',', hasComments ? '#' : SimpleCsv.Rules.NO_COMMENT, isMultiLine, 4, skipRows);
    }

    private List<List<String>> file() {
        return files.get(random.nextInt(files.size()));
    }

    /** A row that is no header, and there is always one. */
    private List<String> anyRow() {
        List<List<String>> rows = file();
        while (rows.size() < 2) {
            rows.add(row(ROWS + rows.size()));
        }
        return rows.get(1 + random.nextInt(rows.size() - 1));
    }

    private void change(OfTable change) {
        List<List<String>> rows = file();
        switch (change) {
            case FIELD_DROPPED -> drop(anyRow());
            case FIELD_ADDED -> anyRow().add(one("", "moved", "7"));
            case ROW_TWICE -> rows.add(new ArrayList<>(rows.get(random.nextInt(rows.size()))));
            case ROWS_SHUFFLED -> Collections.shuffle(rows.subList(Math.min(1, rows.size()), rows.size()), random);
            case HEADER_AGAIN -> rows.add(random.nextInt(rows.size() + 1), new ArrayList<>(COLUMNS));
            case COLUMN_RENAMED -> cell(rows, "cust no");
            case COLUMN_OF_OTHER_CASE -> cell(rows, one("Customer ID", "EMAIL", "Region", "updated at"));
            case COLUMN_TWICE -> cell(rows, one("customer_id", "email"));
            case OTHER_COLUMN_TWICE -> cell(rows, "first_name");
            case HEADER_CELLS_EMPTY -> {
                cell(rows, "");
                rows.forEach(row -> row.add(""));
            }
            case COLUMNS_TURNED -> rows.forEach(row -> Collections.rotate(row, 3));
            case COLUMN_ADDED -> {
                rows.forEach(row -> row.add(random.nextInt(row.size() + 1), one("", "x", "9")));
            }
            case COLUMN_DROPPED -> {
                int place = random.nextInt(COLUMNS.size());
                rows.stream().filter(row -> row.size() > place).forEach(row -> row.remove(place));
            }
            case NO_HEADER -> drop(rows);
            case ODD_VALUE ->
                anyRow().set(
                                0,
                                one(
                                        "",
                                        " ",
                                        "\"",
                                        "\"\"",
                                        "a,b",
                                        "a\tb",
                                        "#1",
                                        "\uFFFD",
                                        "\u00A0C1",
                                        "é",
                                        "\uFEFF",
                                        "x\"y"));
            case LINE_BREAK_IN_VALUE -> anyRow().set(0, one("a\nb", "\n", "a\r\nb", "a\rb", "a\n\n\n\n\nb"));
            case QUOTES_AROUND_ALL -> isQuoted = true;
            case BLANKS_AROUND_ALL -> hasBlanks = true;
            case OTHER_DELIMITER -> delimiter = one(";", "\t", "|").charAt(0);
            case MULTI_LINE -> isMultiLine = true;
            case COMMENTS -> {
                hasComments = true;
                rows.add(random.nextInt(rows.size() + 1), new ArrayList<>(List.of("# made by hand", "\"no quote")));
            }
            case ROWS_TO_SKIP -> {
                skipRows = 1 + random.nextInt(3);
                files.forEach(
                        file -> file.add(Math.min(1, file.size()), new ArrayList<>(List.of("{ImportId:1}", "Who?"))));
            }
            case ANOTHER_FILE -> {
                List<List<String>> more = new ArrayList<>();
                more.add(new ArrayList<>(COLUMNS));
                for (int i = 0; i < 6; i++) {
                    more.add(row(100 * files.size() + i));
                }
                files.add(more);
            }
            case FILES_TURNED -> Collections.shuffle(files, random);
            case FILE_EMPTY -> files.add(random.nextInt(files.size() + 1), new ArrayList<>());
            case HEADER_ALONE ->
                files.add(random.nextInt(files.size() + 1), new ArrayList<>(List.of(new ArrayList<>(COLUMNS))));
            case CRLF -> lineEnd = "\r\n";
            case CR -> lineEnd = "\r";
            case WINDOWS_1252 -> {
                charset = Charset.forName("windows-1252");
                written = charset;
            }
            case WINDOWS_1252_UNSAID -> written = Charset.forName("windows-1252");
            case UTF_16 -> {
                written = random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE;
                charset = random.nextInt(4) > 0 ? written : charset;
            }
        }
    }

    private void drop(List<?> some) {
        if (!some.isEmpty()) {
            some.remove(random.nextInt(some.size()));
        }
    }

    private void cell(List<List<String>> rows, String name) {
        if (!rows.isEmpty() && !rows.get(0).isEmpty()) {
            rows.get(0).set(random.nextInt(rows.get(0).size()), name);
        }
    }

    private String text(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "" : String.valueOf(delimiter));
                String cell = row.get(i);
                boolean isWritten =
                        isQuoted || cell.chars().anyMatch(sign -> sign == delimiter || sign == '"' || sign < ' ');
                String whole = isWritten && !cell.startsWith("#") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
                text.append(hasBlanks && !whole.startsWith("#") ? " " + whole + " \t" : whole);
            }
            text.append(lineEnd);
        }
        return text.toString();
    }

    private void change(OfBytes change) {
        int which = random.nextInt(bytes.size());
        byte[] file = bytes.get(which);
        int length = file.length;
        int at = random.nextInt(length + 1);
        byte[] changed = switch (change) {
            case QUOTE_IN -> with(file, at, 0, "\"");
            case QUOTE_OUT -> without(file, '"');
            case BYTE_CHANGED -> with(file, at, 1, String.valueOf((char) random.nextInt(256)));
            case BYTE_OUT -> with(file, at, 1, "");
            case NO_TEXT_IN ->
                with(file, at, 0, one("\u00FF", "\u00C3", "\u00E2\u0082", "\u00ED\u00A0\u0080", "\u00C0\u0080"));
            case NUL_IN -> with(file, at, 0, "\0");
            case DELIMITER_IN -> with(file, at, 0, ",");
            case LINE_END_IN -> with(file, at, 0, one("\n", "\r", "\r\n"));
            case LINE_END_OUT -> without(file, '\n');
            case LINE_ENDS_MIXED -> {
                byte[] mixed = file.clone();
                for (int i = 0; i < length; i++) {
                    mixed[i] = mixed[i] == '\n' && random.nextBoolean() ? (byte) '\r' : mixed[i];
                }
                yield mixed;
            }
            case BLANK_LINES -> with(file, lineBegin(file, at), 0, one("\n", "\n\n\n", "  \t\n", "\r\n"));
            case NO_LAST_LINE_END -> with(file, Math.max(0, length - 1), 1, "");
            case CUT -> with(file, at, length, "");
            case MARK -> joined(MARK, file);
            case FOOTER -> with(file, length, 0, one("Total: 40 rows\n", "(40 rows)", ",,,,,,,\n", "\u001A"));
            case PIECE_TWICE -> {
                byte[] piece = new String(file, at, Math.min(60, length - at), StandardCharsets.ISO_8859_1)
                        .getBytes(StandardCharsets.ISO_8859_1);
                yield with(file, at, 0, new String(piece, StandardCharsets.ISO_8859_1));
            }
            case PIECES_TURNED -> {
                int cut = lineBegin(file, at);
                byte[] begin = new byte[cut];
                System.arraycopy(file, 0, begin, 0, cut);
                byte[] end = new byte[length - cut];
                System.arraycopy(file, cut, end, 0, length - cut);
                yield joined(end, begin);
            }
        };
        bytes.set(which, changed);
    }

    private static int lineBegin(byte[] file, int at) {
        int begin = at;
        while (begin > 0 && file[begin - 1] != '\n') {
            begin--;
        }
        return begin;
    }

    /** Without one of such bytes. */
    private byte[] without(byte[] file, char sign) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < file.length; i++) {
            if (file[i] == sign) {
                places.add(i);
            }
        }
        return places.isEmpty() ? file : with(file, places.get(random.nextInt(places.size())), 1, "");
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

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(one);
        joined.writeBytes(other);
        return joined.toByteArray();
    }
}
