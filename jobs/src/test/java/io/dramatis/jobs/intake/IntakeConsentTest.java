package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who is one person over several ids, and who consented. */
@ExtendWith(SparkSessions.class)
class IntakeConsentTest {
    private static final String STUDY = """
            dramatis.identity.links.logins {
              path = ${data}"/logins.csv", ids { customer-id = customer, cookie = "cookie id" }
            }
            dramatis.consent { purpose = "personas", ledger { path = ${data}"/consent.csv", expires = until } }
            """ + IntakeRun.sources("crm", """
            crm {
              shape = attributes, block = crm, path = ${data}"/crm.csv"
              person { column = id, id = customer-id }, ids { email = mail, phone = phone }, columns { plan = string }
            }
            web {
              shape = events, block = web, format = json, path = ${data}"/web.jsonl", time = at
              person { column = cookie, id = cookie }, columns { at = timestamp, page = string }
            }
            survey {
              shape = answers, block = survey, path = ${data}"/survey.csv"
              person { column = mail, id = email }, columns { mood = integer }
            }
            calls {
              shape = events, block = crm, path = ${data}"/calls.csv", time = on
              person { column = number, id = phone }, columns { on = date, topic = string }
            }
            """);

    private static IntakeRun run;

    @BeforeAll
    static void takeIn(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "crm.csv", """
                id,mail,phone,plan
                granted,Ann@Example.com,020 7946 0123,p1
                withdrawn,bob@example.com,,p2
                again,cat@example.com,,p3
                expired,dan@example.com,,p4
                open-ended,eve@example.com,,p5
                unknown-status,,,p6
                other-purpose,,,p7
                absent,,,p8
                future,,,p9
                tie,,,p10
                undated,,,p11
                bad-end,,,p12
                last-day,,,p13
                """);
        IntakeRun.write(folder, "consent.csv", """
                customer_id,purpose,status,at,until
                 granted ,Personas, GRANTED,2025-01-01,
                withdrawn,personas,granted,2025-01-01,
                withdrawn,personas,withdrawn,2025-02-01T00:00:00Z,
                again,personas,withdrawn,2025-01-01,
                again,personas,granted,2025-02-01 12:00:00,
                expired,personas,granted,2025-01-01,2025-06-01
                open-ended,personas,granted,2025-01-01,2026-06-01
                unknown-status,personas,maybe,2025-01-01,
                other-purpose,newsletter,granted,2025-01-01,
                future,personas,granted,2026-01-02,
                tie,personas,granted,2025-01-01,
                tie,personas,denied,2025-01-01,
                undated,personas,granted,soon,
                bad-end,personas,granted,2025-01-01,someday
                last-day,personas,granted,2025-12-31T23:59:59Z,
                stranger,personas,granted,2025-01-01,
                """);
        IntakeRun.write(folder, "logins.csv", """
                customer,cookie id
                granted,K1
                granted,K2
                withdrawn,K3
                ,K4
                """);
        IntakeRun.write(folder, "web.jsonl", """
                {"cookie": "k1", "at": "2025-03-01T10:00:00Z", "page": "a"}
                {"cookie": " K2 ", "at": "2025-03-01T10:00:00Z", "page": "b"}
                {"cookie": "K3", "at": "2025-03-01T10:00:00Z", "page": "c"}
                {"cookie": "K4", "at": "2025-03-01T10:00:00Z", "page": "d"}
                {"cookie": "K9", "at": "2025-03-01T10:00:00Z", "page": "e"}
                """);
        IntakeRun.write(
                folder, "survey.csv", "mail,mood\n  ann@EXAMPLE.com ,5\nbob@example.com,4\nzoe@example.com,3\n");
        IntakeRun.write(
                folder, "calls.csv", "number,on,topic\n+44 20 7946 0123,2025-03-01,bill\n02079460999,2025-03-01,x\n");
        run = IntakeRun.of(spark, folder, STUDY);
        assertThat(run.fault()).isEmpty();
    }

    @Test
    void theLatestUnexpiredYesCounts() {
        assertThat(run.clean("crm", "plan")).containsExactly("p1", "p13", "p3", "p5");
        assertThat(run.people("crm"))
                .isEqualTo(run.pseudonyms("customer-id", "granted", "again", "open-ended", "last-day"));
        assertThat(run.account("crm")).containsExactly(13L, 4L, 0L, 9L, 0L);
    }

    @Test
    void cookiesReachThePersonOverTheIdMap() {
        assertThat(run.clean("web", "page")).containsExactly("a", "b");
        assertThat(run.people("web")).isEqualTo(run.pseudonyms("customer-id", "granted", "granted"));
        assertThat(run.account("web")).containsExactly(5L, 2L, 0L, 3L, 0L);
    }

    @Test
    void anEmailLinksTheSurvey() {
        assertThat(run.clean("survey", "mood")).containsExactly("5");
        assertThat(run.people("survey")).isEqualTo(run.pseudonyms("customer-id", "granted"));
        assertThat(run.account("survey")).containsExactly(3L, 1L, 0L, 2L, 0L);
    }

    @Test
    void aPhoneLinksTheCalls() {
        assertThat(run.clean("calls", "topic")).containsExactly("bill");
        assertThat(run.people("calls")).isEqualTo(run.pseudonyms("customer-id", "granted"));
    }

    @Test
    void whoDidNotConsentIsInNoTable() {
        for (String id : new String[] {"withdrawn", "expired", "unknown-status", "absent"}) {
            String pseudonym = run.pseudonyms("customer-id", id).get(0);
            assertThat(run.everything()).noneMatch(line -> line.contains(pseudonym));
        }
    }
}
