package io.dramatis.jobs.demo;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was written, to be compared with what a run makes of it.
 *
 * @param directory of the data
 * @param truth file with {@code customer_id, persona}
 * @param people in the population
 * @param notConsented of them, as of {@link DemoData#AS_OF}
 * @param sources by name
 */
public record Written(Path directory, Path truth, int people, int notConsented, Map<String, Source> sources) {

    /** Rows of all sources. */
    public long rows() {
        return sources.values().stream().mapToLong(Source::rows).sum();
    }

    /**
     * A source.
     *
     * @param rows all that stand in its files: sound, broken and copied ones
     * @param broken rows by what is wrong with them; each has one fault
     * @param duplicates exact copies of sound rows, beyond the first
     * @param late sound rows after {@link DemoData#AS_OF}, which no feature may use
     */
    public record Source(long rows, Map<Defect, Long> broken, long duplicates, long late) {
        /** Broken rows of all kinds. */
        public long brokenRows() {
            return broken.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The row count of one source, while it is written. */
    static final class Tally {
        private final Map<Defect, Long> broken = new EnumMap<>(Defect.class);
        private long rows;
        private long duplicates;
        private long late;

        void row() {
            rows++;
        }

        void broken(Defect defect) {
            rows++;
            broken.merge(defect, 1L, Long::sum);
        }

        void duplicate() {
            rows++;
            duplicates++;
        }

        void late() {
            late++;
        }

        Source source() {
            return new Source(rows, Map.copyOf(broken), duplicates, late);
        }
    }
}
