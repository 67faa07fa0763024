package io.dramatis.consent;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Input;
import io.dramatis.config.Ledger;
import io.dramatis.config.Origin;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class ConsentLedgerTest {
    private static final Origin ORIGIN = new Origin("test.conf:1", "dramatis.consent.ledger");

    /** Stands for pseudonyms: this package does not know them. */
    private static Column bytes(Column id) {
        return id.cast(DataTypes.BinaryType);
    }

    private static Ledger rules(Optional<String> expires) {
        return ledger(
                "Cust. ID",
                "when",
                new Ledger.Statuses(
                        "purpose",
                        "status",
                        expires,
                        Optional.empty(),
                        Optional.empty(),
                        List.of("granted"),
                        List.of("denied"),
                        List.of("objected")));
    }

    private static Ledger ledger(String person, String at, Ledger.Signal signal) {
        return new Ledger(
                "shop",
                new Input("csv", "consent.csv", Map.of(), ORIGIN),
                "customer-id",
                person,
                at,
                List.of("yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "dd/MM/yyyy"),
                signal,
                ORIGIN);
    }

    private static Dataset<Row> typed(SparkSession spark, Dataset<Row> raw, Ledger ledger) {
        return ConsentLedger.typed(raw, ledger, "Personas", ConsentLedgerTest::bytes, links(spark));
    }

    private static Dataset<Row> texts(SparkSession spark, List<Row> rows) {
        StructType schema = new StructType();
        for (String name : List.of("Cust. ID", "purpose", "status", "when", "until")) {
            schema = schema.add(name, DataTypes.StringType);
        }
        return spark.createDataFrame(rows, schema);
    }

    private static Dataset<Row> links(SparkSession spark) {
        return spark.createDataFrame(
                List.of(RowFactory.create(bytes("2"), bytes("1")), RowFactory.create(bytes("1"), bytes("1"))),
                new StructType()
                        .add(ConsentLedger.ID, DataTypes.BinaryType)
                        .add(Table.PERSON_ID, DataTypes.BinaryType));
    }

    @Test
    void readsTextsWithTheFormatsInTurn(SparkSession spark) {
        Dataset<Row> raw = texts(
                spark,
                List.of(
                        RowFactory.create("2", " Personas ", "GRANTED\t", "2025-06-01T12:00:00+02:00", "2026-06-01"),
                        RowFactory.create("3", "personas", "granted", " 2025-06-01 12:00:00 ", " "),
                        RowFactory.create("4", "personas", "granted", "01/06/2025", "soon"),
                        RowFactory.create("5", "personas", "granted", "2025-02-30", null),
                        RowFactory.create("6", "personas", "granted", null, "31/12/2025"),
                        RowFactory.create(null, null, null, "", "")));
        List<Row> rows = typed(spark, raw, rules(Optional.of("until")))
                .orderBy(col(ConsentLedger.ID).asc_nulls_last())
                .collectAsList();
        assertThat(rows).hasSize(6);
        assertThat(shown(rows.get(0)))
                .containsExactly(
                        "2", "1", "personas", "granted", "2025-06-01T10:00:00Z", "2026-06-01T00:00:00Z", false);
        assertThat(shown(rows.get(1)))
                .containsExactly("3", "3", "personas", "granted", "2025-06-01T12:00:00Z", null, false);
        assertThat(shown(rows.get(2)))
                .containsExactly("4", "4", "personas", "granted", "2025-06-01T00:00:00Z", null, true);
        assertThat(shown(rows.get(3))).containsExactly("5", "5", "personas", "granted", null, null, false);
        assertThat(shown(rows.get(4)))
                .containsExactly("6", "6", "personas", "granted", null, "2025-12-31T00:00:00Z", false);
        assertThat(shown(rows.get(5))).containsExactly(null, null, null, "unreadable", null, null, false);
    }

    @Test
    void takesTheTypesThatAFileHas(SparkSession spark) {
        Dataset<Row> raw = texts(
                        spark, List.of(RowFactory.create("7", "personas", "granted", "2025-06-01", "2026-06-01")))
                .withColumn("Cust. ID", col("`Cust. ID`").cast(DataTypes.LongType))
                .withColumn("when", col("when").cast(DataTypes.TimestampType))
                .withColumn("until", col("until").cast(DataTypes.DateType));
        assertThat(shown(typed(spark, raw, rules(Optional.of("until"))).head()))
                .containsExactly(
                        "7", "7", "personas", "granted", "2025-06-01T00:00:00Z", "2026-06-01T00:00:00Z", false);
    }

    @Test
    void withoutAnExpiryColumnConsentsDoNotExpire(SparkSession spark) {
        Dataset<Row> raw =
                texts(spark, List.of(RowFactory.create("7", "personas", "granted", "2025-06-01", "2020-01-01")));
        assertThat(shown(typed(spark, raw, rules(Optional.empty())).head()))
                .containsExactly("7", "7", "personas", "granted", "2025-06-01T00:00:00Z", null, false);
    }

    @Test
    void aColumnThatIsNotThereIsNamed(SparkSession spark) {
        Dataset<Row> raw = texts(spark, List.of());
        assertThatThrownBy(() -> typed(spark, raw, rules(Optional.of("expires` or 1"))))
                .isInstanceOfSatisfying(
                        DramatisException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONTRACT))
                .hasMessageContaining("The consent ledger has no column 'expires` or 1'.")
                .hasMessageContaining("Its columns are: Cust. ID, purpose, status, when, until.");
    }

    @Test
    void eachStatusSaysWhatItsListSays(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> statuses = new TreeMap<>(Map.of(
                " Granted\u00a0",
                "granted",
                "denied",
                "refused",
                "OBJECTED",
                "objected",
                "maybe",
                "unreadable",
                "",
                "unreadable"));
        statuses.put("'; drop table consent; --", "unreadable");
        statuses.put("`x`\n../..", "unreadable");
        statuses.forEach((status, says) -> {
            rows.add(RowFactory.create(status, "personas", status, "2025-06-01", null));
            expected.put(status, says);
        });
        Map<String, String> found = new TreeMap<>();
        typed(spark, texts(spark, rows), rules(Optional.empty()))
                .collectAsList()
                .forEach(row -> found.put(
                        new String(row.<byte[]>getAs(ConsentLedger.ID), StandardCharsets.UTF_8),
                        row.getAs(ConsentLedger.SAYS)));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void keepsWhereAndUnderWhichNoticeAConsentWasGiven(SparkSession spark) {
        Dataset<Row> raw = texts(spark, List.of(RowFactory.create("7", "personas", "granted", "2025-06-01", " v2 \t")));
        Ledger ledger = ledger(
                "Cust. ID",
                "when",
                new Ledger.Statuses(
                        "purpose",
                        "status",
                        Optional.empty(),
                        Optional.of("Cust. ID"),
                        Optional.of("until"),
                        List.of("granted"),
                        List.of(),
                        List.of()));
        Row row = typed(spark, raw, ledger).first();
        assertThat(row.<String>getAs(ConsentLedger.LEDGER)).isEqualTo("shop");
        assertThat(row.<String>getAs(ConsentLedger.SOURCE)).isEqualTo("7");
        assertThat(row.<String>getAs(ConsentLedger.NOTICE_VERSION)).isEqualTo("v2");
        assertThat(row.<Boolean>getAs(ConsentLedger.IS_EXPLICIT)).isTrue();
    }

    @Test
    void aGpcSignalOptsOutOrSaysNothing(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        for (String signal : List.of("1", " true", "TRUE", "0", "false", "", "yes please", "2")) {
            rows.add(RowFactory.create(signal, "", signal, "2025-06-01", null));
        }
        rows.add(RowFactory.create("none", "", null, "2025-06-01", null));
        List<Row> found = typed(spark, texts(spark, rows), ledger("Cust. ID", "when", new Ledger.Gpc("status")))
                .collectAsList();
        assertThat(found)
                .extracting(row -> new String(row.<byte[]>getAs(ConsentLedger.ID), StandardCharsets.UTF_8) + "="
                        + row.getAs(ConsentLedger.SAYS))
                .containsExactlyInAnyOrder(
                        "1=opt-out-signal",
                        " true=opt-out-signal",
                        "TRUE=opt-out-signal",
                        "yes please=unreadable",
                        "2=unreadable");
        assertThat(found).allSatisfy(row -> {
            assertThat(row.<String>getAs(ConsentLedger.PURPOSE)).isEqualTo("personas");
            assertThat(row.<Boolean>getAs(ConsentLedger.IS_EXPLICIT)).isFalse();
        });
    }

    private static List<Object> shown(Row row) {
        List<Object> shown = new ArrayList<>();
        for (int column = 0; column < 7; column++) {
            Object value = row.get(column);
            if (value instanceof byte[] bytes) {
                shown.add(new String(bytes, StandardCharsets.UTF_8));
            } else if (value instanceof Timestamp time) {
                shown.add(time.toInstant().toString());
            } else if (value instanceof Instant time) {
                shown.add(time.toString());
            } else {
                shown.add(value);
            }
        }
        return shown;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
