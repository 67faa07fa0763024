package io.dramatis.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.trim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
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
                        List.of(";", ",", "|"),
                        List.of("all", "*"),
                        "status",
                        expires,
                        Optional.empty(),
                        Optional.empty(),
                        List.of("granted", "gew\u00e4hrt"),
                        List.of("denied"),
                        List.of("objected")));
    }

    private static Ledger iso() {
        Ledger ledger = rules(Optional.of("until"));
        return new Ledger(
                ledger.name(),
                ledger.input(),
                ledger.id(),
                ledger.personColumn(),
                ledger.atColumn(),
                List.of(),
                ledger.missing(),
                ledger.withoutId(),
                ledger.signal(),
                ledger.origin());
    }

    /** The first and the last moment of each time, by the text that tells it. */
    private static Map<String, String> spans(SparkSession spark, Ledger ledger, String... times) {
        List<Row> rows = Stream.of(times)
                .map(time -> RowFactory.create(time, "personas", "granted", time, null))
                .toList();
        return spans(typed(spark, texts(spark, rows), ledger));
    }

    private static Map<String, String> spans(Dataset<Row> entries) {
        Map<String, String> spans = new TreeMap<>();
        entries.select(
                        col(ConsentLedger.ID).cast(DataTypes.StringType),
                        concat_ws(" to ", col(ConsentLedger.AT), col(ConsentLedger.AT_LATEST)))
                .collectAsList()
                .forEach(row -> spans.put(row.getString(0), row.getString(1)));
        return spans;
    }

    private static Ledger ledger(String person, String at, Ledger.Signal signal) {
        return new Ledger(
                "shop",
                new Input("csv", "consent.csv", Map.of(), ORIGIN),
                "customer-id",
                person,
                at,
                List.of("yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "dd/MM/yyyy"),
                List.of("", "NA", "null"),
                Ledger.WithoutId.STOP,
                signal,
                ORIGIN);
    }

    private static Dataset<Row> typed(SparkSession spark, Dataset<Row> raw, Ledger ledger) {
        ConsentLedger.Ids ids = new ConsentLedger.Ids(ConsentLedgerTest::bytes, id -> bytes(lower(trim(id))));
        return ConsentLedger.typed(raw, ledger, "Personas", ids, links(spark));
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
                        "2",
                        "1",
                        List.of("personas"),
                        "granted",
                        "2025-06-01T10:00:00Z",
                        "2026-06-01T00:00:00Z",
                        false);
        assertThat(shown(rows.get(1)))
                .containsExactly("3", "3", List.of("personas"), "granted", "2025-06-01T12:00:00Z", null, false);
        assertThat(shown(rows.get(2)))
                .containsExactly("4", "4", List.of("personas"), "granted", "2025-06-01T00:00:00Z", null, true);
        assertThat(shown(rows.get(3))).containsExactly("5", "5", List.of("personas"), "granted", null, null, false);
        assertThat(shown(rows.get(4)))
                .containsExactly("6", "6", List.of("personas"), "granted", null, "2025-12-31T00:00:00Z", false);
        assertThat(shown(rows.get(5))).containsExactly(null, null, List.of(), "unreadable", null, null, false);
    }

    @Test
    void timesAreIsoWhereNoFormatIsGiven(SparkSession spark) {
        String moment = "2025-03-01 10:00:00 to 2025-03-01 10:00:00";
        assertThat(spans(
                        spark,
                        iso(),
                        "2025-03-01 10:00:00+00",
                        " 2025-03-01T10:00:00Z\u00a0",
                        "2025-03-01T12:00:00+02:00",
                        "20250301T100000Z",
                        "2025-03-01 10:00:00.5",
                        "2025-03-01T10:00:00.123Z",
                        "2025-03-01T10:00",
                        "2025-03-01T10:00+00:00",
                        "2025-03-01",
                        "2025-02-30",
                        "20255-01-01",
                        "1740823200",
                        "1970-01-01T00:00:00Z",
                        "0025-03-01",
                        "2205-03-01",
                        "2099-12-31"))
                .containsOnly(
                        entry("2025-03-01 10:00:00+00", moment),
                        entry(" 2025-03-01T10:00:00Z\u00a0", moment),
                        entry("2025-03-01T12:00:00+02:00", moment),
                        entry("20250301T100000Z", moment),
                        entry("2025-03-01 10:00:00.5", "2025-03-01 10:00:00.5 to 2025-03-01 10:00:00.5"),
                        entry("2025-03-01T10:00:00.123Z", "2025-03-01 10:00:00.123 to 2025-03-01 10:00:00.123"),
                        entry("2025-03-01T10:00", "2025-03-01 10:00:00 to 2025-03-01 10:00:59.999999"),
                        entry("2025-03-01T10:00+00:00", "2025-03-01 10:00:00 to 2025-03-01 10:00:59.999999"),
                        entry("2025-03-01", "2025-03-01 00:00:00 to 2025-03-01 23:59:59.999999"),
                        entry("2025-02-30", ""),
                        entry("20255-01-01", ""),
                        entry("1740823200", ""),
                        entry("1970-01-01T00:00:00Z", ""),
                        entry("0025-03-01", ""),
                        entry("2205-03-01", ""),
                        entry("2099-12-31", "2099-12-31 00:00:00 to 2099-12-31 23:59:59.999999"));
    }

    @Test
    void aFormatTellsHowCoarseATimeIs(SparkSession spark) {
        Ledger rules = rules(Optional.of("until"));
        Ledger ledger = new Ledger(
                rules.name(),
                rules.input(),
                rules.id(),
                rules.personColumn(),
                rules.atColumn(),
                List.of(
                        "dd.MM.yyyy HH:mm:ss",
                        "dd.MM.yyyy HH:mm",
                        "dd.MM.yyyy HH'h s'",
                        "dd.MM.yyyy",
                        "MM/yyyy",
                        "yyyy"),
                rules.missing(),
                rules.withoutId(),
                rules.signal(),
                rules.origin());
        assertThat(spans(
                        spark,
                        ledger,
                        "01.03.2025 10:00:00",
                        "01.03.2025 10:00",
                        "01.03.2025 10h s",
                        "01.03.2025",
                        "02/2025",
                        "2025",
                        "2025-03-01"))
                .containsOnly(
                        entry("01.03.2025 10:00:00", "2025-03-01 10:00:00 to 2025-03-01 10:00:00"),
                        entry("01.03.2025 10:00", "2025-03-01 10:00:00 to 2025-03-01 10:00:59.999999"),
                        entry("01.03.2025 10h s", "2025-03-01 10:00:00 to 2025-03-01 10:59:59.999999"),
                        entry("01.03.2025", "2025-03-01 00:00:00 to 2025-03-01 23:59:59.999999"),
                        entry("02/2025", "2025-02-01 00:00:00 to 2025-02-28 23:59:59.999999"),
                        entry("2025", "2025-01-01 00:00:00 to 2025-12-31 23:59:59.999999"),
                        entry("2025-03-01", ""));
    }

    @Test
    void aDayIsCoarseInATypedFileTooAndANumberIsNoTime(SparkSession spark) {
        Dataset<Row> raw =
                texts(spark, List.of(RowFactory.create("7", "personas", "granted", "2025-06-01 10:00:00", null)));
        Column time = col("when").cast(DataTypes.TimestampType);
        String day = "2025-06-01 00:00:00 to 2025-06-01 23:59:59.999999";
        String moment = "2025-06-01 10:00:00 to 2025-06-01 10:00:00";
        Map<DataType, String> expected = Map.of(
                DataTypes.DateType, day,
                DataTypes.TimestampType, moment,
                DataTypes.TimestampNTZType, moment,
                DataTypes.LongType, "",
                DataTypes.DoubleType, "");
        expected.forEach((type, span) -> assertThat(spans(typed(spark, raw.withColumn("when", time.cast(type)), iso())))
                .as(type.simpleString())
                .containsOnly(entry("7", span)));
    }

    @Test
    void aWordForMissingIsNoId(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        for (String id : Arrays.asList(null, "", " \u200b", "NA", " null", "NAN", "0")) {
            rows.add(RowFactory.create(id, "personas", "granted", "2025-06-01", null));
        }
        assertThat(typed(spark, texts(spark, rows), iso()).collectAsList())
                .extracting(row -> row.isNullAt(0) ? "none" : new String(row.<byte[]>getAs(0), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("none", "none", "none", "none", "none", "NAN", "0");
    }

    @Test
    void whatIsNoOneIdIsNone(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        for (String id : List.of(
                "C1" + ConsentLedger.BETWEEN_IDS + "C2",
                "[\"C1\"]",
                "[]",
                "{\"id\":\"C1\"}",
                "{}",
                "true",
                "False",
                "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
                "auth0|5f7c8ec7",
                "C1;C2",
                "truenorth")) {
            rows.add(RowFactory.create(id, "personas", "denied", "2025-06-01", null));
        }
        assertThat(typed(spark, texts(spark, rows), iso())
                        .where(col(ConsentLedger.ID).isNotNull())
                        .collectAsList())
                .extracting(row -> new String(row.<byte[]>getAs(0), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(
                        "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "auth0|5f7c8ec7", "C1;C2", "truenorth");
    }

    @Test
    void aNoUnderANearlyEqualIdCountsForThePerson(SparkSession spark) {
        Dataset<Row> entries = typed(
                spark,
                texts(
                        spark,
                        List.of(
                                RowFactory.create("a1", "personas", "granted", "2025-06-01", null),
                                RowFactory.create("A1", "personas", "denied", "2025-06-02", null),
                                RowFactory.create("A1", "personas", "granted", "2025-06-03", null),
                                RowFactory.create("A1", "", "granted", "2025-06-04", null),
                                RowFactory.create("b1", "personas", "denied", "2025-06-01", null),
                                RowFactory.create(" c1", "personas", "objected", "once", null),
                                RowFactory.create("d1", "personas", "denied", "2025-06-01", null),
                                RowFactory.create(null, "personas", "denied", "2025-06-01", null))),
                iso());
        StructType schema = new StructType()
                .add(ConsentLedger.NEAR_ID, DataTypes.BinaryType)
                .add(ConsentLedger.ID, DataTypes.BinaryType)
                .add(Table.PERSON_ID, DataTypes.BinaryType);
        // B1 is in the inputs, and so is b1: two people. C1 and c1 are one, by the identity that both are linked to.
        Dataset<Row> nearIds = spark.createDataFrame(
                List.of(
                        RowFactory.create(bytes("a1"), bytes("a1"), bytes("a1")),
                        RowFactory.create(bytes("b1"), bytes("B1"), bytes("B1")),
                        RowFactory.create(bytes("b1"), bytes("b1"), bytes("b1")),
                        RowFactory.create(bytes("c1"), bytes("C1"), bytes("p")),
                        RowFactory.create(bytes("c1"), bytes("c1"), bytes("p")),
                        RowFactory.create(null, bytes("e"), bytes("e"))),
                schema);
        List<Row> all = ConsentLedger.withNear(entries, nearIds).collectAsList();
        assertThat(all).hasSize(11);
        assertThat(all.stream().filter(row -> row.getAs(ConsentLedger.IS_NEAR)).toList())
                .extracting(row -> Stream.of(ConsentLedger.ID, Table.PERSON_ID)
                                .map(name -> new String(row.<byte[]>getAs(name), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("/"))
                        + "=" + row.getAs(ConsentLedger.SAYS))
                .containsExactlyInAnyOrder("A1/a1=refused", "A1/a1=unreadable", " c1/p=objected");
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
                        "7",
                        "7",
                        List.of("personas"),
                        "granted",
                        "2025-06-01T00:00:00Z",
                        "2026-06-01T00:00:00Z",
                        false);
    }

    @Test
    void withoutAnExpiryColumnConsentsDoNotExpire(SparkSession spark) {
        Dataset<Row> raw =
                texts(spark, List.of(RowFactory.create("7", "personas", "granted", "2025-06-01", "2020-01-01")));
        assertThat(shown(typed(spark, raw, rules(Optional.empty())).head()))
                .containsExactly("7", "7", List.of("personas"), "granted", "2025-06-01T00:00:00Z", null, false);
    }

    @Test
    void aColumnThatIsNotThereIsNamed(SparkSession spark) {
        Dataset<Row> raw = texts(spark, List.of());
        assertThatThrownBy(() -> typed(spark, raw, rules(Optional.of("expires` or 1"))))
                .isInstanceOfSatisfying(
                        DramatisException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.PRIVACY))
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
        statuses.put("gr\u0301anted", "unreadable");
        statuses.put("GEWA\u0308HRT", "granted");
        statuses.put("gew\u00e4hrt;denied", "unreadable");
        statuses.put("'; drop table consent; --", "unreadable");
        statuses.put("`x`\n../..", "unreadable");
        statuses.forEach((status, says) -> {
            // The id tells which it is; a blank one is none.
            rows.add(RowFactory.create("=" + status, "personas", status, "2025-06-01", null));
            expected.put("=" + status, says);
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
                        List.of(";"),
                        List.of("all"),
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
            rows.add(RowFactory.create("of " + signal, "", signal, "2025-06-01", null));
        }
        rows.add(RowFactory.create("none", "", null, "2025-06-01", null));
        List<Row> found = typed(spark, texts(spark, rows), ledger("Cust. ID", "when", new Ledger.Gpc("status")))
                .collectAsList();
        assertThat(found)
                .extracting(row -> new String(row.<byte[]>getAs(ConsentLedger.ID), StandardCharsets.UTF_8) + "="
                        + row.getAs(ConsentLedger.SAYS))
                .containsExactlyInAnyOrder(
                        "of 1=opt-out-signal",
                        "of  true=opt-out-signal",
                        "of TRUE=opt-out-signal",
                        "of yes please=unreadable",
                        "of 2=unreadable");
        assertThat(found).allSatisfy(row -> {
            assertThat(row.<String>getList(row.fieldIndex(ConsentLedger.PURPOSES)))
                    .containsExactly("personas");
            assertThat(row.<Boolean>getAs(ConsentLedger.IS_EXPLICIT)).isFalse();
        });
    }

    private static List<Object> shown(Row row) {
        List<Object> shown = new ArrayList<>();
        for (int column = 0; column < 7; column++) {
            Object value = row.schema().apply(column).dataType() instanceof ArrayType && !row.isNullAt(column)
                    ? row.getList(column)
                    : row.get(column);
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
