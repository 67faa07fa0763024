package io.dramatis.input;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source.Notation;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * Numbers as people write them: a sign, ASCII digits, a decimal mark, an exponent. Spark's cast has Java's grammar, to
 * which {@code 730D} is a number; here it is none, nor is hexadecimal, {@code NaN}, {@code Infinity} or {@code 1_000}.
 */
public final class Numerals {
    private static final String EXPONENT = "(?:[eE][+-]?[0-9]{1,6})?";

    /** What needs no look at its size; spreadsheets write 3.0 for 3. */
    private static final String SHORT_INTEGER = "^[+-]?[0-9]{1,18}(?:[.]0*)?\\z";

    private static final String SHORT_DECIMAL = "^[+-]?(?:[0-9]{1,300}(?:[.][0-9]*)?|[.][0-9]+)\\z";
    private static final String NUMBER = "^[+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)" + EXPONENT + "\\z";
    private static final String NOT_A_NUMBER = "(?i)^[+-]?(?:nan|inf(?:inity)?)\\z";

    /** Blanks that group digits: also those that do not break, and the thin one. */
    private static final String BLANKS = " \u00a0\u202f\u2009";

    private static final String APOSTROPHES = "'\u2019";

    private Numerals() {}

    /**
     * LONG of a text, also of one such as 3.0 or 3e2; null where it is none, has a fraction or is too large.
     *
     * @param text without blanks around it
     */
    public static Column integer(Column text, Notation notation) {
        Column plain = plain(text, notation);
        Column exact = plain.try_cast(DataTypes.createDecimalType(38, 18));
        return is(
                text,
                notation,
                when(plain.rlike(SHORT_INTEGER), substring_index(plain, ".", 1).try_cast(DataTypes.LongType))
                        .when(
                                plain.rlike(NUMBER),
                                when(exact.equalTo(floor(exact)), exact.try_cast(DataTypes.LongType))));
    }

    /**
     * DOUBLE of a text; null where it is none, or larger than any double.
     *
     * @param text without blanks around it
     */
    public static Column decimal(Column text, Notation notation) {
        Column plain = plain(text, notation);
        Column number = plain.try_cast(DataTypes.DoubleType);
        return is(
                text,
                notation,
                when(plain.rlike(SHORT_DECIMAL), number)
                        .when(plain.rlike(NUMBER), when(abs(number).lt(Double.POSITIVE_INFINITY), number)));
    }

    /** BOOLEAN: a text that says that it is no number, or an infinite one. */
    public static Column isNotANumber(Column text) {
        return text.rlike(NOT_A_NUMBER);
    }

    /** The column where the text is of the notation. */
    private static Column is(Column text, Notation notation, Column number) {
        if (notation.isPlain()) {
            return number;
        }
        String mark = "[" + notation.decimalMark() + "]";
        String grouped = notation.grouping().isEmpty()
                ? ""
                : "[0-9]{1,3}(?:[" + grouping(notation) + "][0-9]{3})+(?:" + mark + "[0-9]*)?|";
        String declared =
                "^[+-]?(?:" + grouped + "[0-9]+(?:" + mark + "[0-9]*)?|" + mark + "[0-9]+)" + EXPONENT + "\\z";
        return when(text.rlike(declared), number);
    }

    /** With a point, and without signs between the digits. */
    private static Column plain(Column text, Notation notation) {
        return notation.isPlain() ? text : translate(text, notation.decimalMark() + grouping(notation), ".");
    }

    private static String grouping(Notation notation) {
        return switch (notation.grouping()) {
            case " " -> BLANKS;
            case "'" -> APOSTROPHES;
            default -> notation.grouping();
        };
    }
}
