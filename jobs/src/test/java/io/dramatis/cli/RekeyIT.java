package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lower;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.PseudonymKey;
import io.dramatis.spark.SparkSessions;
import io.dramatis.store.DeltaTables;
import io.dramatis.store.LakeLock;
import io.dramatis.store.LakeTables;
import io.dramatis.table.Table;
import io.dramatis.table.privacy.SuppressedIds;
import io.dramatis.table.run.RunRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

/** A lake is moved to another epoch, then to another key; each test goes on in the same lake. */
@ExtendWith(SparkSessions.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RekeyIT {
    private static final String EPOCH_2 = "dramatis.privacy.epoch = 2\n";

    private static ErasureStudy study;

    private static Said onStudy(String command, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "--config", study.file().toString()));
        arguments.addAll(List.of(more));
        return Said.by(arguments.toArray(String[]::new));
    }

    private static Path list(String... lines) throws IOException {
        Path file = study.directory().resolve("ids.csv");
        return Files.writeString(file, "kind,id\n" + String.join("\n", lines) + "\n");
    }

    @BeforeAll
    static void takeIn(SparkSession spark, @TempDir Path directory) throws IOException {
        study = ErasureStudy.in(directory.resolve("study"));
        assertThat(onStudy("run", "--run-id", "first", "--only", "intake").exitCode())
                .isZero();
        assertThat(onStudy(
                                "erase",
                                "--ids",
                                list("customer-id,P0004", "cookie,S0001", "cookie,long-gone")
                                        .toString())
                        .exitCode())
                .isZero();
        recordRun(spark);
    }

    /** The record that a whole run would have left. */
    private static void recordRun(SparkSession spark) {
        Column[] columns = Stream.of(RunRecords.TABLE.schemaWithoutRun().fields())
                .map(field -> {
                    String value = switch (field.name()) {
                        case RunRecords.STUDY -> "'" + study.study().name() + "'";
                        case RunRecords.CONSENT_PURPOSE ->
                            "'" + study.study().consent().purpose() + "'";
                        case RunRecords.KEY_ID -> "'" + keyId() + "'";
                        case RunRecords.KEY_EPOCH -> "1";
                        case RunRecords.INPUT_FILES -> "array()";
                        case RunRecords.TABLE_VERSIONS, RunRecords.STAGE_SECONDS -> "map()";
                        case RunRecords.AS_OF -> "date'2026-01-01'";
                        case RunRecords.STARTED_AT -> "timestamp'2026-01-01'";
                        default -> "'1'";
                    };
                    return expr(value).cast(field.dataType()).as(field.name());
                })
                .toArray(Column[]::new);
        new DeltaTables(spark, study.study().lake())
                .replace(RunRecords.TABLE, "first", spark.range(1).select(columns));
    }

    private static String keyId() {
        return KeyReference.of(study.study().privacy().key()).keyId();
    }

    private static LakeTables lake(SparkSession spark) {
        return new LakeTables(spark, study.study().lake());
    }

    /** All rows about people of a run, as text. */
    private static List<String> rows(SparkSession spark, String run) {
        List<String> rows = new ArrayList<>();
        for (LakeTables.Found table : lake(spark).all()) {
            if (table.isOfPeople()) {
                Dataset<Row> all =
                        lake(spark).rows(table).where(col(Table.RUN_ID).equalTo(run));
                Column[] columns = Stream.of(all.columns())
                        .filter(name -> !name.equals(Table.RUN_ID))
                        .map(name -> name.equals(Table.PERSON_ID)
                                ? lower(hex(col(name))).as(name)
                                : col(name))
                        .toArray(Column[]::new);
                all.select(columns).toJSON().collectAsList().stream()
                        .map(row -> table.name() + " " + row)
                        .forEach(rows::add);
            }
        }
        rows.sort(null);
        return rows;
    }

    private static Set<String> people(SparkSession spark) {
        return lake(spark).all().stream()
                .filter(LakeTables.Found::isOfPeople)
                .flatMap(table ->
                        lake(spark)
                                .rows(table)
                                .select(lower(hex(col(Table.PERSON_ID))))
                                .distinct()
                                .collectAsList()
                                .stream())
                .map(row -> row.getString(0))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Files of the lake that hold one of these pseudonyms in their bytes. */
    private static List<Path> withAny(Set<String> pseudonyms) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(study.directory().resolve("lake"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                boolean isIn = pseudonyms.stream()
                        .anyMatch(one -> content.contains(one)
                                || content.contains(
                                        new String(HexFormat.of().parseHex(one), StandardCharsets.ISO_8859_1)));
                if (isIn) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static String keyOfRun(SparkSession spark) {
        Row record = new DeltaTables(spark, study.study().lake())
                .read(RunRecords.TABLE, "first")
                .first();
        return record.getAs(RunRecords.KEY_ID) + " " + record.getAs(RunRecords.KEY_EPOCH);
    }

    @Test
    @Order(1)
    void nothingIsDoneWithoutAnotherKeyOrEpochNorWhileARunIsAtWork() throws IOException {
        Said same = onStudy("rekey");
        assertThat(same.exitCode()).isEqualTo(2);
        assertThat(same.last().path("problem").asText()).isEqualTo("There is nothing to move");
        assertThat(same.last().path("cause").asText())
                .isEqualTo("the study has the same as the one that is named: key " + keyId() + ", epoch 1");
        Said kms = onStudy("rekey", "--from-keyset-kms", "fake-kms://x");
        assertThat(kms.last().path("cause").asText())
                .isEqualTo("it tells what a keyset is wrapped with, and no keyset is named");
        try (LakeLock run = LakeLock.shared(study.study().lake())) {
            Said busy = onStudy("rekey", "--from-epoch", "7");
            assertThat(busy.exitCode()).isEqualTo(2);
            assertThat(busy.last().path("problem").asText()).endsWith("/lake/restricted is in use");
        }
    }

    @Test
    @Order(2)
    void whoseIdsNobodyKnowsIsNotLostUnasked(SparkSession spark) throws IOException {
        String data = Files.readString(study.tiny().data());
        Files.writeString(
                study.tiny().data(),
                data.lines().filter(line -> !line.startsWith("P0007,")).collect(Collectors.joining("\n", "", "\n")));
        Files.writeString(study.file(), study.text() + EPOCH_2);
        List<String> before = rows(spark, "first");

        Said refused = onStudy("rekey", "--from-epoch", "1");

        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.last().path("problem").asText())
                .isEqualTo("The lake cannot be moved whole to the new key; nothing is changed");
        assertThat(refused.last().path("cause").asText())
                .isEqualTo(
                        "1 rows of clean_people, 1 rows of suppressed_ids are under pseudonyms of the old key whose ids"
                                + " no source and no id map has today");
        assertThat(rows(spark, "first")).isEqualTo(before);
        assertThat(keyOfRun(spark)).isEqualTo(keyId() + " 1");
        Files.writeString(study.tiny().data(), data);
    }

    @Test
    @Order(3)
    void isAsIfTheRunHadBeenMadeWithTheNewEpoch(SparkSession spark) throws IOException {
        Set<String> formers = people(spark);
        assertThat(formers).hasSize(400 + ErasureStudy.STRANGERS - 2);
        assertThat(withAny(formers)).isNotEmpty();

        Said said = onStudy(
                "rekey", "--from-epoch", "1", "--ids", list("cookie,long-gone").toString());

        assertThat(said.exitCode()).as(said.err().toString()).isZero();
        JsonNode line = said.last();
        assertThat(line.path("status").asText()).isEqualTo("rekeyed");
        assertThat(line.path("from").path("epoch").asInt()).isEqualTo(1);
        assertThat(line.path("to").path("epoch").asInt()).isEqualTo(2);
        assertThat(line.path("runs").asInt()).isEqualTo(1);
        assertThat(line.path("rows").path("clean_people").asInt()).isEqualTo(399);
        assertThat(line.path("rows").path("clean_web").asInt()).isEqualTo(398 + ErasureStudy.STRANGERS - 1);
        // The customer, the customer's cookie, and two cookies.
        assertThat(line.path("rows").path("suppressed_ids").asInt()).isEqualTo(4);
        assertThat(line.path("dropped")).isEmpty();
        assertThat(line.path("scan").path("found").asInt()).isZero();
        assertThat(withAny(formers)).isEmpty();
        assertThat(keyOfRun(spark)).isEqualTo(keyId() + " 2");

        // Those who were erased stay out, and everybody else is the same person in the run to come.
        assertThat(onStudy("run", "--run-id", "second", "--only", "intake").exitCode())
                .isZero();
        assertThat(rows(spark, "second")).isEqualTo(rows(spark, "first"));
        assertThat(people(spark)).doesNotContain(study.pseudonym("customer-id", "P0004"));
    }

    @Test
    @Order(4)
    void anotherKeyWithWhoIsUnknownDropped(SparkSession spark) throws IOException {
        Set<String> formers = people(spark);
        String formerKey = keyId();
        PseudonymKey.create(study.directory().resolve("new-key"));
        Files.writeString(
                study.file(),
                study.text() + EPOCH_2 + "dramatis.privacy.key-file = \""
                        + study.directory().resolve("new-key") + "\"\n");
        Files.writeString(
                study.tiny().data(),
                Files.readString(study.tiny().data())
                        .lines()
                        .filter(row -> !row.startsWith("P0007,"))
                        .collect(Collectors.joining("\n", "", "\n")));

        Said said = onStudy(
                "rekey", "--from-key-file", study.directory().resolve("key").toString(), "--drop-unknown");

        assertThat(said.exitCode()).as(said.err().toString()).isZero();
        assertThat(said.last().path("from").path("keyId").asText()).isEqualTo(formerKey);
        assertThat(said.last().path("to").path("keyId").asText()).isEqualTo(keyId());
        assertThat(said.last().path("dropped").path("clean_people").asInt()).isEqualTo(2);
        assertThat(said.last().path("dropped").path("suppressed_ids").asInt()).isEqualTo(1);
        assertThat(withAny(formers)).isEmpty();
        assertThat(people(spark)).hasSize(formers.size() - 1);
        assertThat(new DeltaTables(spark, study.study().lake())
                        .read(SuppressedIds.TABLE)
                        .select(SuppressedIds.KEY_ID, SuppressedIds.KEY_EPOCH)
                        .distinct()
                        .collectAsList())
                .hasSize(1)
                .allMatch(row -> row.getString(0).equals(keyId()) && row.getInt(1) == 2);

        // Once more, as after a crash: nothing is left to move, and nobody is unknown.
        Said again = onStudy(
                "rekey", "--from-key-file", study.directory().resolve("key").toString());
        assertThat(again.exitCode()).as(again.err().toString()).isZero();
        assertThat(again.last().path("rows").path("clean_people").asInt()).isZero();
        assertThat(people(spark)).hasSize(formers.size() - 1);
    }
}
