package io.dramatis.input.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/** The records of a CSV file. */
final class CsvRecords extends TextRecords {
    private final CsvDialect dialect;
    private final CsvHead head;
    private final long[] seeds;
    private final CsvFields fields;
    private final boolean isTranscoded;
    private final boolean hasBlankDelimiter;
    private int toSkip;

    /** The record that was read last: it may be of several lines. */
    private byte[] bytes = {};

    private int length;
    private long begin;

    CsvRecords(TextRules rules, Split split, CsvHead head, Configuration configuration) throws IOException {
        super(rules, split, configuration);
        this.dialect = rules.csv();
        this.head = head;
        this.seeds = head.seeds();
        this.fields = new CsvFields(dialect);
        this.isTranscoded = LineStream.isTranscoded(rules.text());
        this.hasBlankDelimiter = isBlank(dialect.delimiter(), 1);
        this.toSkip = split.start() > 0
                ? 0
                : (dialect.hasHeader() ? 1 : 0) + Math.max(0, rules.text().skipRows());
    }

    @Override
    Optional<TextRecord> read() throws IOException {
        while (lines.next()) {
            begin = lines.number();
            if (lines.length() == 0 || (!hasBlankDelimiter && isBlank(lines.bytes(), lines.length()))) {
                summary.blank();
            } else if (lines.bytes()[0] == dialect.comment()) {
                summary.linesSkipped++;
            } else {
                CsvFields.Outcome outcome = whole();
                if (outcome == CsvFields.Outcome.NOT_CLOSED) {
                    return Optional.empty();
                }
                if (toSkip > 0) {
                    toSkip--;
                    summary.linesSkipped += lines.number() - begin + 1;
                } else {
                    return Optional.of(record(outcome));
                }
            }
        }
        return Optional.empty();
    }

    /** Takes the line apart, with those after it where a value goes on in them. */
    private CsvFields.Outcome whole() throws IOException {
        bytes = lines.bytes();
        length = lines.length();
        CsvFields.Outcome outcome = fields.split(bytes, length);
        if (outcome != CsvFields.Outcome.NOT_CLOSED) {
            return outcome;
        }
        if (!rules.text().multiLine()) {
            summary.stopAt(Stop.Reason.QUOTE_NOT_CLOSED, begin, "");
            return outcome;
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(bytes, 0, length);
        while (outcome == CsvFields.Outcome.NOT_CLOSED) {
            boolean isTooLong = lines.number() - begin + 1 >= rules.text().maxRecordLines();
            if (isTooLong || !lines.nextOfRecord()) {
                summary.stopAt(Stop.Reason.RECORD_OF_TOO_MANY_LINES, begin, "");
                return outcome;
            }
            record.write('\n');
            record.write(lines.bytes(), 0, lines.length());
            if (record.size() > rules.text().maxRecordBytes()) {
                summary.stopAt(Stop.Reason.RECORD_TOO_LONG, begin, "");
                return outcome;
            }
            bytes = record.toByteArray();
            length = bytes.length;
            outcome = fields.split(bytes, length);
        }
        summary.see(Oddity.OVER_LINES, begin, OptionalInt.empty());
        return outcome;
    }

    private TextRecord record(CsvFields.Outcome outcome) {
        long ofLines = lines.number() - begin + 1;
        byte[][] values = new byte[rules.needed().size()][];
        Optional<Oddity> broken = Optional.empty();
        OptionalInt column = OptionalInt.empty();
        int text = Utf8.check(bytes, 0, length);
        int malformed = text;
        if (text == Utf8.WELL_FORMED) {
            int replacement = Utf8.replacement(bytes, 0, length);
            malformed = isTranscoded ? replacement : -1;
            if (replacement >= 0 && !isTranscoded) {
                summary.see(Oddity.REPLACEMENT_CHARACTER, begin, OptionalInt.of(fields.fieldAt(replacement)));
            }
        }
        if (malformed >= 0) {
            broken = Optional.of(Oddity.NOT_TEXT);
            column = outcome == CsvFields.Outcome.WHOLE ? OptionalInt.of(fields.fieldAt(malformed)) : column;
        } else if (outcome == CsvFields.Outcome.TEXT_AFTER_QUOTE) {
            broken = Optional.of(Oddity.TEXT_AFTER_QUOTE);
            column = OptionalInt.of(fields.count());
        } else if (fields.count() != seeds.length) {
            broken = Optional.of(fields.count() < seeds.length ? Oddity.TOO_FEW_FIELDS : Oddity.TOO_MANY_FIELDS);
        } else if (isHeader()) {
            broken = Optional.of(Oddity.HEADER_AGAIN);
        }
        if (broken.isPresent()) {
            return record(values, broken, column, RowHash.of(bytes, 0, length, 0), begin, ofLines);
        }
        fields.quoteInText().ifPresent(field -> summary.see(Oddity.QUOTE_IN_TEXT, begin, OptionalInt.of(field)));
        long hash = 0;
        for (int i = 0; i < seeds.length; i++) {
            hash += fields.hash(i, seeds[i]);
        }
        for (int i = 0; i < values.length; i++) {
            int place = head.places()[i];
            if (place >= 0 && !fields.isNothing(place)) {
                values[i] = fields.value(place);
                if (fields.hasQuoteInText(place)) {
                    summary.see(Oddity.QUOTE_IN_NEEDED, begin, OptionalInt.of(place));
                }
            }
        }
        return record(values, broken, column, hash, begin, ofLines);
    }

    private boolean isHeader() {
        if (!dialect.hasHeader()) {
            return false;
        }
        for (int i = 0; i < seeds.length; i++) {
            if (!head.names().get(i).equals(new String(fields.value(i), StandardCharsets.UTF_8).strip())) {
                return false;
            }
        }
        return true;
    }
}
