package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.input.CsvDraft;
import io.dramatis.input.SimpleCsv;
import io.dramatis.input.SimpleRecord;
import io.dramatis.spark.SparkSessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Changed deliveries in one study: each row that a simple reader finds in the files has the fate that it must have. */
@ExtendWith(SparkSessions.class)
class IntakeDeliveriesTest {
    private static final int DELIVERIES = 12;
    private static final List<String> NEEDED = List.of("customer_id", "updated_at", "region", "orders_count");

    @Test
    void readIsUsedAndRejectedAndNotConsentedAndDuplicates(SparkSession spark, @TempDir Path folder) {
        Map<String, List<Long>> expected = new TreeMap<>();
        StringBuilder sources = new StringBuilder();
        int broken = 0;
        int copies = 0;
        for (int seed = 0; expected.size() < DELIVERIES; seed++) {
            CsvDraft draft = new CsvDraft(seed).changed();
            SimpleCsv.Result simple = SimpleCsv.read(draft.files(), NEEDED, draft.rules());
            boolean isOdd = simple.records().stream().anyMatch(SimpleRecord::isBroken);
            // Half of them have broken rows.
            if (!isPlain(simple) || (!isOdd && expected.size() - broken >= DELIVERIES / 2)) {
                continue;
            }
            String name = "crm" + seed;
            draft.files().forEach((file, bytes) -> IntakeRun.write(folder, name + "/" + file, bytes));
            sources.append(source(name, draft.rules()));
            expected.put(name, fates(simple));
            broken += isOdd ? 1 : 0;
            copies += expected.get(name).get(4) > 0 ? 1 : 0;
        }
        assertThat(broken).isGreaterThanOrEqualTo(DELIVERIES / 2);
        assertThat(copies).isPositive();
        IntakeRun.write(folder, "consent.csv", ledger());
        IntakeRun run = IntakeRun.of(
                spark,
                folder,
                "dramatis.consent.ledger.path = ${data}\"/consent.csv\"\n"
                        + IntakeRun.sources(expected.keySet().iterator().next(), sources.toString()));
        assertThat(run.fault()).isEmpty();
        expected.forEach((name, fates) -> {
            assertThat(run.account(name)).as(name).isEqualTo(fates);
            assertThat(run.people(name)).as(name).hasSize(fates.get(1).intValue());
            assertThat(run.rejected(name)).as(name).hasSize(fates.get(2).intValue());
        });
    }

    private static String source(String name, SimpleCsv.Rules rules) {
        String comment = rules.comment() == SimpleCsv.Rules.NO_COMMENT ? "" : "comment = \"" + rules.comment() + "\"";
        return """
                %s { shape = events, block = web, path = ${data}"/%s", max-rejected = 1, max-record-lines = %d
                     person { column = customer_id, id = customer-id }, time = updated_at
                     encoding = "%s", multi-line = %s, options { %s } %s
                     columns { updated_at { type = timestamp, required = true }, region = string, orders_count = integer } }
                """.formatted(
                        name,
                        name,
                        rules.maxRecordLines(),
                        rules.charset().name(),
                        rules.multiLine(),
                        comment,
                        rules.skipRows() > 0 ? ", skip-rows = " + rules.skipRows() : "");
    }

    private static String ledger() {
        StringBuilder ledger = new StringBuilder("customer_id,purpose,status,at\n");
        for (int person = 1000; person < 1400; person++) {
            if (person % 3 < 2) {
                ledger.append("C%d,personas,%s,2025-01-01\n".formatted(person, person % 3 == 0 ? "denied" : "granted"));
            }
        }
        return ledger.toString();
    }

    private static boolean isGranted(String id) {
        return Integer.parseInt(id.substring(1)) % 3 == 1;
    }

    /** Whether each row is broken, lacks what it must have, or is sound beyond doubt. */
    private static boolean isPlain(SimpleCsv.Result simple) {
        return simple.refusals().isEmpty()
                && !simple.records().isEmpty()
                && simple.records().stream()
                        .filter(record -> !record.isBroken())
                        .map(SimpleRecord::values)
                        .allMatch(values -> isPlain(values.get(0), "C1\\d{3}")
                                && isPlain(values.get(1), "2025-12-0\\dT0\\d:15:00Z")
                                && isPlain(values.get(3), "\\d{1,2}"));
    }

    private static boolean isPlain(String value, String pattern) {
        return value == null || value.matches(pattern);
    }

    /** Read, used, rejected, not consented, duplicates. */
    private static List<Long> fates(SimpleCsv.Result simple) {
        long[] fates = new long[5];
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < simple.records().size(); i++) {
            SimpleRecord record = simple.records().get(i);
            List<String> whole = new ArrayList<>(simple.wholes().get(i));
            whole.add(record.broken() + record.values());
            fates[0]++;
            if (!seen.add(whole)) {
                fates[4]++;
            } else if (record.isBroken()
                    || record.values().get(0) == null
                    || record.values().get(1) == null) {
                fates[2]++;
            } else {
                fates[isGranted(record.values().get(0)) ? 1 : 3]++;
            }
        }
        return List.of(fates[0], fates[1], fates[2], fates[3], fates[4]);
    }
}
