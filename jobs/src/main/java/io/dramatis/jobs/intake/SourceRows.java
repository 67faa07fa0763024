package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.dramatis.config.Source;
import io.dramatis.error.DramatisException;
import io.dramatis.input.InputRows;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** A source's raw rows: its file with the files joined to it, exact copies counted and dropped. */
final class SourceRows {
    /** How many equal rows a row stands for. */
    static final String COPIES = "__copies";

    private static final String PARTNER = "__partner_";

    private SourceRows() {}

    /** Reads the source; columns as in the files, with {@link InputRows#FILE}, {@link InputRows#CORRUPT} and copies. */
    static Dataset<Row> read(InputRows inputs, Source source) {
        List<String> own = own(source);
        Dataset<Row> rows = inputs.read("Source " + source.name(), source.input(), own);
        return withAllJoined(
                inputs, source, source.keepDuplicates() ? rows.withColumn(COPIES, lit(1L)) : distinct(rows, own));
    }

    /** The first rows of the source, copies not dropped. */
    static Dataset<Row> sample(InputRows inputs, Source source, int rows) {
        Dataset<Row> first = inputs.read("Source " + source.name(), source.input(), own(source))
                .limit(rows)
                .withColumn(COPIES, lit(1L));
        return withAllJoined(inputs, source, first);
    }

    /** The column that is null where a row found no partner in the joined file. */
    static Column partner(Source.Join join) {
        return col(PARTNER + join.name());
    }

    private static Dataset<Row> withAllJoined(InputRows inputs, Source source, Dataset<Row> rows) {
        Dataset<Row> joined = rows;
        for (Source.Join join : source.joins()) {
            joined = withJoined(inputs, source, join, joined);
        }
        return joined;
    }

    /** The columns of the source's own file, without those of the files joined to it. */
    private static List<String> own(Source source) {
        Set<String> joined = new LinkedHashSet<>();
        source.joins().forEach(join -> joined.addAll(join.columns()));
        return needed(source).stream().filter(name -> !joined.contains(name)).toList();
    }

    /** All columns of the files that the source speaks of. */
    private static Set<String> needed(Source source) {
        Set<String> names = new LinkedHashSet<>();
        names.add(source.personColumn());
        names.addAll(source.ids().values());
        if (source.layout() == Source.Layout.LONG) {
            source.itemColumn().ifPresent(names::add);
            source.valueColumn().ifPresent(names::add);
            source.time()
                    .ifPresent(time -> source.columns().stream()
                            .filter(column -> column.name().equals(time))
                            .forEach(column -> names.add(column.from())));
        } else {
            source.columns().forEach(column -> names.add(column.from()));
        }
        source.joins().forEach(join -> names.addAll(join.on()));
        return names;
    }

    private static Dataset<Row> distinct(Dataset<Row> rows, List<String> own) {
        Column[] all = Stream.concat(own.stream(), Stream.of(InputRows.CORRUPT, InputRows.ROW))
                .map(InputRows::column)
                .toArray(Column[]::new);
        return rows.groupBy(all)
                .agg(count(lit(1)).as(COPIES), min(InputRows.FILE).as(InputRows.FILE));
    }

    private static Dataset<Row> withJoined(InputRows inputs, Source source, Source.Join join, Dataset<Row> rows) {
        List<String> names = new ArrayList<>(join.on());
        join.columns().stream().filter(name -> !names.contains(name)).forEach(names::add);
        String what = "File " + join.name() + " joined to source " + source.name();
        Dataset<Row> partners = inputs.readWhole(
                what,
                join.input(),
                join.origin(),
                names,
                "they have too few or too many fields, so that rows of the source would miss their partner");
        Column[] keys = join.on().stream().map(InputRows::column).toArray(Column[]::new);
        long twice = partners.groupBy(keys).count().where(col("count").gt(1)).count();
        if (twice > 0) {
            throw DramatisException.contract(
                    what + " (" + join.origin().position() + ") has " + twice + " keys more than once",
                    "a row of the source would be counted once for each of them",
                    "Make " + String.join(", ", join.on()) + " unique in "
                            + join.input().path());
        }
        Dataset<Row> taken = partners.drop(InputRows.FILE, InputRows.ROW, InputRows.CORRUPT)
                .withColumn(PARTNER + join.name(), lit(true));
        // A text against a number: the text may be none, and the row then has no partner.
        Dataset<Row> alike = rows;
        for (String key : join.on()) {
            if (!alike.schema()
                    .apply(key)
                    .dataType()
                    .equals(taken.schema().apply(key).dataType())) {
                alike = alike.withColumn(key, InputRows.column(key).cast(DataTypes.StringType));
                taken = taken.withColumn(key, InputRows.column(key).cast(DataTypes.StringType));
            }
        }
        return alike.join(taken, join.on().toArray(String[]::new), "left");
    }
}
