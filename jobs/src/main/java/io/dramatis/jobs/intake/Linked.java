package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.dramatis.consent.MayConcern;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.input.NoteKind;
import io.dramatis.privacy.LinkedIds;
import io.dramatis.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Who is who in a run, of whom else a word of consent may be, and what was odd about it. */
record Linked(LinkedIds.Found found) {
    private static final String IDENTITY = "identity";

    /** No links at all. */
    static Linked nobody(InputRows inputs) {
        StructType ids = new StructType().add(LinkedIds.ID, DataTypes.BinaryType);
        StructType group = new StructType().add(LinkedIds.GROUP, DataTypes.BinaryType);
        return new Linked(new LinkedIds.Found(
                inputs.none(ids.add(Table.PERSON_ID, DataTypes.BinaryType)
                        .add(LinkedIds.IS_IN_KNOT, DataTypes.BooleanType)),
                inputs.none(ids.add(LinkedIds.KIND, DataTypes.StringType).add(LinkedIds.SHAPE, DataTypes.StringType)),
                inputs.none(ids.add(LinkedIds.GROUP, DataTypes.BinaryType)),
                inputs.none(group.add(Table.PERSON_ID, DataTypes.BinaryType))));
    }

    /** The same, held. */
    Linked held(Held held) {
        return new Linked(new LinkedIds.Found(
                held.holdAlone(found.persons()),
                found.shared(),
                held.holdAlone(found.groups()),
                held.holdAlone(found.members())));
    }

    /** Each linked id's person: {@code id}, {@code person_id}, {@code is_in_knot}. */
    Dataset<Row> persons() {
        return found.persons();
    }

    /** Whom words may concern that were said under ids which link nobody. */
    MayConcern mayConcern() {
        return new MayConcern(found.groups(), found.members());
    }

    /** Ids that tie too many people, by kind, and ids in knots. Runs Spark jobs. */
    List<Note> notes() {
        List<Note> notes = new ArrayList<>();
        found.shared()
                .groupBy(LinkedIds.KIND)
                .agg(count(lit(1)), min(LinkedIds.SHAPE))
                .orderBy(LinkedIds.KIND)
                .collectAsList()
                .forEach(row -> {
                    Note note = Note.of(IDENTITY, NoteKind.ID_OF_MANY, row.getLong(1))
                            .ofColumn(row.getString(0));
                    notes.add(row.isNullAt(2) ? note : note.like(row.getString(2)));
                });
        long knotted = persons().where(col(LinkedIds.IS_IN_KNOT)).count();
        if (knotted > 0) {
            notes.add(Note.of(IDENTITY, NoteKind.IDS_IN_KNOT, knotted));
        }
        return notes;
    }
}
