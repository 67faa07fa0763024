package io.dramatis.privacy;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.dramatis.config.Identity;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings the spellings of one id to one text. Applied twice it gives the same as once.
 *
 * <p>Texts that Unicode calls the same (NFC) are the same id. E-mails and phones are typed by people, so that their
 * compatible forms (NFKC: full-width letters and digits) are the same too; other ids are opaque, and stay apart.
 */
public final class IdNormalisation {
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** What a reader puts where bytes are no UTF-8: two different ids would look alike. */
    private static final int REPLACEMENT = 0xFFFD;

    private IdNormalisation() {}

    /** The normalised id; empty when it is blank, or broken for its kind. */
    public static Optional<String> normalised(String id, Identity.Kind kind) {
        return normalised(id, kind.normalise(), kind.region());
    }

    static Optional<String> normalised(String id, List<Identity.Normalisation> steps, String region) {
        if (id.codePoints().anyMatch(c -> c == REPLACEMENT || Character.getType(c) == Character.SURROGATE)) {
            return Optional.empty();
        }
        Optional<String> text = Optional.of(composed(id));
        for (Identity.Normalisation step : steps) {
            text = text.flatMap(value -> applied(step, value, region));
        }
        return text.filter(value -> !trimmed(value).isEmpty());
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
