package io.dramatis.privacy;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is left of an id without that by which files spell one id in two ways: blanks, upper and lower case, full-width
 * letters and digits, leading zeros, the {@code .0} of a number that became a float. Two ids of one loose form need not
 * be one person's: they may be told, and a no under one may count for the other, but they never link.
 */
public final class LooseIds {
    /** Zeros before a digit, at the start or behind a prefix of letters: 007, C0001, c-0001. */
    private static final Pattern ZEROS = Pattern.compile("^(\\p{L}*[-_./#]?)0+(?=[0-9])");

    private static final Pattern FRACTION = Pattern.compile("^([^0-9]*[0-9]+)[.]0*$");

    private LooseIds() {}

    /** The loose form of an id; applied twice it gives the same as once. */
    public static String loose(String id) {
        if (isLoose(id)) {
            return id;
        }
        if (isPlain(id)) {
            return withoutZeros(id.toLowerCase(Locale.ROOT));
        }
        StringBuilder seen = new StringBuilder(id.length());
        Normalizer.normalize(id, Normalizer.Form.NFKC)
                .codePoints()
                .filter(point -> !IdNormalisation.isBlank(point))
                .forEach(seen::appendCodePoint);
        // Lower case can take an accent apart, and a blank between the two kept them apart.
        String lower = Normalizer.normalize(seen.toString().toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
        String whole = FRACTION.matcher(lower).replaceFirst("$1");
        return ZEROS.matcher(whole).replaceFirst("$1");
    }

    /** ASCII without blanks and dots: a customer's number, as most are. */
    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == '.') {
                return false;
            }
        }
        return true;
    }

    /** As {@link #ZEROS} does it, of plain text; each event of a web shop comes by here. */
    private static String withoutZeros(String id) {
        int begin = 0;
        while (begin < id.length() && id.charAt(begin) >= 'a' && id.charAt(begin) <= 'z') {
            begin++;
        }
        if (begin < id.length() && "-_/#".indexOf(id.charAt(begin)) >= 0) {
            begin++;
        }
        int end = begin;
        while (end + 1 < id.length() && id.charAt(end) == '0' && isDigit(id.charAt(end + 1))) {
            end++;
        }
        return end == begin ? id : id.substring(0, begin) + id.substring(end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Told without a regular expression, since almost every id is: ASCII, no capital, no blank, no zero ahead of a digit. */
    private static boolean isLoose(String id) {
        boolean isAhead = true;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c >= 0x7F || (c >= 'A' && c <= 'Z')) {
                return false;
            }
            if (c >= '0' && c <= '9') {
                if (isAhead && c == '0' && i + 1 < id.length()) {
                    return false;
                }
                isAhead = false;
            }
        }
        return id.isEmpty() || (id.charAt(id.length() - 1) != '.' && !id.endsWith("0")) || id.indexOf('.') < 0;
    }
}
