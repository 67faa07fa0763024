package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.config.Study;
import io.dramatis.input.Note;
import io.dramatis.input.NoteKind;
import io.dramatis.table.intake.InputMeetings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;

/**
 * How many ids the inputs of a study have in common, by pair of inputs with a kind of id: two files that spell one id in
 * two ways are two halves of people, and nothing else would tell.
 *
 * <p>Every id is reduced to the set of inputs that have it, and these sets are counted: one shuffle of the distinct ids,
 * however many inputs there are, and none of the pairs.
 */
record Meetings(List<Meeting> pairs) {
    private static final String KIND = "kind";
    static final String ID = "id";
    static final String NEAR = "near";

    /** The inputs that have an id, a bit each; then those that have any id of its loose form. */
    private static final String HOLDERS = "holders_";

    private static final String NEAR_HOLDERS = "near_holders_";
    private static final String IDS = "ids";
    private static final int BITS = 62;

    /**
     * The ids of one kind in an input.
     *
     * @param input as notes name it: {@code crm}, {@code links.logins}, {@code consent.ledger}
     * @param ids {@code id} BINARY, the pseudonym, and {@code near} BINARY, that of the loose form, or null where it is the
     *     same; rows may repeat, and have no id
     */
    record Ids(String input, String kind, Dataset<Row> ids) {
        /** Of rows with these columns. */
        static Ids of(String input, String kind, Dataset<Row> rows, Column id, Column near) {
            return new Ids(input, kind, rows.select(id.as(ID), near.as(NEAR)));
        }

        /** The same, each id once, held: they are few beside the rows. */
        Ids held(Held held) {
            return new Ids(input, kind, held.holdAlone(ids.distinct()));
        }
    }

    /** What two inputs have in common. */
    record Meeting(String left, String right, String kind, long leftIds, long rightIds, long meeting, long near) {}

    /**
     * How many ids have the same holders.
     *
     * @param near those that have any id of the same loose form, where ids of several have it; else empty
     */
    private record Holders(BitSet exact, BitSet near, long ids) {
        boolean has(int input) {
            return exact.get(input);
        }

        /** Whether the one input has the id, and the other only one that is nearly the same. */
        boolean isNear(int one, int other) {
            return exact.get(one) && !exact.get(other) && near.get(other);
        }
    }

    /** Whether ids of a kind are in several inputs of a study, so that they may meet, or nearly so. */
    static boolean isMet(Study study, String kind) {
        Stream<Stream<String>> inputs = Stream.concat(
                study.sources().stream().map(source -> ContractCheck.idColumns(source).keySet().stream()),
                Stream.concat(
                        study.identity().links().stream().map(link -> link.ids().keySet().stream()),
                        study.consent().ledgers().stream().map(ledger -> Stream.of(ledger.id()))));
        return inputs.filter(kinds -> kinds.anyMatch(kind::equals)).count() > 1;
    }

    /** Counts. Runs Spark jobs, none where no two inputs have a kind in common. */
    static Meetings of(List<Ids> inputs) {
        Map<String, List<Ids>> byKind = new TreeMap<>();
        inputs.forEach(ids ->
                byKind.computeIfAbsent(ids.kind(), kind -> new ArrayList<>()).add(ids));
        byKind.values().removeIf(alike -> alike.size() < 2);
        if (byKind.isEmpty()) {
            return new Meetings(List.of());
        }
        int words = 1 + (byKind.values().stream().mapToInt(List::size).max().orElseThrow() - 1) / BITS;
        List<Dataset<Row>> held = new ArrayList<>();
        byKind.forEach((kind, alike) -> {
            for (int input = 0; input < alike.size(); input++) {
                held.add(held(alike.get(input), input, words));
            }
        });
        Map<String, List<Holders>> counted =
                counted(held.stream().reduce(Dataset::unionByName).orElseThrow(), words);
        List<Meeting> pairs = new ArrayList<>();
        byKind.forEach((kind, alike) -> pairs.addAll(pairs(alike, counted.getOrDefault(kind, List.of()))));
        return new Meetings(pairs);
    }

    private static Dataset<Row> held(Ids ids, int input, int words) {
        Stream<Column> columns = Stream.of(
                lit(ids.kind()).as(KIND), col(ID), coalesce(col(NEAR), col(ID)).as(NEAR));
        Stream<Column> holders = IntStream.range(0, words)
                .mapToObj(word ->
                        lit(input / BITS == word ? 1L << (input % BITS) : 0L).as(HOLDERS + word));
        return ids.ids()
                .where(col(ID).isNotNull())
                .select(Stream.concat(columns, holders).toArray(Column[]::new));
    }

    private static Map<String, List<Holders>> counted(Dataset<Row> held, int words) {
        List<Column> holders =
                numbered(words, word -> bit_or(col(HOLDERS + word)).as(HOLDERS + word));
        Dataset<Row> ids = held.groupBy(KIND, ID, NEAR)
                .agg(holders.get(0), holders.subList(1, words).toArray(Column[]::new))
                .persist(StorageLevel.MEMORY_AND_DISK_SER());
        try {
            Map<String, List<Holders>> counted = new HashMap<>();
            List<Column> exact = numbered(words, word -> col(HOLDERS + word));
            byHolders(ids, exact)
                    .forEach(row -> add(counted, row, new Holders(bits(row, 1, words), new BitSet(), ids(row))));
            // Almost every id is its own loose form: left are those that are not, and those that they nearly meet.
            Dataset<Row> nears =
                    ids.where(col(NEAR).notEqual(col(ID))).select(KIND, NEAR).distinct();
            Dataset<Row> alike = ids.join(nears, new String[] {KIND, NEAR}, "left_semi");
            List<Column> both = new ArrayList<>(exact);
            for (int word = 0; word < words; word++) {
                alike = alike.withColumn(
                        NEAR_HOLDERS + word, bit_or(col(HOLDERS + word)).over(Window.partitionBy(KIND, NEAR)));
                both.add(col(NEAR_HOLDERS + word));
            }
            byHolders(alike, both)
                    .forEach(row ->
                            add(counted, row, new Holders(bits(row, 1, words), bits(row, 1 + words, words), ids(row))));
            return counted;
        } finally {
            ids.unpersist();
        }
    }

    private static List<Row> byHolders(Dataset<Row> ids, List<Column> holders) {
        return ids.groupBy(Stream.concat(Stream.of(col(KIND)), holders.stream()).toArray(Column[]::new))
                .agg(count(lit(1)).as(IDS))
                .collectAsList();
    }

    private static void add(Map<String, List<Holders>> counted, Row row, Holders holders) {
        counted.computeIfAbsent(row.getString(0), kind -> new ArrayList<>()).add(holders);
    }

    private static long ids(Row row) {
        return row.getAs(IDS);
    }

    private static BitSet bits(Row row, int from, int words) {
        BitSet bits = new BitSet();
        for (int word = 0; word < words; word++) {
            BitSet some = BitSet.valueOf(new long[] {row.getLong(from + word)});
            int before = word * BITS;
            some.stream().forEach(bit -> bits.set(before + bit));
        }
        return bits;
    }

    private static List<Column> numbered(int words, IntFunction<Column> column) {
        return IntStream.range(0, words).mapToObj(column).toList();
    }

    private static List<Meeting> pairs(List<Ids> inputs, List<Holders> counted) {
        // An id with near ones is counted twice: once by its exact holders, once with the near ones.
        List<Holders> exact =
                counted.stream().filter(holders -> holders.near().isEmpty()).toList();
        List<Meeting> pairs = new ArrayList<>();
        for (int left = 0; left < inputs.size(); left++) {
            for (int right = left + 1; right < inputs.size(); right++) {
                int one = left;
                int other = right;
                pairs.add(new Meeting(
                        inputs.get(one).input(),
                        inputs.get(other).input(),
                        inputs.get(one).kind(),
                        sum(exact, holders -> holders.has(one)),
                        sum(exact, holders -> holders.has(other)),
                        sum(exact, holders -> holders.has(one) && holders.has(other)),
                        Math.max(
                                sum(counted, holders -> holders.isNear(one, other)),
                                sum(counted, holders -> holders.isNear(other, one)))));
            }
        }
        return pairs;
    }

    private static long sum(List<Holders> counted, Predicate<Holders> which) {
        return counted.stream().filter(which).mapToLong(Holders::ids).sum();
    }

    /** Rows of {@link InputMeetings}. */
    Dataset<Row> rows(SparkSession spark) {
        return spark.createDataFrame(
                pairs.stream()
                        .map(pair -> RowFactory.create(
                                pair.left(),
                                pair.right(),
                                pair.kind(),
                                pair.leftIds(),
                                pair.rightIds(),
                                pair.meeting(),
                                pair.near()))
                        .toList(),
                InputMeetings.TABLE.schemaWithoutRun());
    }

    /** Inputs whose ids of a kind meet none of any other input, and pairs whose ids nearly meet. */
    List<Note> notes() {
        Map<List<String>, Long> alone = new LinkedHashMap<>();
        Set<List<String>> met = new HashSet<>();
        for (Meeting pair : pairs) {
            if (pair.leftIds() > 0 && pair.rightIds() > 0) {
                List<String> left = List.of(pair.left(), pair.kind());
                List<String> right = List.of(pair.right(), pair.kind());
                alone.put(left, pair.leftIds());
                alone.put(right, pair.rightIds());
                if (pair.meeting() > 0) {
                    met.addAll(List.of(left, right));
                }
            }
        }
        alone.keySet().removeAll(met);
        List<Note> notes = new ArrayList<>();
        alone.forEach((input, ids) ->
                notes.add(Note.of(input.get(0), NoteKind.IDS_MEET_NOBODY, ids).ofColumn(input.get(1))));
        pairs.stream()
                .filter(pair -> pair.near() > 0)
                .forEach(pair -> notes.add(Note.of(pair.left(), NoteKind.IDS_DIFFER_SLIGHTLY, pair.near())
                        .ofColumn(pair.left() + "/" + pair.right() + " " + pair.kind())));
        return notes;
    }
}
