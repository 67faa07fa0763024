package io.dramatis.config;

import java.util.List;
import java.util.Optional;

/** On what ground people are in the study. */
public sealed interface Consent {

    /** The purpose that must be granted. */
    String purpose();

    /** Who is too young; empty where age does not matter. */
    Optional<MinimumAge> minimumAge();

    /** The purpose for which people must have consented explicitly before a special or protected column is used of them. */
    default Optional<String> explicitPurpose() {
        return Optional.empty();
    }

    /** The ledgers in which people's words stand; none where one consent covers all. */
    default List<Ledger> ledgers() {
        return List.of();
    }

    /** One consent under which all the data were collected, in its own words. */
    record Blanket(String purpose, String basis, Optional<MinimumAge> minimumAge) implements Consent {}

    /** What each person said, in one ledger or several. */
    record OfLedgers(
            String purpose, Optional<String> explicitPurpose, List<Ledger> ledgers, Optional<MinimumAge> minimumAge)
            implements Consent {}

    /**
     * How old people must be at as-of.
     *
     * @param source that tells it
     * @param column of that source: a date of birth, or a year, which counts as its last day
     * @param isUnknownAllowed whether somebody of unknown age is in
     */
    record MinimumAge(int years, String source, String column, boolean isUnknownAllowed, Origin origin) {}
}
