package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.cli.console.Json;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.input.Note;
import io.dramatis.input.NoteKind;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.MemoryTables;
import io.dramatis.table.intake.IntakeNotes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class NoticeTest {
    private static final List<Note> NOTES = List.of(
            Note.of("links.logins", NoteKind.IDS_IN_KNOT, 1234),
            Note.of("crm", NoteKind.ROWS_BROKEN, 2)
                    .ofFile("b.csv")
                    .ofColumn("town")
                    .atLine(17)
                    .like("aa 9"),
            Note.of("crm", NoteKind.ROWS_BROKEN, 1).ofFile("b.csv"),
            Note.of("crm", NoteKind.LINES_BLANK, 3).ofFile("b.csv"),
            Note.of("crm", NoteKind.TIES, 5));

    @Test
    void isToldInOrderAndWithoutKeysOfWhatIsNotKnown() {
        List<Notice> notices = Notice.of(NOTES);
        assertThat(notices.stream()
                        .map(notice -> Json.line(Notice.maps(List.of(notice)).get(0))))
                .containsExactly(
                        "{\"input\":\"crm\",\"kind\":\"ties\",\"count\":5,\"cure\":\"Declare columns in `tie-break`\"}",
                        "{\"input\":\"crm\",\"file\":\"b.csv\",\"kind\":\"lines-blank\",\"count\":3,\"cure\":\"Nothing\"}",
                        "{\"input\":\"crm\",\"file\":\"b.csv\",\"kind\":\"rows-broken\",\"count\":1,\"cure\":\"Correct the file\"}",
                        "{\"input\":\"crm\",\"file\":\"b.csv\",\"kind\":\"rows-broken\",\"column\":\"town\",\"line\":17,"
                                + "\"count\":2,\"shape\":\"aa 9\",\"cure\":\"Correct the file\"}",
                        "{\"input\":\"links.logins\",\"kind\":\"ids-in-knot\",\"count\":1234,\"cure\":\"As for id-of-many\"}");
        assertThat(notices.stream().map(Notice::sentence))
                .containsExactlyInAnyOrderElementsOf(
                        NOTES.stream().map(Note::sentence).toList());
    }

    @Test
    void isReadBackOfOneRun(SparkSession spark) {
        MemoryTables tables = new MemoryTables(spark);
        List<Row> rows = new ArrayList<>();
        NOTES.forEach(note -> rows.add(RowFactory.create(
                note.input(),
                note.file().orElse(null),
                note.kind().word(),
                note.column().orElse(null),
                note.line().isPresent() ? note.line().getAsLong() : null,
                note.count(),
                note.shape().orElse(null),
                note.kind().meaning(),
                note.kind().cure())));
        String run = "scheduled__2026-01-01T00:00:00+00:00";
        tables.replace(IntakeNotes.TABLE, run, spark.createDataFrame(rows, IntakeNotes.TABLE.schemaWithoutRun()));
        assertThat(Notice.of(tables, run)).isEqualTo(Notice.of(NOTES));
        assertThat(Notice.of(tables, "another")).isEmpty();
    }

    @Test
    void endsAStrictRun() {
        assertThatCode(() -> Notice.requireNone(List.of(), "Nothing")).doesNotThrowAnyException();
        List<Note> many = IntStream.range(0, 23)
                .mapToObj(i -> Note.of("source" + (10 + i), NoteKind.TIES, 1))
                .toList();
        assertThatThrownBy(() -> Notice.requireNone(Notice.of(many), "Correct the inputs"))
                .isInstanceOfSatisfying(DramatisException.class, fault -> {
                    assertThat(fault.exitCode()).isEqualTo(ExitCode.CONTRACT);
                    assertThat(fault.problem()).isEqualTo("The inputs are odd in 23 ways");
                    assertThat(fault.reason().lines())
                            .hasSize(21)
                            .startsWith(
                                    "source10: 1 x rows of one person, of one time, that say different things [ties]")
                            .endsWith("and 3 more");
                    assertThat(fault.cure()).isEqualTo("Correct the inputs");
                });
        assertThat(Notice.problem(Notice.of(many.subList(0, 1)))).isEqualTo("The inputs are odd in 1 way");
    }
}
