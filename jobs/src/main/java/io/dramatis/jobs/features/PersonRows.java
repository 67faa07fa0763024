package io.dramatis.jobs.features;

import static io.dramatis.jobs.features.PersonValues.quoted;
import static io.dramatis.table.Table.PERSON_ID;
import static io.dramatis.table.Table.RUN_ID;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.config.Feature;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.spark.Transform;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** One row a person of the clean tables: each feature column by its name, and the items of scales. */
final class PersonRows {
    /** Answers to the items of all scales, in the order of the file: an array of doubles. */
    static final String ITEMS = "_items";

    private static final String IS_PRESENT = "is_present_";

    /** Features that see the same rows; those with DISTINCT apart, as Spark adds up beside it in the order of a hash table. */
    private record Rows(String source, Optional<String> filter, Optional<Duration> window, boolean isDistinct) {
        static Rows of(Feature feature) {
            boolean distinct = feature.kind() instanceof Feature.Kind.Aggregate aggregate
                    && aggregate.sql().toLowerCase(Locale.ROOT).contains("distinct");
            return new Rows(feature.source(), feature.filter(), feature.window(), distinct);
        }
    }

    private PersonRows() {}

    /** All people of the clean tables, also those without a row up to the end of as-of. */
    static Dataset<Row> of(Study study, List<Feature> features, LocalDate asOf, Map<String, Dataset<Row>> clean) {
        Map<Rows, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < features.size(); i++) {
            groups.computeIfAbsent(Rows.of(features.get(i)), rows -> new ArrayList<>())
                    .add(i);
        }
        Dataset<Row> people = clean.values().stream()
                .map(rows -> rows.select(PERSON_ID))
                .reduce(Dataset::union)
                .orElseThrow()
                .distinct();
        Map<Feature, Column> isPresent = new LinkedHashMap<>();
        int group = 0;
        for (Map.Entry<Rows, List<Integer>> entry : groups.entrySet()) {
            Rows key = entry.getKey();
            Source source = study.sources().stream()
                    .filter(declared -> declared.name().equals(key.source()))
                    .findFirst()
                    .orElseThrow();
            List<Column> aggregates = new ArrayList<>();
            aggregates.add(anyRow().as(IS_PRESENT + group));
            for (int i : entry.getValue()) {
                Feature feature = features.get(i);
                aggregates.addAll(
                        PersonValues.aggregates(feature, asOf, FeatureColumn.choices(study, feature), prefix(i)));
                isPresent.put(feature, col(IS_PRESENT + group));
            }
            String sql = key.filter().orElse("")
                    + entry.getValue().stream().map(i -> text(features.get(i))).toList();
            Dataset<Row> rows = clean.get(key.source())
                    .transform(upTo(asOf, source, key.window()))
                    .transform(where(key.filter(), asOf))
                    .transform(perPerson(sql, source, aggregates));
            people = people.join(rows, new String[] {PERSON_ID}, "left");
            group++;
        }
        return people.transform(named(study, features, isPresent));
    }

    private static Column anyRow() {
        return count(lit(1)).gt(0);
    }

    private static String prefix(int feature) {
        return "feature_" + feature;
    }

    /** Leaves out what is later than the end of as-of (UTC), and earlier than the window before it. */
    static Transform upTo(LocalDate asOf, Source source, Optional<Duration> window) {
        return rows -> {
            if (source.time().isEmpty()) {
                return rows;
            }
            Column time = quoted(source.time().get());
            DataType type = rows.schema().apply(source.time().get()).dataType();
            LocalDateTime end = asOf.plusDays(1).atStartOfDay();
            Dataset<Row> known = rows.where(time.isNull().or(time.lt(literal(end, type))));
            return window.map(length -> known.where(time.geq(literal(end.minus(length), type))))
                    .orElse(known);
        };
    }

    /** The time in the column's type; of a date the first whole day not before it. */
    private static Column literal(LocalDateTime time, DataType type) {
        if (type.equals(DataTypes.DateType)) {
            LocalDate day = time.toLocalDate();
            return lit(day.atStartOfDay().isBefore(time) ? day.plusDays(1) : day);
        }
        Instant instant = time.toInstant(ZoneOffset.UTC);
        return type.equals(DataTypes.TimestampNTZType) ? lit(time) : lit(instant);
    }

    private static Transform where(Optional<String> filter, LocalDate asOf) {
        return rows -> filter.map(condition -> rows.where(expr(AsOf.in(condition, asOf))))
                .orElse(rows);
    }

    /**
     * One row a person. A sum of doubles depends on the order of its terms, so the rows of a person are put in one
     * order first: by time, and then by every column that an expression sees, so that rows which tie are equal.
     */
    static Transform perPerson(String sql, Source source, List<Column> aggregates) {
        return rows -> {
            String text = sql.toLowerCase(Locale.ROOT);
            Stream<String> seen = Arrays.stream(rows.columns())
                    .filter(name -> !List.of(PERSON_ID, RUN_ID).contains(name))
                    .filter(name -> text.contains(name.toLowerCase(Locale.ROOT)))
                    .sorted();
            Column[] order = Stream.concat(Stream.concat(Stream.of(PERSON_ID), source.time().stream()), seen)
                    .distinct()
                    .map(PersonValues::quoted)
                    .toArray(Column[]::new);
            return rows.select(order)
                    .repartition(col(PERSON_ID))
                    .sortWithinPartitions(order)
                    .groupBy(col(PERSON_ID))
                    .agg(
                            aggregates.get(0),
                            aggregates.subList(1, aggregates.size()).toArray(Column[]::new));
        };
    }

    /** All text of a feature that may name a column. */
    private static String text(Feature feature) {
        if (feature.kind() instanceof Feature.Kind.Aggregate aggregate) {
            return aggregate.sql();
        }
        return feature.kind().toString();
    }

    private static Transform named(Study study, List<Feature> features, Map<Feature, Column> isPresent) {
        return joined -> {
            List<Column> columns = new ArrayList<>();
            columns.add(col(PERSON_ID));
            for (FeatureColumn column : FeatureColumn.of(study, features)) {
                String prefix = prefix(features.indexOf(column.feature()));
                columns.add(PersonValues.value(column, prefix, isPresent.get(column.feature()))
                        .as(column.name()));
            }
            List<Column> items = new ArrayList<>();
            for (int i = 0; i < features.size(); i++) {
                if (features.get(i).kind() instanceof Feature.Kind.Scale scale) {
                    items.addAll(PersonValues.items(scale, prefix(i)));
                }
            }
            columns.add(
                    array(items.toArray(Column[]::new)).cast("array<double>").as(ITEMS));
            return joined.select(columns.toArray(Column[]::new));
        };
    }
}
