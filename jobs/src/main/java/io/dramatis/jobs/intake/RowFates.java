package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source;
import io.dramatis.consent.Reason;
import io.dramatis.input.InputRows;
import io.dramatis.input.ReadInput;
import io.dramatis.spark.Transform;
import io.dramatis.table.Table;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.RejectedRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/** Gives each judged row its one fate: used, rejected, not consented or superseded. */
final class RowFates {
    static final String FATE = "__fate";
    static final String USED = "used";
    static final String REJECTED = "rejected";
    static final String NOT_CONSENTED = "not_consented";
    static final String SUPERSEDED = "superseded";

    private static final String ROWS_A_PERSON = "__rows_a_person";

    private RowFates() {}

    /** Adds {@link #FATE} to judged rows that have {@code person_id} and {@link Standing#REASON}. */
    static Transform decided(Source source, Instant cutoff) {
        Column first = when(col(ContractCheck.BREACH).isNotNull(), REJECTED)
                .when(col(Standing.REASON).equalTo(Reason.CONSENTED.word()), USED)
                .otherwise(NOT_CONSENTED);
        return rows -> {
            Dataset<Row> decided = rows.withColumn(FATE, first);
            return source.shape() == Source.Shape.EVENTS ? decided : onePerPerson(source, cutoff, decided);
        };
    }

    /** A breach of a row as a whole, as {@link ContractCheck#BREACH} has it. */
    static Column breach(String reason, String column) {
        return struct(
                lit(reason).as(RejectedRows.REASON),
                lit(column).as(RejectedRows.COLUMN_NAME),
                lit(null).cast(DataTypes.StringType).as(RejectedRows.VALUE_SHAPE));
    }

    /** In long layout one row a person and item; else one a person. */
    private static Dataset<Row> onePerPerson(Source source, Instant cutoff, Dataset<Row> rows) {
        List<Column> key = new ArrayList<>(List.of(col(FATE), col(Table.PERSON_ID)));
        if (source.layout() == Source.Layout.LONG) {
            key.add(col(ContractCheck.ITEM));
        }
        WindowSpec person = Window.partitionBy(key.toArray(Column[]::new));
        if (source.secondRow() == Source.SecondRow.BREACH) {
            Column isSecond = col(FATE).equalTo(USED).and(col(ROWS_A_PERSON).gt(1));
            Column breach = breach("a second row for the person", source.personColumn());
            // Nothing tells which of the two is right, so neither is used.
            return rows.withColumn(ROWS_A_PERSON, count(lit(1)).over(person))
                    .withColumn(ContractCheck.BREACH, when(isSecond, breach).otherwise(col(ContractCheck.BREACH)))
                    .withColumn(FATE, when(isSecond, REJECTED).otherwise(col(FATE)))
                    .drop(ROWS_A_PERSON);
        }
        return LatestRows.decided(source, cutoff, key, rows);
    }

    /** The used rows as the clean table has them. */
    static Dataset<Row> used(Source source, Dataset<Row> rows) {
        Dataset<Row> used = rows.where(col(FATE).equalTo(USED));
        if (source.layout() == Source.Layout.LONG) {
            List<Column> answers = CleanRows.storedColumns(source).stream()
                    .map(column -> max(column.name()).as(column.name()))
                    .toList();
            return used.groupBy(Table.PERSON_ID)
                    .agg(answers.get(0), answers.subList(1, answers.size()).toArray(Column[]::new));
        }
        List<Column> columns = new ArrayList<>(List.of(col(Table.PERSON_ID)));
        CleanRows.storedColumns(source).forEach(column -> columns.add(col(column.name())));
        return used.select(columns.toArray(Column[]::new));
    }

    /** The broken rows as {@code rejected_rows} has them. */
    static Dataset<Row> rejected(ReadInput input, Source source, Dataset<Row> rows) {
        Dataset<Row> rejected = rows.where(col(FATE).equalTo(REJECTED)).select(ContractCheck.BREACH, InputRows.AT);
        return input.withPlace(rejected, RejectedRows.FILE, RejectedRows.LINE)
                .select(
                        lit(source.name()).as(RejectedRows.SOURCE),
                        col(RejectedRows.FILE),
                        col(RejectedRows.LINE),
                        col(ContractCheck.BREACH).getField(RejectedRows.REASON).as(RejectedRows.REASON),
                        col(ContractCheck.BREACH)
                                .getField(RejectedRows.COLUMN_NAME)
                                .as(RejectedRows.COLUMN_NAME),
                        col(ContractCheck.BREACH)
                                .getField(RejectedRows.VALUE_SHAPE)
                                .as(RejectedRows.VALUE_SHAPE));
    }
}
