package io.dramatis.consent;

import static org.apache.spark.sql.functions.col;
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
    private static final LocalDate CUTOFF = LocalDate.of(2026, 1, 1);
    private static final List<String> COLUMNS = List.of("who", "purpose", "word", "day", "until");

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
    private static final List<String> PURPOSES =
            Arrays.asList("personas", "personas", "personas", "personas", " PERSONAS", "other", "", null);

    /** A line of a ledger; day and end are days after the cutoff. */
    private record Line(Book book, String id, String purpose, String word, Optional<Integer> day, String end) {
        Row row() {
            String at = day.map(days -> CUTOFF.plusDays(days).toString()).orElse("some day");
            return RowFactory.create(id, purpose, word, at, end);
        }
    }

    @Test
    void agreeWithAnOracle(SparkSession spark) {
        Random random = new Random(11);
        Map<Book, List<Row>> books = new EnumMap<>(Book.class);
        Arrays.stream(Book.values()).forEach(book -> books.put(book, new ArrayList<>()));
        List<Row> links = new ArrayList<>();
        Map<String, String> expected = new HashMap<>();
        for (int number = 0; number < PEOPLE; number++) {
            String person = "p" + number;
            String other = "q" + number;
            links.add(RowFactory.create(bytes(person), bytes(person)));
            links.add(RowFactory.create(bytes(other), bytes(person)));
            List<Line> lines = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int line = 0; line < count; line++) {
                lines.add(line(random, random.nextInt(4) == 0 ? other : person));
            }
            lines.forEach(line -> books.get(line.book()).add(line.row()));
            oracle(lines).ifPresent(reason -> expected.put(person, reason));
        }
        assertThat(expected.values())
                .contains("consented", "expired", "unreadable", "refused", "opt-out-signal", "objected");
        assertThat(expected).hasSizeBetween(PEOPLE / 2, PEOPLE - 1);
        assertThat(expected.values().stream().filter("consented"::equals).count())
                .isGreaterThan(PEOPLE / 10);

        Dataset<Row> linked = frame(
                spark,
                links,
                new StructType()
                        .add(ConsentLedger.ID, DataTypes.BinaryType)
                        .add(Table.PERSON_ID, DataTypes.BinaryType));
        Dataset<Row> entries = Arrays.stream(Book.values())
                .map(book -> ConsentLedger.typed(
                        texts(spark, books.get(book)),
                        ledger(book),
                        "Personas",
                        id -> id.cast(DataTypes.BinaryType),
                        linked))
                .reduce(Dataset::unionByName)
                .orElseThrow();
        Instant cutoff = CUTOFF.atStartOfDay(ZoneOffset.UTC).toInstant();
        Map<String, String> decided = new HashMap<>();
        ConsentDecisions.decide(entries, "Personas", Moment.asOf(cutoff))
                .select(col(Table.PERSON_ID).cast(DataTypes.StringType), col(ConsentDecisions.REASON))
                .collectAsList()
                .forEach(row -> assertThat(decided.put(row.getString(0), row.getString(1)))
                        .isNull());
        assertThat(decided.entrySet()).as("people decided otherwise").isEqualTo(expected.entrySet());
    }

    private static Line line(Random random, String id) {
        Book book = Book.values()[random.nextInt(8) < 3 ? 0 : random.nextInt(4)];
        Optional<Integer> day = random.nextInt(25) == 0 ? Optional.empty() : Optional.of(random.nextInt(8) - 6);
        if (book == Book.SITES) {
            return new Line(book, id, null, pick(random, STRINGS), day, null);
        }
        if (book == Book.BROWSERS) {
            return new Line(book, id, null, pick(random, SIGNALS), day, null);
        }
        String end = random.nextInt(4) > 0
                ? null
                : random.nextInt(8) == 0
                        ? "never"
                        : CUTOFF.plusDays(random.nextInt(5) - 2).toString();
        return new Line(book, id, pick(random, PURPOSES), pick(random, STATUSES), day, end);
    }

    private static String pick(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** The strongest no of the person's ids; empty where nothing is said. */
    private static Optional<String> oracle(List<Line> lines) {
        List<String> strength = List.of("consented", "expired", "unreadable", "refused", "opt-out-signal", "objected");
        Map<String, List<Line>> ids = new HashMap<>();
        lines.stream()
                .filter(line -> says(line).isPresent())
                .filter(line -> line.day().isEmpty() || line.day().get() <= 0)
                .forEach(line ->
                        ids.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line));
        Optional<String> worst = Optional.empty();
        for (List<Line> ofId : ids.values()) {
            String verdict = walk(ofId, strength);
            worst = worst.filter(so -> strength.indexOf(so) >= strength.indexOf(verdict))
                    .or(() -> Optional.of(verdict));
        }
        return worst;
    }

    /** Day by day, as somebody would who keeps a card for each person. */
    private static String walk(List<Line> lines, List<String> strength) {
        String undated = "consented";
        SortedMap<Integer, List<Line>> days = new TreeMap<>();
        for (Line line : lines) {
            if (line.day().isPresent()) {
                days.computeIfAbsent(line.day().get(), day -> new ArrayList<>()).add(line);
            } else {
                String said = says(line).orElseThrow();
                String unclear = strength.indexOf(said) < 2 ? "unreadable" : said;
                undated = stronger(undated, unclear, strength);
            }
        }
        String card = "consented";
        boolean hasObjected = false;
        for (List<Line> day : days.values()) {
            card = "consented";
            boolean isByTable = false;
            for (Line line : day) {
                card = stronger(card, says(line).orElseThrow(), strength);
                isByTable |= line.book() == Book.SHOP || line.book() == Book.SERVICE;
            }
            if (card.equals("objected")) {
                hasObjected = true;
            } else if (card.equals("consented") && isByTable) {
                hasObjected = false;
            }
        }
        return stronger(hasObjected ? "objected" : card, undated, strength);
    }

    private static String stronger(String one, String other, List<String> strength) {
        return strength.indexOf(one) >= strength.indexOf(other) ? one : other;
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
                String purpose = line.purpose() == null ? "" : line.purpose().strip();
                boolean isOurs = purpose.equalsIgnoreCase("personas") || (purpose.isEmpty() && word.equals("objected"));
                yield isOurs ? Optional.of(ofTable(line, word)) : Optional.empty();
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
                List.of("yyyy-MM-dd"),
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
