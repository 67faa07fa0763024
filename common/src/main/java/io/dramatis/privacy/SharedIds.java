package io.dramatis.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Ids that tie more people together than one may: an address that a shop types in for whoever has none, a switchboard, a
 * placeholder. An id's people are the ids of the primary kind that stand in one pair with it. Those that reach it over
 * other ids count too, where it takes more of these than people may share: a device that many log in from, each by an
 * e-mail; a customer number that stands for nobody, with many people's e-mails.
 */
final class SharedIds {
    static final String ID = "id";

    /** The two ends of a pair. */
    static final String FROM = "from";

    static final String TO = "to";

    private static final String PERSON = "person";
    private static final String OVER = "over";

    private SharedIds() {}

    /**
     * The labels that tie more than {@code maxPeople}: {@code id}, each once.
     *
     * @param edges {@code from}, {@code to}: labels, distinct, the first one greater
     * @param isPrimary whether a label is of the primary kind; such a label is less than any other
     */
    static Dataset<Row> of(Dataset<Row> edges, IsPrimary isPrimary, int maxPeople) {
        Dataset<Row> bothWays = edges.select(col(FROM).as(ID), col(TO).as(OVER))
                .unionByName(edges.select(col(TO).as(ID), col(FROM).as(OVER)));
        // Few ids have so many neighbours; the rest is spared all that follows.
        Dataset<Row> hubs = bothWays.groupBy(ID)
                .agg(count(lit(1)).as("neighbours"))
                .where(col("neighbours").gt(maxPeople))
                .select(ID)
                .localCheckpoint();
        if (hubs.isEmpty()) {
            return hubs;
        }
        Dataset<Row> direct = edges.where(
                        isPrimary.of(col(TO)).and(isPrimary.of(col(FROM)).equalTo(false)))
                .select(col(FROM).as(ID), col(TO).as(PERSON));
        Dataset<Row> many = direct.join(hubs, ID, "left_semi")
                .groupBy(ID)
                .agg(count(lit(1)).as("people"))
                .where(col("people").gt(maxPeople))
                .select(ID)
                .localCheckpoint();
        Dataset<Row> few = direct.join(many, ID, "left_anti");
        Dataset<Row> others = bothWays.where(isPrimary.of(col(OVER)).equalTo(false))
                .join(hubs, ID, "left_semi")
                .join(many, ID, "left_anti");
        return many.unionByName(overOthers(others, few, isPrimary, maxPeople))
                .distinct()
                .localCheckpoint();
    }

    /**
     * Those whose people are theirs over more than {@code maxPeople} other ids.
     *
     * @param ties {@code id}, {@code over}: of ids that may be such, to ids of other than the primary kind
     * @param direct {@code id}, {@code person}: of ids that tie few people themselves
     */
    private static Dataset<Row> overOthers(Dataset<Row> ties, Dataset<Row> direct, IsPrimary isPrimary, int maxPeople) {
        Dataset<Row> ids = ties.select(ID).distinct();
        Dataset<Row> reached = ties.join(direct.withColumnRenamed(ID, OVER), OVER)
                .where(col(PERSON).notEqual(col(ID)))
                .select(ID, OVER, PERSON);
        Dataset<Row> itself = ids.where(isPrimary.of(col(ID))).withColumn(PERSON, col(ID));
        Dataset<Row> own = direct.join(ids, ID, "left_semi");
        Column none = lit(null).cast(DataTypes.BinaryType);
        return reached.unionByName(itself.unionByName(own).withColumn(OVER, none))
                .groupBy(ID)
                .agg(
                        count_distinct(col(OVER)).as("ways"),
                        count_distinct(col(PERSON)).as("people"))
                .where(col("ways").gt(maxPeople).and(col("people").gt(maxPeople)))
                .select(ID);
    }

    /** Whether a label is of the primary kind. */
    interface IsPrimary {
        Column of(Column label);
    }
}
