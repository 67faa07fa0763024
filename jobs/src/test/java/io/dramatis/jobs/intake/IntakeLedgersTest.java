package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.error.ExitCode;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import java.nio.file.Path;
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
                        "consent ledger ledger: of 16 entries 1 with an unknown status or signal, each a no; 1 without a"
                                + " time that can be read, each a no for good; 1 of the future, which say nothing yet; 1"
                                + " without a valid id, which are nobody's",
                        "consent ledger sites: of 4 entries 1 with an unknown status or signal, each a no")
                .noneMatch(line -> line.contains("drop table"));
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
