package io.dramatis.input.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** How names of columns are compared to find one that is spelled otherwise: case, blanks, - and _ do not count. */
public final class Spelling {
    private static final Pattern UNCOUNTED = Pattern.compile("[\\s\\p{Z}\\p{C}_-]");

    private Spelling() {}

    /** Whether two names differ, but in such signs alone. */
    public static boolean isOther(String name, String other) {
        return !name.equals(other)
                && loose(name).equals(loose(other))
                && !loose(name).isEmpty();
    }

    /** A name without such signs. */
    public static String loose(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return UNCOUNTED.matcher(plain).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
