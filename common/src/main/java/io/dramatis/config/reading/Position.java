package io.dramatis.config.reading;

import com.typesafe.config.ConfigOrigin;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a file.
 *
 * @param included 0 for the study file itself, 1 for a file that it includes
 * @param line from 1; 0 for the file as a whole
 */
record Position(int included, String file, int line) implements Comparable<Position> {
    private static final Pattern IN_A_FILE = Pattern.compile("(?:merge of )?([^,]+?): (\\d+)(?:-(\\d+))?");

    /** Where a value stands; empty where it comes from the environment or from the defaults. */
    static Optional<Position> of(ConfigOrigin origin, String mainFile) {
        return of(origin, mainFile, false);
    }

    /** The same for a value that is said several times: where it is said last. */
    static Optional<Position> lastOf(ConfigOrigin origin, String mainFile) {
        return of(origin, mainFile, true);
    }

    private static Optional<Position> of(ConfigOrigin origin, String mainFile, boolean isLast) {
        // A merged value tells the places of all its parts.
        for (String part : origin.description().split(",")) {
            Matcher place = IN_A_FILE.matcher(part);
            if (place.matches() && !place.group(1).startsWith("reference.conf @")) {
                String file = place.group(1);
                String line = isLast && place.group(3) != null ? place.group(3) : place.group(2);
                return Optional.of(new Position(file.equals(mainFile) ? 0 : 1, file, Integer.parseInt(line)));
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(Position other) {
        return Comparator.comparingInt(Position::included)
                .thenComparing(Position::file)
                .thenComparingInt(Position::line)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
