package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source;
import io.dramatis.input.Note;
import io.dramatis.input.NoteKind;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.RejectedRows;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which of a person's rows is the latest, where the newest counts. Rows of one time that say the same are one; of those
 * that say different things the columns of {@code tie-break} choose, and without them nothing does: the order of values, or
 * of rows in the file, tells nothing about which is right.
 */
final class LatestRows {
    static final String TIE = "another row of the person has the same time";

    private static final String LATEST = "__latest";
    private static final String IS_TIED = "__is_tied";
    private static final String CHOSEN = "__chosen";
    private static final String IS_CHOSEN = "__is_chosen";
    private static final String DIFFER = "__differ";
    private static final String PLACE = "__place";

    private LatestRows() {}

    /**
     * Decides which of the used rows of each key stays in use. A day without a time, in a column of times, may be any time
     * of that day: it ties with the latest row of it.
     *
     * @param key by which rows are of one person (and item), their fate the first of it
     */
    static Dataset<Row> decided(Source source, Instant cutoff, List<Column> key, Dataset<Row> rows) {
        String name = source.time().orElseThrow();
        Column time = col(name);
        Column isInTime = coalesce(time.lt(lit(Timestamp.from(cutoff))), lit(false));
        // One sorting serves all steps: each is a window of the same order.
        WindowSpec order =
                Window.partitionBy(key.toArray(Column[]::new)).orderBy(isInTime.desc(), time.desc_nulls_last());
        WindowSpec all = order.rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
        WindowSpec sofar = order.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
        Column moment = struct(isInTime.as("in_time"), time.as("time"));
        Column latestDay = col(LATEST).getField("time").cast(DataTypes.DateType);
        Column isOfLatestDay = time.cast(DataTypes.DateType)
                .equalTo(latestDay)
                .and(isInTime.equalTo(col(LATEST).getField("in_time")));
        Column isTied =
                moment.eqNullSafe(col(LATEST)).or(col(ContractCheck.IS_COARSE).and(isOfLatestDay));
        Column choice = struct(
                source.tieBreak().isEmpty()
                        ? new Column[] {lit(0).as("none")}
                        : source.tieBreak().stream().map(one -> col(one)).toArray(Column[]::new));
        Column said = said(source, name);
        Column isUsed = col(RowFates.FATE).equalTo(RowFates.USED);
        Dataset<Row> decided = rows.withColumn(LATEST, max(moment).over(all))
                .withColumn(IS_TIED, coalesce(isTied, lit(false)))
                .withColumn(CHOSEN, max(when(col(IS_TIED), choice)).over(all))
                .withColumn(IS_CHOSEN, col(IS_TIED).and(choice.eqNullSafe(col(CHOSEN))))
                .withColumn(
                        DIFFER,
                        not(min(when(col(IS_CHOSEN), said))
                                .over(all)
                                .eqNullSafe(max(when(col(IS_CHOSEN), said)).over(all))))
                .withColumn(PLACE, sum(when(col(IS_CHOSEN), 1).otherwise(0)).over(sofar));
        Column isBreach = isUsed.and(col(IS_CHOSEN)).and(col(DIFFER));
        Column isFirst = col(IS_CHOSEN).and(col(PLACE).equalTo(1));
        return decided.withColumn(
                        ContractCheck.BREACH,
                        when(isBreach, RowFates.breach(TIE, name)).otherwise(col(ContractCheck.BREACH)))
                .withColumn(
                        RowFates.FATE,
                        when(isBreach, RowFates.REJECTED)
                                .when(isUsed.and(not(isFirst)), RowFates.SUPERSEDED)
                                .otherwise(col(RowFates.FATE)))
                .drop(LATEST, IS_TIED, CHOSEN, IS_CHOSEN, DIFFER, PLACE);
    }

    /** What a row says besides its time. */
    private static Column said(Source source, String time) {
        List<Column> said = new ArrayList<>();
        CleanRows.storedColumns(source).stream()
                .filter(column -> !column.name().equals(time))
                .forEach(column -> said.add(col(column.name())));
        return said.isEmpty() ? lit(0) : struct(said.toArray(Column[]::new));
    }

    /**
     * What is told of the rows of a source: ties, and rows that found no partner in a joined file. Runs one Spark job.
     *
     * @param decided rows with their fate
     */
    static List<Note> notes(Source source, Dataset<Row> decided) {
        List<Column> counts = new ArrayList<>();
        counts.add(count(lit(1)));
        counts.add(coalesce(
                sum(when(col(ContractCheck.BREACH).getField(RejectedRows.REASON).equalTo(TIE), col(SourceRows.COPIES))),
                lit(0L)));
        for (Source.Join join : source.joins()) {
            counts.add(count(SourceRows.unmatched(join)));
            counts.add(max(SourceRows.unmatched(join)));
        }
        Row row = decided.agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
                .first();
        List<Note> notes = new ArrayList<>();
        if (row.getLong(1) > 0) {
            notes.add(Note.of(source.name(), NoteKind.TIES, row.getLong(1))
                    .ofColumn(source.time().orElseThrow()));
        }
        for (int j = 0; j < source.joins().size(); j++) {
            long alone = row.getLong(2 + 2 * j);
            if (alone > 0) {
                Source.Join join = source.joins().get(j);
                Note note = Note.of(source.name() + "." + join.name(), NoteKind.ROWS_WITHOUT_PARTNER, alone)
                        .ofColumn(String.join(", ", join.on()))
                        .like(row.getString(3 + 2 * j));
                notes.add(note);
                if (alone == row.getLong(0)) {
                    notes.add(new Note(
                            note.input(),
                            NoteKind.IDS_MEET_NOBODY,
                            note.file(),
                            note.column(),
                            note.line(),
                            alone,
                            note.shape()));
                }
            }
        }
        return notes;
    }
}
