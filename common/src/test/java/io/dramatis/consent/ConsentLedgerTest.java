package io.dramatis.consent;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Consent;
import io.dramatis.config.Input;
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

    private static Consent.Ledger rules(Optional<String> expires) {
        return new Consent.Ledger(
                "personas",
                new Input("csv", "consent.csv", Map.of(), ORIGIN),
                "customer-id",
                "Cust. ID",
                "purpose",
                "status",
                "when",
                expires,
                List.of("yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "dd/MM/yyyy"),
                List.of("granted"),
                ORIGIN);
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
        List<Row> rows = ConsentLedger.typed(raw, rules(Optional.of("until")), ConsentLedgerTest::bytes, links(spark))
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
        assertThat(shown(rows.get(5))).containsExactly(null, null, null, null, null, null, false);
    }

    @Test
    void takesTheTypesThatAFileHas(SparkSession spark) {
        Dataset<Row> raw = texts(
                        spark, List.of(RowFactory.create("7", "personas", "granted", "2025-06-01", "2026-06-01")))
                .withColumn("Cust. ID", col("`Cust. ID`").cast(DataTypes.LongType))
                .withColumn("when", col("when").cast(DataTypes.TimestampType))
                .withColumn("until", col("until").cast(DataTypes.DateType));
        assertThat(shown(ConsentLedger.typed(raw, rules(Optional.of("until")), ConsentLedgerTest::bytes, links(spark))
                        .head()))
                .containsExactly(
                        "7", "7", "personas", "granted", "2025-06-01T00:00:00Z", "2026-06-01T00:00:00Z", false);
    }

    @Test
    void withoutAnExpiryColumnConsentsDoNotExpire(SparkSession spark) {
        Dataset<Row> raw =
                texts(spark, List.of(RowFactory.create("7", "personas", "granted", "2025-06-01", "2020-01-01")));
        assertThat(shown(ConsentLedger.typed(raw, rules(Optional.empty()), ConsentLedgerTest::bytes, links(spark))
                        .head()))
                .containsExactly("7", "7", "personas", "granted", "2025-06-01T00:00:00Z", null, false);
    }

    @Test
    void aColumnThatIsNotThereIsNamed(SparkSession spark) {
        Dataset<Row> raw = texts(spark, List.of());
        assertThatThrownBy(() -> ConsentLedger.typed(
                        raw, rules(Optional.of("expires` or 1")), ConsentLedgerTest::bytes, links(spark)))
                .isInstanceOfSatisfying(
                        DramatisException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONTRACT))
                .hasMessageContaining("The consent ledger has no column 'expires` or 1'.")
                .hasMessageContaining("Its columns are: Cust. ID, purpose, status, when, until.");
    }

    private static List<Object> shown(Row row) {
        List<Object> shown = new ArrayList<>();
        for (int column = 0; column < row.size(); column++) {
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
