package io.dramatis.privacy;

import static io.dramatis.privacy.LinkedIds.GROUP;
import static io.dramatis.privacy.LinkedIds.ID;
import static io.dramatis.privacy.SharedIds.FROM;
import static io.dramatis.privacy.SharedIds.TO;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.table.Table;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whom a word may concern that was said where links are not used; as groups, since the pairs of all would be the square
 * of a knot.
 *
 * @param groups {@code id}, {@code group_id}
 * @param members {@code group_id}, {@code person_id}
 */
record Concerned(Dataset<Row> groups, Dataset<Row> members) {

    Concerned and(Concerned others) {
        return new Concerned(groups.unionByName(others.groups), members.unionByName(others.members));
    }

    /** Each id of a knot may be of the person of any other. */
    static Concerned byKnots(Dataset<Row> labelled) {
        Dataset<Row> groups = labelled.where(col(LinkedIds.IS_IN_KNOT))
                .select(LinkedIds.pseudonym(col(ID)).as(ID), group("knot", LinkedIds.LEAST));
        return new Concerned(groups, groups.select(col(GROUP), col(ID).as(Table.PERSON_ID)));
    }

    /**
     * Under a shared id any of the people tied to it may have spoken; and what stands under it alone may be of any who
     * spoke under an id of their own. Shared ids that are tied to each other are one group: whoever spoke under the one
     * may be known by the other alone.
     *
     * @param ties pairs of labels
     * @param shared labels, as {@code id}
     * @param labelled every label with its component
     */
    static Concerned byShared(Dataset<Row> ties, Dataset<Row> shared, Dataset<Row> labelled, long inMemoryEdges) {
        Dataset<Row> ofShared = LinkedIds.bothWays(ties).join(shared.select(col(ID).as(FROM)), FROM, "left_semi");
        Dataset<Row> among = ofShared.join(shared.select(col(ID).as(TO)), TO, "left_semi")
                .where(col(FROM).gt(col(TO)))
                .select(FROM, TO)
                .localCheckpoint();
        Dataset<Row> centres =
                LinkedIds.stars(among, inMemoryEdges).select(col(FROM).as("of"), col(TO).as("centre"));
        Dataset<Row> tied = ofShared.join(centres, col(FROM).equalTo(col("of")), "left")
                .withColumn("group", coalesce(col("centre"), col(FROM)))
                .join(labelled, col(TO).equalTo(col(ID)))
                .select(
                        col("group"),
                        LinkedIds.pseudonym(col(FROM)).as("shared"),
                        LinkedIds.pseudonym(LinkedIds.person()).as("person"))
                .localCheckpoint();
        Column toPeople = group("to-people", "group");
        Column toShared = group("to-shared", "group");
        Dataset<Row> groups = tied.select(col("shared").as(ID), toPeople)
                .unionByName(tied.select(col("person").as(ID), toShared))
                .distinct();
        Dataset<Row> members = tied.select(toPeople, col("person").as(Table.PERSON_ID))
                .unionByName(tied.select(toPeople, col("shared").as(Table.PERSON_ID)))
                .unionByName(tied.select(toShared, col("shared").as(Table.PERSON_ID)))
                .distinct();
        return new Concerned(groups, members);
    }

    /** Named by what it is of, so that two kinds of group never have one name. */
    private static Column group(String what, String label) {
        return concat(lit((what + ":").getBytes(StandardCharsets.UTF_8)), col(label))
                .as(GROUP);
    }
}
