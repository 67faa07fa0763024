package io.dramatis.input.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What stood in a split: every line of it is a record's, blank, or before the first record. */
public final class SplitSummary implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * An oddity of some records.
     *
     * @param line of the first, counted in the split from 1
     * @param column of the first, by its place among the file's columns; -1 where it is no column's
     */
    public record Seen(long count, long line, int column) implements Serializable {}

    final int split;
    long lines;
    long records;
    long recordLines;
    long blankInside;
    long blankAtEnd;
    long linesSkipped;
    long bytes;
    final Map<Oddity, Seen> oddities = new EnumMap<>(Oddity.class);

    /** JSON: records that have each needed key, and records with a key that is it but for case and blanks. */
    final long[] present;

    final long[] spelledOtherwise;

    /** JSON: such a key, as it is spelled. */
    final String[] otherSpelling;

    /** None, or one: an Optional cannot travel. */
    private final List<Stop> stops = new ArrayList<>();

    SplitSummary(int split, int needed) {
        this.split = split;
        this.present = new long[needed];
        this.spelledOtherwise = new long[needed];
        this.otherSpelling = new String[needed];
    }

    void see(Oddity oddity, long line, OptionalInt column) {
        Seen before = oddities.get(oddity);
        oddities.put(
                oddity,
                before == null
                        ? new Seen(1, line, column.orElse(-1))
                        : new Seen(before.count() + 1, before.line(), before.column()));
    }

    void stopAt(Stop.Reason reason, long line, String detail) {
        stopAt(new Stop(reason, line, detail));
    }

    void stopAt(Stop stop) {
        stops.add(stop);
    }

    void blank() {
        blankAtEnd++;
    }

    void record(long ofLines) {
        records++;
        recordLines += ofLines;
        blankInside += blankAtEnd;
        blankAtEnd = 0;
    }

    /** The split's {@link Split#ordinal}. */
    public int split() {
        return split;
    }

    /** Lines that begin in the split. */
    public long lines() {
        return lines;
    }

    public long records() {
        return records;
    }

    /** Blank lines before a record, and after the last. */
    public long blankInside() {
        return blankInside;
    }

    public long blankAtEnd() {
        return blankAtEnd;
    }

    public Map<Oddity, Seen> oddities() {
        return oddities;
    }

    public long present(int needed) {
        return present[needed];
    }

    public long spelledOtherwise(int needed) {
        return spelledOtherwise[needed];
    }

    public Optional<String> otherSpelling(int needed) {
        return Optional.ofNullable(otherSpelling[needed]);
    }

    /** Why the rest was not read. */
    public Optional<Stop> stop() {
        return stops.stream().findFirst();
    }

    /** Whether each line is accounted for. */
    boolean addsUp() {
        return !stops.isEmpty() || lines == recordLines + blankInside + blankAtEnd + linesSkipped;
    }
}
