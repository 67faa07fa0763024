package io.dramatis.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Consent;
import io.dramatis.config.Input;
import io.dramatis.config.Ledger;
import io.dramatis.config.Ledger.WithoutId;
import io.dramatis.config.Origin;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.input.Note;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class LedgerOdditiesTest {
    private static final Origin ORIGIN = new Origin("test.conf:7", "dramatis.consent.ledgers.shop");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> COLUMNS = List.of("who", "purpose", "status", "at", "until");

    private static Ledger ledger(String name, WithoutId withoutId) {
        return new Ledger(
                name,
                new Input("csv", "shop.csv", Map.of(), ORIGIN),
                "customer-id",
                "who",
                "at",
                List.of(),
                List.of("", "NA"),
                withoutId,
                new Ledger.Statuses(
                        "purpose",
                        List.of(";"),
                        List.of("*"),
                        "status",
                        Optional.of("until"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("granted"),
                        List.of("denied"),
                        List.of("objected")),
                ORIGIN);
    }

    private static LedgerOddities oddities(Ledger... ledgers) {
        return new LedgerOddities(
                new Consent.OfLedgers("personas", Optional.of("health"), List.of(ledgers), Optional.empty()));
    }

    /** Lines of a ledger, its cells parted by blanks; - is an empty one. */
    private static Dataset<Row> entries(SparkSession spark, Ledger ledger, String... lines) {
        StructType schema = new StructType();
        for (String name : COLUMNS) {
            schema = schema.add(name, DataTypes.StringType);
        }
        List<Row> rows = Stream.of(lines)
                .map(line -> RowFactory.create(Arrays.stream(line.split(" "))
                        .map(cell -> cell.equals("-") ? null : cell)
                        .toArray()))
                .toList();
        StructType links =
                new StructType().add(ConsentLedger.ID, DataTypes.BinaryType).add(Table.PERSON_ID, DataTypes.BinaryType);
        return ConsentLedger.typed(
                spark.createDataFrame(rows, schema),
                ledger,
                "personas",
                new ConsentLedger.Ids(id -> id.cast(DataTypes.BinaryType), id -> id.cast(DataTypes.BinaryType)),
                spark.createDataFrame(List.of(), links));
    }

    @Test
    void aNoOfNobodyEndsTheRun(SparkSession spark) {
        Ledger ledger = ledger("shop", WithoutId.STOP);
        for (String no : List.of(
                "- personas denied 2025-02-01 -",
                "NA - denied 2025-02-01 -",
                "- health objected 2025-02-01 -",
                "- persona_s denied 2025-02-01 -",
                "- personas ? 2025-02-01 -",
                "- personas - 2025-02-01 -",
                "- personas granted once -",
                "- personas granted 2025-02-01 soon",
                "- * granted 2025-02-01 -",
                "- - granted 2025-02-01 -",
                "- [x granted 2025-02-01 -",
                "- - - - -")) {
            Dataset<Row> entries = entries(spark, ledger, "1 personas granted 2025-01-01 -", no);
            assertThatThrownBy(() -> oddities(ledger).requireOwners(entries))
                    .as(no)
                    .isInstanceOfSatisfying(DramatisException.class, fault -> {
                        assertThat(fault.exitCode()).isEqualTo(ExitCode.PRIVACY);
                        assertThat(fault.problem())
                                .isEqualTo("Consent ledger shop (test.conf:7) has 1 entries without a valid"
                                        + " customer-id that are no clear yes");
                        assertThat(fault.reason())
                                .isEqualTo(
                                        "whose no they hold cannot be told: the column who is empty there, a word for"
                                                + " missing, or no customer-id");
                        assertThat(fault.cure())
                                .isEqualTo("Correct the ids in shop.csv, or, where you know that they are nobody's, set"
                                        + " dramatis.consent.ledgers.shop.without-id = ignore");
                    });
        }
        assertThatThrownBy(() -> oddities(ledger).notes(entries(spark, ledger, "- personas denied 2025-02-01 -"), NOW))
                .hasMessageContaining("Consent ledger shop (test.conf:7) has 1 entries");
    }

    @Test
    void aYesOfNobodyAndANoToAnotherPurposeDoNot(SparkSession spark) {
        Ledger ledger = ledger("shop", WithoutId.STOP);
        Dataset<Row> entries = entries(
                spark,
                ledger,
                "- personas granted 2025-01-01 2025-02-01",
                "NA newsletter denied 2025-01-01 -",
                "- persona_s granted 2025-01-01 -");
        assertThatCode(() -> oddities(ledger).requireOwners(entries)).doesNotThrowAnyException();
        assertThat(oddities(ledger).notes(entries, NOW))
                .extracting(Note::sentence)
                .containsExactly(
                        "consent.ledgers.shop, who: 3 x entries without a valid id, which are nobody's [consent-of-nobody]",
                        "consent.ledgers.shop, purpose: 1 x entries whose purpose is nearly the study's, stands for all,"
                                + " or cannot be read: a no counts, a yes does not [consent-unclear-purpose]");
        Ledger ignoring = ledger("ledger", WithoutId.IGNORE);
        assertThat(oddities(ignoring).notes(entries(spark, ignoring, "- personas denied 2025-01-01 -"), NOW))
                .extracting(Note::sentence)
                .containsExactly(
                        "consent.ledger, who: 1 x entries without a valid id, which are nobody's [consent-of-nobody]");
    }

    @Test
    void eachLedgerHasItsOwnNotes(SparkSession spark) {
        Ledger shop = ledger("shop", WithoutId.STOP);
        Ledger web = ledger("web", WithoutId.STOP);
        Ledger other = ledger("other", WithoutId.STOP);
        Dataset<Row> entries = entries(spark, shop, "1 personas ? 2025-01-01 -", "1 personas maybe 2027-01-01 x1")
                .unionByName(entries(
                        spark,
                        web,
                        "1 health granted 2025-01-01T10:00:00Z -",
                        "2 personas granted 2025-02-01 -",
                        "2 personas denied 2025-02-01T10:00:00Z -"))
                .unionByName(
                        entries(spark, other, "1 persona denied 2025-01-01 -", "2 newsletter granted 2025-01-01 -"));
        assertThat(oddities(shop, web, other).notes(entries, NOW))
                .extracting(note -> note.input() + " " + note.kind().word() + " " + note.count() + " "
                        + note.column().orElseThrow() + " " + note.shape().orElse("-"))
                .containsExactly(
                        "consent.ledgers.shop consent-unknown-status 2 status aaaaa",
                        "consent.ledgers.shop consent-unreadable-end 1 until a9",
                        "consent.ledgers.shop consent-of-future 1 at -",
                        "consent.ledgers.web consent-coarse-time 1 at -",
                        "consent.ledgers.other consent-purpose-nowhere 2 purpose -");
    }
}
