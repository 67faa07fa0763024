package io.dramatis.input.text;

import java.util.Arrays;
import java.util.Optional;

/**
 * Takes the line of a CSV record apart, in its bytes: signs of CSV are ASCII, and no byte of another character of UTF-8
 * looks like one. Reused for each record.
 */
final class CsvFields {
    private static final int FEW = 64;

    private final CsvDialect dialect;
    private final byte first;
    private final int quote;
    private final int escape;

    private byte[] bytes = {};
    private int[] starts = new int[FEW];
    private int[] ends = new int[FEW];
    private boolean[] hasEscapes = new boolean[FEW];
    private boolean[] isQuoted = new boolean[FEW];
    private int count;
    private int quoteInText;
    private boolean hasEscape;

    CsvFields(CsvDialect dialect) {
        this.dialect = dialect;
        this.first = dialect.delimiter()[0];
        this.quote = dialect.quote();
        this.escape = dialect.escape();
    }

    /** How taking a record apart can end; a field that is not closed may go on in the next line. */
    enum Outcome {
        WHOLE,
        NOT_CLOSED,
        TEXT_AFTER_QUOTE
    }

    /** Takes the first {@code length} bytes apart. */
    Outcome split(byte[] line, int length) {
        bytes = line;
        count = 0;
        quoteInText = -1;
        int at = 0;
        while (true) {
            int begin = dialect.isTrimmed() ? afterBlanks(at, length) : at;
            if (begin < length && line[begin] == quote) {
                int close = closing(begin + 1, length);
                if (close < 0) {
                    return Outcome.NOT_CLOSED;
                }
                int next = dialect.isTrimmed() ? afterBlanks(close + 1, length) : close + 1;
                if (next < length && !isDelimiter(next, length)) {
                    return Outcome.TEXT_AFTER_QUOTE;
                }
                add(begin + 1, close, hasEscape, true);
                at = next;
            } else {
                int end = begin;
                while (end < length && !(line[end] == first && isDelimiter(end, length))) {
                    if (line[end] == quote && quoteInText < 0) {
                        quoteInText = count;
                    }
                    end++;
                }
                int last = end;
                while (dialect.isTrimmed() && last > begin && isBlank(line[last - 1])) {
                    last--;
                }
                add(begin, last, false, false);
                at = end;
            }
            if (at >= length) {
                return Outcome.WHOLE;
            }
            at += dialect.delimiter().length;
            if (at >= length) {
                add(length, length, false, false);
                return Outcome.WHOLE;
            }
        }
    }

    /** The quote that closes what begins at {@code from}; -1 where none does. */
    private int closing(int from, int length) {
        hasEscape = false;
        int i = from;
        while (i < length) {
            byte sign = bytes[i];
            if (sign == escape && escape != quote && i + 1 < length) {
                hasEscape = true;
                i += 2;
            } else if (sign == quote) {
                if (escape == quote && i + 1 < length && bytes[i + 1] == quote) {
                    hasEscape = true;
                    i += 2;
                } else {
                    return i;
                }
            } else {
                i++;
            }
        }
        return -1;
    }

    private boolean isDelimiter(int at, int length) {
        byte[] delimiter = dialect.delimiter();
        if (at + delimiter.length > length || bytes[at] != first) {
            return false;
        }
        for (int i = 1; i < delimiter.length; i++) {
            if (bytes[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private int afterBlanks(int from, int length) {
        int i = from;
        while (i < length && isBlank(bytes[i]) && !(bytes[i] == first && isDelimiter(i, length))) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte sign) {
        return sign == ' ' || sign == '\t';
    }

    private void add(int start, int end, boolean escaped, boolean quoted) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            hasEscapes = Arrays.copyOf(hasEscapes, 2 * count);
            isQuoted = Arrays.copyOf(isQuoted, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        hasEscapes[count] = escaped;
        isQuoted[count] = quoted;
        count++;
    }

    int count() {
        return count;
    }

    /** The first field that holds a quote and is in none. */
    Optional<Integer> quoteInText() {
        return quoteInText < 0 ? Optional.empty() : Optional.of(quoteInText);
    }

    /** Whether a field holds a quote and is in none. */
    boolean hasQuoteInText(int field) {
        for (int i = starts[field]; quoteInText >= 0 && !isQuoted[field] && i < ends[field]; i++) {
            if (bytes[i] == quote) {
                return true;
            }
        }
        return false;
    }

    /** The field in which a byte of the line stands; the last where it stands in none. */
    int fieldAt(int offset) {
        for (int i = 0; i < count; i++) {
            if (offset <= ends[i]) {
                return i;
            }
        }
        return count - 1;
    }

    /** Whether there is nothing between two delimiters, not even quotes. */
    boolean isNothing(int field) {
        return starts[field] == ends[field] && !isQuoted[field];
    }

    /** A field's value, in UTF-8. */
    byte[] value(int field) {
        byte[] value = Arrays.copyOfRange(bytes, starts[field], ends[field]);
        return hasEscapes[field] ? unescaped(value) : value;
    }

    private byte[] unescaped(byte[] value) {
        byte[] plain = new byte[value.length];
        int length = 0;
        for (int i = 0; i < value.length; i++) {
            boolean isEscape =
                    value[i] == escape && i + 1 < value.length && (value[i + 1] == quote || value[i + 1] == escape);
            plain[length++] = value[isEscape ? ++i : i];
        }
        return Arrays.copyOf(plain, length);
    }

    /** A hash of a field's value, with a seed. */
    long hash(int field, long seed) {
        if (!hasEscapes[field]) {
            return RowHash.of(bytes, starts[field], ends[field] - starts[field], seed);
        }
        byte[] value = value(field);
        return RowHash.of(value, 0, value.length, seed);
    }
}
