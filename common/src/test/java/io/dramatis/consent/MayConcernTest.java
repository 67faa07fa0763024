package io.dramatis.consent;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class MayConcernTest {
    private static final Instant CUTOFF = Instant.parse("2026-01-01T00:00:00Z");

    /** {@code id, person, says, at, hasUnreadableExpiry}; a person alone is his own id. */
    private static Dataset<Row> entries(SparkSession spark, String... entries) {
        return spark.sql("select cast(id as binary) " + ConsentLedger.ID + ", cast(person as binary) " + Table.PERSON_ID
                + ", array(purpose) " + ConsentLedger.PURPOSES + ", says " + ConsentLedger.SAYS
                + ", cast(at as timestamp) "
                + ConsentLedger.AT + ", cast(at as timestamp) " + ConsentLedger.AT_LATEST + ", cast(id as binary) "
                + ConsentLedger.NEAR_ID + ", false " + ConsentLedger.IS_NEAR
                + ", cast(null as struct<says: string, at: string, expires_at: string>) " + ConsentLedger.SHAPES
                + ", cast(null as timestamp) " + ConsentLedger.EXPIRES_AT + ", unreadable "
                + ConsentLedger.HAS_UNREADABLE_EXPIRY + ", true " + ConsentLedger.IS_EXPLICIT + ", 'l' "
                + ConsentLedger.LEDGER + ", 's' " + ConsentLedger.SOURCE + ", 'n' " + ConsentLedger.NOTICE_VERSION
                + " from values " + String.join(", ", entries) + " as t(id, person, purpose, says, at, unreadable)");
    }

    private static MayConcern mayConcern(SparkSession spark, String groups, String members) {
        return new MayConcern(
                spark.sql("select cast(a as binary) " + ConsentLedger.ID + ", cast(b as binary) " + MayConcern.GROUP
                        + " from values " + groups + " as t(a, b)"),
                spark.sql("select cast(a as binary) " + MayConcern.GROUP + ", cast(b as binary) " + Table.PERSON_ID
                        + " from values " + members + " as t(a, b)"));
    }

    private static Map<String, String> decided(Dataset<Row> entries) {
        Map<String, String> decided = new TreeMap<>();
        ConsentDecisions.decide(entries, "personas", ConsentDecisions.Moment.asOf(CUTOFF))
                .collectAsList()
                .forEach(row -> decided.put(
                        new String(row.<byte[]>getAs(Table.PERSON_ID), StandardCharsets.UTF_8),
                        row.getAs(ConsentDecisions.REASON)));
        return decided;
    }

    @Test
    void aNoCountsForAllWhomItMayConcernAndAYesForNone(SparkSession spark) {
        MayConcern mayConcern = mayConcern(spark, "('x', 'g')", "('g', 'a'), ('g', 'b'), ('g', 'x'), ('h', 'c')");
        Dataset<Row> entries = entries(
                spark,
                "('a', 'a', 'personas', 'granted', '2025-06-01', false)",
                "('a2', 'a', 'personas', 'granted', '2025-06-01', false)",
                "('c', 'c', 'personas', 'granted', '2025-06-01', false)",
                "('x', 'x', 'personas', 'refused', '2025-01-01', false)",
                "('x', 'x', 'personas', 'granted', '2025-07-01', false)",
                "('x', 'x', 'other', 'objected', '2025-01-01', false)");
        Dataset<Row> spread = mayConcern.spread(entries);
        assertThat(spread.columns()).isEqualTo(entries.columns());
        assertThat(decided(spread))
                .isEqualTo(Map.of("a", "refused", "b", "refused", "c", "consented", "x", "consented"));
        // Two purposes, two people each.
        assertThat(spread.count()).isEqualTo(6 + 4);
    }

    @Test
    void aYesThatNobodyCanReadIsANoForAll(SparkSession spark) {
        MayConcern mayConcern = mayConcern(spark, "('x', 'g'), ('y', 'h')", "('g', 'a'), ('h', 'b')");
        Dataset<Row> entries = entries(
                spark,
                "('a', 'a', 'personas', 'granted', '2025-06-01', false)",
                "('b', 'b', 'personas', 'granted', '2025-06-01', false)",
                "('x', 'x', 'personas', 'granted', null, false)",
                "('y', 'y', 'personas', 'granted', '2025-01-01', true)");
        assertThat(decided(mayConcern.spread(entries)))
                .isEqualTo(Map.of("a", "unreadable", "b", "unreadable", "x", "unreadable", "y", "unreadable"));
    }

    @Test
    void whoAloneSpokeInAKnotMayChangeTheirMind(SparkSession spark) {
        MayConcern knot = mayConcern(spark, "('a', 'g'), ('b', 'g'), ('c', 'g')", "('g', 'a'), ('g', 'b'), ('g', 'c')");
        List<String> entries = new ArrayList<>(List.of(
                "('a', 'a', 'personas', 'refused', '2025-01-01', false)",
                "('a', 'a', 'personas', 'granted', '2025-06-01', false)",
                "('b', 'b', 'personas', 'granted', '2025-06-01', false)",
                "('c', 'c', 'personas', 'granted', '2025-06-01', false)"));
        assertThat(decided(knot.spread(entries(spark, entries.toArray(String[]::new)))))
                .isEqualTo(Map.of("a", "consented", "b", "refused", "c", "refused"));
        entries.add("('b', 'b', 'personas', 'refused', '2025-02-01', false)");
        assertThat(decided(knot.spread(entries(spark, entries.toArray(String[]::new)))))
                .isEqualTo(Map.of("a", "refused", "b", "refused", "c", "refused"));
    }

    @Test
    void withoutGroupsNothingIsAdded(SparkSession spark) {
        Dataset<Row> entries = entries(spark, "('a', 'a', 'personas', 'refused', '2025-06-01', false)");
        MayConcern none = mayConcern(spark, "('a', 'g')", "('g', 'a')");
        MayConcern empty =
                new MayConcern(none.groups().where(col(ConsentLedger.ID).isNull()), none.members());
        assertThat(empty.spread(entries)).isSameAs(entries);
    }
}
