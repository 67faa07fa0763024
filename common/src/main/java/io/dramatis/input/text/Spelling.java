package io.dramatis.input.text;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** Names in other spellings than some known ones, told without comparing each with each. */
    public static final class Others {
        private final Map<String, Set<String>> bySpelling;

        public Others(Collection<String> known) {
            this.bySpelling = known.stream().collect(Collectors.groupingBy(Spelling::loose, Collectors.toSet()));
        }

        /** Whether the name is one of the known ones but for its spelling. */
        public boolean contain(String name) {
            String loose = loose(name);
            return !loose.isEmpty()
                    && bySpelling.getOrDefault(loose, Set.of()).stream().anyMatch(known -> !known.equals(name));
        }
    }

    /** A name without such signs. */
    public static String loose(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return UNCOUNTED.matcher(plain).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
