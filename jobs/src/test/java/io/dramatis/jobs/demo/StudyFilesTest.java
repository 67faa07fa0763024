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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        long rows = clean.count();
        for (Map.Entry<String, Config> column : children(declared, "columns").entrySet()) {
            String name = column.getKey();
            Config contract = column.getValue();
            Column present = functions.col(name).isNotNull();
            Column holds = functions.lit(true);
            if (contract.hasPath("allowed")) {
                holds = functions
                        .col(name)
                        .isin(contract.getStringList("allowed").toArray());
            }
            for (String bound : List.of("min", "max")) {
                if (contract.hasPath(bound)) {
                    Column limit = functions
                            .lit(contract.getString(bound))
                            .cast(clean.schema().apply(name).dataType());
                    holds = holds.and(
                            bound.equals("min")
                                    ? functions.col(name).geq(limit)
                                    : functions.col(name).leq(limit));
                }
            }
            if (contract.hasPath("pattern")) {
                holds = holds.and(functions.col(name).rlike("^(?:" + contract.getString("pattern") + ")$"));
            }
            long broken = clean.filter(present.and(functions.not(holds))).count();
            long unread =
                    raw.filter(given(raw, name)).count() - clean.filter(present).count();
            long absent = contract.hasPath("required") && contract.getBoolean("required")
                    ? clean.filter(functions.not(present)).count()
                    : 0;
            assertThat(broken).as("%s.%s outside its contract", source, name).isLessThanOrEqualTo((long)
                    (tolerated * rows));
            assertThat(unread).as("%s.%s not of its type", source, name).isLessThanOrEqualTo((long) (tolerated * rows));
            assertThat(absent).as("%s.%s is required", source, name).isLessThanOrEqualTo((long) (tolerated * rows));
        }
    }

    private static void assertFeatures(String source, Config study, Dataset<Row> clean, String asOf) {
        for (Map.Entry<String, Config> entry :
                children(study, "features.define").entrySet()) {
            Config feature = entry.getValue();
            if (!feature.getString("source").equals(source)) {
                continue;
            }
            for (String key : List.of("item", "items", "reversed")) {
                if (feature.hasPath(key)) {
                    List<String> items =
                            key.equals("item") ? List.of(feature.getString(key)) : feature.getStringList(key);
                    assertThat(clean.columns()).as(entry.getKey()).containsAll(items);
                }
            }
            if (feature.hasPath("sql")) {
                Dataset<Row> rows = feature.hasPath("filter") ? clean.filter(feature.getString("filter")) : clean;
                Row values = rows.groupBy(PERSON)
                        .agg(functions
                                .expr(feature.getString("sql").replaceAll("\\bas_of\\b", asOf))
                                .cast("double")
                                .as("value"))
                        .agg(
                                functions.count("value"),
                                functions.count_distinct(functions.col("value")),
                                functions.sum(functions
                                        .when(functions.isnan(functions.col("value")), 1)
                                        .otherwise(0)))
                        .head();
                assertThat(values.getLong(0))
                        .as("%s: people with it", entry.getKey())
                        .isGreaterThan(50);
                assertThat(values.getLong(1)).as("%s: values", entry.getKey()).isGreaterThan(1);
                assertThat(values.getLong(2)).as("%s: NaN", entry.getKey()).isZero();
            }
        }
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

    private static Column given(Dataset<Row> raw, String column) {
        return functions.not(functions
                .coalesce(functions.col(column).cast("string"), functions.lit(""))
                .isin("", "NA", "N/A", "NULL", "null"));
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
        Map<String, Config> children = new java.util.LinkedHashMap<>();
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
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), java.util.Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve("shared"));
        return Stream.concat(Optional.ofNullable(System.getenv("DRAMATIS_SHARED")).map(Path::of).stream(), above)
                .map(folder -> folder.resolve("datasets/complete-journey"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
