package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.input.InputName;
import io.dramatis.input.InputRows;
import io.dramatis.input.Note;
import io.dramatis.input.ReadInput;
import io.dramatis.input.Shape;
import io.dramatis.privacy.IdNormalisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A source's raw rows: its file with the files joined to it, exact copies counted and dropped. */
final class SourceRows {
    /** How many equal rows a row stands for. */
    static final String COPIES = "__copies";

    private static final String PARTNER = "__partner_";
    private static final String UNMATCHED = "__unmatched_";
    private static final String KEY = "__key_";

    private SourceRows() {}

    /**
     * A source that is being read.
     *
     * @param input its own file
     * @param rows columns as in the files, with {@link InputRows#AT}, {@link InputRows#CORRUPT} and copies
     * @param notes what is odd about the files joined to it
     */
    record Read(ReadInput input, Dataset<Row> rows, List<Note> notes) {}

    /** Reads the source; what came of it is told once the rows were read: see {@link ReadInput#account}. */
    static Read read(InputRows inputs, Study study, Source source) {
        List<String> own = own(source);
        ReadInput input = open(inputs, study, source, own);
        Dataset<Row> rows =
                source.keepDuplicates() ? input.rows().withColumn(COPIES, lit(1L)) : distinct(input.rows(), own);
        return joined(inputs, source, input, rows);
    }

    /** Reads the source where its rows are used before all of them were looked at. */
    static Dataset<Row> readSound(InputRows inputs, Study study, Source source) {
        Read read = read(inputs, study, source);
        read.input().account().requireSound();
        return read.rows();
    }

    /** The first rows of the source, copies not dropped. */
    static Read sample(InputRows inputs, Study study, Source source, int rows) {
        ReadInput input = open(inputs, study, source, own(source));
        return joined(inputs, source, input, input.rows().limit(rows).withColumn(COPIES, lit(1L)));
    }

    private static ReadInput open(InputRows inputs, Study study, Source source, List<String> own) {
        Map<String, String> separators = new HashMap<>();
        source.columns().forEach(column -> separators.put(column.from(), study.separator(source, column)));
        return inputs.read(InputName.of(source), source.input(), own, separators);
    }

    private static Read joined(InputRows inputs, Source source, ReadInput input, Dataset<Row> rows) {
        List<Note> notes = new ArrayList<>();
        Dataset<Row> joined = rows;
        for (Source.Join join : source.joins()) {
            joined = withJoined(inputs, source, join, joined, notes);
        }
        return new Read(input, joined, notes);
    }

    /** The column that is null where a row found no partner in the joined file. */
    static Column partner(Source.Join join) {
        return col(PARTNER + join.name());
    }

    /** STRING: the shape of the key of a row that found no partner in the joined file; null where it found one. */
    static Column unmatched(Source.Join join) {
        return col(UNMATCHED + join.name());
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
        return rows.groupBy(all).agg(count(lit(1)).as(COPIES), min(InputRows.AT).as(InputRows.AT));
    }

    private static Dataset<Row> withJoined(
            InputRows inputs, Source source, Source.Join join, Dataset<Row> rows, List<Note> notes) {
        List<String> names = new ArrayList<>(join.on());
        join.columns().stream().filter(name -> !names.contains(name)).forEach(names::add);
        InputName name = InputName.of(source, join);
        Dataset<Row> partners =
                inputs.readWhole(name, join.input(), names, Set.of(), notes).rows();
        List<String> keys = keys(join);
        Dataset<Row> keyed = withKeys(partners, join);
        long twice = keyed.where(keys.stream()
                        .map(key -> col(key).isNotNull())
                        .reduce(Column::and)
                        .orElseThrow())
                .groupBy(keys.stream().map(key -> col(key)).toArray(Column[]::new))
                .count()
                .where(col("count").gt(1))
                .count();
        if (twice > 0) {
            throw DramatisException.contract(
                    name.words() + " (" + join.origin().position() + ") has " + twice + " keys more than once",
                    "a row of the source would be counted once for each of them",
                    "Make " + String.join(", ", join.on()) + " unique in "
                            + join.input().path());
        }
        Dataset<Row> taken = keyed.drop(join.on().toArray(String[]::new))
                .drop(InputRows.AT, InputRows.ROW, InputRows.CORRUPT)
                .withColumn(PARTNER + join.name(), lit(true));
        return withKeys(rows, join)
                .join(taken, keys.toArray(String[]::new), "left")
                .withColumn(UNMATCHED + join.name(), when(partner(join).isNull(), shape(join)))
                .drop(keys.toArray(String[]::new));
    }

    private static List<String> keys(Source.Join join) {
        return IntStream.range(0, join.on().size()).mapToObj(k -> KEY + k).toList();
    }

    /**
     * Adds the keys by which rows meet: as ids are compared, so that 7.0 meets 7, whatever type each file has. A blank is
     * no key.
     */
    private static Dataset<Row> withKeys(Dataset<Row> rows, Source.Join join) {
        Dataset<Row> keyed = rows;
        for (int k = 0; k < join.on().size(); k++) {
            keyed = keyed.withColumn(
                    KEY + k, IdNormalisation.present(InputRows.column(join.on().get(k)), List.of()));
        }
        return keyed;
    }

    private static Column shape(Source.Join join) {
        return concat_ws(
                ", ",
                keys(join).stream()
                        .map(key -> coalesce(Shape.of(col(key)), lit("")))
                        .toArray(Column[]::new));
    }
}
