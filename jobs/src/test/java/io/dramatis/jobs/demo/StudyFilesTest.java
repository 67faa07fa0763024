package io.dramatis.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import io.dramatis.spark.SparkSessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every expression and every contract of the study files that come with the project, against their data. */
@ExtendWith(SparkSessions.class)
class StudyFilesTest {
    private static final String PERSON = "person_under_test";

    @Test
    void demo(SparkSession spark, @TempDir Path directory) {
        DemoData.write(spark, directory.resolve("data"), 600, 1);
        Config study = study("demo.conf", "demo.directory", directory);

        assertThat(forming(study)).hasSizeBetween(12, 16);
        check(spark, study, 0.05);
    }

    @Test
    void completeJourney(SparkSession spark) {
        Optional<Path> shared = shared();
        assumeThat(shared)
                .as("../shared/datasets/complete-journey is absent (DRAMATIS_SHARED names another place)")
                .isPresent();
        Config study = study("complete-journey.conf", "complete-journey.data", shared.orElseThrow());

        assertThat(forming(study)).hasSizeGreaterThanOrEqualTo(15);
        check(spark, study, 0);
    }

    /** Contracts hold for all but a share of the rows, and each expression gives something that tells people apart. */
    private static void check(SparkSession spark, Config study, double tolerated) {
        String asOf = "date'" + study.getString("study.as-of") + "'";
        Config sources = study.getConfig("intake.sources");
        for (String source : sources.root().keySet()) {
            Config declared = sources.getConfig(source);
            Dataset<Row> raw = raw(spark, declared);
            Dataset<Row> clean = raw.select(columns(declared)).cache();
            try {
                assertContract(source, declared, raw, clean, tolerated);
                assertFeatures(source, study, clean, asOf);
            } finally {
                clean.unpersist();
            }
        }
    }

    private static void assertContract(
            String source, Config declared, Dataset<Row> raw, Dataset<Row> clean, double tolerated) {
        List<String> said = new ArrayList<>();
        List<Column> faults = new ArrayList<>();
        Map<String, Config> columns = children(declared, "columns");
        columns.forEach((name, contract) -> {
            said.add(source + "." + name + " is outside its contract");
            faults.add(functions.count_if(
                    functions.not(functions.coalesce(holds(clean, name, contract), functions.lit(true)))));
            if (contract.hasPath("required")) {
                said.add(source + "." + name + " is required");
                faults.add(functions.count_if(functions.col(name).isNull()));
            }
        });
        Row counts = counted(clean, faults);
        Row given = counted(
                raw, columns.keySet().stream().map(StudyFilesTest::given).toList());
        Row read = counted(
                clean,
                columns.keySet().stream()
                        .map(name -> functions.count(functions.col(name)))
                        .toList());
        long most = (long) (tolerated * clean.count());
        for (int place = 0; place < said.size(); place++) {
            assertThat(counts.getLong(place)).as(said.get(place)).isLessThanOrEqualTo(most);
        }
        for (int place = 0; place < given.size(); place++) {
            assertThat(given.getLong(place) - read.getLong(place))
                    .as(
                            "%s: texts that are not of the type of %s",
                            source, columns.keySet().toArray()[place])
                    .isBetween(0L, most);
        }
    }

    private static Row counted(Dataset<Row> rows, List<Column> counts) {
        return rows.agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
                .head();
    }

    private static Column holds(Dataset<Row> clean, String name, Config contract) {
        Column holds = functions.lit(true);
        if (contract.hasPath("allowed")) {
            holds = holds.and(
                    functions.col(name).isin(contract.getStringList("allowed").toArray()));
        }
        for (String bound : List.of("min", "max")) {
            if (contract.hasPath(bound)) {
                Column limit = functions
                        .lit(contract.getString(bound))
                        .cast(clean.schema().apply(name).dataType());
                Column value = functions.col(name);
                holds = holds.and(bound.equals("min") ? value.geq(limit) : value.leq(limit));
            }
        }
        return contract.hasPath("pattern")
                ? holds.and(functions.col(name).rlike("^(?:" + contract.getString("pattern") + ")$"))
                : holds;
    }

    private static void assertFeatures(String source, Config study, Dataset<Row> clean, String asOf) {
        Map<String, Map<String, Column>> byFilter = new TreeMap<>();
        children(study, "features.define").forEach((name, feature) -> {
            if (!feature.getString("source").equals(source)) {
                return;
            }
            if (feature.hasPath("item")) {
                assertThat(clean.columns()).as(name).contains(feature.getString("item"));
            }
            for (String key : List.of("items", "reversed")) {
                if (feature.hasPath(key)) {
                    assertThat(clean.columns()).as(name).containsAll(feature.getStringList(key));
                }
            }
            if (feature.hasPath("sql")) {
                String sql = feature.getString("sql").replaceAll("\\bas_of\\b", asOf);
                byFilter.computeIfAbsent(
                                feature.hasPath("filter") ? feature.getString("filter") : "true", f -> new TreeMap<>())
                        .put(name, functions.expr(sql).cast("double").as(name));
            }
        });
        byFilter.forEach((filter, features) -> {
            Column[] values = features.values().toArray(Column[]::new);
            Dataset<Row> people =
                    clean.filter(filter).groupBy(PERSON).agg(values[0], Arrays.copyOfRange(values, 1, values.length));
            List<Column> summaries = new ArrayList<>();
            for (String name : features.keySet()) {
                summaries.add(functions.count(functions.col(name)));
                summaries.add(functions.stddev(functions.col(name)));
            }
            Row summary = counted(people, summaries);
            int place = 0;
            for (String name : features.keySet()) {
                assertThat(summary.getLong(place++)).as("people with %s", name).isGreaterThan(50);
                // Not NaN either, which would compare as false.
                assertThat(summary.getDouble(place++) > 0)
                        .as("%s tells people apart", name)
                        .isTrue();
            }
        });
    }

    private static Dataset<Row> raw(SparkSession spark, Config declared) {
        Dataset<Row> raw = read(spark, declared);
        for (Config join : children(declared, "join").values()) {
            List<String> on = join.getStringList("on");
            List<String> taken = new ArrayList<>(on);
            taken.addAll(join.getStringList("columns"));
            Dataset<Row> joined =
                    read(spark, join).select(taken.stream().map(functions::col).toArray(Column[]::new));
            raw = raw.join(
                    joined, scala.jdk.javaapi.CollectionConverters.asScala(on).toSeq(), "left");
        }
        return raw;
    }

    private static Dataset<Row> read(SparkSession spark, Config input) {
        String format = input.hasPath("format") ? input.getString("format") : "csv";
        return spark.read()
                .option("header", true)
                .option("primitivesAsString", true)
                .format(format)
                .load(input.getString("path"));
    }

    private static Column given(String column) {
        return functions.count_if(functions.not(functions
                .coalesce(functions.trim(functions.col(column).cast("string")), functions.lit(""))
                .isin("", "NA", "N/A", "NULL", "null")));
    }

    /** The columns in their types, unreadable ones as null, and the person. */
    private static Column[] columns(Config declared) {
        List<Column> columns = new ArrayList<>();
        for (Map.Entry<String, Config> column : children(declared, "columns").entrySet()) {
            String type = column.getValue().hasPath("type") ? column.getValue().getString("type") : "string";
            columns.add(functions
                    .expr("nullif(try_cast(%s as %s), %s)"
                            .formatted(
                                    column.getKey(),
                                    type.equals("decimal") ? "double" : type,
                                    type.equals("string") ? "'NA'" : "null"))
                    .as(column.getKey()));
        }
        columns.add(functions.col(declared.getString("person.column")).as(PERSON));
        return columns.toArray(Column[]::new);
    }

    private static Map<String, Config> children(Config config, String path) {
        Map<String, Config> children = new LinkedHashMap<>();
        if (config.hasPath(path)) {
            Config parent = config.getConfig(path);
            for (String name : parent.root().keySet()) {
                children.put(name, parent.getConfig(ConfigUtil.joinPath(name)));
            }
        }
        return children;
    }

    private static List<String> forming(Config study) {
        return children(study, "features.define").entrySet().stream()
                .filter(feature -> feature.getValue().hasPath("role"))
                .filter(feature -> feature.getValue().getString("role").equals("forming"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Config study(String file, String key, Path place) {
        Path conf = Stream.of(Path.of("conf"), Path.of("../conf"))
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        return ConfigFactory.parseString(key + " = \"" + place + "\"")
                .withFallback(ConfigFactory.parseFile(conf.toFile()))
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve()
                .getConfig("dramatis");
    }

    private static Optional<Path> shared() {
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve("shared"));
        return Stream.concat(Optional.ofNullable(System.getenv("DRAMATIS_SHARED")).map(Path::of).stream(), above)
                .map(folder -> folder.resolve("datasets/complete-journey"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
