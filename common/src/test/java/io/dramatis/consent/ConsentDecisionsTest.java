package io.dramatis.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Consent;
import io.dramatis.config.Input;
import io.dramatis.config.Origin;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class ConsentDecisionsTest {
    private static final Origin ORIGIN = new Origin("test.conf:1", "dramatis.consent.ledger");
    private static final Instant CUTOFF = Instant.parse("2026-01-01T00:00:00Z");
    private static final Consent.Ledger RULES = new Consent.Ledger(
            "personas",
            new Input("csv", "consent.csv", Map.of(), ORIGIN),
            "customer-id",
            "customer",
            "purpose",
            "status",
            "at",
            Optional.of("expires"),
            List.of("yyyy-MM-dd"),
            List.of("granted", "renewed"),
            ORIGIN);
    private static final StructType LEDGER = new StructType()
            .add(ConsentLedger.ID, DataTypes.BinaryType)
            .add(Table.PERSON_ID, DataTypes.BinaryType)
            .add(ConsentLedger.PURPOSE, DataTypes.StringType)
            .add(ConsentLedger.STATUS, DataTypes.StringType)
            .add(ConsentLedger.AT, DataTypes.TimestampType)
            .add(ConsentLedger.EXPIRES_AT, DataTypes.TimestampType)
            .add(ConsentLedger.HAS_UNREADABLE_EXPIRY, DataTypes.BooleanType);

    /** Times are hours after the cutoff, so that most are negative; none: not readable, or not given. */
    private record Entry(
            String id,
            String person,
            String purpose,
            String status,
            Optional<Integer> at,
            Optional<Integer> expires,
            boolean hasUnreadableExpiry) {

        Row row() {
            return RowFactory.create(
                    id.getBytes(StandardCharsets.UTF_8),
                    person.getBytes(StandardCharsets.UTF_8),
                    purpose,
                    status,
                    time(at),
                    time(expires),
                    hasUnreadableExpiry);
        }

        private static Timestamp time(Optional<Integer> hours) {
            return hours.map(hour -> Timestamp.from(CUTOFF.plusSeconds(3_600L * hour)))
                    .orElse(null);
        }
    }

    private static Entry entry(String person, String status, int at) {
        return new Entry(person, person, "personas", status, Optional.of(at), Optional.empty(), false);
    }

    private static Entry withId(Entry entry, String id) {
        return new Entry(
                id,
                entry.person(),
                entry.purpose(),
                entry.status(),
                entry.at(),
                entry.expires(),
                entry.hasUnreadableExpiry());
    }

    private static Entry withPurpose(Entry entry, String purpose) {
        return new Entry(
                entry.id(),
                entry.person(),
                purpose,
                entry.status(),
                entry.at(),
                entry.expires(),
                entry.hasUnreadableExpiry());
    }

    private static Entry withExpiry(Entry entry, Optional<Integer> expires, boolean isUnreadable) {
        return new Entry(
                entry.id(), entry.person(), entry.purpose(), entry.status(), entry.at(), expires, isUnreadable);
    }

    private static Entry withoutTime(Entry entry) {
        return new Entry(
                entry.id(),
                entry.person(),
                entry.purpose(),
                entry.status(),
                Optional.empty(),
                entry.expires(),
                entry.hasUnreadableExpiry());
    }

    @Test
    void eachRule(SparkSession spark) {
        List<Entry> ledger = new ArrayList<>();
        Map<String, Boolean> expected = new TreeMap<>();
        Case rule = (name, isConsented, entries) -> {
            // The person is named after the rule, so that a failure says which.
            ledger.addAll(Arrays.asList(entries));
            expected.put(name, isConsented);
        };
        rule.says("a grant is a yes", true, entry("a grant is a yes", "granted", -5));
        rule.says("any granted status", true, entry("any granted status", " \tRENEWED\u00a0", -5));
        rule.says("a grant at the cutoff", true, entry("a grant at the cutoff", "granted", 0));
        rule.says("unknown status", false, entry("unknown status", "grante", -5));
        rule.says("no status", false, entry("no status", null, -5));
        rule.says("blank status", false, entry("blank status", " ", -5));
        rule.says("latest no", false, entry("latest no", "granted", -5), entry("latest no", "withdrawn", -4));
        rule.says("latest yes", true, entry("latest yes", "withdrawn", -5), entry("latest yes", "granted", -4));
        rule.says("a tie", false, entry("a tie", "granted", -5), entry("a tie", "withdrawn", -5));
        rule.says(
                "a tie of grants",
                true,
                entry("a tie of grants", "granted", -5),
                entry("a tie of grants", "renewed", -5));
        rule.says(
                "later withdrawal",
                true,
                entry("later withdrawal", "granted", -5),
                entry("later withdrawal", "withdrawn", 1));
        rule.says("no time", false, withoutTime(entry("no time", "granted", 0)));
        rule.says(
                "no time once",
                false,
                withoutTime(entry("no time once", "granted", 0)),
                entry("no time once", "granted", -1));
        rule.says("expired", false, withExpiry(entry("expired", "granted", -5), Optional.of(-1), false));
        rule.says(
                "expires at cutoff",
                false,
                withExpiry(entry("expires at cutoff", "granted", -5), Optional.of(0), false));
        rule.says("expires later", true, withExpiry(entry("expires later", "granted", -5), Optional.of(1), false));
        rule.says("bad expiry", false, withExpiry(entry("bad expiry", "granted", -5), Optional.empty(), true));
        rule.says(
                "other purpose is not ours",
                true,
                entry("other purpose is not ours", "granted", -5),
                withPurpose(entry("other purpose is not ours", "withdrawn", -4), "newsletter"));
        rule.says(
                "purpose as written",
                false,
                entry("purpose as written", "granted", -5),
                withPurpose(entry("purpose as written", "withdrawn", -4), " Personas\t"));
        rule.says(
                "linked no",
                false,
                withId(entry("linked no", "granted", -1), "x"),
                withId(entry("linked no", "withdrawn", -9), "y"));
        rule.says(
                "linked yes",
                true,
                withId(entry("linked yes", "granted", -1), "x"),
                withId(entry("linked yes", "granted", -9), "y"));
        rule.says(
                "linked later",
                true,
                withId(entry("linked later", "granted", -1), "x"),
                withId(entry("linked later", "withdrawn", 9), "y"));
        // Nothing is said of these: absent, which is a no.
        ledger.add(entry("only later", "granted", 1));
        ledger.add(withPurpose(entry("only another purpose", "granted", -1), "newsletter"));
        ledger.add(withPurpose(entry("no purpose", "granted", -1), null));
        assertThat(decided(spark, ledger, 1)).isEqualTo(expected);
    }

    @Test
    void anEntryOfNobodyGrantsNothing(SparkSession spark) {
        Row nobody = RowFactory.create(null, null, "personas", "granted", Timestamp.from(CUTOFF), null, false);
        assertThat(ConsentDecisions.decide(spark.createDataFrame(List.of(nobody), LEDGER), RULES, CUTOFF)
                        .collectAsList())
                .isEmpty();
    }

    @Test
    void agreesWithAnOracleOnRandomLedgers(SparkSession spark) {
        Random random = new Random(3);
        List<Entry> all = new ArrayList<>();
        for (int person = 0; person < 2_000; person++) {
            int entries = 1 + random.nextInt(6);
            for (int entry = 0; entry < entries; entry++) {
                all.add(random(random, "p" + person));
            }
        }
        Collections.shuffle(all, random);
        Map<String, Boolean> expected = new TreeMap<>();
        all.stream()
                .collect(Collectors.groupingBy(Entry::person))
                .forEach((person, entries) -> oracle(entries).ifPresent(yes -> expected.put(person, yes)));
        assertThat(expected.values()).contains(true, false);
        assertThat(expected).hasSizeLessThan(2_000);
        assertThat(decided(spark, all, 3)).isEqualTo(expected);
    }

    private static Entry random(Random random, String person) {
        List<String> statuses = Arrays.asList("granted", "granted", "Granted ", "renewed", "withdrawn", "?", null);
        List<String> purposes = Arrays.asList("personas", "personas", "personas", " PERSONAS", "other", null);
        boolean hasExpiry = random.nextInt(4) == 0;
        boolean isUnreadable = random.nextInt(12) == 0;
        return new Entry(
                person + "/" + random.nextInt(2),
                person,
                purposes.get(random.nextInt(purposes.size())),
                statuses.get(random.nextInt(statuses.size())),
                random.nextInt(15) == 0 ? Optional.empty() : Optional.of(random.nextInt(7) - 5),
                hasExpiry && !isUnreadable ? Optional.of(random.nextInt(5) - 2) : Optional.empty(),
                isUnreadable);
    }

    /** The rules once more, entry by entry; empty: nothing is said of the person. */
    private static Optional<Boolean> oracle(List<Entry> entries) {
        Map<String, List<Entry>> identities = entries.stream()
                .filter(entry ->
                        entry.purpose() != null && entry.purpose().strip().equalsIgnoreCase("personas"))
                .filter(entry -> entry.at().isEmpty() || entry.at().get() <= 0)
                .collect(Collectors.groupingBy(Entry::id));
        if (identities.isEmpty()) {
            return Optional.empty();
        }
        for (List<Entry> identity : identities.values()) {
            if (identity.stream().anyMatch(entry -> entry.at().isEmpty())) {
                return Optional.of(false);
            }
            int latest = identity.stream()
                    .map(entry -> entry.at().get())
                    .max(Comparator.naturalOrder())
                    .get();
            for (Entry entry : identity) {
                String status = entry.status() == null ? "" : entry.status().strip();
                boolean isYes = (status.equalsIgnoreCase("granted") || status.equalsIgnoreCase("renewed"))
                        && !entry.hasUnreadableExpiry()
                        && (entry.expires().isEmpty() || entry.expires().get() > 0);
                if (entry.at().get() == latest && !isYes) {
                    return Optional.of(false);
                }
            }
        }
        return Optional.of(true);
    }

    private static Map<String, Boolean> decided(SparkSession spark, List<Entry> ledger, int partitions) {
        List<Row> rows = ConsentDecisions.decide(
                        spark.createDataFrame(ledger.stream().map(Entry::row).toList(), LEDGER)
                                .repartition(partitions),
                        RULES,
                        CUTOFF)
                .collectAsList();
        Map<String, Boolean> decided = new TreeMap<>();
        for (Row row : rows) {
            String person = new String(row.<byte[]>getAs(Table.PERSON_ID), StandardCharsets.UTF_8);
            assertThat(decided.put(person, row.getAs(ConsentDecisions.IS_CONSENTED)))
                    .isNull();
        }
        return decided;
    }

    private interface Case {
        void says(String name, boolean isConsented, Entry... entries);
    }
}
