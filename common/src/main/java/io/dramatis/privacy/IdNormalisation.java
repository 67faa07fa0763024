package io.dramatis.privacy;

import static org.apache.spark.sql.functions.udf;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.dramatis.config.Identity;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Brings the spellings of one id to one text. Applied twice it gives the same as once.
 *
 * <p>Blanks around an id, seen or unseen, are none of it, whatever the kind; nor is what a floating number puts to a whole
 * one: 100000.0 and 1.0E5 are 100000, since whole numbers with a gap among them come as floats from many a tool. Leading
 * zeros stay. A number that a tool has rounded (1.23457E+11) is no id: other ids look the same.
 *
 * <p>Texts that Unicode calls the same (NFC) are the same id. E-mails and phones are typed by people, so that their
 * compatible forms (NFKC: full-width letters and digits) are the same too; other ids are opaque, and stay apart.
 */
public final class IdNormalisation {
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** What a reader puts where bytes are no UTF-8: two different ids would look alike. */
    private static final int REPLACEMENT = 0xFFFD;

    private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]+)[.]0+");
    private static final Pattern POWER = Pattern.compile("[+-]?[0-9]([.][0-9]+)?[eE]([+]?)([0-9]{1,4})");

    /** From here on a floating number of 64 bits has gaps between whole numbers. */
    private static final BigDecimal EXACT = BigDecimal.valueOf(1L << 53);

    /** A spreadsheet writes numbers from so many digits on as powers, and rounds them. */
    private static final int SPREADSHEET = 11;

    private IdNormalisation() {}

    /** Adds nothing and takes only what no text means: blanks around it, and the fraction of a whole number. */
    public static String plain(String text) {
        String trimmed = trimmed(text);
        return number(trimmed).orElse(trimmed);
    }

    /** {@link #plain(String)} of a column of any type; null where it is. */
    public static Column plain(Column text) {
        UDF1<String, String> plain = value -> value == null ? null : plain(value);
        return udf(plain, DataTypes.StringType).withName("plain").apply(text.cast(DataTypes.StringType));
    }

    /**
     * A column of ids, plain; null where it is blank or one of the words that are no id.
     *
     * @param missing as a config has them
     */
    public static Column present(Column id, List<String> missing) {
        Set<String> words = missing.stream().map(IdNormalisation::plain).collect(Collectors.toUnmodifiableSet());
        UDF1<String, String> present = value -> {
            String text = value == null ? "" : plain(value);
            return text.isEmpty() || words.contains(text) ? null : text;
        };
        return udf(present, DataTypes.StringType).withName("present_id").apply(id.cast(DataTypes.StringType));
    }

    /** The normalised id; empty when it is blank, or broken for its kind. */
    public static Optional<String> normalised(String id, Identity.Kind kind) {
        return normalised(id, kind.normalise(), kind.region());
    }

    static Optional<String> normalised(String id, List<Identity.Normalisation> steps, String region) {
        if (id.codePoints().anyMatch(c -> c == REPLACEMENT || Character.getType(c) == Character.SURROGATE)) {
            return Optional.empty();
        }
        Optional<String> text = number(trimmed(composed(id)));
        for (Identity.Normalisation step : steps) {
            text = text.flatMap(value -> applied(step, value, region));
        }
        return text.filter(value -> !trimmed(value).isEmpty());
    }

    /** A whole number in digits alone, any other text as it is; empty where it is a number that was rounded. */
    private static Optional<String> number(String text) {
        if (text.indexOf('.') < 0 && text.indexOf('+') < 0) {
            return Optional.of(text);
        }
        Matcher whole = WHOLE.matcher(text);
        if (whole.matches()) {
            return Optional.of(whole.group(1));
        }
        Matcher power = POWER.matcher(text);
        // 12E5 may be any code; nobody but a number has a fraction or a sign there.
        if (!power.matches() || (power.group(1) == null && power.group(2).isEmpty())) {
            return Optional.of(text);
        }
        BigDecimal number = new BigDecimal(text);
        boolean isBySpreadsheet = !power.group(2).isEmpty() && Integer.parseInt(power.group(3)) >= SPREADSHEET;
        if (isBySpreadsheet || number.abs().compareTo(EXACT) >= 0) {
            return Optional.empty();
        }
        boolean isWhole = number.stripTrailingZeros().scale() <= 0;
        return Optional.of(isWhole ? number.toBigInteger().toString() : text);
    }

    private static Optional<String> applied(Identity.Normalisation step, String text, String region) {
        return switch (step) {
            case TRIM -> Optional.of(trimmed(text));
            case LOWER_CASE -> Optional.of(lowerCase(text));
            case EMAIL -> email(text);
            case PHONE -> phone(text, region);
        };
    }

    private static Optional<String> email(String text) {
        String email = trimmed(lowerCase(compatible(text)));
        int at = email.indexOf('@');
        boolean whole = at > 0
                && at < email.length() - 1
                && email.indexOf('@', at + 1) < 0
                && email.codePoints().noneMatch(IdNormalisation::isBlank);
        return whole ? Optional.of(email) : Optional.empty();
    }

    private static Optional<String> phone(String text, String region) {
        try {
            PhoneNumber number = PHONES.parse(trimmed(compatible(text)), region.isBlank() ? null : region);
            if (!PHONES.isValidNumber(number)) {
                return Optional.empty();
            }
            // E.164 has no extensions, but the people behind one switchboard are not one person.
            String extension = number.hasExtension() ? ";ext=" + number.getExtension() : "";
            return Optional.of(PHONES.format(number, PhoneNumberFormat.E164) + extension);
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    private static String lowerCase(String text) {
        return composed(text.toLowerCase(Locale.ROOT));
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (end > start && isBlank(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    /** White space, and what cannot be seen: byte order marks, zero-width spaces, control characters. */
    static boolean isBlank(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
