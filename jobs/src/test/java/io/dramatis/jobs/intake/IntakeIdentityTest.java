package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.spark.SparkSessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whose rows they are, and which of two: shared addresses, ids that two files spell in two ways, ties. */
@ExtendWith(SparkSessions.class)
class IntakeIdentityTest {
    private static final String CRM = """
            crm {
              shape = attributes, block = crm, path = ${data}"/crm.csv"
              person { column = id, id = customer-id }, ids { email = mail }
              time = at, second-row = latest, columns { at = date, plan = string }
            }
            """;

    private static final String WEB = """
            web {
              shape = events, block = web, path = ${data}"/web.csv"
              person { column = mail, id = email }, time = at, columns { at = date, page = string }
            }
            """;

    /** So many customers with addresses of their own, and as many that share one. */
    private static String customers(int own, int shared) {
        StringBuilder text = new StringBuilder("id,mail,at,plan\n");
        IntStream.range(0, own).forEach(c -> text.append("C" + c + ",c" + c + "@shop.example,2025-01-01,basic\n"));
        IntStream.range(own, own + shared)
                .forEach(c -> text.append("C" + c + ",noreply@shop.example,2025-01-0" + (1 + c % 9) + ",basic\n"));
        return text.toString();
    }

    @Test
    void customersWhoShareAnAddressStayThemselvesAndItIsTold(SparkSession spark, @TempDir Path folder) {
        for (int shared : new int[] {40, 60}) {
            Path here = folder.resolve("" + shared);
            IntakeRun.write(here, "crm.csv", customers(20, shared));
            IntakeRun run = IntakeRun.of(spark, here, IntakeRun.BLANKET + IntakeRun.sources("crm", CRM));
            assertThat(run.fault()).isEmpty();
            assertThat(run.account("crm")).containsExactly(20L + shared, 20L + shared, 0L, 0L, 0L);
            assertThat(run.notices())
                    .containsExactly("identity, email: 1 x ids that tie more people than max-people-per-id: not used to"
                            + " link (such as aaaaaaa@aaaa.aaaaaaa) [id-of-many]");
            assertThat(run.everything().toString()).doesNotContain("noreply");
        }
    }

    @Test
    void aNoUnderASharedAddressIsANoForAllWhoMayHaveSaidIt(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "crm.csv", customers(3, 5));
        IntakeRun.write(
                folder,
                "web.csv",
                "mail,at,page\nnoreply@shop.example,2025-02-01,home\nc0@shop.example,2025-02-01,home\n"
                        + "c1@shop.example,2025-02-01,home\n");
        StringBuilder consent = new StringBuilder("customer_id,purpose,status,at\n");
        IntStream.range(0, 8).forEach(c -> consent.append("C" + c + ",personas,granted,2025-03-01\n"));
        IntakeRun.write(folder, "numbers.csv", consent.toString());
        IntakeRun.write(folder, "mails.csv", """
                mail,purpose,status,at
                noreply@shop.example,personas,withdrawn,2025-01-01
                noreply@shop.example,personas,granted,2025-04-01
                """);
        String study = """
                dramatis.consent.ledgers {
                  numbers { path = ${data}"/numbers.csv" }
                  mails { path = ${data}"/mails.csv", id = email, person = mail }
                }
                """ + IntakeRun.sources("crm", CRM + WEB);
        IntakeRun run = IntakeRun.of(spark, folder, study);
        assertThat(run.fault()).isEmpty();
        assertThat(run.people("crm")).isEqualTo(run.pseudonyms("customer-id", "C0", "C1", "C2"));
        assertThat(run.account("crm")).containsExactly(8L, 3L, 0L, 5L, 0L);
        // Whose rows they are, nobody can tell; under the address alone the latest word is a yes.
        assertThat(run.account("web")).containsExactly(3L, 3L, 0L, 0L, 0L);

        // And the other way round: what stands under the address may be of the one who said no under a number.
        IntakeRun.write(
                folder, "mails.csv", "mail,purpose,status,at\nnoreply@shop.example,personas,granted,2025-04-01\n");
        IntakeRun.write(folder, "numbers.csv", consent + "C5,personas,refused,2025-05-01\n");
        IntakeRun other = IntakeRun.of(spark, folder, study);
        assertThat(other.account("crm")).containsExactly(8L, 7L, 0L, 1L, 0L);
        assertThat(other.account("web")).containsExactly(3L, 2L, 0L, 1L, 0L);
    }

    @Test
    void aWordThatIsNoIdLinksNobody(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "crm.csv", "id,mail,at,plan\nC1,a@x.org,2025-01-01,a\nC2,b@x.org,2025-01-01,b\n");
        IntakeRun.write(folder, "map.csv", "id,cookie\nC1,NULL\nC2,\u00a0NULL\u00a0\nC1,k1\nC2,k2\n");
        IntakeRun run = IntakeRun.of(
                spark,
                folder,
                IntakeRun.BLANKET
                        + "dramatis.identity.links.logins { path = ${data}\"/map.csv\","
                        + " ids { customer-id = id, cookie = cookie } }\n"
                        + IntakeRun.sources("crm", CRM));
        assertThat(run.fault()).isEmpty();
        assertThat(run.people("crm")).isEqualTo(run.pseudonyms("customer-id", "C1", "C2"));
        assertThat(run.notices()).isEmpty();
    }

    @Test
    void idsThatCameAsFloatsMeetTheirDigits(SparkSession spark, @TempDir Path folder) {
        StringBuilder crm = new StringBuilder("id,mail,at,plan\n");
        IntStream.range(100_000, 100_030).forEach(c -> crm.append(c + ",,2025-01-01,a\n"));
        crm.append("20000000,,2025-01-01,a\n");
        IntakeRun.write(folder, "crm.csv", crm.toString());
        spark.range(100_000, 100_030)
                .unionByName(spark.range(20_000_000, 20_000_001))
                .selectExpr("cast(id as double) id", "'fine' mood")
                .write()
                .parquet(folder.resolve("survey").toString());
        IntakeRun run = IntakeRun.of(spark, folder, IntakeRun.BLANKET + IntakeRun.sources("crm", CRM + """
                survey {
                  shape = answers, block = survey, path = ${data}"/survey", format = parquet
                  person { column = id, id = customer-id }, columns { mood = string }
                }
                """));
        assertThat(run.fault()).isEmpty();
        assertThat(run.people("survey")).hasSize(31).isEqualTo(run.people("crm"));
    }

    private static final String LATEST = """
            latest {
              shape = attributes, block = crm, path = ${data}"/rows.csv", max-rejected = 1
              person { column = id, id = customer-id }, time = at, second-row = latest
              columns { at = timestamp, plan = string, version = integer }
            }
            """;

    @Test
    void rowsOfOneTimeThatSayDifferentThingsAreABreach(SparkSession spark, @TempDir Path folder) {
        List<String> rows = new ArrayList<>(List.of(
                "C1,2025-01-02 10:00:00,b,1,x",
                "C1,2025-01-02T10:00:00Z,a,1,x",
                "C1,2025-01-01 10:00:00,old,1,x",
                "C2,2025-01-02 10:00:00,same,1,x",
                "C2,2025-01-02 10:00:00,same,1,y",
                "C3,2025-01-02,day,1,x",
                "C3,2025-01-02 10:00:00,time,1,x",
                "C3,2025-01-02 09:00:00,early,1,x",
                "C4,2025-01-02,same,1,x",
                "C4,2025-01-02 10:00:00,same,1,x",
                "C5,2025-01-02,day,1,x",
                "C5,2025-01-03 10:00:00,next,1,x",
                "C6,,a,1,x",
                "C6,,b,1,x",
                "C7,2025-01-02 10:00:00,only,1,x",
                "C7,2025-01-02 10:00:00,only,1,x"));
        for (int seed = 0; seed < 2; seed++) {
            Collections.shuffle(rows, new Random(seed));
            Path here = folder.resolve("" + seed);
            IntakeRun.write(here, "rows.csv", "id,at,plan,version,note\n" + String.join("\n", rows) + "\n");
            IntakeRun run = IntakeRun.of(spark, here, IntakeRun.BLANKET + IntakeRun.sources("latest", LATEST));
            assertThat(run.fault()).isEmpty();
            assertThat(run.clean("latest", "plan", "at"))
                    .containsExactly(
                            "next|2025-01-03 10:00:00.0",
                            "only|2025-01-02 10:00:00.0",
                            "same|2025-01-02 10:00:00.0",
                            "same|2025-01-02 10:00:00.0");
            assertThat(run.rejected("latest"))
                    .containsExactly(Collections.nCopies(6, "another row of the person has the same time|at|null")
                            .toArray(String[]::new));
            assertThat(run.account("latest")).containsExactly(16L, 4L, 6L, 0L, 6L);
        }
    }

    @Test
    void declaredColumnsSettleATie(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "rows.csv", """
                id,at,plan,version
                C1,2025-01-02 10:00:00,b,9
                C1,2025-01-02 10:00:00,a,10
                C1,2025-01-01 10:00:00,old,11
                C2,2025-01-02 10:00:00,a,10
                C2,2025-01-02 10:00:00,b,10
                C3,2025-01-02,day,2
                C3,2025-01-02 10:00:00,time,
                """);
        IntakeRun run = IntakeRun.of(
                spark,
                folder,
                IntakeRun.BLANKET
                        + IntakeRun.sources(
                                "latest",
                                LATEST.replace("latest\n  columns", "latest, tie-break = [version]\n  columns")));
        assertThat(run.fault()).isEmpty();
        assertThat(run.clean("latest", "plan")).containsExactly("a", "day");
        assertThat(run.account("latest")).containsExactly(7L, 2L, 2L, 0L, 3L);
    }

    @Test
    void tiesOfAnswersAreByItem(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "long.csv", """
                who,question,answer,sent
                C1,mood,3,2025-01-01
                C1,mood,4,2025-01-01
                C1,channels,web,2025-01-01
                C2,mood,3,2025-01-01
                C2,mood,3,2025-01-01
                """);
        IntakeRun run = IntakeRun.of(spark, folder, IntakeRun.BLANKET + IntakeRun.sources("long", """
                long {
                  shape = answers, layout = long, block = survey, path = ${data}"/long.csv", max-rejected = 1
                  item = question, value = answer, time = sent, second-row = latest
                  person { column = who, id = customer-id }
                  columns { mood = integer, channels = string, sent = date }
                }
                """));
        assertThat(run.fault()).isEmpty();
        assertThat(run.clean("long", "mood", "channels")).containsExactly("3|null", "null|web");
        assertThat(run.account("long")).containsExactly(5L, 2L, 2L, 0L, 1L);
    }

    private static final String BASKETS = """
            baskets {
              shape = events, block = crm, path = ${data}"/baskets.csv", time = on
              person { column = id, id = customer-id }
              join {
                products { format = parquet, path = ${data}"/products", on = [product], columns = [brand] }
                offers { path = ${data}"/offers.csv", on = [product], columns = [offer] }
              }
              columns { on = date, product = string, brand = string, offer = string }
            }
            """;

    @Test
    void joinsMeetByValueAndTellWhoFoundNobody(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "baskets.csv", """
                id,on,product
                C1,2025-01-01,7
                C1,2025-01-02,7.0
                C1,2025-01-03,\u00a08
                C2,2025-01-04,Q-9
                C2,2025-01-05,
                """);
        IntakeRun.write(folder, "offers.csv", "product,offer\n007,half\n,none\n");
        spark.sql("select * from values (7.0d, 'own'), (8.0d, 'other') as products(product, brand)")
                .write()
                .parquet(folder.resolve("products").toString());
        IntakeRun run = IntakeRun.of(spark, folder, IntakeRun.BLANKET + IntakeRun.sources("baskets", BASKETS));
        assertThat(run.fault()).isEmpty();
        assertThat(run.clean("baskets", "product", "brand", "offer"))
                .containsExactly("7.0|own|null", "7|own|null", "8|other|null", "Q-9|null|null", "null|null|null");
        Judged judged = Judged.of(spark, folder, run);
        assertThat(judged.notes("baskets"))
                .containsExactly(
                        "baskets.products, product: 2 x rows that found no partner in the joined file: its columns are"
                                + " missing there (such as a-9) [rows-without-partner]",
                        "baskets.offers, product: 5 x rows that found no partner in the joined file: its columns are"
                                + " missing there (such as a-9) [rows-without-partner]",
                        "baskets.offers, product: 5 x no id of the input is in any other input of the study (such as"
                                + " a-9) [ids-meet-nobody]");
    }

    @Test
    void whatTwoInputsHaveInCommonIsCounted(SparkSession spark, @TempDir Path folder) {
        IntakeRun.write(folder, "crm.csv", """
                id,mail,at,plan
                C1,a@x.org,2025-01-01,a
                C02,b@x.org,2025-01-01,a
                C3,,2025-01-01,a
                """);
        IntakeRun.write(folder, "web.csv", "mail,at,page\nz@x.org,2025-01-01,a\nz@x.org,2025-01-02,a\n");
        IntakeRun.write(folder, "map.csv", "id,cookie\nC1,k1\nC2,k2\nc3,k3\nC4,k4\n");
        IntakeRun run = IntakeRun.of(
                spark,
                folder,
                IntakeRun.BLANKET
                        + "dramatis.identity.links.logins { path = ${data}\"/map.csv\","
                        + " ids { customer-id = id, cookie = cookie } }\n"
                        + IntakeRun.sources("crm", CRM + WEB));
        assertThat(run.fault()).isEmpty();
        Meetings meetings = Judged.of(spark, folder, run).meetings();
        assertThat(meetings.pairs())
                .containsExactly(
                        new Meetings.Meeting("crm", "links.logins", "customer-id", 3, 4, 1, 2),
                        new Meetings.Meeting("crm", "web", "email", 2, 1, 0, 0));
        assertThat(meetings.notes().stream().map(Note::sentence))
                .containsExactly(
                        "crm, email: 2 x no id of the input is in any other input of the study [ids-meet-nobody]",
                        "web, email: 1 x no id of the input is in any other input of the study [ids-meet-nobody]",
                        "crm, crm/links.logins customer-id: 2 x ids that would meet another input's but for leading"
                                + " zeros, upper and lower case, or blanks [ids-differ-slightly]");
        assertThat(meetings.rows(spark).collectAsList()).hasSize(2);
    }

    /** The judged rows of a run's sources, as its steps have them. */
    private record Judged(IntakeRun run, InputRows inputs, Pseudonyms pseudonyms, Map<String, Dataset<Row>> rows) {
        static Judged of(SparkSession spark, Path folder, IntakeRun run) {
            Pseudonyms pseudonyms = Pseudonyms.of(run.study(), run.key());
            InputRows inputs = new InputRows(spark);
            Map<String, Dataset<Row>> rows = new TreeMap<>();
            run.study()
                    .sources()
                    .forEach(source -> rows.put(
                            source.name(),
                            SourceRows.readSound(inputs, run.study(), source)
                                    .transform(new ContractCheck(source, run.study(), pseudonyms).judged())));
            return new Judged(run, inputs, pseudonyms, rows);
        }

        List<String> notes(String source) {
            return LatestRows.notes(run.source(source), rows.get(source)).stream()
                    .map(Note::sentence)
                    .toList();
        }

        Meetings meetings() {
            Stream<Meetings.Ids> sources = rows.entrySet().stream()
                    .flatMap(each -> PersonLinks.ids(run.source(each.getKey()), each.getValue()).stream());
            Stream<Meetings.Ids> maps = new PersonLinks(inputs, run.study().identity(), pseudonyms)
                    .read().entrySet().stream()
                            .flatMap(each -> PersonLinks.ids(each.getKey(), each.getValue()).stream());
            // The sources first, as a run has them.
            return Meetings.of(Stream.concat(sources, maps).toList());
        }
    }
}
