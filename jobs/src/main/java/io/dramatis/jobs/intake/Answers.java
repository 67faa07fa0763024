package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Question;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.error.Shown;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.input.NoteKind;
import io.dramatis.input.PlainText;
import io.dramatis.input.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The answers that features look for, held against the choices, levels and ranges that the study declares: what matches
 * none is counted and told by its shape, and so is a choice that nobody has.
 */
final class Answers {
    private static final String QUESTION = "question";

    /** Of the answer among those known, from 1; 0 where it is unknown, -1 where it is within a scale's range. */
    private static final String PLACE = "place";

    private static final String SHAPE = "shape";
    private static final String ANSWERS = "answers";
    private static final String OF_PLACE = "of_place";
    private static final String RANK = "rank";

    private static final int SHAPES = 3;

    /**
     * A column's answers.
     *
     * @param all answers, several in a row where it has several
     * @param unmatched those of them that match nothing declared
     * @param shapes of the commonest unmatched ones, with their counts
     * @param byChoice how many have each choice
     */
    private record Counts(Question question, long all, long unmatched, List<Common> shapes, List<Long> byChoice) {}

    private record Common(String shape, long count) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d x %s", count, Shown.line(shape));
        }
    }

    private Answers() {}

    /**
     * Counts the answers of a source, in one aggregation.
     *
     * @param rows sound ones, with the source's typed columns under their names in the clean table
     * @return what is odd about them: answers unmatched, and choices of nobody
     * @throws DramatisException of contract, where more than {@code max-unmatched} of a column's answers match nothing
     */
    static List<Note> notes(Study study, Source source, Dataset<Row> rows) {
        List<Question> questions = List.copyOf(Question.of(study, source).values());
        if (questions.isEmpty()) {
            return List.of();
        }
        List<Counts> counts = counts(questions, rows);
        requireMatched(source, counts);
        List<Note> notes = new ArrayList<>();
        for (Counts each : counts) {
            Source.Column column = each.question().column();
            if (each.unmatched() > 0) {
                notes.add(Note.of(source.name(), NoteKind.ANSWERS_UNMATCHED, each.unmatched())
                        .ofColumn(column.from())
                        .like(each.shapes().get(0).shape()));
            }
            List<String> choices = each.question().choices();
            for (int c = 0; c < choices.size(); c++) {
                if (each.byChoice().get(c) == 0) {
                    notes.add(Note.of(source.name(), NoteKind.CHOICE_OF_NOBODY, 0)
                            .ofColumn(column.name() + ": " + choices.get(c)));
                }
            }
        }
        return notes;
    }

    private static List<Counts> counts(List<Question> questions, Dataset<Row> rows) {
        List<Column> answers = new ArrayList<>();
        for (int q = 0; q < questions.size(); q++) {
            answers.add(answers(questions.get(q), q));
        }
        WindowSpec place = Window.partitionBy(QUESTION, PLACE);
        // Shapes of free texts may be many: the commonest alone come to the driver.
        List<Row> found = rows.select(
                        explode(concat(answers.toArray(Column[]::new))).as("answer"))
                .where(col("answer").isNotNull())
                .groupBy(
                        col("answer").getField(QUESTION).as(QUESTION),
                        col("answer").getField(PLACE).as(PLACE),
                        col("answer").getField(SHAPE).as(SHAPE))
                .agg(count(lit(1)).as(ANSWERS))
                .withColumn(OF_PLACE, sum(ANSWERS).over(place))
                .withColumn(RANK, row_number().over(place.orderBy(col(ANSWERS).desc(), col(SHAPE))))
                .where(col(RANK).leq(SHAPES))
                .orderBy(QUESTION, PLACE, RANK)
                .collectAsList();
        List<Counts> counts = new ArrayList<>();
        for (int q = 0; q < questions.size(); q++) {
            int number = q;
            counts.add(counts(
                    questions.get(q),
                    found.stream()
                            .filter(row -> row.<Integer>getAs(QUESTION) == number)
                            .toList()));
        }
        return counts;
    }

    private static Counts counts(Question question, List<Row> found) {
        Map<Long, Long> byPlace = new HashMap<>();
        List<Common> shapes = new ArrayList<>();
        for (Row row : found) {
            byPlace.put(row.getAs(PLACE), row.getAs(OF_PLACE));
            if (row.<Long>getAs(PLACE) == 0) {
                shapes.add(new Common(row.getAs(SHAPE), row.getAs(ANSWERS)));
            }
        }
        List<Long> byChoice = new ArrayList<>();
        for (long c = 1; c <= question.choices().size(); c++) {
            byChoice.add(byPlace.getOrDefault(c, 0L));
        }
        return new Counts(
                question,
                byPlace.values().stream().mapToLong(Long::longValue).sum(),
                byPlace.getOrDefault(0L, 0L),
                shapes,
                byChoice);
    }

    /** An array of the answers of a row to a question; an answer is null where there is none. */
    private static Column answers(Question question, int number) {
        Column value = InputRows.column(question.column().name());
        // No array may be null: beside it, all others of the row would be.
        return question.separator()
                .map(sign -> transform(
                        PlainText.parts(coalesce(value, lit("")), sign, question.missing()),
                        part -> answer(question, number, part)))
                .orElseGet(() -> array(when(value.isNotNull(), answer(question, number, value))));
    }

    private static Column answer(Question question, int number, Column value) {
        Column place = lit(0L);
        for (Question.Range range : question.ranges()) {
            place = when(value.between(range.low(), range.high()), lit(-1L)).otherwise(place);
        }
        List<Object> known = question.known();
        if (!known.isEmpty()) {
            Column among =
                    array_position(array(known.stream().map(one -> lit(one)).toArray(Column[]::new)), value);
            place = when(among.gt(0), among).otherwise(place);
        }
        return struct(
                lit(number).as(QUESTION),
                place.as(PLACE),
                when(place.equalTo(0), Shape.of(value)).as(SHAPE));
    }

    private static void requireMatched(Source source, List<Counts> counts) {
        List<Counts> over = counts.stream()
                .filter(each -> each.unmatched() > source.maxUnmatched() * each.all())
                .toList();
        if (over.isEmpty()) {
            return;
        }
        throw DramatisException.contract(
                "Source " + source.name() + " (" + source.origin().position() + "): "
                        + over.stream().map(Answers::told).collect(Collectors.joining("; "))
                        + ", more than max-unmatched = " + source.maxUnmatched(),
                "as 0 they would say that nobody chose anything; the commonest are of the shape "
                        + over.stream()
                                .map(each -> Shown.line(each.question().column().from()) + ": "
                                        + each.shapes().stream()
                                                .map(Common::toString)
                                                .collect(Collectors.joining(", ")))
                                .collect(Collectors.joining("; ")),
                "Declare the choices as the file has them, look at the file's encoding and at `separator`, declare codes "
                        + "of no answer as `missing`, or raise max-unmatched. Nothing was published");
    }

    private static String told(Counts counts) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d answers (%.1f%%) in the column %s match no declared choice, level or range",
                counts.unmatched(),
                counts.all(),
                100.0 * counts.unmatched() / counts.all(),
                Shown.line(counts.question().column().from()));
    }
}
