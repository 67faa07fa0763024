package io.dramatis.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Ledger;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.input.InputName;
import io.dramatis.input.SparklessReading;
import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ledgers with something wrong with them: nobody is used whom the simplest reader denies, or whom the ledger denied
 * before noise came over it. Many ledgers are decided in one job: each is an input of its own, but for the place.
 */
@ExtendWith(SparkSessions.class)
class LedgerFuzzTest {
    private static final int MUTANTS = 2_000;
    private static final int BATCH = 1_000;

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void nobodyIsUsedWhomTheSimplestReaderDenies(String format, SparkSession spark, @TempDir Path folder)
            throws IOException {
        boolean isJson = format.equals("json");
        Set<String> before =
                SimpleLedger.read(FuzzedLedger.sound(isJson).files()).allowed();
        assertThat(before).hasSizeBetween(8, 20);
        Map<Integer, FuzzedLedger.Mutant> mutants = new TreeMap<>();
        Map<Integer, Set<String>> decided = new TreeMap<>();
        mutants.put(0, FuzzedLedger.sound(isJson));
        for (int m = 1; m <= MUTANTS; m++) {
            mutants.put(m, FuzzedLedger.of(isJson, 31L * m + (isJson ? 7 : 3)));
        }
        for (int from = 0; from <= MUTANTS; from += BATCH) {
            List<Row> rows = new ArrayList<>();
            Set<Integer> read = new TreeSet<>();
            for (int m = from; m < from + BATCH && m <= MUTANTS; m++) {
                Optional<List<String[]>> taken = read(format, mutants.get(m), folder.resolve("m" + m));
                if (taken.isPresent()) {
                    read.add(m);
                    for (String[] row : taken.get()) {
                        rows.add(RowFactory.create(Stream.concat(Stream.of(row), Stream.of(String.valueOf(m)))
                                .toArray()));
                    }
                }
            }
            Dataset<Row> entries = ManyLedgers.entries(spark, ManyLedgers.ledger(format, ""), texts(spark, rows));
            decided.putAll(ManyLedgers.decide(spark, entries, read, FuzzedLedger.PEOPLE));
        }
        assertThat(decided.get(0)).as("of the sound ledger").isEqualTo(before);
        int equal = 0;
        List<String> breaches = new ArrayList<>();
        for (Map.Entry<Integer, Set<String>> each : decided.entrySet()) {
            FuzzedLedger.Mutant mutant = mutants.get(each.getKey());
            SimpleLedger.Reading simple = SimpleLedger.read(mutant.files());
            Set<String> allowed = simple.allowed();
            Set<String> denied = new TreeSet<>(each.getValue());
            denied.removeAll(allowed);
            Set<String> deniedBefore = new TreeSet<>(mutant.isNoise() ? each.getValue() : Set.of());
            deniedBefore.removeAll(before);
            if (!denied.isEmpty() || !deniedBefore.isEmpty()) {
                breaches.add(String.format(
                        "%d: used though denied by the simplest reader (%s): %s, and before the noise: %s; %s",
                        each.getKey(), simple.doubt(), denied, deniedBefore, mutant.shown(mutants.get(0))));
            }
            equal += allowed.equals(each.getValue()) ? 1 : 0;
        }
        assertThat(breaches).as("people used who were denied").isEmpty();
        assertThat(decided.size()).as("not refused").isGreaterThan(MUTANTS / 3);
        assertThat(equal).as("as the simplest reader").isGreaterThan(decided.size() * 9 / 10);
    }

    /** The rows of a ledger; none where it is refused, which is for consent's sake. */
    private static Optional<List<String[]>> read(String format, FuzzedLedger.Mutant mutant, Path folder)
            throws IOException {
        for (Map.Entry<String, byte[]> file : mutant.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Ledger ledger = ManyLedgers.ledger(format, folder.toString());
        List<String> columns = LedgerSignals.columns(ledger);
        try {
            return Optional.of(SparklessReading.rows(
                    InputName.of(ledger),
                    ledger.input(),
                    columns,
                    new HashSet<>(columns),
                    LedgerSignals.separators(ledger),
                    3_000));
        } catch (DramatisException refused) {
            assertThat(refused.exitCode()).as(mutant.kinds()).isEqualTo(ExitCode.PRIVACY);
            return Optional.empty();
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Dataset<Row> texts(SparkSession spark, List<Row> rows) {
        StructType schema = new StructType();
        for (String column : LedgerSignals.columns(ManyLedgers.ledger("csv", ""))) {
            schema = schema.add(column, DataTypes.StringType);
        }
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, 4),
                schema.add(ManyLedgers.NUMBER, DataTypes.StringType));
    }
}
