package io.dramatis.jobs.intake;

import io.dramatis.input.Note;
import io.dramatis.table.intake.IntakeNotes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** What intake noticed, as rows and as lines for people. */
final class IntakeNotesRows {
    private static final int MOST_TOLD = 30;

    private IntakeNotesRows() {}

    /** Rows of {@link IntakeNotes}, without the run. */
    static Dataset<Row> of(SparkSession spark, List<Note> notes) {
        List<Row> rows = ordered(notes).stream()
                .map(note -> RowFactory.create(
                        note.input(),
                        note.file().orElse(null),
                        note.kind().word(),
                        note.column().orElse(null),
                        boxed(note.line()),
                        note.count(),
                        note.shape().orElse(null),
                        note.kind().meaning(),
                        note.kind().cure()))
                .toList();
        return spark.createDataFrame(rows, IntakeNotes.TABLE.schemaWithoutRun());
    }

    private static Long boxed(OptionalLong line) {
        return line.isPresent() ? line.getAsLong() : null;
    }

    /** A line each; of many, the first and how many more there are. */
    static List<String> told(List<Note> notes) {
        Stream<String> first = ordered(notes).stream().limit(MOST_TOLD).map(Note::sentence);
        return notes.size() <= MOST_TOLD
                ? first.toList()
                : Stream.concat(
                                first,
                                Stream.of(String.format(
                                        Locale.ROOT,
                                        "and %,d notices more: all are in intake_notes",
                                        notes.size() - MOST_TOLD)))
                        .toList();
    }

    private static List<Note> ordered(List<Note> notes) {
        return notes.stream()
                .distinct()
                .sorted(Comparator.comparing(Note::input)
                        .thenComparing(note -> note.file().orElse(""))
                        .thenComparing(Note::kind)
                        .thenComparing(note -> note.column().orElse(""))
                        .thenComparing(Note::count))
                .toList();
    }
}
