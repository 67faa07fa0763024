package io.dramatis.jobs.features.person;

import static io.dramatis.jobs.features.person.PersonValues.quoted;
import static io.dramatis.table.Table.PERSON_ID;
import static io.dramatis.table.Table.RUN_ID;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.dramatis.config.Feature;
import io.dramatis.config.Source;
import java.time.Duration;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows of a source that its features see, shuffled and sorted once for all of them: a flag a filter and window
 * says which rows a feature sees. A sum of doubles depends on the order of its terms, so the rows of a person come in
 * one order: by time, and then by every column that an expression sees, so that rows which tie are equal.
 *
 * @param rows {@code person_id}, the columns that expressions see, the flags
 * @param flags name of the flag by filter and window
 */
public record SourceRows(Dataset<Row> rows, Map<Seen, String> flags) {
    private static final String FLAG = "_seen_";

    /** Which rows a feature sees. */
    record Seen(Optional<String> filter, Optional<Duration> window) {
        static Seen by(Feature feature) {
            return new Seen(feature.filter(), feature.window());
        }
    }

    /** The rows up to the end of as-of (UTC) that at least one of the features sees. */
    public static SourceRows of(Dataset<Row> clean, Source source, List<Feature> features, LocalDate asOf) {
        Map<Seen, String> flags = new LinkedHashMap<>();
        features.forEach(feature -> flags.computeIfAbsent(Seen.by(feature), seen -> FLAG + flags.size()));
        Column[] columns = Stream.concat(
                        order(clean, source, features).map(PersonValues::quoted),
                        flags.entrySet().stream()
                                .map(entry -> coalesce(isSeen(entry.getKey(), clean, source, asOf), lit(false))
                                        .as(entry.getValue())))
                .toArray(Column[]::new);
        Dataset<Row> flagged = clean.select(columns);
        Column[] order =
                Arrays.stream(flagged.columns()).map(PersonValues::quoted).toArray(Column[]::new);
        Column any = flags.values().stream()
                .map(PersonValues::quoted)
                .reduce(Column::or)
                .orElseThrow();
        return new SourceRows(flagged.where(any).repartition(col(PERSON_ID)).sortWithinPartitions(order), flags);
    }

    private static Stream<String> order(Dataset<Row> clean, Source source, List<Feature> features) {
        String sql = features.stream()
                .map(SourceRows::text)
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
        Stream<String> seen = Arrays.stream(clean.columns())
                .filter(name -> !List.of(PERSON_ID, RUN_ID).contains(name))
                .filter(name -> sql.contains(name.toLowerCase(Locale.ROOT)))
                .sorted();
        return Stream.concat(Stream.concat(Stream.of(PERSON_ID), source.time().stream()), seen)
                .distinct();
    }

    /** All text of a feature that may name a column. */
    private static String text(Feature feature) {
        return feature.kind() instanceof Feature.Kind.Aggregate aggregate
                ? aggregate.sql()
                : feature.kind().toString();
    }

    private static Column isSeen(Seen seen, Dataset<Row> clean, Source source, LocalDate asOf) {
        Column condition = lit(true);
        if (source.time().isPresent()) {
            Column time = quoted(source.time().get());
            DataType type = clean.schema().apply(source.time().get()).dataType();
            LocalDateTime end = asOf.plusDays(1).atStartOfDay();
            condition = time.isNull().or(time.lt(literal(end, type)));
            if (seen.window().isPresent()) {
                condition =
                        condition.and(time.geq(literal(end.minus(seen.window().get()), type)));
            }
        }
        return seen.filter().isPresent()
                ? condition.and(expr(AsOf.in(seen.filter().get(), asOf)))
                : condition;
    }

    /** The time in the column's type; of a date the first whole day not before it. */
    private static Column literal(LocalDateTime time, DataType type) {
        if (type.equals(DataTypes.DateType)) {
            LocalDate day = time.toLocalDate();
            return lit(day.atStartOfDay().isBefore(time) ? day.plusDays(1) : day);
        }
        return type.equals(DataTypes.TimestampNTZType) ? lit(time) : lit(time.toInstant(ZoneOffset.UTC));
    }

    /** The aggregates over the rows alone that the feature sees. */
    public List<Column> seenBy(Feature feature, List<Column> aggregates) {
        // One flag holds for all rows: those without it are left out.
        return flags.size() == 1
                ? aggregates
                : FilteredAggregates.of(rows, PERSON_ID, aggregates, flags.get(Seen.by(feature)));
    }

    /** Whether the feature sees any row of the person. */
    Column presence(Feature feature) {
        return max(quoted(flags.get(Seen.by(feature))));
    }

    /**
     * Not null. Spark keeps no text in the hash tables of an aggregation: beside one, all aggregates go through the
     * sorted rows one by one, where a hash table that spills would add up in another order.
     */
    public static Column inOrder() {
        return max(lit("row"));
    }

    /** One row a person, without another shuffle. */
    public Dataset<Row> perPerson(List<Column> aggregates) {
        List<Column> rest = new ArrayList<>(aggregates.subList(1, aggregates.size()));
        return rows.groupBy(col(PERSON_ID)).agg(aggregates.get(0), rest.toArray(Column[]::new));
    }
}
