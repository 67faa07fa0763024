package io.dramatis.input;

import static org.apache.spark.sql.functions.char_length;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Meaning;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/** Texts of an input as they are compared and stored: no blanks around them, seen or unseen, in Unicode's form C. */
public final class PlainText {
    /** A class of a regular expression: every blank that is trimmed. */
    public static final String BLANK = "[\\s\\p{Z}\\p{Cc}\\p{Cf}]";

    private static final String ASCII_BLANKS =
            IntStream.rangeClosed(0, 0x20).mapToObj(Character::toString).collect(Collectors.joining()) + "\u007f";

    private static final UserDefinedFunction PLAIN = udf(
                    (UDF1<String, String>) text -> text == null ? null : Meaning.plain(text), DataTypes.StringType)
            .withName("plain");

    private PlainText() {}

    /** The plain text of a column of texts; null where it is. Spark has no function for the normal form. */
    public static Column of(Column text) {
        return when(octet_length(text).equalTo(char_length(text)), trim(text, ASCII_BLANKS))
                .otherwise(PLAIN.apply(text));
    }

    /**
     * The answers of a text that has several: an array of plain texts, without empty ones.
     *
     * @param text plain, or null
     * @param missing answers that count as none
     */
    public static Column parts(Column text, String separator, List<String> missing) {
        Object[] none =
                Stream.concat(Stream.of(""), missing.stream()).distinct().toArray();
        Column parts = split(text, BLANK + "*" + Pattern.quote(separator) + BLANK + "*");
        return filter(parts, part -> not(part.isin(none)));
    }
}
