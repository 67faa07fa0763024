package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.error.ExitCode;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several ledgers of each kind, ages, and columns that need a consent of their own. */
@ExtendWith(SparkSessions.class)
class IntakeLedgersTest {
    private static final String STRING =
            "COrEAV4OrXx94ACABBENAHCIAD-AAAAAAACAAxAAAAgAIAwgAgAAAAEAgQAAAAAEAYQAQAAAACAAAABAAA";
    private static final String CRM = """
            crm {
              shape = attributes, block = crm, path = ${data}"/crm.csv"
              person { column = id, id = customer-id }, ids { email = mail, cookie = cookie }
              columns { plan = string, born = integer, health { category = special }, sex { category = protected } }
            }
            """;
    private static final String LEDGERS = """
            dramatis.consent {
              purpose = "personas"
              ledger { path = ${data}"/consent.csv", source = shop, notice-version = notice }
              ledgers {
                service { path = ${data}"/service.csv", id = email, person = mail }
                sites { kind = tcf, path = ${data}"/sites.csv", id = cookie, person = cookie, tcf-purposes = [3, 9] }
                browsers { kind = gpc, path = ${data}"/browsers.csv", id = cookie, person = cookie }
              }
            }
            """;
    private static final String EXPLICIT = "dramatis.consent.explicit-purpose = health\n"
            + "dramatis.consent.minimum-age { years = 16, source = crm, column = born }\n";

    private static Path data;
    private static IntakeRun run;

    @BeforeAll
    static void takeIn(SparkSession spark, @TempDir Path folder) {
        data = folder;
        IntakeRun.write(folder, "crm.csv", """
                id,mail,cookie,plan,born,health,sex
                plain,plain@x.com,k1,p1,1980,asthma,f
                explicit,explicit@x.com,k2,p2,1980,gout,m
                service-no,no@x.com,k3,p3,1980,h,f
                objects,objects@x.com,k4,p4,1980,h,f
                opts-out,out@x.com,k5,p5,1980,h,f
                garbage,garbage@x.com,k6,p6,1980,h,f
                by-string,string@x.com,k7,p7,1980,h,f
                young,young@x.com,k8,p8,2010,h,f
                of-age,age@x.com,k9,p9,2009,h,f
                ageless,ageless@x.com,k10,p10,,h,f
                impossible,old@x.com,k11,p11,12,h,f
                """);
        IntakeRun.write(folder, "consent.csv", """
                customer_id,purpose,status,at,shop,notice
                plain,personas,granted,2025-01-01,till 4,v2
                explicit,personas,granted,2025-01-01,web,v3
                explicit,health,granted,2025-01-02,web,v9
                plain,health,denied,2025-01-02,web,v9
                service-no,personas,granted,2025-01-01,,
                objects,personas,objected,2025-01-01,,
                opts-out,personas,granted,2025-01-01,,
                garbage,personas,granted,2025-01-01,,
                young,personas,granted,2025-01-01,,
                of-age,personas,granted,2025-01-01,,
                ageless,personas,granted,2025-01-01,,
                impossible,personas,granted,2025-01-01,,
                nobody,personas,'; drop table consents; --,2025-01-01,,
                nobody,personas,granted,2031-01-01,,
                nobody,personas,granted,once,,
                ,personas,granted,2025-01-01,,
                """);
        IntakeRun.write(folder, "service.csv", """
                mail,purpose,status,at
                NO@x.com,personas,withdrawn,2025-03-01
                """);
        IntakeRun.write(
                folder,
                "sites.csv",
                "cookie,tc_string,at\nK1," + STRING + ",2025-02-01\nk4," + STRING
                        + ",2025-02-01\nk6,C~~~,2025-02-01\nk7," + STRING + ",2025-02-01\n");
        IntakeRun.write(folder, "browsers.csv", "cookie,gpc,at\nk1,0,2025-04-01\nk5,1,2025-04-01\nk2,,2025-04-01\n");
        run = IntakeRun.of(spark, folder, LEDGERS + EXPLICIT + IntakeRun.sources("crm", CRM));
        assertThat(run.fault()).isEmpty();
    }

    @Test
    void theLatestWordOverAllLedgersCountsAndAgeIsAsked() {
        // by-string has not said anything by its customer number: the cookie speaks for the person.
        assertThat(run.clean("crm", "plan")).containsExactly("p1", "p2", "p7", "p9");
    }

    @Test
    void theAccountsTellEachReason() {
        assertThat(run.rows(
                        ConsentAccounts.TABLE,
                        ConsentAccounts.PURPOSE,
                        ConsentAccounts.REASON,
                        ConsentAccounts.PEOPLE_COUNT,
                        ConsentAccounts.ROW_COUNT))
                .containsExactly(
                        "health|consented|1|1",
                        "health|no-entry|9|9",
                        "health|refused|1|1",
                        "personas|age-unknown|2|2",
                        "personas|consented|4|4",
                        "personas|objected|1|1",
                        "personas|opt-out-signal|1|1",
                        "personas|refused|1|1",
                        "personas|under-age|1|1",
                        "personas|unreadable|1|1");
        assertThat(run.account("crm")).containsExactly(11L, 4L, 0L, 7L, 0L);
    }

    @Test
    void sensitiveColumnsAreOfThoseWhoConsentedExplicitly() {
        assertThat(run.clean("crm", "plan", "health", "sex"))
                .containsExactly("p1|null|null", "p2|gout|m", "p7|null|null", "p9|null|null");
    }

    @Test
    void whatWasConsentedIsKeptWithItsSourceAndNotice() {
        assertThat(run.rows(
                        Consents.TABLE,
                        Consents.PURPOSE,
                        Consents.GIVEN_AT,
                        Consents.LEDGER,
                        Consents.SOURCE,
                        Consents.NOTICE_VERSION))
                .hasSize(5)
                .contains(
                        "health|2025-01-02 00:00:00.0|ledger|web|v9",
                        "personas|2025-01-01 00:00:00.0|ledger|web|v3",
                        "personas|2025-02-01 00:00:00.0|sites|null|null");
        String plain = run.pseudonyms("customer-id", "plain").get(0);
        assertThat(run.rows(IdLinks.TABLE, IdLinks.ID, Table.PERSON_ID))
                .hasSize(8)
                .contains(run.pseudonyms("cookie", "k1").get(0) + "|" + plain);
    }

    @Test
    void whoIsNotInItIsInNoTable() {
        for (String id : new String[] {"service-no", "objects", "opts-out", "garbage", "young", "ageless"}) {
            assertThat(run.everything())
                    .noneMatch(line ->
                            line.contains(run.pseudonyms("customer-id", id).get(0)));
        }
    }

    @Test
    void whatIsOddIsCountedAndNotRepeated() {
        assertThat(run.notices())
                .contains(
                        "consent.ledger, status: 1 x entries with an unknown status or signal, each a no (such as '; aaaa"
                                + " aaaaa aaaaaaaa; ) [consent-unknown-status]",
                        "consent.ledger, at: 1 x entries without a time that can be read, each a no for good (such as"
                                + " aaaa) [consent-unreadable-time]",
                        "consent.ledger, at: 1 x entries of the future, which say nothing yet [consent-of-future]",
                        "consent.ledger, customer_id: 1 x entries without a valid id, which are nobody's"
                                + " [consent-of-nobody]",
                        "consent.ledgers.sites, tc_string: 1 x entries with an unknown status or signal, each a no (such"
                                + " as a~~~) [consent-unknown-status]")
                .filteredOn(line -> line.contains("[consent-"))
                .hasSize(5)
                .noneMatch(line -> line.contains("drop table"));
    }

    /** The crm of people with these numbers, all of whom consented before, and a ledger with more lines. */
    private static IntakeRun withLines(SparkSession spark, Path folder, String ledgerKeys, String lines) {
        StringBuilder people = new StringBuilder("id,plan\n");
        StringBuilder consents = new StringBuilder("customer_id,purpose,status,at,until\n");
        for (int number = 1; number <= 30; number++) {
            people.append("c").append(number).append(",p").append(number).append("\n");
            consents.append("c").append(number).append(",personas,granted,2025-01-01 10:00:00,\n");
        }
        IntakeRun.write(folder, "crm.csv", people.toString());
        IntakeRun.write(folder, "consent.csv", consents + lines);
        return IntakeRun.of(
                spark,
                folder,
                "dramatis.consent.ledger { path = ${data}\"/consent.csv\", expires = until, " + ledgerKeys + " }\n"
                        + IntakeRun.sources("crm", """
                        crm {
                          shape = attributes, block = crm, path = ${data}"/crm.csv"
                          person { column = id, id = customer-id }, columns { plan = string }
                        }
                        """));
    }

    private static List<String> out(IntakeRun run) {
        assertThat(run.fault()).isEmpty();
        List<String> used = run.clean("crm", "plan");
        return IntStream.rangeClosed(1, 30)
                .mapToObj(number -> "p" + number)
                .filter(plan -> !used.contains(plan))
                .toList();
    }

    @Test
    void whatIsNotUnderstoodIsANo(SparkSession spark, @TempDir Path folder) {
        IntakeRun odd = withLines(spark, folder, "", """
                c1,,denied,2025-02-01,
                c2,"newsletter;Personas",denied,2025-02-01,
                c3,"[""newsletter"",""personas""]",denied,2025-02-01,
                c4,all,denied,2025-02-01,
                c5,Persona-s,denied,2025-02-01,
                c6,{personas},denied,2025-02-01,
                c7,,granted,2025-02-01,
                c8,all,granted,2025-02-01,
                c9,personas,denied,2025-01-01,
                c10,personas,granted,2025-01-02,
                c10,personas,denied,2025-01-02T09:00:00Z,
                c11,personas,denied,1970-01-01T00:00:00Z,
                c12,personas,denied,20255-02-01,
                c13,personas,pending,2025-02-01,
                c14,personas,,2025-02-01,
                c15,personas,granted,2025-02-01,soon
                c16,personas,granted,2025-02-01,2025-12-31T12
                c17,newsletter,denied,2025-02-01,
                c18,Persona-s,granted,2025-02-01,
                c19,personas,granted,2025-12-31,2026-01-01
                c20,personas,denied,2026-01-01,
                c21,personas,denied,2025-12-31,
                c22,personas,denied,2024-12-31,
                ,personas,granted,2025-02-01,
                NA,newsletter,denied,2025-02-01,
                """);
        assertThat(out(odd))
                .containsExactlyElementsOf(Stream.concat(
                                IntStream.rangeClosed(1, 16).mapToObj(number -> "p" + number),
                                Stream.of("p19", "p20", "p21"))
                        .toList());
        assertThat(odd.notices())
                .filteredOn(line -> line.contains("[consent-"))
                .containsExactlyInAnyOrder(
                        "consent.ledger, status: 2 x entries with an unknown status or signal, each a no (such as aaaaaaa)"
                                + " [consent-unknown-status]",
                        "consent.ledger, at: 2 x entries without a time that can be read, each a no for good (such as"
                                + " 99999-99-99) [consent-unreadable-time]",
                        "consent.ledger, until: 2 x entries with an end that cannot be read, each a no (such as"
                                + " aaaa) [consent-unreadable-end]",
                        "consent.ledger, customer_id: 2 x entries without a valid id, which are nobody's [consent-of-nobody]",
                        "consent.ledger, purpose: 2 x entries without a purpose: a no each, for every purpose"
                                + " [consent-without-purpose]",
                        "consent.ledger, purpose: 4 x entries whose purpose is nearly the study's, stands for all, or cannot be"
                                + " read: a no counts, a yes does not [consent-unclear-purpose]",
                        "consent.ledger, at: 2 x entries with a day and no time beside another on that day: which is later cannot"
                                + " be told, so any no counts [consent-coarse-time]");
    }

    @Test
    void aNoOfNobodyEndsTheRun(SparkSession spark, @TempDir Path folder) {
        IntakeRun stopped = withLines(spark, folder, "", "NA,,denied,2025-02-01,\n");
        assertThat(stopped.fault()).hasValueSatisfying(fault -> {
            assertThat(fault.exitCode()).isEqualTo(ExitCode.PRIVACY);
            assertThat(fault.problem())
                    .startsWith("Consent ledger (")
                    .contains("study.conf:")
                    .endsWith("has 1 entries without a valid customer-id that are no clear yes");
            assertThat(fault.cure()).contains("consent.csv", "dramatis.consent.ledger.without-id = ignore");
        });
        assertThat(stopped.isCleanWritten("crm")).isFalse();
        IntakeRun ignored = withLines(spark, folder, "without-id = ignore", ",personas,denied,2025-02-01,\n");
        assertThat(out(ignored)).isEmpty();
        assertThat(ignored.notices())
                .contains("consent.ledger, customer_id: 1 x entries without a valid id, which are nobody's"
                        + " [consent-of-nobody]");
    }

    @Test
    void aLedgerWithoutThePurposeIsTold(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "service.csv", "customer_id,purpose,status,at\nc1,persona,denied,2025-02-01\n");
        IntakeRun run = withLines(
                spark, folder, "}\ndramatis.consent.ledgers { service { path = ${data}\"/service.csv\" }", "");
        assertThat(out(run)).isEmpty();
        assertThat(run.notices())
                .contains(
                        "consent.ledgers.service, purpose: 1 x entries, which are all of the ledger, and none is for a"
                                + " purpose of the study: they say nothing [consent-purpose-nowhere]");
    }

    /** As PostgreSQL and others write times: a quarter of the lines each. */
    @Test
    void timesAreReadInEachSpellingOfIso(SparkSession spark, @TempDir Path folder) {
        List<String> times = List.of(
                "2025-03-01 10:00:00+00", "2025-03-01T10:00:00.123Z", "2025-03-01T10:00:00Z", "2025-03-01 10:00:00.5");
        StringBuilder lines = new StringBuilder();
        for (int number = 1; number <= 30; number++) {
            lines.append("c" + number + ",personas,granted," + times.get(number % 4) + ",\n");
        }
        IntakeRun read = withLines(spark, folder, "", lines.toString());
        assertThat(out(read)).isEmpty();
        assertThat(read.notices()).noneMatch(line -> line.contains("[consent-"));
        assertThat(read.rows(Consents.TABLE, Consents.GIVEN_AT))
                .containsOnly("2025-03-01 10:00:00.0", "2025-03-01 10:00:00.123", "2025-03-01 10:00:00.5");
    }

    @Test
    void withoutAnExplicitPurposeSpecialColumnsHaveNoValue(SparkSession spark) {
        IntakeRun bare = IntakeRun.of(spark, data, LEDGERS + IntakeRun.sources("crm", CRM));
        assertThat(bare.fault()).isEmpty();
        assertThat(bare.clean("crm", "plan", "health", "sex")).contains("p1|null|f", "p2|null|m");
    }

    @Test
    void hostileHeadersAreToldOnOneLine(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "crm.csv", "\"id\nProblem: none\",\"a`b\",\"\u001b[31m'; drop table x\"\n1,2,3\n");
        IntakeRun.write(folder, "consent.csv", "customer_id,purpose,status,at\n1,personas,granted,2025-01-01\n");
        String source = """
                crm {
                  shape = attributes, block = crm, path = ${data}"/crm.csv", multi-line = true
                  person { column = "../../id`; drop", id = customer-id }, columns { plan { from = "a`b" } }
                }
                """;
        IntakeRun hostile = IntakeRun.of(
                spark,
                folder,
                "dramatis.consent.ledger.path = ${data}\"/consent.csv\"\n" + IntakeRun.sources("crm", source));
        assertThat(hostile.fault()).hasValueSatisfying(fault -> {
            assertThat(fault.exitCode()).isEqualTo(ExitCode.CONTRACT);
            assertThat(fault.problem()).contains("lacks column ../../id`; drop");
            assertThat(fault.reason()).contains("id\\nProblem: none, a`b, \\u001b[31m'; drop table x");
            assertThat(fault.getMessage().lines()).hasSize(3);
        });
    }
}
