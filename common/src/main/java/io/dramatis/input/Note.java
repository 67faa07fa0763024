package io.dramatis.input;

import io.dramatis.error.Shown;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something odd about an input that does not end the run. It holds no value of the input, only shapes.
 *
 * @param input as the config names it: {@code crm}, {@code crm.products} (joined), {@code links.logins}, {@code
 *     consent.ledger}
 * @param file its name, where it is one file's
 * @param column of the file, or the config's name of the choice, the partner, the other input
 * @param line the first line of the file that has it, from 1
 * @param count of rows, ids, columns or files, whatever the kind counts
 * @param shape of an example, by {@link Shape}
 */
public record Note(
        String input,
        NoteKind kind,
        Optional<String> file,
        Optional<String> column,
        OptionalLong line,
        long count,
        Optional<String> shape) {

    public Note {
        file = file.map(Shown::line);
        column = column.map(Shown::line);
        shape = shape.map(Shown::line);
    }

    /** Of the input as a whole. */
    public static Note of(String input, NoteKind kind, long count) {
        return new Note(input, kind, Optional.empty(), Optional.empty(), OptionalLong.empty(), count, Optional.empty());
    }

    public Note ofFile(String name) {
        return new Note(input, kind, Optional.of(name), column, line, count, shape);
    }

    public Note ofColumn(String name) {
        return new Note(input, kind, file, Optional.of(name), line, count, shape);
    }

    public Note atLine(long number) {
        return new Note(input, kind, file, column, OptionalLong.of(number), count, shape);
    }

    public Note like(String example) {
        return new Note(input, kind, file, column, line, count, Optional.of(example));
    }

    /** A line for people. */
    public String sentence() {
        StringBuilder text = new StringBuilder(Shown.line(input));
        file.ifPresent(name -> text.append(", ").append(name));
        line.ifPresent(number -> text.append(":").append(number));
        column.ifPresent(name -> text.append(", ").append(name));
        text.append(": ");
        // Of a choice that nobody has, none is counted.
        text.append(count > 0 ? String.format(Locale.ROOT, "%,d x ", count) : "")
                .append(kind.meaning());
        shape.ifPresent(example -> text.append(" (such as ").append(example).append(")"));
        return text.append(" [").append(kind.word()).append("]").toString();
    }
}
