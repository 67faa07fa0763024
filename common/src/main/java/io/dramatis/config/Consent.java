package io.dramatis.config;

import java.util.List;
import java.util.Optional;

/** On what ground people are in the study. */
public sealed interface Consent {

    /** The purpose that must be granted. */
    String purpose();

    /** One consent under which all the data were collected, in its own words. */
    record Blanket(String purpose, String basis) implements Consent {}

    /**
     * A table of consents; its column names are those of the file.
     *
     * @param id kind of id in the person column
     * @param expiresColumn absent: consents do not expire
     * @param formats patterns of the times, tried in turn
     * @param granted statuses that say yes, in lower case; every other is a no
     */
    record Ledger(
            String purpose,
            Input input,
            String id,
            String personColumn,
            String purposeColumn,
            String statusColumn,
            String atColumn,
            Optional<String> expiresColumn,
            List<String> formats,
            List<String> granted,
            Origin origin)
            implements Consent {}
}
