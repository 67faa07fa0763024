package io.dramatis.input.text;

import java.text.Normalizer;
import java.util.Locale;

/** How names of columns are compared to find one that is spelled otherwise: case, blanks, - and _ do not count. */
public final class Spelling {
    private Spelling() {}

    /** Whether two names differ, but in such signs alone. */
    public static boolean isOther(String name, String other) {
        return !name.equals(other)
                && loose(name).equals(loose(other))
                && !loose(name).isEmpty();
    }

    private static String loose(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .replaceAll("[\\s\\p{Z}\\p{C}_-]", "")
                .toLowerCase(Locale.ROOT);
    }
}
