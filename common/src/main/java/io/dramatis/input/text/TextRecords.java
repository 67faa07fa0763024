package io.dramatis.input.text;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/** The records of a split, one after the other; whatever stands in it is in the summary at the end. */
public abstract sealed class TextRecords implements AutoCloseable permits CsvRecords, JsonLines, JsonDocument {
    final TextRules rules;
    final LineStream lines;
    final SplitSummary summary;
    private boolean isAtEnd;

    TextRecords(TextRules rules, Split split, Configuration configuration) throws IOException {
        this.rules = rules;
        this.summary = new SplitSummary(split.ordinal(), rules.needed().size());
        this.lines = LineStream.open(split, rules.text(), configuration);
    }

    /**
     * Opens a split.
     *
     * @param head of its file
     */
    public static TextRecords open(TextRules rules, Split split, CsvHead head, Configuration configuration)
            throws IOException {
        if (rules.kind() == TextRules.Kind.CSV) {
            return new CsvRecords(rules, split, head, configuration);
        }
        return rules.text().multiLine()
                ? new JsonDocument(rules, split, configuration)
                : new JsonLines(rules, split, configuration);
    }

    /** What a split has that cannot even be opened. */
    public static SplitSummary damaged(TextRules rules, Split split, IOException failure) {
        SplitSummary summary = new SplitSummary(split.ordinal(), rules.needed().size());
        summary.stopAt(Stop.Reason.DAMAGED, 0, said(failure));
        return summary;
    }

    /** The next record; empty at the end, and where reading had to stop. */
    public final Optional<TextRecord> next() {
        if (isAtEnd) {
            return Optional.empty();
        }
        Optional<TextRecord> record = Optional.empty();
        try {
            record = read();
        } catch (LineStream.Refused refused) {
            summary.stopAt(refused.reason(), lines.number(), "");
        } catch (IOException | InternalError failure) {
            // Some codecs tell broken bytes as an InternalError.
            summary.stopAt(Stop.Reason.DAMAGED, lines.number() + 1, said(failure));
        }
        if (record.isEmpty()) {
            isAtEnd = true;
            summary.lines = lines.number();
            if (!summary.addsUp()) {
                throw new IllegalStateException("lines of a split do not add up: " + summary.lines + " read, "
                        + summary.recordLines + " of records, " + summary.blankInside + " + " + summary.blankAtEnd
                        + " blank, " + summary.linesSkipped + " skipped");
            }
        }
        return record;
    }

    /** The next record; empty at the end, and after a stop. */
    abstract Optional<TextRecord> read() throws IOException;

    /** What stood in the split, once {@link #next} has come to the end. */
    public SplitSummary summary() {
        return summary;
    }

    /** Counts a record; of a broken one there are no values. */
    TextRecord record(
            byte[][] values, Optional<Oddity> broken, OptionalInt column, long hash, long line, long ofLines) {
        summary.record(ofLines);
        broken.ifPresent(oddity -> summary.see(oddity, line, column));
        return new TextRecord(broken.isPresent() ? new byte[values.length][] : values, broken, hash, line);
    }

    static boolean isBlank(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    static String said(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    @Override
    public final void close() throws IOException {
        lines.close();
    }
}
