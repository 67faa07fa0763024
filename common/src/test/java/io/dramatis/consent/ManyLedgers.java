package io.dramatis.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.dramatis.config.Consent;
import io.dramatis.config.Identity;
import io.dramatis.config.Input;
import io.dramatis.config.Ledger;
import io.dramatis.config.Origin;
import io.dramatis.consent.ConsentDecisions.Moment;
import io.dramatis.privacy.IdNormalisation;
import io.dramatis.privacy.LooseIds;
import io.dramatis.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Many ledgers, each of its own study, decided together: the number of each is a column of its rows, and part of what
 * stands for pseudonyms. So a few Spark jobs do for thousands.
 */
final class ManyLedgers {
    /** The column of the ledger's number: what the entries keep of it is their source. */
    static final String NUMBER = "number";

    static final List<String> MISSING = List.of("", "NA", "N/A", "NULL", "null", "None", "NaN", "nan");

    private static final Origin ORIGIN = new Origin("test.conf:1", "dramatis.consent.ledger");
    private static final Identity.Kind KIND =
            new Identity.Kind("customer-id", List.of(Identity.Normalisation.TRIM), "");
    private static final StructType IDS =
            new StructType().add(ConsentLedger.ID, DataTypes.BinaryType).add(Table.PERSON_ID, DataTypes.BinaryType);

    private ManyLedgers() {}

    /** With the columns of {@link FuzzedLedger#COLUMNS}. */
    static Ledger ledger(String format, String path) {
        return new Ledger(
                "ledger",
                new Input(format, path, Map.of(), ORIGIN),
                KIND.name(),
                "customer_id",
                "at",
                List.of(),
                MISSING,
                Ledger.WithoutId.STOP,
                new Ledger.Statuses(
                        "purpose",
                        List.of(";", ",", "|"),
                        List.of("all", "*", "any", "every", "everything", "all purposes", "any purpose"),
                        "status",
                        Optional.of("until"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("granted"),
                        List.of("refused", "denied", "withdrawn", "revoked"),
                        List.of("objected")),
                ORIGIN);
    }

    /** The same, which keeps the number. */
    private static Ledger numbered(Ledger ledger) {
        Ledger.Statuses rules = (Ledger.Statuses) ledger.signal();
        return new Ledger(
                ledger.name(),
                ledger.input(),
                ledger.id(),
                ledger.personColumn(),
                ledger.atColumn(),
                ledger.formats(),
                ledger.missing(),
                ledger.withoutId(),
                new Ledger.Statuses(
                        rules.purposeColumn(),
                        rules.purposeSeparators(),
                        rules.allPurposes(),
                        rules.statusColumn(),
                        rules.expiresColumn(),
                        Optional.of(NUMBER),
                        Optional.empty(),
                        rules.granted(),
                        rules.refused(),
                        rules.objected()),
                ledger.origin());
    }

    /** The entries of rows with a {@link #NUMBER}. */
    static Dataset<Row> entries(SparkSession spark, Ledger ledger, Dataset<Row> rows) {
        return ConsentLedger.typed(
                        rows,
                        numbered(ledger),
                        "personas",
                        new ConsentLedger.Ids(id -> id(id, false), id -> id(id, true)),
                        spark.createDataFrame(List.of(), IDS))
                .withColumn(ConsentLedger.LEDGER, col(ConsentLedger.SOURCE));
    }

    /**
     * Who is used of each ledger; the ledger is not there where a no of nobody ends the run.
     *
     * @param numbers of the ledgers
     * @param people of each study
     */
    static Map<Integer, Set<String>> decide(
            SparkSession spark, Dataset<Row> rows, Set<Integer> numbers, List<String> people) {
        Dataset<Row> entries = rows.persist();
        LedgerOddities oddities = new LedgerOddities(
                new Consent.OfLedgers("personas", Optional.empty(), List.of(ledger("csv", "")), Optional.empty()));
        Map<Integer, Set<String>> used = new TreeMap<>();
        numbers.forEach(number -> used.put(number, new TreeSet<>()));
        oddities.noesOfNobody(entries).keySet().forEach(number -> used.remove(Integer.valueOf(number)));
        List<Row> ids = new ArrayList<>();
        used.keySet()
                .forEach(number -> people.forEach(person -> {
                    byte[] id = id(number, person, false);
                    ids.add(RowFactory.create(id(number, person, true), id, id));
                }));
        Dataset<Row> near = spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(ids, 4),
                new StructType()
                        .add(ConsentLedger.NEAR_ID, DataTypes.BinaryType)
                        .add(ConsentLedger.ID, DataTypes.BinaryType)
                        .add(Table.PERSON_ID, DataTypes.BinaryType));
        ConsentDecisions.decide(
                        ConsentLedger.withNear(entries, near),
                        "personas",
                        Moment.asOf(Instant.parse("2026-01-01T00:00:00Z")))
                .where(col(ConsentDecisions.REASON).equalTo(Reason.CONSENTED.word()))
                .select(col(Table.PERSON_ID).cast(DataTypes.StringType))
                .collectAsList()
                .forEach(row -> {
                    String[] parts = row.getString(0).split("[|]", 2);
                    if (people.contains(parts[1])) {
                        used.getOrDefault(Integer.valueOf(parts[0]), new TreeSet<>())
                                .add(parts[1]);
                    }
                });
        entries.unpersist();
        return used;
    }

    private static Column id(Column text, boolean isNear) {
        UDF2<String, String, byte[]> id =
                (number, value) -> value == null ? null : id(Integer.valueOf(number), value, isNear);
        return udf(id, DataTypes.BinaryType).apply(col(ConsentLedger.SOURCE), text);
    }

    /** Stands for a pseudonym: what the product makes of an id before it is one, behind the ledger's number. */
    private static byte[] id(int number, String text, boolean isNear) {
        return IdNormalisation.normalised(text, KIND)
                .map(normalised -> number + "|" + (isNear ? LooseIds.loose(normalised) : normalised))
                .map(id -> id.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
    }
}
