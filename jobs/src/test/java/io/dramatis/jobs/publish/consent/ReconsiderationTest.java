package io.dramatis.jobs.publish.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.DramatisException;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.PseudonymKey;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.run.RunContext;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.MemoryTables;
import io.dramatis.table.Table;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import io.dramatis.table.intake.Withdrawals;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.PersonFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who is taken out when the ledgers are asked again. */
@ExtendWith(SparkSessions.class)
class ReconsiderationTest {
    private static final String STUDY = """
            dramatis {
              study.name = test
              identity.kinds { customer-id {}, email {} }
              consent {
                explicit-purpose = health
                ledger { path = "%1$s/consent.csv", expires = until }
                ledgers.mails { path = "%1$s/mails.csv", id = email, person = mail }
              }
              intake.sources.crm {
                shape = attributes, block = crm, path = "%1$s/crm.csv", person { column = id, id = customer-id }
                columns { spend = decimal }
              }
              features.define.spend { source = crm, sql = "max(spend)", role = forming }
            }
            """;
    private static final List<String> PEOPLE = List.of(
            "stays",
            "withdraws",
            "objects",
            "by-mail",
            "late-entry",
            "struck-out",
            "ends",
            "future",
            "back",
            "explicit");

    @TempDir
    Path folder;

    private SparkSession spark;
    private MemoryTables tables;
    private KeyReference key;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void takenIn(SparkSession session) throws IOException {
        spark = session;
        tables = new MemoryTables(spark);
        key = PseudonymKey.create(folder.resolve("key"));
        Files.writeString(folder.resolve("study.conf"), STUDY.formatted(folder));
        Files.writeString(
                folder.resolve("mails.csv"), "mail,purpose,status,at\nm@x.com,personas,withdrawn,2026-01-03\n");
        ledger("""
                stays,personas,granted,2025-01-01,
                withdraws,personas,granted,2025-01-01,
                withdraws,personas,withdrawn,2026-01-03,
                objects,personas,granted,2025-01-01,
                objects,personas,objected,2026-01-03,
                by-mail,personas,granted,2025-01-01,
                late-entry,personas,granted,2025-01-01,
                late-entry,personas,withdrawn,2025-06-01,
                ends,personas,granted,2025-01-01,2026-01-03
                future,personas,granted,2025-01-01,
                future,personas,withdrawn,2026-01-06,
                back,personas,granted,2025-01-01,
                back,personas,withdrawn,2026-01-03,
                back,personas,granted,2026-01-04,
                explicit,personas,granted,2025-01-01,
                explicit,health,granted,2025-01-01,
                explicit,health,withdrawn,2026-01-03,
                stranger,personas,granted,2026-01-03,
                """);
        List<Row> people = PEOPLE.stream()
                .map(id -> RowFactory.create((Object) pseudonym("customer-id", id)))
                .toList();
        write(PersonFeatures.TABLE, people, PersonFeatures.TABLE.schemaWithoutRun());
        write(
                Memberships.TABLE,
                people.stream()
                        .map(row -> RowFactory.create(row.get(0), 0, 1.0, null, null, 0.0, 0.0, true))
                        .toList(),
                Memberships.TABLE.schemaWithoutRun());
        write(
                CleanRows.of(study().sources().get(0)),
                people.stream().map(row -> RowFactory.create(row.get(0), 1.0)).toList(),
                CleanRows.of(study().sources().get(0)).schemaWithoutRun());
        write(
                IdLinks.TABLE,
                List.of(RowFactory.create(pseudonym("email", "m@x.com"), pseudonym("customer-id", "by-mail"))),
                IdLinks.TABLE.schemaWithoutRun());
        write(
                Consents.TABLE,
                List.of(RowFactory.create(
                        pseudonym("customer-id", "explicit"),
                        "health",
                        Timestamp.valueOf("2025-01-01 00:00:00"),
                        "ledger",
                        null,
                        null)),
                Consents.TABLE.schemaWithoutRun());
        write(
                ConsentAccounts.TABLE,
                List.of(
                        RowFactory.create("crm", "personas", "consented", 10L, 10L),
                        RowFactory.create("crm", "personas", "refused", 3L, 3L)),
                ConsentAccounts.TABLE.schemaWithoutRun());
    }

    private void ledger(String rows) throws IOException {
        Files.writeString(folder.resolve("consent.csv"), "customer_id,purpose,status,at,until\n" + rows);
    }

    private void write(Table table, List<Row> rows, StructType schema) {
        tables.replace(table, "r", spark.createDataFrame(rows, schema));
    }

    private Study study() {
        return StudyReader.study(folder.resolve("study.conf"));
    }

    private byte[] pseudonym(String kind, String id) {
        return new Pseudonyms(key, 1, "test", "personas")
                .of(id, study().identity().kinds().get(kind))
                .orElseThrow();
    }

    private RunContext reconsidered() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-05T06:00:00Z"), ZoneOffset.UTC);
        return Reconsideration.of(new RunContext(
                spark,
                study(),
                "r",
                LocalDate.parse("2025-12-31"),
                clock.instant(),
                clock,
                "test",
                tables,
                key,
                notices::add));
    }

    private TreeSet<String> names(Dataset<Row> rows) {
        Map<String, String> names = new HashMap<>();
        PEOPLE.forEach(id -> names.put(HexFormat.of().formatHex(pseudonym("customer-id", id)), id));
        TreeSet<String> found = new TreeSet<>();
        rows.collectAsList()
                .forEach(row -> found.add(names.get(HexFormat.of().formatHex(row.<byte[]>getAs(Table.PERSON_ID)))));
        return found;
    }

    @Test
    void whoNoLongerConsentsIsInNoTableThatPublicationReads() {
        RunContext context = reconsidered();
        assertThat(names(tables.read(Withdrawals.TABLE)))
                .containsExactly("by-mail", "explicit", "late-entry", "objects", "struck-out", "withdraws");
        for (Table table : List.of(
                PersonFeatures.TABLE,
                Memberships.TABLE,
                CleanRows.of(study().sources().get(0)))) {
            assertThat(names(context.tables().read(table, "r")))
                    .as(table.name())
                    .containsExactly("back", "ends", "future", "stays");
            assertThat(context.tables().read(table).columns())
                    .isEqualTo(tables.read(table).columns());
        }
        assertThat(notices)
                .containsExactly(
                        "consent: 6 people are left out of the publication, since their consent ended after they"
                                + " were taken in");
    }

    @Test
    void theAccountsAreTheSameAfterARerun() {
        for (int time = 0; time < 2; time++) {
            reconsidered();
            assertThat(tables.read(ConsentAccounts.TABLE).collectAsList())
                    .extracting(
                            row -> row.getAs(ConsentAccounts.REASON) + " " + row.getAs(ConsentAccounts.PEOPLE_COUNT))
                    .containsExactlyInAnyOrder("consented 4", "withdrawn-before-publication 6", "refused 3");
        }
    }

    @Test
    void whereNobodyWithdrewNothingIsWritten() throws IOException {
        StringBuilder all = new StringBuilder();
        PEOPLE.forEach(id -> all.append(id).append(",personas,granted,2025-01-01,\n"));
        ledger(all + "explicit,health,granted,2025-01-01,\n");
        Files.writeString(
                folder.resolve("mails.csv"), "mail,purpose,status,at\nn@x.com,personas,withdrawn,2026-01-03\n");
        assertThat(reconsidered().tables()).isSameAs(tables);
        assertThat(tables.exists(Withdrawals.TABLE)).isFalse();
    }

    @Test
    void withoutTheLedgerNothingIsPublished() throws IOException {
        Files.delete(folder.resolve("mails.csv"));
        assertThatThrownBy(this::reconsidered)
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("Consent ledger mails (")
                .hasMessageContaining("has no file");
    }
}
