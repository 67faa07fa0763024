package io.dramatis.input.text;

import io.dramatis.config.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The begin of a CSV file.
 *
 * @param cells of the header, without blanks around them; empty where the file has none
 * @param rows the first rows after it, those that {@code skip-rows} skips included
 * @param bytes of the header and the rows to skip
 * @param oddity why the header cannot be taken apart
 * @param stop why no more could be read
 */
public record FileHead(
        List<String> cells, List<List<String>> rows, long bytes, Optional<Oddity> oddity, Optional<Stop> stop) {
    private static final int MOST_ROWS = 30;

    /** Reads it. */
    public static FileHead of(TextRules rules, FileStatus file, Configuration configuration) {
        Split split = new Split(0, 0, file.getPath().toUri().toString(), 0, file.getLen(), file.getLen(), Map.of());
        LineStream lines;
        try {
            lines = LineStream.open(split, rules.text(), configuration);
        } catch (IOException failure) {
            return new FileHead(List.of(), List.of(), 0, Optional.empty(), Optional.of(damaged(0, failure)));
        }
        try (lines) {
            return read(rules, lines);
        } catch (IOException failure) {
            return new FileHead(List.of(), List.of(), 0, Optional.empty(), Optional.of(damaged(0, failure)));
        }
    }

    private static FileHead read(TextRules rules, LineStream lines) {
        CsvLines csv = new CsvLines(rules, lines);
        boolean hasHeader = rules.csv().hasHeader();
        long toSkip = Math.max(0, rules.text().skipRows());
        List<String> cells = List.of();
        List<List<String>> rows = new ArrayList<>();
        Optional<Oddity> oddity = Optional.empty();
        Optional<Stop> stop = Optional.empty();
        long bytes = hasHeader || toSkip > 0 ? Long.MAX_VALUE : 0;
        long count = 0;
        try {
            CsvLines.Kind kind = CsvLines.Kind.BLANK;
            while (kind != CsvLines.Kind.END && kind != CsvLines.Kind.STOPPED && count <= MOST_ROWS + toSkip) {
                kind = csv.next();
                if (kind != CsvLines.Kind.RECORD) {
                    continue;
                }
                boolean isNamed = hasHeader ? count == 0 : count == toSkip;
                if (isNamed && hasHeader) {
                    oddity = oddity(csv);
                }
                List<String> texts = isNamed || rows.size() <= MOST_ROWS ? texts(csv.fields()) : List.of();
                if (isNamed) {
                    cells = hasHeader ? texts : numbered(texts.size());
                }
                if (!(isNamed && hasHeader) && rows.size() <= MOST_ROWS) {
                    rows.add(texts);
                }
                count++;
                if (count == (hasHeader ? 1 : 0) + toSkip) {
                    bytes = lines.position();
                }
            }
            stop = csv.stop();
        } catch (LineStream.Refused refused) {
            stop = Optional.of(new Stop(refused.reason(), lines.number(), ""));
        } catch (IOException | InternalError failure) {
            stop = Optional.of(damaged(lines.number() + 1, failure));
        }
        return new FileHead(cells, rows, bytes, oddity, stop);
    }

    private static Stop damaged(long line, Throwable failure) {
        return new Stop(Stop.Reason.DAMAGED, line, TextRecords.said(failure));
    }

    /** What keeps a header from being taken apart. */
    private static Optional<Oddity> oddity(CsvLines header) {
        if (header.malformed() >= 0) {
            return Optional.of(Oddity.NOT_TEXT);
        }
        return header.outcome() == CsvFields.Outcome.WHOLE ? Optional.empty() : Optional.of(Oddity.TEXT_AFTER_QUOTE);
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
        if (LineStream.codec(path, configuration).isPresent()) {
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
        if (isAt(begin, 'O', 'b', 'j', 1)) {
            return Optional.of("an Avro file");
        }
        if (isAt(begin, 0xD0, 0xCF, 0x11, 0xE0)) {
            return Optional.of("a document of an older Office (xls)");
        }
        if (isAt(begin, 0x28, 0xB5, 0x2F, 0xFD)) {
            return Optional.of("packed by Zstandard, but its name does not end in .zst");
        }
        if (isAt(begin, 'B', 'Z', 'h') && begin.length > 3 && begin[3] >= '1' && begin[3] <= '9') {
            return Optional.of("packed by bzip2, but its name does not end in .bz2");
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
