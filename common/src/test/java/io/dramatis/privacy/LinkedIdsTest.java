package io.dramatis.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Table;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class LinkedIdsTest {
    private static final String CUSTOMER = "customer-id";
    private static final String COOKIE = "cookie";
    private static final StructType PAIRS = new StructType()
            .add(LinkedIds.LEFT_KIND, DataTypes.StringType)
            .add(LinkedIds.LEFT_ID, DataTypes.BinaryType)
            .add(LinkedIds.RIGHT_KIND, DataTypes.StringType)
            .add(LinkedIds.RIGHT_ID, DataTypes.BinaryType);

    private static final StructType SHAPED =
            PAIRS.add(LinkedIds.LEFT_SHAPE, DataTypes.StringType).add(LinkedIds.RIGHT_SHAPE, DataTypes.StringType);

    /** An id of a graph: a customer where the number is a multiple of four, else a cookie. */
    private record Id(int number) {
        String kind() {
            return number % 4 == 0 ? CUSTOMER : COOKIE;
        }

        /** Spread over all bytes, so that the order is none of the numbers'. */
        byte[] bytes() {
            byte[] bytes = new byte[Pseudonyms.LENGTH];
            new Random(number * 7919L).nextBytes(bytes);
            return bytes;
        }

        String hex() {
            return HexFormat.of().formatHex(bytes());
        }
    }

    private record Edge(int left, int right) {
        @SuppressWarnings("ArgumentSelectionDefectChecker")
        Edge reversed() {
            return new Edge(right, left);
        }
    }

    private record Person(String id, boolean isInKnot) {}

    @Test
    void namesAPersonByTheLeastIdOfThePrimaryKind(SparkSession spark) {
        Dataset<Row> pairs = spark.createDataFrame(
                List.of(
                        RowFactory.create(COOKIE, bytes("01"), CUSTOMER, bytes("ff")),
                        RowFactory.create(COOKIE, bytes("01"), CUSTOMER, bytes("80")),
                        RowFactory.create(COOKIE, bytes("0b"), COOKIE, bytes("0a"))),
                PAIRS);
        assertThat(persons(LinkedIds.persons(pairs, CUSTOMER, 50)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "01", new Person("80", false),
                        "ff", new Person("80", false),
                        "80", new Person("80", false),
                        "0a", new Person("0a", false),
                        "0b", new Person("0a", false)));
    }

    @Test
    void anIdTiedToNothingIsItsOwnPerson(SparkSession spark) {
        Dataset<Row> pairs = spark.createDataFrame(
                List.of(
                        RowFactory.create(COOKIE, bytes("01"), CUSTOMER, null),
                        RowFactory.create(CUSTOMER, null, CUSTOMER, bytes("02")),
                        RowFactory.create(null, null, null, null),
                        RowFactory.create(COOKIE, bytes("03"), COOKIE, bytes("03"))),
                PAIRS);
        assertThat(persons(LinkedIds.persons(pairs, CUSTOMER, 50)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "01", new Person("01", false),
                        "02", new Person("02", false),
                        "03", new Person("03", false)));
    }

    @Test
    void noPairsNoPersons(SparkSession spark) {
        assertThat(LinkedIds.persons(spark.createDataFrame(List.of(), PAIRS), CUSTOMER, 50)
                        .collectAsList())
                .isEmpty();
    }

    @Test
    void agreesWithUnionFindOnChainsStarsCyclesAndRandomGraphs(SparkSession spark) {
        List<Edge> edges = new ArrayList<>();
        chain(edges, 0, 100);
        chain(edges, 1_000, 1_300);
        star(edges, 2_001, 60);
        cycle(edges, 3_000, 77);
        // Random graphs about the density where the giant component appears.
        Random random = new Random(11);
        for (int graph = 0; graph < 40; graph++) {
            int size = 2 + random.nextInt(60);
            for (int edge = 0; edge < size * .55; edge++) {
                edges.add(new Edge(
                        10_000 + graph * 100 + random.nextInt(size), 10_000 + graph * 100 + random.nextInt(size)));
            }
        }
        assertThat(persons(LinkedIds.persons(frame(spark, edges), CUSTOMER, 1_000)))
                .isEqualTo(oracle(edges, 1_000));
        // The rounds by which more edges than one task can hold are united.
        assertThat(persons(LinkedIds.persons(frame(spark, edges), CUSTOMER, 50, 0)))
                .isEqualTo(oracle(edges, 50));
    }

    @Test
    void aKnotIsLeftUnlinkedAndMarked(SparkSession spark) {
        List<Edge> edges = new ArrayList<>();
        chain(edges, 0, 5);
        chain(edges, 100, 106);
        Map<String, Person> persons = persons(LinkedIds.persons(frame(spark, edges), CUSTOMER, 5));
        assertThat(persons).isEqualTo(oracle(edges, 5));
        assertThat(persons.values().stream().filter(Person::isInKnot)).hasSize(6);
    }

    @Test
    void neitherOrderNorDirectionNorRepetitionNorPartitionsMatter(SparkSession spark) {
        List<Edge> edges = new ArrayList<>();
        chain(edges, 0, 40);
        cycle(edges, 100, 30);
        star(edges, 201, 30);
        Map<String, Person> expected = oracle(edges, 50);
        for (int partitions : new int[] {1, 2, 7}) {
            List<Edge> shuffled = new ArrayList<>(edges);
            edges.stream().limit(20).map(Edge::reversed).forEach(shuffled::add);
            Collections.shuffle(shuffled, new Random(partitions));
            assertThat(persons(LinkedIds.persons(frame(spark, shuffled).repartition(partitions), CUSTOMER, 50)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void anIdOfManyPeopleLinksNobodyAndItsWordMayConcernAllOfThem(SparkSession spark) {
        List<Row> pairs = new ArrayList<>();
        for (int customer = 0; customer < 5; customer++) {
            pairs.add(pair(CUSTOMER, "0" + customer, "email", "ee", "aa@a.a"));
            pairs.add(pair(CUSTOMER, "0" + customer, "phone", "f" + customer, "99"));
        }
        pairs.add(pair(CUSTOMER, "00", "email", "dd", "a@a"));
        pairs.add(pair(CUSTOMER, "01", "email", "dd", "a@a"));
        LinkedIds.Found found = LinkedIds.of(spark.createDataFrame(pairs, SHAPED), CUSTOMER, 50, 3);
        Map<String, Person> expected = new TreeMap<>(Map.of("ee", new Person("ee", false), "dd", person("00")));
        for (int customer = 0; customer < 5; customer++) {
            Person person = person(customer < 2 ? "00" : "0" + customer);
            expected.put("0" + customer, person);
            expected.put("f" + customer, person);
        }
        assertThat(persons(found.persons())).isEqualTo(expected);
        assertThat(texts(found.shared())).containsExactly("ee|email|aa@a.a");
        assertThat(concerned(found))
                .isEqualTo(Map.of(
                        "ee", Set.of("00", "02", "03", "04"),
                        "00", Set.of("ee"),
                        "02", Set.of("ee"),
                        "03", Set.of("ee"),
                        "04", Set.of("ee")));
    }

    @Test
    void anIdMayTieAsManyPeopleAsTheLimitSays(SparkSession spark) {
        List<Row> pairs = new ArrayList<>();
        for (int customer = 0; customer < 3; customer++) {
            pairs.add(pair("email", "ee", CUSTOMER, "0" + customer, null));
            pairs.add(pair("email", "ee", CUSTOMER, "0" + customer, "a"));
        }
        LinkedIds.Found found = LinkedIds.of(spark.createDataFrame(pairs, SHAPED), CUSTOMER, 50, 3);
        assertThat(found.shared().collectAsList()).isEmpty();
        assertThat(concerned(found)).isEmpty();
        assertThat(persons(found.persons()).values()).containsOnly(person("00"));
    }

    @Test
    void peopleWhoMeetInADeviceOverTheirEmailsAreTiedByTheDevice(SparkSession spark) {
        List<Row> pairs = new ArrayList<>();
        for (int customer = 0; customer < 9; customer++) {
            pairs.add(pair(CUSTOMER, "0" + customer, "email", "e" + customer, "a@a"));
            pairs.add(pair("email", "e" + customer, "device", "dd", "9a9"));
        }
        LinkedIds.Found found = LinkedIds.of(spark.createDataFrame(pairs, SHAPED), CUSTOMER, 50, 3);
        assertThat(texts(found.shared())).containsExactly("dd|device|9a9");
        assertThat(persons(found.persons()).get("e7")).isEqualTo(person("07"));
        assertThat(concerned(found).get("dd")).hasSize(9).contains("00", "08");
    }

    @Test
    void aCustomerNumberThatStandsForNobodyTiesThoseWhoseEmailsItHas(SparkSession spark) {
        List<Row> pairs = new ArrayList<>();
        for (int customer = 1; customer < 9; customer++) {
            pairs.add(pair(CUSTOMER, "0" + customer, "email", "e" + customer, "a@a"));
            pairs.add(pair(CUSTOMER, "00", "email", "e" + customer, "a@a"));
        }
        LinkedIds.Found found = LinkedIds.of(spark.createDataFrame(pairs, SHAPED), CUSTOMER, 50, 3);
        assertThat(texts(found.shared())).containsExactly("00|customer-id|null");
        assertThat(persons(found.persons()).get("e7")).isEqualTo(person("07"));
        assertThat(persons(found.persons()).get("00")).isEqualTo(person("00"));
    }

    @Test
    void anyoneWithManyIdsOfTheirOwnStaysOnePerson(SparkSession spark) {
        List<Row> pairs = new ArrayList<>();
        for (int id = 0; id < 9; id++) {
            pairs.add(pair(CUSTOMER, "00", "email", "e" + id, "a@a"));
            pairs.add(pair("email", "e" + id, "device", "d" + id % 2, "a"));
        }
        LinkedIds.Found found = LinkedIds.of(spark.createDataFrame(pairs, SHAPED), CUSTOMER, 50, 3);
        assertThat(found.shared().collectAsList()).isEmpty();
        assertThat(persons(found.persons()).values()).containsOnly(person("00"));
    }

    @Test
    void sharedIdsThatMeetSpeakForEachOthersPeople(SparkSession spark) {
        List<Row> pairs = new ArrayList<>();
        for (int customer = 0; customer < 4; customer++) {
            pairs.add(pair(CUSTOMER, "0" + customer, "email", "ee", "a@a"));
            pairs.add(pair(CUSTOMER, "1" + customer, "phone", "ff", "9"));
        }
        pairs.add(pair("email", "ee", "phone", "ff", "9"));
        Map<String, Set<String>> concerned =
                concerned(LinkedIds.of(spark.createDataFrame(pairs, SHAPED), CUSTOMER, 50, 3, 0));
        assertThat(concerned.get("ee")).containsExactlyInAnyOrder("00", "01", "02", "03", "10", "11", "12", "13", "ff");
        assertThat(concerned.get("12")).containsExactlyInAnyOrder("ee", "ff");
    }

    @Test
    void aWordInAKnotMayConcernEveryIdOfIt(SparkSession spark) {
        List<Edge> edges = new ArrayList<>();
        chain(edges, 0, 5);
        chain(edges, 100, 106);
        LinkedIds.Found found = LinkedIds.of(frame(spark, edges), CUSTOMER, 5, 50);
        assertThat(persons(found.persons())).isEqualTo(oracle(edges, 5));
        Map<String, Set<String>> concerned = concerned(found);
        assertThat(concerned.keySet()).hasSize(6).contains(new Id(100).hex(), new Id(105).hex());
        assertThat(concerned.get(new Id(103).hex())).hasSize(5).doesNotContain(new Id(103).hex());
    }

    @Test
    void sharedIdsDependOnThePairsAlone(SparkSession spark) {
        for (int seed = 0; seed < 2; seed++) {
            Random random = new Random(seed);
            List<Edge> edges = new ArrayList<>();
            for (int edge = 0; edge < 120; edge++) {
                edges.add(new Edge(random.nextInt(70), random.nextInt(70)));
            }
            List<Edge> shuffled = new ArrayList<>(edges);
            edges.stream().limit(40).map(Edge::reversed).forEach(shuffled::add);
            Collections.shuffle(shuffled, random);
            LinkedIds.Found one = LinkedIds.of(frame(spark, edges), CUSTOMER, 6, 2);
            LinkedIds.Found other = LinkedIds.of(frame(spark, shuffled).repartition(3), CUSTOMER, 6, 2, 0);
            assertThat(texts(one.shared())).as("seed %d", seed).isNotEmpty().isEqualTo(texts(other.shared()));
            assertThat(persons(one.persons())).isEqualTo(persons(other.persons()));
            assertThat(concerned(one)).isEqualTo(concerned(other));
            // Every id with more than two customers beside it is among them.
            Map<Integer, Set<Integer>> people = new HashMap<>();
            edges.stream().flatMap(edge -> Stream.of(edge, edge.reversed())).forEach(edge -> {
                if (edge.left() % 4 != 0 && edge.right() % 4 == 0) {
                    people.computeIfAbsent(edge.left(), id -> new HashSet<>()).add(edge.right());
                }
            });
            List<String> shared = texts(one.shared());
            people.forEach((id, tied) -> {
                if (tied.size() > 2) {
                    assertThat(shared).contains(new Id(id).hex() + "|" + COOKIE + "|null");
                }
            });
        }
    }

    private static Row pair(String leftKind, String left, String rightKind, String right, String shape) {
        return RowFactory.create(leftKind, bytes(left), rightKind, bytes(right), null, shape);
    }

    private static Person person(String id) {
        return new Person(id, false);
    }

    private static List<String> texts(Dataset<Row> shared) {
        return shared.collectAsList().stream()
                .map(row -> HexFormat.of().formatHex(row.getAs(LinkedIds.ID)) + "|" + row.getAs(LinkedIds.KIND) + "|"
                        + row.getAs(LinkedIds.SHAPE))
                .sorted()
                .toList();
    }

    /** Whom a word of each person may concern besides. */
    private static Map<String, Set<String>> concerned(LinkedIds.Found found) {
        Map<String, Set<String>> concerned = new TreeMap<>();
        found.groups().join(found.members(), LinkedIds.GROUP).collectAsList().forEach(row -> {
            String id = HexFormat.of().formatHex(row.getAs(LinkedIds.ID));
            String person = HexFormat.of().formatHex(row.getAs(Table.PERSON_ID));
            if (!id.equals(person)) {
                concerned.computeIfAbsent(id, key -> new TreeSet<>()).add(person);
            }
        });
        return concerned;
    }

    private static void chain(List<Edge> edges, int from, int to) {
        for (int id = from; id < to - 1; id++) {
            edges.add(new Edge(id, id + 1));
        }
    }

    private static void star(List<Edge> edges, int centre, int rays) {
        for (int ray = 1; ray <= rays; ray++) {
            edges.add(new Edge(centre, centre + ray));
        }
    }

    private static void cycle(List<Edge> edges, int from, int size) {
        for (int id = 0; id < size; id++) {
            edges.add(new Edge(from + id, from + (id + 1) % size));
        }
    }

    private static Dataset<Row> frame(SparkSession spark, List<Edge> edges) {
        return spark.createDataFrame(
                edges.stream()
                        .map(edge -> {
                            Id left = new Id(edge.left());
                            Id right = new Id(edge.right());
                            return RowFactory.create(left.kind(), left.bytes(), right.kind(), right.bytes());
                        })
                        .toList(),
                PAIRS);
    }

    private static Map<String, Person> persons(Dataset<Row> rows) {
        assertThat(rows.columns()).containsExactly(LinkedIds.ID, Table.PERSON_ID, LinkedIds.IS_IN_KNOT);
        Map<String, Person> persons = new TreeMap<>();
        for (Row row : rows.collectAsList()) {
            Person earlier = persons.put(
                    HexFormat.of().formatHex(row.getAs(LinkedIds.ID)),
                    new Person(HexFormat.of().formatHex(row.getAs(Table.PERSON_ID)), row.getAs(LinkedIds.IS_IN_KNOT)));
            assertThat(earlier).isNull();
        }
        return persons;
    }

    /** Union-find, then the rules of who names a person and what a knot is, said in another way. */
    private static Map<String, Person> oracle(List<Edge> edges, int maxIds) {
        Map<Integer, Integer> parents = new HashMap<>();
        for (Edge edge : edges) {
            parents.putIfAbsent(edge.left(), edge.left());
            parents.putIfAbsent(edge.right(), edge.right());
            parents.put(root(parents, edge.left()), root(parents, edge.right()));
        }
        Map<Integer, List<Id>> components = new HashMap<>();
        parents.keySet()
                .forEach(id -> components
                        .computeIfAbsent(root(parents, id), root -> new ArrayList<>())
                        .add(new Id(id)));
        Map<String, Person> persons = new TreeMap<>();
        for (List<Id> ids : components.values()) {
            Id namer = ids.stream()
                    .min(Comparator.comparing((Id id) -> !id.kind().equals(CUSTOMER))
                            .thenComparing(id -> new BigInteger(1, id.bytes())))
                    .orElseThrow();
            boolean isKnot = ids.size() > maxIds;
            ids.forEach(id -> persons.put(id.hex(), new Person(isKnot ? id.hex() : namer.hex(), isKnot)));
        }
        return persons;
    }

    private static int root(Map<Integer, Integer> parents, int id) {
        int at = id;
        while (parents.get(at) != at) {
            at = parents.get(at);
        }
        return at;
    }

    private static byte[] bytes(String hex) {
        return Arrays.copyOf(HexFormat.of().parseHex(hex), hex.length() / 2);
    }
}
