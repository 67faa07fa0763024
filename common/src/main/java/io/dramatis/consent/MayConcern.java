package io.dramatis.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.unhex;
import static org.apache.spark.sql.functions.when;

import io.dramatis.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whom a word of consent may concern besides the person under whose id it was said, where links are not used: an address
 * of many people, a knot. A no counts for all of them, for good, since the yes after it may be another's; a yes for none.
 *
 * @param groups {@code id}: a person's, and {@code group_id}
 * @param members {@code group_id}, {@code person_id}
 */
public record MayConcern(Dataset<Row> groups, Dataset<Row> members) {
    /** BINARY: a group of ids that link nobody. */
    public static final String GROUP = "group_id";

    /** What tells nothing of a no, or is told anew. */
    private static final List<String> NOT_OF_A_NO = List.of(
            ConsentLedger.ID,
            Table.PERSON_ID,
            ConsentLedger.SAYS,
            ConsentLedger.AT,
            ConsentLedger.AT_LATEST,
            ConsentLedger.NEAR_ID,
            ConsentLedger.IS_NEAR,
            ConsentLedger.SHAPES,
            ConsentLedger.EXPIRES_AT,
            ConsentLedger.HAS_UNREADABLE_EXPIRY,
            ConsentLedger.SOURCE,
            ConsentLedger.NOTICE_VERSION);

    private static final String IS_TIMED = "__is_timed";
    private static final String FIRST = "__first";
    private static final String LAST = "__last";

    /**
     * The entries, and each no among them once more for everybody else whom it may concern. Of a group's many words one a
     * purpose and kind of no is kept, the earliest: it holds wherever a later one would. Runs
     * a Spark job.
     *
     * @param entries the columns of {@link ConsentLedger}
     */
    public Dataset<Row> spread(Dataset<Row> entries) {
        if (groups.isEmpty()) {
            return entries;
        }
        List<String> kept = Arrays.stream(entries.columns())
                .filter(name -> !NOT_OF_A_NO.contains(name))
                .toList();
        List<Column> keys = new ArrayList<>(List.of(col(GROUP), col(ConsentLedger.SAYS), col(IS_TIMED)));
        kept.forEach(name -> keys.add(col(name)));
        Dataset<Row> spoken = noes(entries)
                .join(
                        groups.withColumnRenamed(ConsentLedger.ID, "__spoke"),
                        col(Table.PERSON_ID).equalTo(col("__spoke")))
                .withColumn(IS_TIMED, col(ConsentLedger.AT).isNotNull())
                .groupBy(keys.toArray(Column[]::new))
                .agg(
                        min(ConsentLedger.AT).as(ConsentLedger.AT),
                        min(ConsentLedger.AT_LATEST).as(ConsentLedger.AT_LATEST),
                        min(Table.PERSON_ID).as(FIRST),
                        max(Table.PERSON_ID).as(LAST));
        // Who alone spoke needs no second copy of it: a later yes of theirs may count.
        Dataset<Row> concerned = spoken.join(members, GROUP)
                .where(not(
                        col(Table.PERSON_ID).equalTo(col(FIRST)).and(col(FIRST).equalTo(col(LAST)))));
        Column[] columns = Arrays.stream(entries.columns())
                .map(name -> column(entries, name))
                .toArray(Column[]::new);
        return entries.unionByName(concerned.select(columns));
    }

    /** The entries that are no yes, and a yes that nobody can order or whose end nobody can read. */
    private static Dataset<Row> noes(Dataset<Row> entries) {
        return entries.where(col(Table.PERSON_ID).isNotNull())
                .where(not(ConsentLedger.isClearYes()))
                .withColumn(
                        ConsentLedger.SAYS,
                        when(col(ConsentLedger.SAYS).equalTo(ConsentLedger.GRANTED), Reason.UNREADABLE.word())
                                .otherwise(col(ConsentLedger.SAYS)));
    }

    private static Column column(Dataset<Row> entries, String name) {
        Column none = lit(null).cast(entries.schema().apply(name).dataType());
        return switch (name) {
            // An id of its own: no yes under another may come after it.
            case ConsentLedger.ID -> unhex(sha2(col(GROUP), 256)).as(name);
            case ConsentLedger.EXPIRES_AT,
                    ConsentLedger.NEAR_ID,
                    ConsentLedger.SHAPES,
                    ConsentLedger.SOURCE,
                    ConsentLedger.NOTICE_VERSION -> none.as(name);
            case ConsentLedger.HAS_UNREADABLE_EXPIRY, ConsentLedger.IS_NEAR ->
                lit(false).as(name);
            default -> col(name);
        };
    }
}
