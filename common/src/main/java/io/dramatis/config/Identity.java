package io.dramatis.config;

import java.util.List;
import java.util.Map;

/**
 * The ids by which people are known.
 *
 * @param person the kind of id that names a person where several are linked
 * @param kinds every kind, by name
 * @param links id maps beside those that the sources' own ids give
 * @param maxIds a larger knot of linked ids is no person
 * @param maxPeoplePerId an id that ties more people together than this links nobody
 */
public record Identity(String person, Map<String, Kind> kinds, List<Link> links, int maxIds, int maxPeoplePerId) {

    /** What is done to an id before it becomes a pseudonym. */
    public enum Normalisation {
        /** Nothing more: blanks around an id are never part of it. */
        TRIM,
        LOWER_CASE,
        /** Trimmed, in lower case; without an @ it is broken. */
        EMAIL,
        /** E.164, by libphonenumber; without a + the number is of the kind's region. */
        PHONE
    }

    /**
     * A kind of id.
     *
     * @param region ISO 3166 code of phone numbers without a country; empty for other kinds
     */
    public record Kind(String name, List<Normalisation> normalise, String region) {}

    /**
     * An id map: each row says that its ids are one person's.
     *
     * @param ids column by kind of id, in the order of the file; two at least
     * @param missing texts that count as no id
     */
    public record Link(String name, Input input, Map<String, String> ids, List<String> missing, Origin origin) {}
}
