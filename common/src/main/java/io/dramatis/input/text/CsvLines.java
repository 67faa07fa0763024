package io.dramatis.input.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Which lines of a CSV file are a record, and which are none. Reused for each record. */
final class CsvLines {
    private final TextRules rules;
    private final LineStream lines;
    private final CsvDialect dialect;
    private final CsvFields fields;
    private final boolean hasBlankDelimiter;
    private final boolean isTranscoded;

    private CsvFields.Outcome outcome = CsvFields.Outcome.WHOLE;
    private Optional<Stop> stop = Optional.empty();
    private byte[] bytes = {};
    private int length;
    private long begin;
    private int replacement;

    CsvLines(TextRules rules, LineStream lines) {
        this.rules = rules;
        this.lines = lines;
        this.dialect = rules.csv();
        this.fields = new CsvFields(dialect);
        this.isTranscoded = LineStream.isTranscoded(rules.text());
        this.hasBlankDelimiter = TextRecords.isBlank(dialect.delimiter(), 1);
    }

    /** What comes next. */
    enum Kind {
        END,
        BLANK,
        COMMENT,
        RECORD,
        /** A record that does not end: see {@link CsvLines#stop}. */
        STOPPED
    }

    Kind next() throws IOException {
        if (!lines.next()) {
            return Kind.END;
        }
        begin = lines.number();
        bytes = lines.bytes();
        length = lines.length();
        if (length == 0 || (!hasBlankDelimiter && TextRecords.isBlank(bytes, length))) {
            return Kind.BLANK;
        }
        if (bytes[0] == dialect.comment()) {
            return Kind.COMMENT;
        }
        outcome = fields.split(bytes, length);
        if (outcome != CsvFields.Outcome.NOT_CLOSED) {
            return Kind.RECORD;
        }
        if (!rules.text().multiLine()) {
            return stopped(Stop.Reason.QUOTE_NOT_CLOSED);
        }
        return overLines();
    }

    private Kind overLines() throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(bytes, 0, length);
        while (outcome == CsvFields.Outcome.NOT_CLOSED) {
            boolean isTooLong = lines.number() - begin + 1 >= rules.text().maxRecordLines();
            if (isTooLong || !lines.nextOfRecord()) {
                return stopped(Stop.Reason.RECORD_OF_TOO_MANY_LINES);
            }
            record.write('\n');
            record.write(lines.bytes(), 0, lines.length());
            if (record.size() > rules.text().maxRecordBytes()) {
                return stopped(Stop.Reason.RECORD_TOO_LONG);
            }
            bytes = record.toByteArray();
            length = bytes.length;
            outcome = fields.split(bytes, length);
        }
        return Kind.RECORD;
    }

    private Kind stopped(Stop.Reason reason) {
        stop = Optional.of(new Stop(reason, begin, ""));
        return Kind.STOPPED;
    }

    Optional<Stop> stop() {
        return stop;
    }

    /** How taking the record apart ended. */
    CsvFields.Outcome outcome() {
        return outcome;
    }

    CsvFields fields() {
        return fields;
    }

    /** The record, its lines with LF between them, up to {@link #length}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The line in which it begins, in the split from 1. */
    long begin() {
        return begin;
    }

    /** How many lines it has. */
    long count() {
        return lines.number() - begin + 1;
    }

    /** The first byte that is no text of the encoding; -1 where all is. */
    int malformed() {
        int text = Utf8.check(bytes, 0, length);
        replacement = text == Utf8.WELL_FORMED ? Utf8.replacement(bytes, 0, length) : -1;
        return text >= 0 ? text : isTranscoded ? replacement : -1;
    }

    /** The first U+FFFD, once {@link #malformed} was asked; -1 where there is none. */
    int replacement() {
        return replacement;
    }
}
