package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.consent.Reason;
import io.dramatis.error.DramatisException;
import io.dramatis.run.RunContext;
import io.dramatis.spark.Transform;
import io.dramatis.table.privacy.SuppressedIds;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps those out who were erased: a person with any id on the suppression list, as if that person had not consented. */
final class Suppressed {
    private static final String LISTED = "__listed";
    private static final String IS_LISTED = "__is_listed";

    private final Optional<Dataset<Row>> values;

    private Suppressed(Optional<Dataset<Row>> values) {
        this.values = values;
    }

    /**
     * Reads the list of the run's study.
     *
     * @throws DramatisException of privacy where the list is of other pseudonyms than the run's: it would let all in
     */
    static Suppressed of(RunContext context) {
        Study study = context.study();
        Dataset<Row> list = context.tables()
                .read(SuppressedIds.TABLE)
                .where(col(SuppressedIds.STUDY).equalTo(study.name()));
        if (list.isEmpty()) {
            return new Suppressed(Optional.empty());
        }
        String keyId = context.key().keyId();
        Column isOurs = col(SuppressedIds.KEY_ID)
                .equalTo(keyId)
                .and(col(SuppressedIds.KEY_EPOCH).equalTo(study.privacy().epoch()))
                .and(col(SuppressedIds.PURPOSE).equalTo(study.consent().purpose()));
        long others = list.where(not(isOurs)).count();
        if (others > 0) {
            throw DramatisException.privacy(
                    "The suppression list does not fit the pseudonyms of this run",
                    others + " ids of erased people are on it under another key, epoch or purpose than key " + keyId
                            + ", epoch " + study.privacy().epoch() + ", purpose "
                            + study.consent().purpose() + ": these people would be taken in again",
                    "Move the lake with ./dramatis rekey, or erase everybody who ever was erased once more, under this key:"
                            + " ./dramatis erase --ids FILE --whole-list");
        }
        return new Suppressed(
                Optional.of(list.select(col(SuppressedIds.VALUE).as(LISTED)).distinct()));
    }

    /**
     * Leaves each person out of whose linked ids one is on the list.
     *
     * @param reason column with the reason, which becomes {@link Reason#ERASED}
     */
    Dataset<Row> outOf(Dataset<Row> rows, String id, String person, String reason) {
        return values.map(list -> {
                    Dataset<Row> people = withListed(rows, list, col(id))
                            .where(col(IS_LISTED))
                            .select(col(person).as("__out"))
                            .distinct();
                    return rows.join(people, col(person).equalTo(col("__out")), "left")
                            .withColumn(reason, orErased(col("__out").isNotNull(), reason))
                            .drop("__out");
                })
                .orElse(rows);
    }

    /**
     * Leaves each row out with an id on the list, of whom nothing else may be known; and its breach, so that no shape of
     * its values is kept.
     */
    Transform outOf(Source source) {
        return rows -> {
            if (values.isEmpty()) {
                return rows;
            }
            Dataset<Row> judged = rows;
            for (String kind : ContractCheck.idColumns(source).keySet()) {
                judged = withListed(judged, values.get(), ContractCheck.id(kind))
                        .withColumn(Standing.REASON, orErased(col(IS_LISTED), Standing.REASON))
                        .withColumn(
                                ContractCheck.BREACH, when(col(IS_LISTED).equalTo(false), col(ContractCheck.BREACH)))
                        .drop(IS_LISTED);
            }
            return judged;
        };
    }

    private static Column orErased(Column isOut, String reason) {
        return when(isOut, Reason.ERASED.word()).otherwise(col(reason));
    }

    private static Dataset<Row> withListed(Dataset<Row> rows, Dataset<Row> list, Column id) {
        Dataset<Row> listed = list.withColumn(IS_LISTED, lit(true));
        Column isListed = coalesce(col(IS_LISTED), lit(false));
        return rows.join(listed, SuppressedIds.value(id).equalTo(col(LISTED)), "left")
                .withColumn(IS_LISTED, isListed)
                .drop(LISTED);
    }
}
