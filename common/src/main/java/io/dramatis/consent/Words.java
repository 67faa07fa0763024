package io.dramatis.consent;

import static org.apache.spark.sql.functions.udf;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** The words of a ledger as they are compared. */
final class Words {
    private static final Pattern AROUND = Pattern.compile("^[\\s\\p{Z}\\p{C}]+|[\\s\\p{Z}\\p{C}]+$");
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Words() {}

    /** A text without white space around it, seen or unseen. */
    static String trimmed(String text) {
        int last = text.length() - 1;
        boolean isBare = last >= 0 && isSeen(text.charAt(0)) && isSeen(text.charAt(last));
        return isBare ? text : AROUND.matcher(text).replaceAll("");
    }

    private static boolean isSeen(char c) {
        return c > ' ' && c < 0x7F;
    }

    /** The same in lower case and composed (NFC): the spellings of one word are one text. */
    static String plain(String text) {
        String lower = Normalizer.normalize(trimmed(text), Form.NFC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Form.NFC);
    }

    static List<String> plain(List<String> texts) {
        return texts.stream().map(Words::plain).distinct().toList();
    }

    /** Letters and digits alone, without accents: texts that look alike are one text. */
    static String loose(String text) {
        String apart = Normalizer.normalize(plain(text), Form.NFKD);
        return NO_LETTER.matcher(apart).replaceAll("");
    }

    /** Null where the text is. */
    static Column trimmed(Column text) {
        UDF1<String, String> trimmed = value -> value == null ? null : trimmed(value);
        return udf(trimmed, DataTypes.StringType).withName("trimmed").apply(text.cast(DataTypes.StringType));
    }

    /** Null where the text is. */
    static Column plain(Column text) {
        UDF1<String, String> plain = value -> value == null ? null : plain(value);
        return udf(plain, DataTypes.StringType).withName("plain").apply(text.cast(DataTypes.StringType));
    }
}
