package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Consent;
import io.dramatis.consent.ConsentDecisions;
import io.dramatis.consent.Reason;
import io.dramatis.privacy.LinkedIds;
import io.dramatis.spark.ShortPlans;
import io.dramatis.table.Table;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a run knows of an id: whose it is, what that person said, and when they were born. One table, so that the rows of
 * a source are joined once.
 */
final class Standing {
    /** STRING: the word of the {@link Reason} for which the row's person is in or not. */
    static final String REASON = "__reason";

    /** STRING: the same for the explicit purpose; null where the study has none. */
    static final String EXPLICIT_REASON = "__explicit_reason";

    private static final String DECIDED = "__decided";
    private static final String EXPLICIT = "__explicit";
    private static final String BORN = "__born_on";
    private static final String ID = "__standing_id";
    private static final String PERSON = "__standing_person";

    private final Dataset<Row> rows;

    private Standing(Dataset<Row> rows) {
        this.rows = rows;
    }

    /**
     * Brings together what is known.
     *
     * @param links linked ids, each with its person
     * @param decisions by person; empty where one consent covers everybody
     * @param explicit the same for the explicit purpose
     * @param ages by person: {@link Ages#BORN}
     */
    static Standing of(
            Dataset<Row> links,
            Optional<Dataset<Row>> decisions,
            Optional<Dataset<Row>> explicit,
            Optional<Dataset<Row>> ages) {
        Dataset<Row> linked = links.select(LinkedIds.ID, Table.PERSON_ID);
        List<Dataset<Row>> known = Stream.of(
                        decisions.map(rows -> told(rows, ConsentDecisions.REASON, DECIDED)),
                        explicit.map(rows -> told(rows, ConsentDecisions.REASON, EXPLICIT)),
                        ages.map(rows -> told(rows, Ages.BORN, BORN)))
                .flatMap(Optional::stream)
                .toList();
        Dataset<Row> people = known.stream()
                .reduce((one, other) -> one.join(other, Table.PERSON_ID, "full"))
                .orElse(linked.select(Table.PERSON_ID).limit(0));
        Dataset<Row> ofLinked = linked.join(people, Table.PERSON_ID, "left");
        Dataset<Row> ofOthers = people.withColumn(LinkedIds.ID, col(Table.PERSON_ID))
                .join(linked.select(LinkedIds.ID), LinkedIds.ID, "left_anti");
        Dataset<Row> all = ofLinked.unionByName(ofOthers);
        return new Standing(all.select(
                col(LinkedIds.ID).as(ID),
                col(Table.PERSON_ID).as(PERSON),
                given(all, DECIDED, DataTypes.StringType),
                given(all, EXPLICIT, DataTypes.StringType),
                given(all, BORN, DataTypes.DateType)));
    }

    private static Dataset<Row> told(Dataset<Row> rows, String column, String name) {
        return rows.select(col(Table.PERSON_ID), col(column).as(name));
    }

    private static Column given(Dataset<Row> rows, String name, DataType type) {
        boolean isGiven = Arrays.asList(rows.columns()).contains(name);
        return (isGiven ? col(name) : lit(null)).cast(type).as(name);
    }

    /** The same, with those left out who were erased. */
    Standing without(Suppressed suppressed) {
        return new Standing(suppressed.outOf(rows, ID, PERSON, DECIDED));
    }

    /** The same, held while the sources are joined to it; counted, so that Spark sees how small it is. */
    Standing held(Held held) {
        Dataset<Row> kept = held.hold(rows);
        kept.count();
        return new Standing(ShortPlans.of(kept));
    }

    /**
     * Adds {@code person_id}, {@link #REASON} and {@link #EXPLICIT_REASON}. An id that is not known is its own person.
     *
     * @param asOf the day of which ages are
     */
    Dataset<Row> added(Dataset<Row> sourceRows, Column id, Consent consent, LocalDate asOf) {
        return sourceRows
                .join(rows, id.equalTo(col(ID)), "left")
                .withColumn(Table.PERSON_ID, coalesce(col(PERSON), id))
                .withColumn(REASON, reason(consent, asOf))
                .withColumn(
                        EXPLICIT_REASON,
                        consent.explicitPurpose().isPresent()
                                ? coalesce(col(EXPLICIT), lit(Reason.NO_ENTRY.word()))
                                : lit(null).cast(DataTypes.StringType))
                .drop(ID, PERSON, DECIDED, EXPLICIT, BORN);
    }

    private static Column reason(Consent consent, LocalDate asOf) {
        Reason unknown = consent instanceof Consent.Blanket ? Reason.CONSENTED : Reason.NO_ENTRY;
        Column decided = coalesce(col(DECIDED), lit(unknown.word()));
        if (consent.minimumAge().isEmpty()) {
            return decided;
        }
        Consent.MinimumAge rule = consent.minimumAge().get();
        // Born on 29 February, somebody is of age on 1 March.
        Date latest = Date.valueOf(asOf.minusYears(rule.years()));
        return when(decided.notEqual(Reason.CONSENTED.word()), decided)
                .when(col(BORN).gt(lit(latest)), lit(Reason.UNDER_AGE.word()))
                .when(col(BORN).isNull().and(lit(!rule.isUnknownAllowed())), lit(Reason.AGE_UNKNOWN.word()))
                .otherwise(decided);
    }
}
