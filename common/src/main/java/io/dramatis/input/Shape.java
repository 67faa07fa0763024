package io.dramatis.input;

import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** The shape of a text: letters as a, digits as 9, cut to 24 characters. It tells what is wrong without the value. */
public final class Shape {
    private static final int LENGTH = 24;

    private Shape() {}

    /** The shape of one text. */
    public static String of(String text) {
        StringBuilder shape = new StringBuilder(LENGTH);
        text.codePoints().limit(LENGTH).forEach(point -> {
            switch (Character.getType(point)) {
                case Character.UPPERCASE_LETTER,
                        Character.LOWERCASE_LETTER,
                        Character.TITLECASE_LETTER,
                        Character.MODIFIER_LETTER,
                        Character.OTHER_LETTER -> shape.append('a');
                case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    shape.append('9');
                default -> shape.appendCodePoint(point);
            }
        });
        return shape.toString();
    }

    /** The shape of a column of texts; null where it is. */
    public static Column of(Column text) {
        UDF1<String, String> shape = value -> value == null ? null : of(value);
        return udf(shape, DataTypes.StringType).withName("shape").apply(text.cast(DataTypes.StringType));
    }
}
