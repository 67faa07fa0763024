package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.ExitCode;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.spark.SparkSessions;
import io.dramatis.store.DeltaTables;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.Withdrawals;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.ModelCandidates;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.persona.PersonaEvidence;
import io.dramatis.table.persona.PersonaPrevalence;
import io.dramatis.table.persona.PersonaSources;
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.persona.StudyFeatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Canaries: 1,000 people without consent, and 200 who withdraw between intake and publication. One study has them with
 * values that would show; the other has no such 1,000 at all, and plain values of the 200.
 */
@ExtendWith(SparkSessions.class)
class WithdrawalIT {
    private static final int PEOPLE = 1_000;
    private static final int UNASKED = 1_000;
    private static final int WITHDRAWING = 200;
    private static final double SHOWN = 1e6;

    private static Lake loud;
    private static Lake plain;

    /** A study in a folder of its own, run once. */
    private record Lake(SparkSession spark, Path folder, boolean isLoud) {
        Study study() {
            return StudyReader.study(folder.resolve("study.conf"));
        }

        TableStore tables() {
            return new DeltaTables(spark, study().lake());
        }

        RunResult run(Optional<String> only, Optional<String> from) {
            return DemoStudy.run(spark, study(), new StudyRun.Request(Optional.empty(), Optional.of("r"), only, from));
        }

        List<Row> rows(Table table) {
            return tables().read(table, "r").collectAsList();
        }

        /** A row a line; when something was done is left out. */
        List<String> lines(Table table) {
            return rows(table).stream().map(Row::toString).sorted().toList();
        }

        void write() throws IOException {
            Random random = new Random(3);
            StringBuilder people = new StringBuilder("id,mail,visits,spend,wait,marker,seen_on\n");
            StringBuilder ledger = new StringBuilder("customer_id,purpose,status,at\n");
            StringBuilder mails = new StringBuilder("mail,purpose,status,at\n");
            for (int number = 0; number < PEOPLE + WITHDRAWING; number++) {
                boolean isWithdrawing = number >= PEOPLE;
                double marker = random.nextInt(11);
                people.append(row("P" + number, random, isWithdrawing && isLoud ? SHOWN : marker));
                ledger.append("P").append(number).append(",personas,granted,2024-06-01\n");
            }
            for (int number = 0; isLoud && number < UNASKED; number++) {
                people.append(String.format(
                        Locale.ROOT, "Q%d,,%f,%f,%f,%f,2024-07-01%n", number, SHOWN, SHOWN, SHOWN, SHOWN));
                // Refused, ended, withdrawn, only later, or nothing at all.
                switch (number % 5) {
                    case 0 -> ledger.append("Q").append(number).append(",personas,denied,2024-06-01\n");
                    case 1 -> ledger.append("Q").append(number).append(",newsletter,granted,2024-06-01\n");
                    case 2 -> ledger.append("Q").append(number).append(",personas,granted,2025-01-03\n");
                    case 3 -> ledger.append("Q").append(number).append(",personas,who knows,2024-06-01\n");
                    default -> {}
                }
            }
            Files.writeString(folder.resolve("people.csv"), people);
            Files.writeString(folder.resolve("consent.csv"), ledger);
            Files.writeString(folder.resolve("mails.csv"), mails + "nobody@example.com,personas,granted,2024-01-01\n");
            Path key = Files.writeString(folder.resolve("key"), "0f1e2d3c4b5a69788796a5b4c3d2e1f0".repeat(2) + "\n");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(folder.resolve("study.conf"), text());
        }

        private static String row(String id, Random random, double marker) {
            int number = Integer.parseInt(id.substring(1));
            int far = number % 2 == 0 ? 0 : 6;
            return String.format(
                    Locale.ROOT,
                    "%s,%s@example.com,%.3f,%.3f,%.3f,%.1f,2024-%02d-01%n",
                    id,
                    id,
                    10 + far + random.nextGaussian(),
                    40 - far + random.nextGaussian(),
                    20 + far + random.nextGaussian(),
                    marker,
                    1 + number % 12);
        }

        /** Half of them in the one ledger, by customer number, half in the other, by an address that is linked. */
        void withdraw() throws IOException {
            for (int number = PEOPLE; number < PEOPLE + WITHDRAWING; number++) {
                boolean isByMail = number % 4 < 2;
                String word = number % 3 == 0 ? "objected" : "withdrawn";
                Files.writeString(
                        folder.resolve(isByMail ? "mails.csv" : "consent.csv"),
                        (isByMail ? "p" + number + "@EXAMPLE.com" : "P" + number) + ",personas," + word
                                + ",2025-01-05\n",
                        StandardOpenOption.APPEND);
            }
            if (isLoud) {
                // A yes that comes after as-of adds nobody.
                for (int number = 0; number < UNASKED; number++) {
                    Files.writeString(
                            folder.resolve("consent.csv"),
                            "Q" + number + ",personas,granted,2025-01-05\n",
                            StandardOpenOption.APPEND);
                }
            }
        }

        private String text() {
            return """
                    dramatis {
                      study { name = "canaries", as-of = "2025-01-01" }
                      lake.path = "%1$s/lake"
                      privacy.key-file = "%1$s/key"
                      identity { person = "customer-id", kinds { customer-id { normalise = [trim] }, email { normalise = [email] } } }
                      consent {
                        ledger.path = "%1$s/consent.csv"
                        ledgers.mails { path = "%1$s/mails.csv", id = email, person = mail }
                      }
                      intake.sources.people {
                        shape = attributes, block = crm, path = "%1$s/people.csv", time = "seen_on"
                        person { column = "id", id = "customer-id" }, ids { email = "mail" }
                        columns {
                          visits { type = decimal }, spend { type = decimal }, wait { type = decimal }
                          marker { type = decimal }, seen_on { type = date }
                        }
                      }
                      features.define {
                        visits { source = people, sql = "max(visits)", role = forming }
                        spend { source = people, sql = "max(spend)", role = forming }
                        wait { source = people, sql = "max(wait)", role = forming }
                        marker { source = people, sql = "max(marker)", role = describing }
                      }
                      mixture { k = [1, 2], starts = 1, forms = [EEE] }
                      evidence { null-sets = 19, test-people = 200, replicates = 2, sample = 400, min-people = 50, min-people-per-feature = 20 }
                    }
                    """.formatted(folder);
        }
    }

    @BeforeAll
    static void run(SparkSession spark, @TempDir Path folder) throws IOException {
        loud = new Lake(spark, Files.createDirectory(folder.resolve("loud")), true);
        plain = new Lake(spark, Files.createDirectory(folder.resolve("plain")), false);
        for (Lake lake : List.of(loud, plain)) {
            lake.write();
            lake.run(Optional.of("intake"), Optional.empty());
            lake.withdraw();
            RunResult result = lake.run(Optional.empty(), Optional.of("features"));
            assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(result.line()).containsEntry("status", "published");
        }
    }

    private static Set<String> pseudonyms(int from, int to) {
        Pseudonyms pseudonyms =
                new Pseudonyms(KeyReference.of(loud.folder().resolve("key")), 1, "canaries", "personas");
        return IntStream.range(from, to)
                .mapToObj(number -> pseudonyms
                        .of("P" + number, loud.study().identity().kinds().get("customer-id"))
                        .orElseThrow())
                .map(HexFormat.of()::formatHex)
                .collect(Collectors.toSet());
    }

    private static Set<String> people(List<Row> rows) {
        return rows.stream()
                .map(row -> HexFormat.of().formatHex(row.<byte[]>getAs(Table.PERSON_ID)))
                .collect(Collectors.toSet());
    }

    @Test
    void whoWithdrewIsTakenOutAndNobodyElse() {
        assertThat(people(loud.rows(Memberships.TABLE))).hasSize(PEOPLE + WITHDRAWING);
        assertThat(people(loud.rows(Withdrawals.TABLE))).isEqualTo(pseudonyms(PEOPLE, PEOPLE + WITHDRAWING));
    }

    @Test
    void noPublishedNumberDependsOnThem() {
        for (Table table : List.of(
                Personas.TABLE,
                PersonaTraits.TABLE,
                PersonaPrevalence.TABLE,
                PersonaSources.TABLE,
                PersonaEvidence.TABLE,
                StudyFeatures.TABLE,
                ModelCandidates.TABLE)) {
            assertThat(loud.lines(table)).as(table.name()).isNotEmpty().isEqualTo(plain.lines(table));
        }
    }

    @Test
    void theirValuesWouldHaveShown() throws IOException {
        // Of person_features, which has them: the control.
        assertThat(loud.tables()
                        .read(PersonFeatures.TABLE, "r")
                        .where("marker >= " + SHOWN)
                        .count())
                .isEqualTo(WITHDRAWING);
        List<Row> markers = loud.rows(PersonaTraits.TABLE).stream()
                .filter(row -> row.<String>getAs("feature").equals("marker"))
                .toList();
        assertThat(markers)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.<Double>getAs("estimate")).isBetween(0.0, 10.0));
        assertThat(String.join("\n", loud.lines(StudyFeatures.TABLE))).contains("marker");
        assertThat(loud.rows(StudyFeatures.TABLE)).allSatisfy(row -> {
            assertThat(row.<Double>getAs(FeatureLog.MEAN)).isLessThan(100);
            assertThat(row.<Long>getAs(FeatureLog.PEOPLE_COUNT)).isEqualTo(PEOPLE);
        });
    }

    @Test
    void theyAreInNoCount() {
        Set<String> gone = pseudonyms(PEOPLE, PEOPLE + WITHDRAWING);
        long left = loud.rows(Memberships.TABLE).stream()
                .filter(row -> row.<Boolean>getAs(Memberships.IS_ASSIGNED))
                .filter(row -> !gone.contains(HexFormat.of().formatHex(row.<byte[]>getAs(Table.PERSON_ID))))
                .count();
        // Each of the two counts is rounded to the nearest 20.
        assertThat(loud.rows(Personas.TABLE))
                .hasSize(2)
                .extracting(row -> row.<Long>getAs(Personas.PEOPLE_COUNT))
                .allMatch(count -> count % 20 == 0);
        assertThat(loud.rows(Personas.TABLE).stream()
                        .mapToLong(row -> row.<Long>getAs(Personas.PEOPLE_COUNT))
                        .sum())
                .isCloseTo(left, within(20L));
        assertThat(loud.rows(PersonaEvidence.TABLE)).allSatisfy(row -> {
            if (row.getAs(PersonaEvidence.PEOPLE_COUNT) != null) {
                assertThat(row.<Long>getAs(PersonaEvidence.PEOPLE_COUNT)).isLessThanOrEqualTo(PEOPLE);
            }
        });
    }

    @Test
    void theAccountsSayWhy() {
        assertThat(loud.rows(ConsentAccounts.TABLE))
                .extracting(row -> row.getAs(ConsentAccounts.REASON) + " " + row.getAs(ConsentAccounts.PEOPLE_COUNT))
                .containsExactlyInAnyOrder(
                        "consented 1000",
                        "withdrawn-before-publication 200",
                        "refused 200",
                        "unreadable 200",
                        "no-entry 600");
    }

    @Test
    void noIdIsInTheLake() throws IOException {
        try (var files = Files.walk(loud.folder().resolve("lake"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("@example.com", "P1100");
            }
        }
    }
}
