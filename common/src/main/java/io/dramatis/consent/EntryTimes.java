package io.dramatis.consent;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import io.dramatis.input.IsoTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The times of a ledger's entries: a text names a span, of a day where it tells no more, of a moment where it does. */
final class EntryTimes {
    /** Nobody's consent is older; files have 1900, 1970 or the year 25 where they have no time. */
    private static final Instant EARLIEST = Instant.parse("1980-01-01T00:00:00Z");

    /** Nothing was said later: 9999 stands for no time, 2205 is a slip. */
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /** A time of the day without seconds, as ISO 8601 has it. */
    private static final String MINUTE = "^[0-9-]{8,10}[Tt ][0-9]{2}:?[0-9]{2}(?: ?[^0-9:.,].*)?\\z";

    /** How long a span is, by what a pattern or a text tells last. */
    private enum Step {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        MINUTE,
        MOMENT;

        static Step of(String pattern) {
            String letters = pattern.replaceAll("'[^']*'", "");
            return letters.contains("s") || letters.contains("S")
                    ? MOMENT
                    : letters.contains("m")
                            ? MINUTE
                            : letters.matches(".*[HhKk].*")
                                    ? HOUR
                                    : letters.matches(".*[dD].*") ? DAY : letters.matches(".*[ML].*") ? MONTH : YEAR;
        }
    }

    private EntryTimes() {}

    /**
     * TIMESTAMP: the first moment that a value may mean; null where it cannot be read.
     *
     * @param value as the file has it, of whatever type; texts trimmed
     * @param formats tried in turn; none: ISO 8601
     */
    static Column first(Column value, DataType type, List<String> formats) {
        if (isTime(type)) {
            return value.try_cast(DataTypes.TimestampType);
        }
        // A number is no time by itself: seconds or milliseconds, nobody can tell. A format may still read it.
        Column text = value.cast(DataTypes.StringType);
        return formats.stream()
                .map(format -> try_to_timestamp(text, lit(format)))
                .reduce((first, second) -> coalesce(first, second))
                .orElseGet(() -> IsoTimes.timestamp(text));
    }

    /** STRING: how long the span is that a value means; what {@link #last} takes. */
    static Column step(Column value, DataType type, List<String> formats) {
        if (isTime(type)) {
            return lit((type.equals(DataTypes.DateType) ? Step.DAY : Step.MOMENT).name());
        }
        Column text = value.cast(DataTypes.StringType);
        if (formats.isEmpty()) {
            return when(IsoTimes.isCoarse(text), Step.DAY.name())
                    .when(text.rlike(MINUTE), Step.MINUTE.name())
                    .otherwise(Step.MOMENT.name());
        }
        List<Step> steps = formats.stream().map(Step::of).toList();
        if (steps.stream().distinct().count() == 1) {
            return lit(steps.get(0).name());
        }
        List<Column> read = new ArrayList<>();
        for (int f = 0; f < steps.size(); f++) {
            read.add(when(
                    try_to_timestamp(text, lit(formats.get(f))).isNotNull(),
                    steps.get(f).name()));
        }
        return coalesce(read.toArray(Column[]::new));
    }

    /** TIMESTAMP: the last moment of a span; null where its first is. */
    static Column last(Column first, Column step) {
        Optional<Column> last = Optional.empty();
        for (Step one : Step.values()) {
            if (one != Step.MOMENT) {
                Column end = first.plus(expr("INTERVAL '1' " + one.name())).minus(expr("INTERVAL '0.000001' SECOND"));
                last = Optional.of(last.map(so -> so.when(step.equalTo(one.name()), end))
                        .orElseGet(() -> when(step.equalTo(one.name()), end)));
            }
        }
        return last.orElseThrow().otherwise(first);
    }

    /** The time, unless nobody can have said anything at it. */
    static Column plausible(Column time) {
        return when(time.geq(lit(EARLIEST)).and(time.lt(lit(LATEST))), time);
    }

    private static boolean isTime(DataType type) {
        return type.equals(DataTypes.TimestampType)
                || type.equals(DataTypes.TimestampNTZType)
                || type.equals(DataTypes.DateType);
    }
}
