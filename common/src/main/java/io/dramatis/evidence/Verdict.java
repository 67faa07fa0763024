package io.dramatis.evidence;

import java.util.Locale;

/**
 * What may be said of a group, in the words of Dolnicar, Gruen and Leisch (<i>Market Segmentation Analysis</i>, 2018).
 */
public enum Verdict {
    /** Stands apart from the others, and comes back in other samples of the same people. */
    NATURAL,
    /** Comes back, but there is no gap: a useful cut of a continuum. */
    REPRODUCIBLE,
    /** Neither: a cut that the method made. */
    CONSTRUCTIVE,
    /** Too few people to say, or a claim that cannot be tested on such data. */
    WITHHELD;

    /** What must be said with a reproducible group wherever it is shown. */
    public static final String CAUTION = "a useful cut of a continuum, not a natural group";

    /** As tables and config write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
