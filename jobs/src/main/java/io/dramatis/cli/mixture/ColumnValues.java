package io.dramatis.cli.mixture;

import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.dramatis.input.Shape;
import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the values of a column are, counted over all rows: from texts, whose type nobody declares, or from values of a type.
 * The same whatever the order of the rows.
 */
final class ColumnValues implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What people write for a number; Java would take {@code 12D}, {@code 0x1p3} and {@code NaN} as well. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");

    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern INFINITY = Pattern.compile("[+-]?(inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "null", "nan");

    /** What a column holds, from all its values. */
    enum Kind {
        NOTHING,
        /** As {@code -12}, within 32 bits. */
        INTEGER,
        /** As {@code -12}, within 64 bits. */
        LONG,
        NUMBER,
        FLAG,
        TEXT
    }

    private long given;
    private long integers;
    private long numbers;
    private long infinite;
    private long flags;
    private long whole;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private String oddShape = "";

    /** Of each column, in one pass. */
    static ColumnValues[] of(Dataset<Row> rows) {
        int columns = rows.columns().length;
        return rows.javaRDD().treeAggregate(none(columns), ColumnValues::with, ColumnValues::both);
    }

    private static ColumnValues[] none(int columns) {
        ColumnValues[] none = new ColumnValues[columns];
        for (int i = 0; i < columns; i++) {
            none[i] = new ColumnValues();
        }
        return none;
    }

    private static ColumnValues[] with(ColumnValues[] all, Row row) {
        for (int i = 0; i < all.length; i++) {
            if (row.get(i) != null) {
                all[i].add(row.get(i));
            }
        }
        return all;
    }

    private static ColumnValues[] both(ColumnValues[] one, ColumnValues[] other) {
        for (int i = 0; i < one.length; i++) {
            one[i].add(other[i]);
        }
        return one;
    }

    /** Whether a text in a column of numbers stands for no value. */
    private static boolean isMissing(String text) {
        return text.length() < 5 && MISSING.contains(text.toLowerCase(Locale.ROOT));
    }

    /** The text where it stands for a value, else null. */
    static Column given(Column text) {
        return when(not(lower(text).isin(MISSING.toArray())), text);
    }

    private void add(Object value) {
        if (value instanceof String text) {
            add(text);
        } else if (!(value instanceof Number number)) {
            given++;
        } else if (!Double.isNaN(number.doubleValue())) {
            given++;
            addNumber(number.doubleValue());
        }
    }

    private void add(String text) {
        if (isMissing(text)) {
            return;
        }
        given++;
        if (NUMBER.matcher(text).matches()) {
            integers += INTEGER.matcher(text).matches() ? 1 : 0;
            addNumber(Double.parseDouble(text));
        } else if (INFINITY.matcher(text).matches()) {
            infinite++;
        } else if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            flags++;
        } else {
            String shape = Shape.of(text);
            oddShape = oddShape.isEmpty() || shape.compareTo(oddShape) < 0 ? shape : oddShape;
        }
    }

    private void addNumber(double number) {
        if (Double.isInfinite(number)) {
            infinite++;
            return;
        }
        numbers++;
        if (number == Math.rint(number)) {
            whole++;
            least = Math.min(least, number);
            most = Math.max(most, number);
        }
    }

    private void add(ColumnValues other) {
        given += other.given;
        integers += other.integers;
        numbers += other.numbers;
        infinite += other.infinite;
        flags += other.flags;
        whole += other.whole;
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
        boolean isFirst = oddShape.isEmpty() || (!other.oddShape.isEmpty() && other.oddShape.compareTo(oddShape) < 0);
        oddShape = isFirst ? other.oddShape : oddShape;
    }

    /** What texts are; infinite values are left to the engine, which refuses them. */
    Kind kind() {
        if (given == 0) {
            return Kind.NOTHING;
        }
        if (numbers > 0 && integers == given) {
            return least < Integer.MIN_VALUE || most > Integer.MAX_VALUE ? Kind.LONG : Kind.INTEGER;
        }
        if (numbers > 0 && numbers + infinite == given) {
            return Kind.NUMBER;
        }
        return flags == given ? Kind.FLAG : Kind.TEXT;
    }

    /** How many rows have a value. */
    long given() {
        return given;
    }

    /** How many of them have no number, where most have one. */
    long odd() {
        long odd = given - numbers - infinite;
        return odd * 2 < given ? odd : 0;
    }

    /** The shape of one of the texts that are no numbers. */
    Optional<String> oddShape() {
        return oddShape.isEmpty() ? Optional.empty() : Optional.of(oddShape);
    }

    /** Whether all values are whole numbers. */
    boolean isWhole() {
        return given > 0 && whole == given;
    }

    /** Whether they would be one after the other, were no two alike. */
    boolean isRun() {
        return isWhole() && most - least == given - 1;
    }
}
