package io.dramatis.input.text;

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
    private final CsvLines csv;
    private final CsvFields fields;
    private int toSkip;

    CsvRecords(TextRules rules, Split split, CsvHead head, Configuration configuration) throws IOException {
        super(rules, split, configuration);
        this.dialect = rules.csv();
        this.head = head;
        this.seeds = head.seeds();
        this.csv = new CsvLines(rules, lines);
        this.fields = csv.fields();
        this.toSkip = split.start() > 0
                ? 0
                : (dialect.hasHeader() ? 1 : 0) + Math.max(0, rules.text().skipRows());
    }

    @Override
    Optional<TextRecord> read() throws IOException {
        while (true) {
            switch (csv.next()) {
                case END -> {
                    return Optional.empty();
                }
                case STOPPED -> {
                    csv.stop().ifPresent(summary::stopAt);
                    return Optional.empty();
                }
                case BLANK -> summary.blank();
                case COMMENT -> summary.linesSkipped++;
                case RECORD -> {
                    if (toSkip == 0) {
                        return Optional.of(record());
                    }
                    toSkip--;
                    summary.linesSkipped += csv.count();
                }
            }
        }
    }

    private TextRecord record() {
        Optional<Oddity> broken = Optional.empty();
        OptionalInt column = OptionalInt.empty();
        if (csv.count() > 1) {
            summary.see(Oddity.OVER_LINES, csv.begin(), OptionalInt.empty());
        }
        int malformed = csv.malformed();
        if (malformed >= 0) {
            broken = Optional.of(Oddity.NOT_TEXT);
            column = csv.outcome() == CsvFields.Outcome.WHOLE ? OptionalInt.of(fields.fieldAt(malformed)) : column;
        } else if (csv.outcome() == CsvFields.Outcome.TEXT_AFTER_QUOTE) {
            broken = Optional.of(Oddity.TEXT_AFTER_QUOTE);
            column = OptionalInt.of(fields.count());
        } else if (fields.count() != seeds.length) {
            broken = Optional.of(fields.count() < seeds.length ? Oddity.TOO_FEW_FIELDS : Oddity.TOO_MANY_FIELDS);
        } else if (isHeader()) {
            broken = Optional.of(Oddity.HEADER_AGAIN);
        }
        byte[][] values = new byte[rules.needed().size()][];
        if (broken.isPresent()) {
            long hash = RowHash.of(csv.bytes(), 0, csv.length(), 0);
            return record(values, broken, column, hash, csv.begin(), csv.count());
        }
        tell();
        long hash = 0;
        for (int i = 0; i < seeds.length; i++) {
            hash += fields.hash(i, seeds[i]);
        }
        for (int i = 0; i < values.length; i++) {
            int place = head.places()[i];
            if (place >= 0 && !fields.isNothing(place)) {
                values[i] = fields.value(place);
                if (fields.hasQuoteInText(place)) {
                    summary.see(Oddity.QUOTE_IN_NEEDED, csv.begin(), OptionalInt.of(place));
                }
            }
        }
        return record(values, broken, column, hash, csv.begin(), csv.count());
    }

    /** What is odd about a record that can be used. */
    private void tell() {
        if (csv.replacement() >= 0) {
            int field = fields.fieldAt(csv.replacement());
            summary.see(Oddity.REPLACEMENT_CHARACTER, csv.begin(), OptionalInt.of(field));
        }
        fields.quoteInText().ifPresent(field -> summary.see(Oddity.QUOTE_IN_TEXT, csv.begin(), OptionalInt.of(field)));
    }

    private boolean isHeader() {
        if (!dialect.hasHeader()) {
            return false;
        }
        for (int i = 0; i < seeds.length; i++) {
            if (!head.cells().get(i).equals(new String(fields.value(i), StandardCharsets.UTF_8).strip())) {
                return false;
            }
        }
        return true;
    }
}
