package io.dramatis.cli;

import io.dramatis.error.DramatisException;
import io.dramatis.error.Shown;
import io.dramatis.input.Note;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.IntakeNotes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * What was odd about an input, as the command line tells it. It is made from the table's row, which keeps its words: a run may
 * have been taken in by another version than that which tells of it.
 */
record Notice(
        String input,
        Optional<String> file,
        String kind,
        Optional<String> column,
        Optional<Long> line,
        long count,
        Optional<String> shape,
        String meaning,
        String cure) {
    private static final int MOST_TOLD = 20;

    private static final Comparator<Notice> ORDER = Comparator.comparing(Notice::input)
            .thenComparing(notice -> notice.file().orElse(""))
            .thenComparing(Notice::kind)
            .thenComparing(notice -> notice.column().orElse(""))
            .thenComparing(notice -> notice.line().orElse(0L))
            .thenComparing(Notice::count);

    /** Of these notes, by input, file, kind and column. */
    static List<Notice> of(List<Note> notes) {
        return notes.stream().map(Notice::of).sorted(ORDER).toList();
    }

    /** Of a run, in the same order; none where its intake is not done. */
    static List<Notice> of(TableStore tables, String runId) {
        return tables.read(IntakeNotes.TABLE, runId).collectAsList().stream()
                .map(Notice::of)
                .sorted(ORDER)
                .toList();
    }

    private static Notice of(Note note) {
        return new Notice(
                note.input(),
                note.file(),
                note.kind().word(),
                note.column(),
                note.line().isPresent() ? Optional.of(note.line().getAsLong()) : Optional.empty(),
                note.count(),
                note.shape(),
                note.kind().meaning(),
                note.kind().cure());
    }

    private static Notice of(Row row) {
        return new Notice(
                row.getAs(IntakeNotes.INPUT),
                Optional.ofNullable(row.getAs(IntakeNotes.FILE)),
                row.getAs(IntakeNotes.KIND),
                Optional.ofNullable(row.getAs(IntakeNotes.COLUMN_NAME)),
                Optional.ofNullable(row.getAs(IntakeNotes.LINE)),
                row.getAs(IntakeNotes.NOTED_COUNT),
                Optional.ofNullable(row.getAs(IntakeNotes.EXAMPLE_SHAPE)),
                row.getAs(IntakeNotes.MEANING),
                row.getAs(IntakeNotes.CURE));
    }

    /** @throws DramatisException of contract, where there are notices */
    static void requireNone(List<Notice> notices, String cure) {
        if (!notices.isEmpty()) {
            throw DramatisException.contract(problem(notices), told(notices), cure);
        }
    }

    static String problem(List<Notice> notices) {
        return "The inputs are odd in " + notices.size() + (notices.size() == 1 ? " way" : " ways");
    }

    private static String told(List<Notice> notices) {
        String first = notices.stream().limit(MOST_TOLD).map(Notice::sentence).collect(Collectors.joining("\n"));
        int more = notices.size() - MOST_TOLD;
        return more > 0 ? first + "\nand " + more + " more" : first;
    }

    /** As {@link Note#sentence}. */
    String sentence() {
        StringBuilder text = new StringBuilder(Shown.line(input));
        file.ifPresent(name -> text.append(", ").append(Shown.line(name)));
        line.ifPresent(number -> text.append(":").append(number));
        column.ifPresent(name -> text.append(", ").append(Shown.line(name)));
        text.append(": ");
        text.append(count > 0 ? String.format(Locale.ROOT, "%,d x ", count) : "")
                .append(meaning);
        shape.ifPresent(
                example -> text.append(" (such as ").append(Shown.line(example)).append(")"));
        return text.append(" [").append(kind).append("]").toString();
    }

    /** For JSON; what is not known has no key. */
    static List<Map<String, Object>> maps(List<Notice> notices) {
        return notices.stream().map(Notice::map).toList();
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("input", input);
        file.ifPresent(name -> map.put("file", name));
        map.put("kind", kind);
        column.ifPresent(name -> map.put("column", name));
        line.ifPresent(number -> map.put("line", number));
        map.put("count", count);
        shape.ifPresent(example -> map.put("shape", example));
        map.put("cure", cure);
        return map;
    }
}
