package io.dramatis.input.text;

import io.dramatis.config.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The begin of a CSV file.
 *
 * @param cells of the header, without blanks around them; empty where the file has none
 * @param rows the first rows after it, those that {@code skip-rows} skips included
 * @param stop why no more could be read
 */
public record FileHead(List<String> cells, List<List<String>> rows, Optional<Stop> stop) {
    private static final int MOST_ROWS = 30;

    /** Reads it. */
    public static FileHead of(TextRules rules, FileStatus file, Configuration configuration) {
        Split split = new Split(0, 0, file.getPath().toUri().toString(), 0, file.getLen(), file.getLen(), Map.of());
        CsvFields fields = new CsvFields(rules.csv());
        List<List<String>> rows = new ArrayList<>();
        Optional<Stop> stop = Optional.empty();
        int most = MOST_ROWS + Math.max(0, rules.text().skipRows());
        try (LineStream lines = LineStream.open(split, rules.text(), configuration)) {
            while (rows.size() <= most && lines.next()) {
                long begin = lines.number();
                byte[] bytes = Arrays.copyOf(lines.bytes(), lines.length());
                boolean isComment = bytes.length > 0
                        && rules.csv().comment() >= 0
                        && bytes[0] == rules.csv().comment();
                if (TextRecords.isBlank(bytes, bytes.length) || isComment) {
                    continue;
                }
                CsvFields.Outcome outcome = fields.split(bytes, bytes.length);
                while (outcome == CsvFields.Outcome.NOT_CLOSED
                        && rules.text().multiLine()
                        && lines.number() - begin + 1 < rules.text().maxRecordLines()
                        && lines.nextOfRecord()) {
                    bytes = joined(bytes, lines);
                    outcome = fields.split(bytes, bytes.length);
                }
                if (outcome == CsvFields.Outcome.NOT_CLOSED) {
                    Stop.Reason reason = rules.text().multiLine()
                            ? Stop.Reason.RECORD_OF_TOO_MANY_LINES
                            : Stop.Reason.QUOTE_NOT_CLOSED;
                    stop = Optional.of(new Stop(reason, begin, ""));
                    break;
                }
                rows.add(texts(fields));
            }
        } catch (LineStream.Refused refused) {
            stop = Optional.of(new Stop(refused.reason(), rows.size() + 1, ""));
        } catch (IOException | InternalError failure) {
            String message = failure.getMessage();
            stop = Optional.of(new Stop(
                    Stop.Reason.DAMAGED,
                    0,
                    failure.getClass().getSimpleName() + (message == null ? "" : ": " + message)));
        }
        if (!rules.csv().hasHeader()) {
            return new FileHead(numbered(rows.isEmpty() ? 0 : rows.get(0).size()), rows, stop);
        }
        return rows.isEmpty()
                ? new FileHead(List.of(), List.of(), stop)
                : new FileHead(rows.get(0), rows.subList(1, rows.size()), stop);
    }

    private static byte[] joined(byte[] bytes, LineStream lines) {
        byte[] more = Arrays.copyOf(bytes, bytes.length + 1 + lines.length());
        more[bytes.length] = '\n';
        System.arraycopy(lines.bytes(), 0, more, bytes.length + 1, lines.length());
        return more;
    }

    private static List<String> texts(CsvFields fields) {
        List<String> texts = new ArrayList<>(fields.count());
        for (int i = 0; i < fields.count(); i++) {
            texts.add(new String(fields.value(i), StandardCharsets.UTF_8).strip());
        }
        return texts;
    }

    /** As Spark names the columns of a file without a header. */
    private static List<String> numbered(int columns) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            names.add("_c" + i);
        }
        return names;
    }

    /** What a file is by its first bytes, where it cannot be text of the declared kind. */
    public static Optional<String> otherKind(FileStatus file, Input.Text rules, Configuration configuration)
            throws IOException {
        Path path = file.getPath();
        if (new CompressionCodecFactory(configuration).getCodec(path) != null) {
            return Optional.empty();
        }
        byte[] begin;
        try (InputStream bytes = path.getFileSystem(configuration).open(path)) {
            begin = bytes.readNBytes(4);
        }
        if (isAt(begin, 'P', 'K', 3, 4)) {
            return Optional.of("a zip file or a spreadsheet (xlsx)");
        }
        if (isAt(begin, 0x1F, 0x8B)) {
            return Optional.of("packed by gzip, but its name does not end in .gz");
        }
        if (isAt(begin, 'P', 'A', 'R', '1')) {
            return Optional.of("a Parquet file");
        }
        boolean isWide = rules.encoding().toUpperCase(java.util.Locale.ROOT).startsWith("UTF-16");
        if (!isWide && (isAt(begin, 0xFF, 0xFE) || isAt(begin, 0xFE, 0xFF))) {
            return Optional.of("text in UTF-16: set encoding = \"UTF-16\"");
        }
        return Optional.empty();
    }

    private static boolean isAt(byte[] begin, int... signs) {
        for (int i = 0; i < signs.length; i++) {
            if (i >= begin.length || (begin[i] & 0xFF) != signs[i]) {
                return false;
            }
        }
        return true;
    }
}
