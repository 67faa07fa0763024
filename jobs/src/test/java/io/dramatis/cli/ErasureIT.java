package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dramatis.spark.SparkSessions;
import io.dramatis.store.DeltaTables;
import io.dramatis.store.LakeLock;
import io.dramatis.store.LakeTables;
import io.dramatis.table.Table;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.privacy.Erasures;
import io.dramatis.table.privacy.SuppressedIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A hundred people are erased from a lake with a published run and one half done; each test goes on in the same lake. */
@ExtendWith(SparkSessions.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ERASED = 100;

    private static ErasureStudy study;
    private static Map<String, String> people;

    /** The pseudonyms of the erased people, and of their linked ids. */
    private static final Set<String> GONE = new TreeSet<>();

    private static final Set<String> LINKED = new TreeSet<>();

    private static Said onStudy(String command, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "--config", study.file().toString()));
        arguments.addAll(List.of(more));
        return Said.by(arguments.toArray(String[]::new));
    }

    private static Path list(String name, Collection<String> lines) throws IOException {
        Path file = study.directory().resolve(name);
        Files.writeString(file, "kind,id\n" + String.join("\n", lines) + "\n");
        return file;
    }

    @BeforeAll
    static void runTwice(@TempDir Path directory) throws IOException {
        study = ErasureStudy.in(directory.resolve("study"));
        people = study.people();
        Said first = onStudy("run", "--run-id", "first");
        assertThat(first.exitCode()).as(first.err().toString()).isZero();
        for (String stage : List.of("intake", "features", "mixture")) {
            assertThat(onStudy("run", "--run-id", "flight", "--only", stage).exitCode())
                    .isZero();
        }
    }

    private static LakeTables lake(SparkSession spark) {
        return new LakeTables(spark, study.study().lake());
    }

    /** Every row about people, but the erased, as text. */
    private static List<String> others(SparkSession spark) {
        List<String> rows = new ArrayList<>();
        for (LakeTables.Found table : lake(spark).all()) {
            if (table.isOfPeople()) {
                Dataset<Row> all = lake(spark).rows(table);
                Column[] columns = Stream.of(all.columns())
                        .map(name -> name.equals(Table.PERSON_ID)
                                ? lower(hex(col(name))).as(name)
                                : col(name))
                        .toArray(Column[]::new);
                all.select(columns).toJSON().collectAsList().stream()
                        .filter(row -> GONE.stream().noneMatch(row::contains))
                        .map(row -> table.name() + " " + row)
                        .forEach(rows::add);
            }
        }
        rows.sort(null);
        return rows;
    }

    /** Person ids in all Parquet files of a table's folder, in the log or not. */
    private static Dataset<Row> onDisk(SparkSession spark, LakeTables.Found table) {
        return spark.read()
                .option("recursiveFileLookup", "true")
                .option("pathGlobFilter", "part-*.parquet")
                .parquet(table.location())
                .select(
                        lower(hex(col(Table.PERSON_ID))).as("person"),
                        input_file_name().as("file"));
    }

    /** A search of its own: the pseudonyms that are anywhere, in bytes or in values. */
    private static Set<String> found(SparkSession spark, Collection<String> pseudonyms) throws IOException {
        Set<String> found = new TreeSet<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(study.directory().resolve("lake"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (String pseudonym : pseudonyms) {
                byte[] raw = HexFormat.of().parseHex(pseudonym);
                if (content.contains(new String(raw, StandardCharsets.ISO_8859_1))
                        || content.contains(pseudonym)
                        || content.contains(pseudonym.toUpperCase(Locale.ROOT))
                        || content.contains(Base64.getEncoder().encodeToString(raw))) {
                    found.add(pseudonym);
                }
            }
        }
        for (LakeTables.Found table : lake(spark).all()) {
            if (table.isOfPeople()) {
                onDisk(spark, table).select("person").distinct().collectAsList().stream()
                        .map(row -> row.getString(0))
                        .filter(pseudonyms::contains)
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** The least and greatest of each file first. */
    private static void choose(SparkSession spark) {
        for (LakeTables.Found table : lake(spark).all()) {
            if (table.isOfPeople()) {
                onDisk(spark, table)
                        .groupBy("file")
                        .agg(min("person"), max("person"))
                        .collectAsList()
                        .forEach(row -> GONE.addAll(List.of(row.getString(1), row.getString(2))));
            }
        }
        assertThat(GONE).hasSizeBetween(2, ERASED - 20);
        Set<String> more = new LinkedHashSet<>();
        for (int number = 0; number < 10; number++) {
            more.add(study.pseudonym("cookie", ErasureStudy.stranger(number)));
        }
        more.addAll(people.keySet());
        more.removeAll(GONE);
        more.stream().limit(ERASED - GONE.size()).forEach(GONE::add);
        GONE.forEach(person -> {
            String line = people.get(person);
            String id = line.substring(line.indexOf(',') + 1);
            if (id.matches("[KP]\\d{3}[02468]")) {
                LINKED.add(study.pseudonym("cookie", "K" + id.substring(1)));
            }
        });
    }

    /** What killed writes and careless people leave. */
    private static List<Path> plant() throws IOException {
        Path restricted = study.directory().resolve("lake/restricted");
        Path clean = restricted.resolve("clean_people");
        Path data;
        try (Stream<Path> files = Files.walk(clean)) {
            data = files.filter(file -> file.getFileName().toString().matches("part-.*parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        String person = GONE.iterator().next();
        List<Path> planted = List.of(
                data.resolveSibling("part-00000-killed.snappy.parquet"),
                clean.resolve("_temporary/0/part-00000.snappy.parquet"),
                clean.resolve(".hidden.parquet"),
                clean.resolve("_delta_log/.00000000000000000009.json.1f2e.tmp"),
                restricted.resolve("memberships/quarantine.txt"));
        for (Path file : planted) {
            Files.createDirectories(file.getParent());
            if (file.toString().endsWith(".parquet")) {
                Files.copy(data, file);
            } else {
                Files.writeString(file, "{\"who\":\"" + person + "\"}");
            }
        }
        return planted;
    }

    @Test
    @Order(1)
    void exportsAllThatIsHeldAndTellsTheUnknownWithoutTheirIds() throws IOException {
        Path out = study.directory().resolve("export.jsonl");
        Path ids =
                list("export.csv", List.of("cookie,K0010", "customer-id,P0011", "customer-id,\"nobody, \"\"no\"\"\""));
        Said said = onStudy("export", "--ids", ids.toString(), "--out", out.toString());

        assertThat(said.exitCode()).as(said.err().toString()).isZero();
        assertThat(said.last().path("unknown").asInt()).isEqualTo(1);
        assertThat(said.last().path("listed").asInt()).isEqualTo(3);
        assertThat(said.err()).contains("the lake holds nothing of line 4 of the list");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
        Map<String, Integer> rows = new TreeMap<>();
        for (String line : Files.readAllLines(out)) {
            JsonNode row = JSON.readTree(line);
            rows.merge(
                    row.path("lines") + " " + row.path("table").asText() + " "
                            + row.path("runId").asText(),
                    1,
                    Integer::sum);
            assertThat(row.path("row").path("person_id").asText())
                    .isEqualTo(study.pseudonym(
                            "customer-id", row.path("lines").toString().equals("[2]") ? "P0010" : "P0011"));
        }
        for (String run : List.of("first", "flight")) {
            assertThat(rows)
                    .containsEntry("[2] clean_people " + run, 1)
                    .containsEntry("[2] clean_web " + run, 2)
                    .containsEntry("[2] id_links " + run, 1)
                    .containsEntry("[2] memberships " + run, 1)
                    .containsEntry("[2] person_features " + run, 1)
                    .containsEntry("[3] clean_people " + run, 1)
                    .containsEntry("[3] person_features " + run, 1);
        }
        assertThat(rows).hasSize(16);
        assertThat(Files.readString(out)).contains("\"visits\":", "\"posterior\":", "\"page\":\"shop\"");
        Said again = onStudy("export", "--ids", ids.toString(), "--out", out.toString());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.last().path("cause").asText()).contains("there is such a file already");
    }

    @Test
    @Order(2)
    void waitsForNobodyButRefusesWhileARunIsAtWork() throws IOException {
        Path ids = list("lock.csv", List.of("customer-id,P0001"));
        try (LakeLock run = LakeLock.shared(study.study().lake())) {
            for (Said refused : List.of(onStudy("erase", "--ids", ids.toString()), onStudy("maintain"))) {
                assertThat(refused.exitCode()).isEqualTo(2);
                assertThat(refused.last().path("problem").asText()).endsWith("/lake/restricted is in use");
                assertThat(refused.last().path("cause").asText())
                        .isEqualTo("a run, an export, an erasure, maintenance or rekeying is at work in it");
            }
        }
        try (LakeLock erasure = LakeLock.exclusive(study.study().lake())) {
            for (Said refused : List.of(
                    onStudy("run", "--run-id", "other"),
                    onStudy("erase", "--ids", ids.toString()),
                    onStudy("export", "--ids", ids.toString()))) {
                assertThat(refused.exitCode()).isEqualTo(2);
                assertThat(refused.last().path("problem").asText()).endsWith("/lake/restricted is in use");
            }
        }
    }

    @Test
    @Order(3)
    void erasesAHundredPeopleFromEveryByteAndLeavesTheOthers(SparkSession spark) throws IOException {
        choose(spark);
        List<Path> planted = plant();
        List<String> othersBefore = others(spark);
        Set<String> all = new HashSet<>(GONE);
        all.addAll(LINKED);
        assertThat(found(spark, all)).as("the search finds what is there").containsAll(GONE);
        List<String> lines = new ArrayList<>(GONE.stream().map(people::get).toList());
        lines.add("customer-id,nobody");
        lines.add("customer-id,\"'; drop table memberships; --\"");
        lines.add("cookie,`../../etc/passwd`");
        lines.add("cookie,${jndi:ldap://x}\u001b[31m");

        Said said = onStudy("erase", "--ids", list("erase.csv", lines).toString());

        assertThat(said.exitCode()).as(said.err().toString()).isZero();
        JsonNode line = said.last();
        assertThat(line.path("status").asText()).isEqualTo("erased");
        assertThat(line.path("listed").asInt()).isEqualTo(ERASED + 4);
        assertThat(line.path("unknown").asInt()).isEqualTo(4);
        assertThat(line.path("people").asInt()).isEqualTo(ERASED);
        assertThat(line.path("scan").path("found").asInt()).isZero();
        assertThat(line.path("scan").path("parquetFiles").asInt()).isGreaterThan(10);
        assertThat(said.err())
                .contains("the lake held nothing of lines 102, 103, 104, 105 of the list")
                .noneMatch(text -> text.contains("drop table") || text.contains("passwd") || text.contains("\u001b"));
        assertThat(String.join("\n", said.out())).doesNotContain("nobody", "drop table");

        assertThat(found(spark, all)).isEmpty();
        assertThat(planted).allSatisfy(file -> assertThat(file).doesNotExist());
        assertThat(others(spark)).isEqualTo(othersBefore);
        Row receipt = new DeltaTables(spark, study.study().lake())
                .read(Erasures.TABLE)
                .first();
        assertThat(receipt.<Boolean>getAs(Erasures.IS_PROVEN)).isTrue();
        assertThat(receipt.<Long>getAs(Erasures.PEOPLE_COUNT)).isEqualTo(ERASED);
        assertThat(receipt.<Long>getAs(Erasures.SUPPRESSED_COUNT)).isEqualTo(all.size() + 4);
        assertThat(receipt.<String, Long>getJavaMap(receipt.fieldIndex(Erasures.ROW_COUNTS)))
                .containsOnlyKeys("clean_people", "clean_web", "id_links", "memberships", "person_features");
        for (LakeTables.Found table : lake(spark).all()) {
            assertThat(lake(spark).rows(table).count()).as(table.name()).isNotNegative();
        }
    }

    @Test
    @Order(4)
    void aRunThatHadBegunBeforeGoesOnWithoutThem(SparkSession spark) throws IOException {
        Said said = onStudy("run", "--run-id", "flight", "--from", "evidence");

        assertThat(said.exitCode()).as(said.err().toString()).isZero();
        assertThat(said.last().path("status").asText()).isEqualTo("published");
        // Nothing tells any more in which cells the erased were: what was published of 400 people is held.
        long members = 0;
        for (JsonNode persona : said.last().path("personas")) {
            members += persona.path("n").asLong();
        }
        assertThat(members).isEqualTo(400);
        assertThat(lake(spark).all().stream()
                        .filter(table -> table.name().equals("memberships"))
                        .flatMap(table ->
                                lake(spark)
                                        .rows(table)
                                        .where(col(Table.RUN_ID).equalTo("flight"))
                                        .collectAsList()
                                        .stream()))
                .hasSize(400 + ErasureStudy.STRANGERS - ERASED);
        assertThat(found(spark, GONE)).isEmpty();
    }

    @Test
    @Order(5)
    void theNextRunTakesNobodyBackInNotEvenByANewLink(SparkSession spark) throws IOException {
        // An erased cookie turns up with a customer who was not erased: one person now, who stays out.
        String erasedCookie = people.entrySet().stream()
                .filter(entry ->
                        GONE.contains(entry.getKey()) && entry.getValue().startsWith("cookie,K"))
                .map(entry -> entry.getValue().substring("cookie,".length()))
                .findFirst()
                .orElseThrow();
        String newOwner = people.entrySet().stream()
                .filter(entry ->
                        !GONE.contains(entry.getKey()) && entry.getValue().matches("customer-id,P\\d{3}[13579]"))
                .map(entry -> entry.getValue().substring("customer-id,".length()))
                .findFirst()
                .orElseThrow();
        String logins = Files.readString(study.logins());
        Files.writeString(study.logins(), logins + newOwner + "," + erasedCookie + "\n");
        Said said = onStudy("run", "--run-id", "next", "--only", "intake");
        Files.writeString(study.logins(), logins);

        assertThat(said.exitCode()).as(said.err().toString()).isZero();
        Set<String> strangersGone = new TreeSet<>(GONE);
        strangersGone.removeIf(person -> !people.get(person).startsWith("cookie,S"));
        Set<String> webGone = new TreeSet<>(GONE);
        webGone.removeIf(
                person -> people.get(person).matches("customer-id,P\\d{3}[13579]") || strangersGone.contains(person));
        DeltaTables tables = new DeltaTables(spark, study.study().lake());
        Map<String, Row> accounts = new TreeMap<>();
        tables.read(IntakeAccounts.TABLE, "next")
                .collectAsList()
                .forEach(row -> accounts.put(row.getAs(IntakeAccounts.SOURCE), row));
        assertThat(accounts.get("people").<Long>getAs(IntakeAccounts.NOT_CONSENTED_COUNT))
                .isEqualTo(ERASED - strangersGone.size() + 1);
        assertThat(accounts.get("people").<Long>getAs(IntakeAccounts.USED_COUNT))
                .isEqualTo(400 - (ERASED - strangersGone.size() + 1));
        assertThat(accounts.get("web").<Long>getAs(IntakeAccounts.NOT_CONSENTED_COUNT))
                .isEqualTo(2L * webGone.size() + strangersGone.size());
        Set<String> all = new HashSet<>(GONE);
        all.addAll(LINKED);
        assertThat(found(spark, all)).isEmpty();
        String owner = study.pseudonym("customer-id", newOwner);
        for (LakeTables.Found table : lake(spark).all()) {
            if (table.isOfPeople()) {
                assertThat(lake(spark)
                                .rows(table)
                                .where(col(Table.RUN_ID).equalTo("next"))
                                .where(lower(hex(col(Table.PERSON_ID))).equalTo(owner))
                                .count())
                        .isZero();
            }
        }
    }

    @Test
    @Order(6)
    void anotherKeyCannotLetThemInUnseen(SparkSession spark) throws IOException {
        Files.writeString(study.file(), study.text() + "dramatis.privacy.epoch = 2\n");
        Said refused = onStudy("run", "--run-id", "epoch-2", "--only", "intake");
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.last().path("problem").asText())
                .isEqualTo("The suppression list does not fit the pseudonyms of this run");

        Path ids = list("again.csv", GONE.stream().map(people::get).toList());
        Said erased = onStudy("erase", "--ids", ids.toString(), "--whole-list");
        assertThat(erased.exitCode()).as(erased.err().toString()).isZero();
        assertThat(erased.last().path("unknown").asInt()).isEqualTo(ERASED);
        assertThat(erased.last().path("covered").path("runsNotCovered").asInt()).isEqualTo(2);
        assertThat(erased.err())
                .anyMatch(line -> line.startsWith("not covered: 2 runs") && line.contains("first, flight"));
        assertThat(onStudy("run", "--run-id", "epoch-2", "--only", "intake").exitCode())
                .isZero();
        DeltaTables tables = new DeltaTables(spark, study.study().lake());
        assertThat(tables.read(SuppressedIds.TABLE)
                        .select(SuppressedIds.KEY_EPOCH)
                        .distinct()
                        .collectAsList())
                .extracting(row -> row.getInt(0))
                .containsExactly(2);
        Files.writeString(study.file(), study.text());
    }

    @Test
    @Order(7)
    void nothingRestrictedLiesInTheOpenZone(SparkSession spark) throws IOException {
        List<String> everybody = people.keySet().stream()
                .filter(person -> !GONE.contains(person))
                .toList();
        Path open = study.directory().resolve("lake/open");
        try (Stream<Path> files = Files.walk(open)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(everybody)
                        .noneMatch(person -> content.contains(person)
                                || content.contains(
                                        new String(HexFormat.of().parseHex(person), StandardCharsets.ISO_8859_1)));
            }
        }
        assertThat(lake(spark).all())
                .filteredOn(table -> table.zone() == Table.Zone.OPEN)
                .isNotEmpty()
                .allSatisfy(table -> assertThat(table.isOfPeople()).isFalse());
    }

    @Test
    @Order(8)
    void aTraceThatNoTableKnowsOfIsFoundAndToldAndByPseudonymSomeoneGoesToo() throws IOException {
        String person = people.keySet().stream()
                .filter(one -> !GONE.contains(one))
                .findFirst()
                .orElseThrow();
        Path stray = Files.writeString(
                study.directory().resolve("lake/open/notes\n.txt"), "ask " + person.toUpperCase(Locale.ROOT));
        Path list = Files.writeString(study.directory().resolve("pseudonyms.txt"), person + "\n");
        Said said = onStudy("erase", "--pseudonyms", list.toString());
        assertThat(said.exitCode()).isEqualTo(4);
        assertThat(said.last().path("status").asText()).isEqualTo("not-proven");
        assertThat(said.last().path("people").asInt()).isEqualTo(1);
        assertThat(said.err())
                .anyMatch(line -> line.startsWith("a pseudonym is still in ") && line.endsWith("notes\\n.txt"));
        Files.delete(stray);
        Said again = onStudy("erase", "--pseudonyms", list.toString());
        assertThat(again.exitCode()).as(again.err().toString()).isZero();
        assertThat(again.last().path("people").asInt()).isZero();
    }

    @Test
    @Order(9)
    void maintenanceLeavesWhatIsYoungAndTheLakeCanBeRead(SparkSession spark) throws IOException {
        List<String> before = others(spark);
        Said said = onStudy("maintain");
        assertThat(said.exitCode()).as(said.err().toString()).isZero();
        assertThat(said.last().path("status").asText()).isEqualTo("maintained");
        assertThat(said.last().path("rows")).isEmpty();
        assertThat(others(spark)).isEqualTo(before);
        assertThat(onStudy("sql", "select count(*) as n from personas").exitCode())
                .isZero();
    }
}
