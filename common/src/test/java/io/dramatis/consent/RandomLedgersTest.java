package io.dramatis.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lower;
import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Input;
import io.dramatis.config.Ledger;
import io.dramatis.config.Origin;
import io.dramatis.consent.ConsentDecisions.Moment;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random ledgers of each kind, as texts, against the rules walked through entry by entry in plain Java. */
@ExtendWith(SparkSessions.class)
class RandomLedgersTest {
    private static final int PEOPLE = 100_000;
    private static final int SEEDS = 4;
    private static final LocalDate CUTOFF = LocalDate.of(2026, 1, 1);
    private static final List<String> COLUMNS = List.of("who", "purpose", "word", "day", "until");

    private static final List<String> STRENGTH =
            List.of("consented", "expired", "unreadable", "refused", "opt-out-signal", "objected");

    private enum Book {
        SHOP,
        SERVICE,
        SITES,
        BROWSERS
    }

    /** Consented to purposes 3 to 9; to 1 and 2; to none; of version 1; cut off; none at all. */
    private static final List<String> STRINGS = List.of(
            "COrEAV4OrXx94ACABBENAHCIAD-AAAAAAACAAxAAAAgAIAwgAgAAAAEAgQAAAAAEAYQAQAAAACAAAABAAA",
            "COwxsONOwxsONKpAAAENAdCAAMAAAAAAAAAAAAAAAAAA",
            "COv__-wOv__-wC2AAAENAPCgAAAAAAAAAAAAA_wAQA_gEBABAEAAAA",
            "BOOzQoAOOzQoAAPAFSENCW-AIBACBAAABCA",
            "COtybn4PA_zT4KjACBENAP",
            "not-a-tc-string");

    private static final List<String> STATUSES =
            Arrays.asList("granted", "granted", "Granted ", "yes", "refused", "withdrawn", "objected", "?", "", null);
    private static final List<String> SIGNALS = Arrays.asList("1", "true", "0", "0", "false", "", "maybe", null);
    /** What each cell is to the purpose of the study, personas. */
    private static final Map<String, Named> PURPOSES = Map.ofEntries(
            Map.entry("personas", Named.IT),
            Map.entry(" PERSONAS", Named.IT),
            Map.entry("newsletter; Personas", Named.IT),
            Map.entry("[\"x\", \"Personas\"]", Named.IT),
            Map.entry("all,personas", Named.IT),
            Map.entry("other", Named.OTHER),
            Map.entry("newsletter|x", Named.OTHER),
            Map.entry("persona-s", Named.NEARLY),
            Map.entry("newsletter/personas", Named.NEARLY),
            Map.entry("", Named.UNCLEAR),
            Map.entry("NA", Named.UNCLEAR),
            Map.entry("*", Named.UNCLEAR),
            Map.entry("x;All", Named.UNCLEAR),
            Map.entry("[personas", Named.UNCLEAR));

    private static final List<String> CELLS =
            PURPOSES.keySet().stream().sorted().toList();

    private enum Named {
        IT,
        NEARLY,
        UNCLEAR,
        OTHER
    }

    private static final List<String> NO_TIMES =
            Arrays.asList("some day", "", null, "1970-01-01", "2205-01-01 10:00:00");
    private static final List<String> ISO =
            List.of("%sT%02d:00:00Z", "%s %02d:00:00", "%sT%02d:00:00.000+00:00", "%s %02d:00:00+00");

    /**
     * A line of a ledger.
     *
     * @param day after the cutoff; none: no time
     * @param hour of the day; none: the day alone is told
     * @param at as the ledger has it
     */
    private record Line(
            Book book,
            String id,
            String purpose,
            String word,
            Optional<Integer> day,
            Optional<Integer> hour,
            String at,
            String end) {
        Row row() {
            return RowFactory.create(id, purpose, word, at, end);
        }

        Line withWord(String other) {
            return new Line(book, id, purpose, other, day, hour, at, end);
        }

        boolean isNearly() {
            return id.startsWith("P");
        }
    }

    @Test
    void agreeWithAnOracle(SparkSession spark) {
        Map<Book, List<Row>> books = new EnumMap<>(Book.class);
        Arrays.stream(Book.values()).forEach(book -> books.put(book, new ArrayList<>()));
        List<Row> links = new ArrayList<>();
        List<Row> nearIds = new ArrayList<>();
        Map<String, String> expected = new HashMap<>();
        Random random = new Random(0);
        for (int number = 0; number < PEOPLE; number++) {
            if (number % (PEOPLE / SEEDS) == 0) {
                random = new Random(11L + number);
            }
            String person = "p" + number;
            String other = "q" + number;
            for (String id : List.of(person, other)) {
                links.add(RowFactory.create(bytes(id), bytes(person)));
                nearIds.add(RowFactory.create(bytes(id), bytes(id), bytes(person)));
            }
            List<Line> lines = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int line = 0; line < count; line++) {
                String id = random.nextInt(4) == 0 ? other : random.nextInt(20) == 0 ? "P" + number : person;
                lines.add(line(random, id));
            }
            lines.forEach(line -> books.get(line.book()).add(line.row()));
            oracle(lines).ifPresent(reason -> expected.put(person, reason));
        }
        assertThat(expected.values())
                .contains("consented", "expired", "unreadable", "refused", "opt-out-signal", "objected");
        assertThat(expected).hasSizeBetween(PEOPLE / 2, PEOPLE - 1);
        assertThat(expected.values().stream().filter("consented"::equals).count())
                .isGreaterThan(PEOPLE / 10);

        StructType linked =
                new StructType().add(ConsentLedger.ID, DataTypes.BinaryType).add(Table.PERSON_ID, DataTypes.BinaryType);
        Dataset<Row> linkRows = frame(spark, links, linked);
        ConsentLedger.Ids ids = new ConsentLedger.Ids(
                id -> id.cast(DataTypes.BinaryType), id -> lower(id).cast(DataTypes.BinaryType));
        Dataset<Row> entries = Arrays.stream(Book.values())
                .map(book ->
                        ConsentLedger.typed(texts(spark, books.get(book)), ledger(book), "Personas", ids, linkRows))
                .reduce(Dataset::unionByName)
                .orElseThrow();
        Dataset<Row> near = frame(
                spark,
                nearIds,
                new StructType()
                        .add(ConsentLedger.NEAR_ID, DataTypes.BinaryType)
                        .add(ConsentLedger.ID, DataTypes.BinaryType)
                        .add(Table.PERSON_ID, DataTypes.BinaryType));
        Instant cutoff = CUTOFF.atStartOfDay(ZoneOffset.UTC).toInstant();
        Map<String, String> decided = new HashMap<>();
        ConsentDecisions.decide(ConsentLedger.withNear(entries, near), "Personas", Moment.asOf(cutoff))
                .select(col(Table.PERSON_ID).cast(DataTypes.StringType), col(ConsentDecisions.REASON))
                .where(col(Table.PERSON_ID).startsWith("p"))
                .collectAsList()
                .forEach(row -> assertThat(decided.put(row.getString(0), row.getString(1)))
                        .isNull());
        assertThat(decided.entrySet()).as("people decided otherwise").isEqualTo(expected.entrySet());
    }

    private static Line line(Random random, String id) {
        Book book = Book.values()[random.nextInt(8) < 3 ? 0 : random.nextInt(4)];
        Optional<Integer> day = random.nextInt(25) == 0 ? Optional.empty() : Optional.of(random.nextInt(8) - 6);
        Optional<Integer> hour = day.filter(some -> random.nextBoolean()).map(some -> 8 * random.nextInt(3));
        String at = day.map(days -> CUTOFF.plusDays(days).toString()).orElseGet(() -> pick(random, NO_TIMES));
        if (hour.isPresent()) {
            at = String.format(Locale.ROOT, pick(random, ISO), at, hour.get());
        }
        if (book == Book.SITES) {
            return new Line(book, id, null, pick(random, STRINGS), day, hour, at, null);
        }
        if (book == Book.BROWSERS) {
            return new Line(book, id, null, pick(random, SIGNALS), day, hour, at, null);
        }
        String end = random.nextInt(4) > 0
                ? null
                : random.nextInt(8) == 0
                        ? "never"
                        : CUTOFF.plusDays(random.nextInt(5) - 2).toString();
        String purpose = random.nextInt(3) > 0 ? "personas" : random.nextInt(12) == 0 ? null : pick(random, CELLS);
        return new Line(book, id, purpose, pick(random, STATUSES), day, hour, at, end);
    }

    private static String pick(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** The strongest no of the person's ids; empty where nothing is said. */
    private static Optional<String> oracle(List<Line> lines) {
        Map<String, List<Line>> ids = new HashMap<>();
        for (Line line : lines) {
            // Of an id that is nobody's only what is no clear yes counts, and then as a no.
            if (line.isNearly() && isYes(line)) {
                if (!isClear(line)) {
                    ids.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line.withWord("?"));
                }
            } else {
                ids.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line);
            }
        }
        Optional<String> worst = Optional.empty();
        for (List<Line> ofId : ids.values()) {
            List<Line> counting =
                    ofId.stream().filter(RandomLedgersTest::counts).toList();
            if (!counting.isEmpty()) {
                String verdict = walk(counting);
                worst = Optional.of(worst.map(so -> stronger(so, verdict)).orElse(verdict));
            }
        }
        return worst;
    }

    private static boolean counts(Line line) {
        Optional<String> said = says(line);
        if (said.isEmpty() || line.day().isEmpty()) {
            return said.isPresent();
        }
        boolean isBegun =
                line.day().get() < 0 || (line.day().get() == 0 && line.hour().orElse(0) == 0);
        boolean isPerhapsLater = line.day().get() == 0 && line.hour().isEmpty();
        return isBegun && !(isPerhapsLater && said.get().equals("consented"));
    }

    /** Day by day, as somebody would who keeps a card for each person. */
    private static String walk(List<Line> lines) {
        String undated = "consented";
        SortedMap<Integer, List<Line>> days = new TreeMap<>();
        for (Line line : lines) {
            if (line.day().isPresent()) {
                days.computeIfAbsent(line.day().get(), day -> new ArrayList<>()).add(line);
            } else {
                String said = says(line).orElseThrow();
                String unclear = STRENGTH.indexOf(said) < 2 ? "unreadable" : said;
                undated = stronger(undated, unclear);
            }
        }
        String card = "consented";
        boolean hasObjected = false;
        for (List<Line> ofDay : days.values()) {
            // A word of which the hour is not told may be of any: then the day is one.
            boolean isOne = ofDay.stream().anyMatch(line -> line.hour().isEmpty());
            SortedMap<Integer, List<Line>> hours = new TreeMap<>();
            ofDay.forEach(line -> hours.computeIfAbsent(isOne ? 0 : line.hour().get(), hour -> new ArrayList<>())
                    .add(line));
            for (List<Line> together : hours.values()) {
                card = "consented";
                boolean isByTable = false;
                for (Line line : together) {
                    card = stronger(card, says(line).orElseThrow());
                    isByTable |= isOfTable(line);
                }
                if (card.equals("objected")) {
                    hasObjected = true;
                } else if (card.equals("consented") && isByTable) {
                    hasObjected = false;
                }
            }
        }
        return stronger(hasObjected ? "objected" : card, undated);
    }

    private static boolean isOfTable(Line line) {
        return line.book() == Book.SHOP || line.book() == Book.SERVICE;
    }

    private static boolean isYes(Line line) {
        String word = line.word() == null ? "" : line.word().strip();
        return isOfTable(line)
                ? List.of("granted", "Granted", "yes").contains(word)
                : line.book() == Book.SITES && STRINGS.indexOf(word) == 0;
    }

    /** Whether all of it can be read. */
    private static boolean isClear(Line line) {
        boolean isNamed = !isOfTable(line)
                || (line.purpose() != null
                        && PURPOSES.get(line.purpose()) != Named.UNCLEAR
                        && !line.purpose().equals("all,personas"));
        return line.day().isPresent() && isNamed && !"never".equals(line.end());
    }

    private static String stronger(String one, String other) {
        return STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;
    }

    private static Optional<String> says(Line line) {
        String word = line.word() == null ? "" : line.word().strip();
        return switch (line.book()) {
            case SITES ->
                Optional.of(
                        switch (STRINGS.indexOf(word)) {
                            case 0 -> "consented";
                            case 1, 2 -> "refused";
                            default -> "unreadable";
                        });
            case BROWSERS ->
                switch (word) {
                    case "1", "true" -> Optional.of("opt-out-signal");
                    case "maybe" -> Optional.of("unreadable");
                    default -> Optional.empty();
                };
            case SHOP, SERVICE -> {
                Named named = line.purpose() == null ? Named.UNCLEAR : PURPOSES.get(line.purpose());
                boolean isSilent = named == Named.OTHER || (named == Named.NEARLY && isYes(line));
                yield isSilent
                        ? Optional.empty()
                        : Optional.of(isYes(line) && named == Named.UNCLEAR ? "unreadable" : ofTable(line, word));
            }
        };
    }

    private static String ofTable(Line line, String word) {
        return switch (word) {
            case "granted", "Granted", "yes" -> {
                if (line.end() == null) {
                    yield "consented";
                }
                if (line.end().equals("never")) {
                    yield "unreadable";
                }
                yield LocalDate.parse(line.end()).isAfter(CUTOFF) ? "consented" : "expired";
            }
            case "refused", "withdrawn" -> "refused";
            case "objected" -> "objected";
            default -> "unreadable";
        };
    }

    private static Ledger ledger(Book book) {
        Origin origin = new Origin("test.conf:1", "dramatis.consent.ledgers");
        Ledger.Signal signal = switch (book) {
            case SITES -> new Ledger.TcString("word", List.of(3, 9), Optional.empty());
            case BROWSERS -> new Ledger.Gpc("word");
            case SHOP, SERVICE ->
                new Ledger.Statuses(
                        "purpose",
                        List.of(";", ",", "|"),
                        List.of("all", "*"),
                        "word",
                        Optional.of("until"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("granted", "yes"),
                        List.of("refused", "withdrawn"),
                        List.of("objected"));
        };
        return new Ledger(
                book.name(),
                new Input("csv", "x.csv", Map.of(), origin),
                "customer-id",
                "who",
                "day",
                List.of(),
                List.of("", "NA"),
                Ledger.WithoutId.STOP,
                signal,
                origin);
    }

    private static Dataset<Row> texts(SparkSession spark, List<Row> rows) {
        StructType schema = new StructType();
        for (String name : COLUMNS) {
            schema = schema.add(name, DataTypes.StringType);
        }
        return frame(spark, rows, schema);
    }

    private static Dataset<Row> frame(SparkSession spark, List<Row> rows, StructType schema) {
        JavaRDD<Row> parts =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, 2);
        return spark.createDataFrame(parts, schema);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
