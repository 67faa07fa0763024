package io.dramatis.config;

import java.util.List;
import java.util.Optional;

/**
 * A ledger of consents; its column names are those of the file.
 *
 * @param name as the config has it
 * @param id kind of id in the person column
 * @param atColumn when it was said
 * @param formats patterns of the times, tried in turn; empty: ISO 8601
 * @param missing texts that count as no id and no purpose
 * @param withoutId what becomes of an entry that may be a no of somebody whom nobody can tell
 * @param signal what its rows say
 */
public record Ledger(
        String name,
        Input input,
        String id,
        String personColumn,
        String atColumn,
        List<String> formats,
        List<String> missing,
        WithoutId withoutId,
        Signal signal,
        Origin origin) {

    /** The run ends, or they are counted and told. */
    public enum WithoutId {
        STOP,
        IGNORE
    }

    /** As messages call it, such as {@code Consent ledger shop}; the one ledger of a study needs no name. */
    public String title() {
        return isOnlyOne() ? "Consent ledger" : "Consent ledger " + name;
    }

    /** As notes call it: {@code consent.ledger} or {@code consent.ledgers.shop}. */
    public String inputName() {
        return isOnlyOne() ? "consent.ledger" : "consent.ledgers." + name;
    }

    private boolean isOnlyOne() {
        return name.equals("ledger");
    }

    /** What a row says. */
    public sealed interface Signal {}

    /**
     * A status for a purpose, in words; they are in lower case here. A status that no list has is unclear.
     *
     * @param purposeSeparators texts that part the purposes of a cell
     * @param allPurposes words that stand for every purpose
     * @param expiresColumn absent: consents do not expire
     * @param sourceColumn where the consent was given
     * @param noticeVersionColumn what the person was told
     * @param granted statuses that say yes
     * @param refused statuses that say no
     * @param objected statuses that say no until a later yes of a table
     */
    public record Statuses(
            String purposeColumn,
            List<String> purposeSeparators,
            List<String> allPurposes,
            String statusColumn,
            Optional<String> expiresColumn,
            Optional<String> sourceColumn,
            Optional<String> noticeVersionColumn,
            List<String> granted,
            List<String> refused,
            List<String> objected)
            implements Signal {}

    /**
     * A consent string of the IAB's Transparency and Consent Framework, version 2.
     *
     * @param purposes of the framework that must all be consented
     * @param vendor of the framework's list that must be consented too
     */
    public record TcString(String column, List<Integer> purposes, Optional<Integer> vendor) implements Signal {}

    /** A Global Privacy Control signal: 1 opts out, all else that can be read says nothing. */
    public record Gpc(String column) implements Signal {}
}
