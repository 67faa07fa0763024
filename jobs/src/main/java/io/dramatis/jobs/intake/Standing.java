package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.consent.ConsentDecisions;
import io.dramatis.privacy.LinkedIds;
import io.dramatis.table.Table;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a run knows of an id: whose it is, and whether that person consented. One table, so that the rows of a source are
 * joined once: {@code id}, {@code person_id}, {@code is_consented}.
 */
final class Standing {
    static final String IS_CONSENTED = ConsentDecisions.IS_CONSENTED;

    private static final String ID = "__standing_id";
    private static final String PERSON = "__standing_person";
    private static final String CONSENT = "__standing_consent";

    private Standing() {}

    /**
     * Brings links and decisions together.
     *
     * @param persons linked ids, each with its person
     * @param decisions by person; empty where one consent covers everybody
     */
    static Dataset<Row> of(Dataset<Row> persons, Optional<Dataset<Row>> decisions) {
        Dataset<Row> linked = persons.select(LinkedIds.ID, Table.PERSON_ID);
        if (decisions.isEmpty()) {
            return linked.withColumn(IS_CONSENTED, lit(true));
        }
        Dataset<Row> decided = decisions.get().select(Table.PERSON_ID, IS_CONSENTED);
        Dataset<Row> ofLinked = linked.join(decided, on(Table.PERSON_ID), "left")
                .select(
                        col(LinkedIds.ID),
                        col(Table.PERSON_ID),
                        coalesce(col(IS_CONSENTED), lit(false)).as(IS_CONSENTED));
        Dataset<Row> ofOthers = decided.withColumn(LinkedIds.ID, col(Table.PERSON_ID))
                .join(linked.select(LinkedIds.ID), on(LinkedIds.ID), "left_anti")
                .select(LinkedIds.ID, Table.PERSON_ID, IS_CONSENTED);
        return ofLinked.unionByName(ofOthers);
    }

    /**
     * Adds {@code person_id} and {@code is_consented}. An id that is not known is its own person.
     *
     * @param consentOfUnknown whether a person of whom nothing is known is in
     */
    static Dataset<Row> added(Dataset<Row> rows, Column id, Dataset<Row> standing, boolean consentOfUnknown) {
        Dataset<Row> known = standing.select(
                col(LinkedIds.ID).as(ID),
                col(Table.PERSON_ID).as(PERSON),
                col(IS_CONSENTED).as(CONSENT));
        return rows.join(known, id.equalTo(col(ID)), "left")
                .withColumn(Table.PERSON_ID, coalesce(col(PERSON), id))
                .withColumn(IS_CONSENTED, coalesce(col(CONSENT), lit(consentOfUnknown)))
                .drop(ID, PERSON, CONSENT);
    }

    /** No links at all. */
    static Dataset<Row> nobody(InputRows inputs) {
        StructType schema =
                new StructType().add(LinkedIds.ID, DataTypes.BinaryType).add(Table.PERSON_ID, DataTypes.BinaryType);
        return inputs.none(schema);
    }

    private static scala.collection.immutable.Seq<String> on(String column) {
        return scala.jdk.javaapi.CollectionConverters.asScala(List.of(column)).toSeq();
    }
}
