package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Random broken data: every row is accounted for, and nothing hangs on the order of rows, files or partitions. */
@ExtendWith(SparkSessions.class)
class IntakeAccountsTest {
    private static final List<String> SOURCES = List.of("crm1", "crm2", "web1", "web2");
    private static final int ROWS = 300;

    private static final String STUDY =
            "dramatis.consent.ledger.path = ${data}\"/consent.csv\"\n" + IntakeRun.sources("crm1", """
                    crm1 = ${crm} { path = ${data}"/crm1" }
                    crm2 = ${crm} { path = ${data}"/crm2", second-row = latest }
                    web1 = ${web} { path = ${data}"/web1" }
                    web2 = ${web} { path = ${data}"/web2", duplicates = keep }
                    """) + """
            any { block = crm, max-rejected = 1, time = at, person { column = id, id = customer-id } }
            crm = ${any} { shape = attributes, ids { email = mail }, columns { at = date, n { type = integer, max = 9 } } }
            web = ${any} { shape = events, columns { at { type = date, required = true }, n = integer, mail { identifying = true } } }
            """;

    @Test
    void everyRowIsAccountedForWhateverItsPlace(SparkSession spark, @TempDir Path one, @TempDir Path two) {
        spark.conf().set("spark.sql.shuffle.partitions", "1");
        IntakeRun whole = IntakeRun.of(spark, written(one, 1), STUDY);
        spark.conf().set("spark.sql.shuffle.partitions", "5");
        java.nio.file.Path key = one.resolve("key");
        copyKey(key, two);
        IntakeRun pieces = IntakeRun.of(spark, written(two, 7), STUDY);
        assertThat(whole.fault()).isEmpty();
        assertThat(pieces.fault()).isEmpty();
        for (String source : SOURCES) {
            List<Long> account = whole.account(source);
            assertThat(account.get(0)).as(source).isEqualTo(ROWS);
            assertThat(account.subList(1, 5).stream().mapToLong(count -> count).sum())
                    .as(source)
                    .isEqualTo(ROWS);
            assertThat(account).as(source).allMatch(count -> count >= 0);
            assertThat(whole.people(source)).hasSize(account.get(1).intValue());
            assertThat(whole.rejected(source)).hasSize(account.get(2).intValue());
            assertThat(pieces.account(source)).as(source).isEqualTo(account);
            assertThat(pieces.rejected(source)).as(source).isEqualTo(whole.rejected(source));
            assertThat(pieces.clean(source, "person_id", "at", "n"))
                    .as(source)
                    .isEqualTo(whole.clean(source, "person_id", "at", "n"));
        }
    }

    private static void copyKey(Path key, Path folder) {
        try {
            java.nio.file.Files.copy(key, folder.resolve("key"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same rows in so many files, in an order of their own. */
    private static Path written(Path folder, int files) {
        for (int s = 0; s < SOURCES.size(); s++) {
            List<String> rows = rows(s);
            Collections.shuffle(rows, new Random(files));
            for (int file = 0; file < files; file++) {
                StringBuilder text = new StringBuilder("id,at,n,mail\n");
                for (int row = file; row < rows.size(); row += files) {
                    text.append(rows.get(row)).append('\n');
                }
                IntakeRun.write(folder, SOURCES.get(s) + "/part" + file + ".csv", text.toString());
            }
        }
        StringBuilder consent = new StringBuilder("customer_id,purpose,status,at\n");
        for (int person = 0; person < 120; person++) {
            if (person % 4 != 0) {
                consent.append("C").append(person).append(",personas,granted,2025-01-01\n");
            }
        }
        IntakeRun.write(folder, "consent.csv", consent.toString());
        return folder;
    }

    private static List<String> rows(int seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        while (rows.size() < ROWS) {
            String id = "C" + random.nextInt(seed < 2 ? 400 : 120);
            String at = "2025-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10);
            String mail = random.nextInt(3) == 0 ? "" : id + "@x.org";
            String row = String.join(",", id, at, "" + random.nextInt(9), mail);
            switch (random.nextInt(12)) {
                case 0 -> rows.add(row + ",more");
                case 1 -> rows.add(id);
                case 2 -> rows.add(String.join(",", "", at, "1", mail));
                case 3 -> rows.add(String.join(",", id, "yesterday", "1", mail));
                case 4 -> rows.add(String.join(",", id, at, "many", mail));
                case 5 -> rows.add(String.join(",", id, "", "", "nonsense"));
                case 6 -> rows.add(rows.isEmpty() ? row : rows.get(random.nextInt(rows.size())));
                default -> rows.add(row);
            }
        }
        return rows;
    }
}
