package io.dramatis.input;

import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.split;

import io.dramatis.config.Meaning;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Texts of an input as they are compared and stored: no blanks around them, seen or unseen, in Unicode's form C. */
public final class PlainText {
    /** A class of a regular expression: every blank that is trimmed. */
    public static final String BLANK = "[\\s\\p{Z}\\p{Cc}\\p{Cf}]";

    private PlainText() {}

    /**
     * The plain text of a column of texts; null where it is. Spark has no function for the normal form, and one of ours
     * costs the copy of each text to and fro: the code that Spark generates calls {@link #plain} instead.
     */
    public static Column of(Column text) {
        return ExpressionUtils.column(new StaticInvoke(
                PlainText.class,
                DataTypes.StringType,
                "plain",
                seq(List.of(ExpressionUtils.expression(text.cast(DataTypes.StringType)))),
                seq(List.of()),
                true,
                false,
                true,
                Option.empty()));
    }

    private static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }

    /** The plain text of a text. */
    public static UTF8String plain(UTF8String text) {
        int length = text.numBytes();
        if (length == 0) {
            return text;
        }
        boolean isPlain = isInside(text.getByte(0)) && isInside(text.getByte(length - 1));
        for (int i = 0; isPlain && i < length; i++) {
            // Bytes of other than ASCII signs are below 0.
            isPlain = text.getByte(i) >= 0;
        }
        return isPlain ? text : UTF8String.fromString(Meaning.plain(text.toString()));
    }

    private static boolean isInside(byte sign) {
        return sign > ' ' && sign != 0x7f;
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
