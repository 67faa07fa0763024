package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each row against its contract: one run of sources that break theirs in every way. */
@ExtendWith(SparkSessions.class)
class IntakeContractTest {
    private static final List<String> CANARIES =
            List.of("Zyxcanary", "zyxcanary", "C0FFEE", "7911123456", "7911 123456");

    private static final String TYPES = """
            types {
              shape = attributes, block = crm, path = ${data}"/types.csv", max-rejected = 1
              person { column = customer_id, id = customer-id }
              ids { email = e_mail, phone = phone }
              columns {
                n { type = integer, min = 0, max = 120, missing = [none] }
                d { type = decimal, min = 0, max = 1 }
                b { type = boolean }
                day { type = date, min = "2000-01-01", max = "2025-12-31" }
                german { type = date, formats = ["dd.MM.yyyy", "d/M/yyyy"] }
                at { type = timestamp, max = "2025-12-31" }
                plan { allowed = [basic, gold] }
                score { from = "Score (1-5)", type = decimal, missing = ["-1"], max = 5 }
                level { type = decimal, allowed = [1, 2.5] }
                zip { pattern = "[A-Z]{2}[0-9]+" }
                surname { identifying = true, pattern = "[A-Z][a-z]+" }
                need { type = string, required = true }
                mail { from = e_mail, pattern = "[^@]+@[^@]+" }
              }
            }
            """;

    private static final String BASKETS = """
            baskets {
              shape = events, block = crm, path = ${data}"/baskets.csv", max-rejected = 1, time = on
              person { column = customer_id, id = customer-id }
              join {
                products { format = parquet, path = ${data}"/products", on = [product], columns = [brand], required = true }
                offers { path = ${data}"/offers.csv", on = [product, week], columns = [offer] }
              }
              columns { on = date, product = string, brand { allowed = [own, other] }, offer = string }
            }
            """;

    private static final String COPIES = """
            dropped = ${copies} { path = ${data}"/copies.csv" }
            kept = ${copies} { path = ${data}"/copies.csv", duplicates = keep }
            """;

    private static final String SECOND_ROWS = """
            breach = ${second} { path = ${data}"/second.csv", max-rejected = 1 }
            latest = ${second} { path = ${data}"/second.csv", second-row = latest, max-rejected = 1 }
            """;

    private static final String ANSWERS = """
            wide = ${survey} { path = ${data}"/wide.csv", columns { mood { type = integer, max = 5 }, channels = string } }
            long = ${survey} {
              path = ${data}"/long.csv", layout = long, item = question, value = answer, time = sent, max-rejected = 1
              columns {
                mood { type = integer, max = 5 }, channels = string, blank1 = string, blank2 = string
                friend { from = "A friend", identifying = true }, enemy { identifying = true }, sent = date
              }
            }
            """;

    private static final String SHAPES = """
            copies {
              shape = events, block = web, time = at, person { column = id, id = customer-id }, columns { at = timestamp, what = string }
            }
            second {
              shape = attributes, block = crm, time = at, person { column = id, id = customer-id }
              columns { at = timestamp, plan = string }
            }
            survey { shape = answers, block = survey, person { column = who, id = customer-id } }
            """;

    private static IntakeRun run;

    @BeforeAll
    static void takeIn(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "types.csv", types());
        IntakeRun.write(folder, "baskets.csv", """
                customer_id,on,product,week
                C1,2025-01-01,1,1
                C1,2025-01-02,2,1
                C2,2025-01-03,2,2
                C2,2025-01-04,3,2
                C2,2025-01-05,P-9,2
                C2,2025-01-06,,2
                """);
        spark.sql("select * from values (1L, 'own'), (2L, 'other'), (4L, 'own') as products(product, brand)")
                .write()
                .parquet(folder.resolve("products").toString());
        IntakeRun.write(folder, "offers.csv", "product,week,offer\n1,1,half\n2,2,third\n");
        IntakeRun.write(folder, "copies.csv", """
                id,at,what
                C1,2025-01-01T00:00:00Z,view
                C1,2025-01-01T00:00:00Z,view
                C1,2025-01-01T00:00:00Z,view
                C1,2025-01-01T00:00:01Z,view
                C2,2025-01-01T00:00:00Z,view
                """);
        IntakeRun.write(folder, "second.csv", """
                id,at,plan
                C1,2025-01-01,old
                C1,2025-06-01,new
                C1,2026-01-01,future
                C2,2025-01-01,alone
                C3,2026-02-01,later
                C3,2026-01-01,sooner
                C4,2025-01-01,b
                C4,2025-01-01,a
                C5,2025-12-31T23:59:59Z,last
                C5,2025-01-01,first
                """);
        IntakeRun.write(folder, "wide.csv", "who,mood,channels\nC1,3,web;shop\nC2,,\nC3,5,shop\n");
        IntakeRun.write(folder, "long.csv", """
                who,question,answer,sent
                C1,mood,3,2025-01-01
                C1,channels,web;shop,2025-01-01
                C1,blank1,,2025-01-01
                C1,blank2,NA,2025-01-01
                C1,A friend,Zyxcanary,2025-01-01
                C1,enemy,Zyxcanary,2025-01-01
                C2, mood ,4,2025-01-02
                C2,shoe,44,2025-01-02
                C2,mood2,1,2025-01-02
                C3,mood,6,2025-01-03
                C3,channels,shop,yesterday
                C4,mood,1,2025-01-03
                C4,mood,2,2025-01-04
                C4,channels,web,2025-01-04
                """);
        run = IntakeRun.of(
                spark,
                folder,
                IntakeRun.BLANKET
                        + IntakeRun.sources("types", TYPES + BASKETS + COPIES + SECOND_ROWS + ANSWERS)
                        + SHAPES);
        assertThat(run.fault()).isEmpty();
    }

    /** A right row, and one for each thing that can be wrong. */
    private static String types() {
        StringBuilder file = new StringBuilder(String.join(",", right().keySet()) + "\n");
        String[][] others = {
            {"n", "3.0"},
            {"n", "none"},
            {"at", "2025-12-31T23:00:00Z"},
            {"german", "5/1/2024"},
            {"level", "1.0"},
            {"Score (1-5)", "-1"},
            {"e_mail", ""},
            {"e_mail", " Zyxcanary@Example.COM "},
            {"phone", "07911 123456"},
            {"n", "abc"},
            {"n", "3.5"},
            {"n", "-1"},
            {"n", "121"},
            {"d", "\"0,5\""},
            {"d", "NaN"},
            {"d", "1.01"},
            {"b", "maybe"},
            {"day", "2025-02-30"},
            {"day", "31/12/2024"},
            {"day", "1999-12-31"},
            {"day", "2026-01-01"},
            {"german", "2024-01-05"},
            {"german", "32.01.2024"},
            {"at", "2025-13-01T00:00:00Z"},
            {"at", "2026-01-01T00:00:00Z"},
            {"plan", "Platinum-Plus-4-Everybody-2025"},
            {"Score (1-5)", "7"},
            {"Score (1-5)", "NA"},
            {"level", "2"},
            {"zip", "12 345"},
            {"surname", "zyxcanary"},
            {"need", ""},
            {"need", "N/A"},
            {"e_mail", "zyxcanary"},
            {"phone", "0770090099999999"},
            {"customer_id", ""},
            {"customer_id", "NA"},
            {"customer_id", "C0FFEE,Zyxcanary"},
        };
        for (int i = 0; i < others.length; i++) {
            Map<String, String> row = right();
            row.put("customer_id", "C" + i);
            row.put(others[i][0], others[i][1]);
            file.append(String.join(",", row.values())).append('\n');
        }
        return file.append("C0FFEE,Zyxcanary\n").toString();
    }

    private static Map<String, String> right() {
        Map<String, String> row = new LinkedHashMap<>();
        Stream.of(
                        "customer_id=C",
                        "n=30",
                        "d=0.5",
                        "b=yes",
                        "day=2025-01-31",
                        "german=05.01.2024",
                        "at=2025-01-31 10:00",
                        "plan=gold",
                        "Score (1-5)=4.5",
                        "level=2.5",
                        "zip=AB12",
                        "surname=Zyxcanary",
                        "need=x",
                        "e_mail=",
                        "phone=")
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> row.put(pair[0], pair[1]));
        return row;
    }

    @Test
    void aBrokenValueIsRejectedWithReasonColumnAndShape() {
        assertThat(run.rejected("types"))
                .containsExactlyInAnyOrder(
                        "not an integer|n|aaa",
                        "not an integer|n|9.9",
                        "less than 0|n|-9",
                        "more than 120|n|999",
                        "not a decimal|d|9,9",
                        "not a decimal|d|aaa",
                        "more than 1|d|9.99",
                        "not a boolean|b|aaaaa",
                        "not a date|day|9999-99-99",
                        "not a date|day|99/99/9999",
                        "less than 2000-01-01|day|9999-99-99",
                        "more than 2025-12-31|day|9999-99-99",
                        "not a date of the declared format|german|9999-99-99",
                        "not a date of the declared format|german|99.99.9999",
                        "not a timestamp|at|9999-99-99a99:99:99a",
                        "more than 2025-12-31|at|9999-99-99a99:99:99a",
                        "not an allowed value|plan|aaaaaaaa-aaaa-9-aaaaaaaa",
                        "more than 5|Score (1-5)|9",
                        "not a decimal|Score (1-5)|aa",
                        "not an allowed value|level|9",
                        "not of the declared pattern|zip|99 999",
                        "not of the declared pattern|surname|null",
                        "missing|need|null",
                        "missing|need|a/a",
                        "not a valid email|e_mail|null",
                        "not a valid phone|phone|null",
                        "the person's id is missing|customer_id|null",
                        "the person's id is missing|customer_id|null",
                        "too few fields|null|null",
                        "too many fields|null|null");
        assertThat(run.account("types")).containsExactly(39L, 9L, 30L, 0L, 0L);
    }

    @Test
    void aRightValueIsTyped() {
        assertThat(run.clean("types", "n", "d", "b", "day", "german", "at", "plan", "score", "level", "zip", "need"))
                .hasSize(9)
                .contains(
                        "3|0.5|true|2025-01-31|2024-01-05|2025-01-31 10:00:00.0|gold|4.5|2.5|AB12|x",
                        "null|0.5|true|2025-01-31|2024-01-05|2025-01-31 10:00:00.0|gold|4.5|2.5|AB12|x",
                        "30|0.5|true|2025-01-31|2024-01-05|2025-12-31 23:00:00.0|gold|4.5|2.5|AB12|x",
                        "30|0.5|true|2025-01-31|2024-01-05|2025-01-31 10:00:00.0|gold|null|2.5|AB12|x",
                        "30|0.5|true|2025-01-31|2024-01-05|2025-01-31 10:00:00.0|gold|4.5|1.0|AB12|x");
    }

    @Test
    void noIdentityReachesATable() {
        assertThat(run.everything()).hasSizeGreaterThan(60);
        for (String canary : CANARIES) {
            assertThat(run.everything()).noneMatch(line -> line.contains(canary));
        }
        assertThat(run.tables()
                        .read(io.dramatis.table.intake.CleanRows.of(run.source("types")))
                        .columns())
                .doesNotContain("customer_id", "surname", "mail", "e_mail", "phone");
    }

    @Test
    void aRowFindsItsPartners() {
        assertThat(run.clean("baskets", "product", "brand", "offer"))
                .containsExactly("1|own|half", "2|other|null", "2|other|third");
        assertThat(run.rejected("baskets"))
                .containsExactly(
                        "no partner in products|product|null",
                        "no partner in products|product|null",
                        "no partner in products|product|null");
        assertThat(run.account("baskets")).containsExactly(6L, 3L, 3L, 0L, 0L);
    }

    @Test
    void exactCopiesAreDroppedAndCountedOrKept() {
        assertThat(run.account("dropped")).containsExactly(5L, 3L, 0L, 0L, 2L);
        assertThat(run.clean("dropped", "what")).hasSize(3);
        assertThat(run.account("kept")).containsExactly(5L, 5L, 0L, 0L, 0L);
        assertThat(run.clean("kept", "what")).hasSize(5);
    }

    @Test
    void ofTwoRowsOfAPersonNeitherIsUsed() {
        assertThat(run.account("breach")).containsExactly(10L, 1L, 9L, 0L, 0L);
        assertThat(run.clean("breach", "plan")).containsExactly("alone");
        assertThat(run.rejected("breach")).hasSize(9).containsOnly("a second row for the person|id|null");
    }

    @Test
    void orTheLatestThatIsNotAfterAsOf() {
        assertThat(run.account("latest")).containsExactly(10L, 4L, 2L, 0L, 4L);
        assertThat(run.clean("latest", "plan")).containsExactly("alone", "last", "later", "new");
    }

    @Test
    void answersOfEitherLayoutBecomeOneRowAPerson() {
        assertThat(run.clean("wide", "mood", "channels")).containsExactly("3|web;shop", "5|shop", "null|null");
        assertThat(run.clean("long", "mood", "channels", "sent"))
                .containsExactly("3|web;shop|2025-01-01", "4|null|2025-01-02", "null|web|2025-01-04");
        assertThat(run.people("long")).isEqualTo(run.pseudonyms("customer-id", "C1", "C2", "C4"));
    }

    @Test
    void anAnswerIsRejectedAlone() {
        assertThat(run.rejected("long"))
                .containsExactly(
                        "a second row for the person|who|null",
                        "a second row for the person|who|null",
                        "more than 5|mood|9",
                        "not a date|sent|aaaaaaaaa",
                        "the item is not declared|question|null",
                        "the item is not declared|question|null");
        assertThat(run.account("long")).containsExactly(14L, 8L, 6L, 0L, 0L);
    }
}
