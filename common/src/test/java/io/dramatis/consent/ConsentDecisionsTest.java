package io.dramatis.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.consent.ConsentDecisions.Moment;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class ConsentDecisionsTest {
    private static final Instant CUTOFF = Instant.parse("2026-01-01T00:00:00Z");
    private static final StructType LEDGER = new StructType()
            .add(ConsentLedger.ID, DataTypes.BinaryType)
            .add(Table.PERSON_ID, DataTypes.BinaryType)
            .add(ConsentLedger.PURPOSES, DataTypes.createArrayType(DataTypes.StringType))
            .add(ConsentLedger.SAYS, DataTypes.StringType)
            .add(ConsentLedger.AT, DataTypes.TimestampType)
            .add(ConsentLedger.EXPIRES_AT, DataTypes.TimestampType)
            .add(ConsentLedger.HAS_UNREADABLE_EXPIRY, DataTypes.BooleanType)
            .add(ConsentLedger.IS_EXPLICIT, DataTypes.BooleanType)
            .add(ConsentLedger.LEDGER, DataTypes.StringType)
            .add(ConsentLedger.SOURCE, DataTypes.StringType)
            .add(ConsentLedger.NOTICE_VERSION, DataTypes.StringType)
            .add(ConsentLedger.AT_LATEST, DataTypes.TimestampType);

    /**
     * Times are hours after the cutoff, so that most are negative; none: not readable, or not given.
     *
     * @param purposes none where they cannot be read
     * @param hours how many the time may be off
     */
    private record Entry(
            String id,
            String person,
            Optional<List<String>> purposes,
            String says,
            Optional<Integer> at,
            int hours,
            Optional<Integer> expires,
            boolean hasUnreadableExpiry,
            boolean isExplicit) {

        Row row() {
            return RowFactory.create(
                    id.getBytes(StandardCharsets.UTF_8),
                    person.getBytes(StandardCharsets.UTF_8),
                    purposes.orElse(null),
                    says,
                    time(at),
                    time(expires),
                    hasUnreadableExpiry,
                    isExplicit,
                    isExplicit ? "table" : "signals",
                    "shop",
                    null,
                    time(at.map(hour -> hour + hours)));
        }

        private static Timestamp time(Optional<Integer> hours) {
            return hours.map(hour -> Timestamp.from(CUTOFF.plusSeconds(3_600L * hour)))
                    .orElse(null);
        }

        Entry withId(String other) {
            return new Entry(other, person, purposes, says, at, hours, expires, hasUnreadableExpiry, isExplicit);
        }

        Entry withPurposes(String... others) {
            return withPurposes(Optional.of(List.of(others)));
        }

        Entry withPurposes(Optional<List<String>> others) {
            return new Entry(id, person, others, says, at, hours, expires, hasUnreadableExpiry, isExplicit);
        }

        Entry withExpiry(Optional<Integer> end, boolean isUnreadable) {
            return new Entry(id, person, purposes, says, at, hours, end, isUnreadable, isExplicit);
        }

        Entry withoutTime() {
            return new Entry(
                    id, person, purposes, says, Optional.empty(), hours, expires, hasUnreadableExpiry, isExplicit);
        }

        Entry ofSignals() {
            return new Entry(id, person, purposes, says, at, hours, expires, hasUnreadableExpiry, false);
        }

        /** From its time on, for so many hours. */
        Entry withinHours(int more) {
            return new Entry(id, person, purposes, says, at, more, expires, hasUnreadableExpiry, isExplicit);
        }
    }

    private static Entry entry(String says, int at) {
        return new Entry(
                "", "", Optional.of(List.of("personas")), says, Optional.of(at), 0, Optional.empty(), false, true);
    }

    private static Entry ofPerson(Entry entry, String person) {
        return new Entry(
                entry.id().isEmpty() ? person : entry.id(),
                person,
                entry.purposes(),
                entry.says(),
                entry.at(),
                entry.hours(),
                entry.expires(),
                entry.hasUnreadableExpiry(),
                entry.isExplicit());
    }

    private final List<Entry> ledger = new ArrayList<>();
    private final Map<String, String> expected = new TreeMap<>();

    /** The person is named after the rule, so that a failure says which. */
    private void rule(String name, String reason, Entry... entries) {
        for (Entry entry : entries) {
            ledger.add(ofPerson(entry, name));
        }
        expected.put(name, reason);
    }

    @Test
    void eachRule(SparkSession spark) {
        rule("a grant is a yes", "consented", entry("granted", -5));
        rule("a grant at the cutoff", "consented", entry("granted", 0));
        rule("unknown status", "unreadable", entry("unreadable", -5));
        rule("refused", "refused", entry("refused", -5));
        rule("latest no", "refused", entry("granted", -5), entry("refused", -4));
        rule("latest yes", "consented", entry("refused", -5), entry("granted", -4));
        rule("a tie", "refused", entry("granted", -5), entry("refused", -5));
        rule(
                "a tie over ledgers",
                "opt-out-signal",
                entry("granted", -5),
                entry("opt-out-signal", -5).ofSignals());
        rule(
                "a tie of noes",
                "opt-out-signal",
                entry("refused", -5),
                entry("opt-out-signal", -5).ofSignals());
        rule("a tie of grants", "consented", entry("granted", -5), entry("granted", -5));
        rule("later withdrawal", "consented", entry("granted", -5), entry("refused", 1));
        rule("no time", "unreadable", entry("granted", 0).withoutTime());
        rule("no time once", "unreadable", entry("granted", 0).withoutTime(), entry("granted", -1));
        rule("expired", "expired", entry("granted", -5).withExpiry(Optional.of(-1), false));
        rule("expires at cutoff", "expired", entry("granted", -5).withExpiry(Optional.of(0), false));
        rule("expires later", "consented", entry("granted", -5).withExpiry(Optional.of(1), false));
        rule("bad expiry", "unreadable", entry("granted", -5).withExpiry(Optional.empty(), true));
        rule(
                "other purpose is not ours",
                "consented",
                entry("granted", -5),
                entry("refused", -4).withPurposes("newsletter"));
        rule(
                "purpose as written",
                "refused",
                entry("granted", -5),
                entry("refused", -4).withPurposes(" Personas\t"));
        rule(
                "linked no",
                "refused",
                entry("granted", -1).withId("x"),
                entry("refused", -9).withId("y"));
        rule(
                "linked yes",
                "consented",
                entry("granted", -1).withId("x"),
                entry("granted", -9).withId("y"));
        rule(
                "linked later",
                "consented",
                entry("granted", -1).withId("x"),
                entry("refused", 9).withId("y"));
        rule("a signal says yes", "consented", entry("granted", -5).ofSignals());
        rule("a yes after a signal", "consented", entry("opt-out-signal", -5).ofSignals(), entry("granted", -4));
        rule(
                "a signal after a yes",
                "opt-out-signal",
                entry("granted", -5),
                entry("opt-out-signal", -4).ofSignals());
        // Nothing is said of these: absent, which is a no.
        ledger.add(ofPerson(entry("granted", 1), "only later"));
        ledger.add(ofPerson(entry("granted", -1).withPurposes("newsletter"), "only another purpose"));
        assertThat(decided(spark, Moment.asOf(CUTOFF))).isEqualTo(expected);
    }

    @Test
    void anObjectionHoldsUntilANewOptIn(SparkSession spark) {
        rule("objection", "objected", entry("granted", -5), entry("objected", -4));
        rule(
                "an objection is not ended by a signal",
                "objected",
                entry("objected", -4),
                entry("granted", -3).ofSignals());
        rule("it is by an explicit yes", "consented", entry("objected", -4), entry("granted", -3));
        rule("not by one at the same time", "objected", entry("objected", -4), entry("granted", -4));
        rule(
                "not by one that has ended",
                "objected",
                entry("objected", -4),
                entry("granted", -3).withExpiry(Optional.of(-1), false));
        rule(
                "nor by one in a tie",
                "objected",
                entry("objected", -4),
                entry("granted", -3),
                entry("refused", -3),
                entry("granted", -2).ofSignals());
        rule("it has no end", "objected", entry("objected", -4).withExpiry(Optional.of(-2), false));
        rule(
                "then signals count again",
                "opt-out-signal",
                entry("objected", -4),
                entry("granted", -3),
                entry("opt-out-signal", -2).ofSignals());
        rule(
                "without a purpose it is to all",
                "objected",
                entry("granted", -5),
                entry("objected", -4).withPurposes());
        rule(
                "of another purpose",
                "consented",
                entry("granted", -5),
                entry("objected", -4).withPurposes("newsletter"));
        rule(
                "of a linked id",
                "objected",
                entry("granted", -1).withId("x"),
                entry("objected", -9).withId("y"));
        rule(
                "without a time",
                "objected",
                entry("granted", -1),
                entry("objected", -9).withoutTime());
        assertThat(decided(spark, Moment.asOf(CUTOFF))).isEqualTo(expected);
    }

    @Test
    void whatIsUnclearOfThePurposeIsANo(SparkSession spark) {
        Entry yes = entry("granted", -5);
        rule("a yes without one", "unreadable", yes, entry("granted", -4).withPurposes());
        rule("a no without one", "refused", yes, entry("refused", -4).withPurposes());
        rule(
                "an unclear word without one",
                "unreadable",
                yes,
                entry("unreadable", -4).withPurposes());
        rule("which a later yes ends", "consented", entry("refused", -6).withPurposes(), yes);
        rule("one of several is missing", "refused", yes, entry("refused", -4).withPurposes("newsletter", ""));
        rule("a list with it says yes", "consented", yes.withPurposes("a;personas", "a", "personas"));
        rule("a list with it says no", "refused", yes, entry("refused", -4).withPurposes("a", "personas"));
        rule("a list without it", "consented", yes, entry("refused", -4).withPurposes("a;b", "a", "b"));
        rule("a no to all", "refused", yes, entry("refused", -4).withPurposes("all", "*"));
        rule("a yes to all", "unreadable", yes.withPurposes("all", "*"));
        rule("a yes to all and to it", "consented", yes.withPurposes("a", "*", "personas"));
        rule("a list that is none", "unreadable", yes, entry("granted", -4).withPurposes(Optional.empty()));
        rule("a no of a list that is none", "refused", yes, entry("refused", -4).withPurposes(Optional.empty()));
        rule(
                "an objection to a list that is none",
                "objected",
                entry("objected", -4).withPurposes(Optional.empty()));
        for (String near :
                List.of("persona s", "personas_", "per-sonas", "p\u00e9rsonas", "\uff50ersonas", "web/personas")) {
            rule("a no to " + near, "refused", yes, entry("refused", -4).withPurposes(near));
            rule(
                    "a yes to " + near,
                    "refused",
                    entry("refused", -5),
                    entry("granted", -4).withPurposes(near));
            rule(
                    "nor is a yes to " + near + " a no",
                    "consented",
                    yes,
                    entry("granted", -4).withPurposes(near));
            ledger.add(ofPerson(entry("granted", -4).withPurposes(near), "only a yes to " + near));
        }
        assertThat(decided(spark, Moment.asOf(CUTOFF))).isEqualTo(expected);
    }

    @Test
    void withinADayNobodyCanTellWhichIsLater(SparkSession spark) {
        Entry day = entry("granted", -48).withinHours(23);
        rule("a yes of a day", "consented", day);
        rule("a no before on that day", "refused", day, entry("refused", -47));
        rule("a no at its begin", "refused", day, entry("refused", -48));
        rule("a no at its end", "refused", day, entry("refused", -25));
        rule("a no after it", "refused", day, entry("refused", -24));
        rule("a no the day before", "consented", day, entry("refused", -49));
        Entry no = entry("refused", -48).withinHours(23);
        rule("a no of a day, a yes on it", "refused", no, entry("granted", -25));
        rule("a no of a day, a yes after it", "consented", no, entry("granted", -24));
        rule("a no of a day, a yes of it", "refused", no, day);
        rule("any no of the day", "refused", entry("refused", -47), entry("granted", -46), day);
        rule(
                "days that meet are one time",
                "refused",
                entry("refused", -48).withinHours(23),
                entry("granted", -30).withinHours(23),
                entry("granted", -10).withinHours(3));
        rule("an objection of a day", "objected", entry("objected", -48).withinHours(23), entry("granted", -25));
        rule("of a day, ended after it", "consented", entry("objected", -48).withinHours(23), entry("granted", -24));
        rule("an objection on the day of a yes", "objected", entry("objected", -47), day);
        rule(
                "a no that begins before the cutoff",
                "refused",
                day,
                entry("refused", -1).withinHours(23));
        ledger.add(ofPerson(entry("granted", -1).withinHours(23), "a yes perhaps after the cutoff"));
        rule("such a yes lifts nothing", "refused", no, entry("granted", -1).withinHours(23));
        rule(
                "it is a no where it has ended",
                "expired",
                entry("granted", -1).withinHours(23).withExpiry(Optional.of(-1), false));
        rule("till the cutoff", "consented", entry("granted", -23).withinHours(23));
        assertThat(decided(spark, Moment.asOf(CUTOFF))).isEqualTo(expected);
    }

    @Test
    void laterWordsCountWithoutEndingAnything(SparkSession spark) {
        rule("withdrawn since", "refused", entry("granted", -5), entry("refused", 5));
        rule("objected since", "objected", entry("granted", -5), entry("objected", 5));
        rule("withdrawn in the future", "consented", entry("granted", -5), entry("refused", 11));
        rule("ended since", "consented", entry("granted", -5).withExpiry(Optional.of(5), false));
        rule("back again", "consented", entry("granted", -5), entry("refused", 5), entry("granted", 6));
        assertThat(decided(spark, Moment.asOf(CUTOFF).withEntriesUntil(CUTOFF.plusSeconds(36_000))))
                .isEqualTo(expected);
        // Nobody's clock makes the cutoff earlier.
        assertThat(Moment.asOf(CUTOFF).withEntriesUntil(CUTOFF.minusSeconds(1))).isEqualTo(Moment.asOf(CUTOFF));
    }

    @Test
    void tellsTheConsentThatCounts(SparkSession spark) {
        rule("p", "consented", entry("granted", -5), entry("granted", -2).ofSignals());
        Row decided = ConsentDecisions.decide(rows(spark), "personas", Moment.asOf(CUTOFF))
                .first();
        assertThat(decided.<Timestamp>getAs(ConsentDecisions.GIVEN_AT).toInstant())
                .isEqualTo(CUTOFF.minusSeconds(7_200));
        assertThat(decided.<String>getAs(ConsentLedger.LEDGER)).isEqualTo("signals");
        assertThat(decided.<String>getAs(ConsentLedger.SOURCE)).isEqualTo("shop");
    }

    @Test
    void anEntryOfNobodyGrantsNothing(SparkSession spark) {
        Row nobody = RowFactory.create(
                null,
                null,
                List.of("personas"),
                "granted",
                Timestamp.from(CUTOFF),
                null,
                false,
                true,
                "table",
                null,
                null,
                Timestamp.from(CUTOFF));
        assertThat(ConsentDecisions.decide(
                                spark.createDataFrame(List.of(nobody), LEDGER), "personas", Moment.asOf(CUTOFF))
                        .collectAsList())
                .isEmpty();
    }

    private Dataset<Row> rows(SparkSession spark) {
        return spark.createDataFrame(ledger.stream().map(Entry::row).toList(), LEDGER);
    }

    private Map<String, String> decided(SparkSession spark, Moment moment) {
        Map<String, String> decided = new TreeMap<>();
        for (Row row : ConsentDecisions.decide(rows(spark), "personas", moment).collectAsList()) {
            String person = new String(row.<byte[]>getAs(Table.PERSON_ID), StandardCharsets.UTF_8);
            assertThat(decided.put(person, row.getAs(ConsentDecisions.REASON))).isNull();
        }
        return decided;
    }
}
