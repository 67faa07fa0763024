package io.dramatis.input;

import java.util.Locale;

/** What can be odd about an input without ending a run; each has a row in docs/notices.md. */
public enum NoteKind {
    // ---- files
    FILE_SKIPPED(
            "a file or folder whose name begins with _ or . is not read",
            "Nothing, where it is no data; else name the file itself in `path`, or give it another name"),
    FILE_EMPTY("a file without a row", "Nothing, where nothing was delivered; else deliver it again"),
    HEADERS_DIFFER(
            "a file has other columns than the first file of the input, beside the declared ones",
            "Nothing, where that is meant; rows are compared by the names of all their columns"),
    COLUMN_MISSING_IN_FILE(
            "no row of the file has the declared column: it counts as missing there",
            "Deliver the file with the column, or make the file a source of its own"),
    COLUMN_OF_OTHER_CASE(
            "the file has the declared column in another spelling (upper and lower case, blanks): it is not read",
            "Rename it in the file, or take the other spelling as `from`"),
    COLUMN_OF_OTHER_TYPE(
            "the file has the declared column in another type than the first file has",
            "Deliver the files in one type"),
    HEADER_CELL_EMPTY(
            "columns without a name, which are not read",
            "Nothing, where nobody needs them; else name them in the file, or take the first column as _c0, the second as _c1"),
    HEADER_CELL_TWICE(
            "columns of one name, which are not read",
            "Nothing, where nobody needs them; else give each a name of its own"),
    // ---- rows
    LINES_BLANK("blank lines, which are no rows", "Nothing"),
    QUOTE_IN_TEXT(
            "values with a quote inside that do not begin with one: the quote is part of the value",
            "Nothing, where it is meant (inches); else put the value in quotes"),
    ROWS_OVER_LINES("rows that run over several lines, since values hold line breaks", "Nothing, where it is meant"),
    ROWS_BROKEN("rows that cannot be taken apart; each is rejected", "Correct the file"),
    BYTES_NOT_TEXT(
            "rows with bytes that are no text of the encoding; each is rejected",
            "Set the encoding that the file has, such as encoding = \"windows-1252\""),
    REPLACEMENT_CHARACTERS(
            "rows with the character U+FFFD: somebody before read them in a wrong encoding",
            "Deliver them again from where they were still whole"),
    VALUES_JOINED("values that are lists, whose parts were joined with the separator", "Nothing"),
    // ---- values
    ANSWERS_UNMATCHED(
            "answers that match no declared choice or level: missing, and no 0",
            "Declare the choice as the file has it, or correct the answers"),
    CHOICE_OF_NOBODY("a declared choice or level that no answer has", "Look whether the file spells it otherwise"),
    // ---- ids
    IDS_MEET_NOBODY(
            "no id of the input is in any other input of the study",
            "Look at how the two spell their ids, and at the kind of id that the study declares"),
    IDS_DIFFER_SLIGHTLY(
            "ids that would meet another input's but for leading zeros, upper and lower case, or blanks",
            "Spell them alike, or declare how the kind is to be normalised"),
    ID_OF_MANY(
            "ids that tie more people than max-people-per-id: not used to link",
            "Look whether it is a shared address or a placeholder; declare placeholders as `missing`"),
    IDS_IN_KNOT("ids in knots of more than max-ids linked ids: their links are not used", "As for id-of-many"),
    ROWS_WITHOUT_PARTNER(
            "rows that found no partner in the joined file: its columns are missing there",
            "Deliver the partners, or look at how the two files spell the key"),
    // ---- which of two
    TIES("rows of one person, of one time, that say different things", "Declare columns in `tie-break`"),
    // ---- consent
    CONSENT_UNKNOWN_STATUS(
            "entries with an unknown status or signal, each a no",
            "Name it in the ledger's `granted`, `refused` or `objected`; a signal is 1, true, 0, false or nothing"),
    CONSENT_UNREADABLE_TIME(
            "entries without a time that can be read, each a no for good", "Declare the time's pattern in `formats`"),
    CONSENT_COARSE_TIME(
            "entries with a day and no time beside another on that day: which is later cannot be told, so any no counts",
            "Deliver times"),
    CONSENT_UNREADABLE_END("entries with an end that cannot be read, each a no", "Declare its pattern in `formats`"),
    CONSENT_OF_FUTURE("entries of the future, which say nothing yet", "Look at the clock and the time zone"),
    CONSENT_OF_NOBODY("entries without a valid id, which are nobody's", "Correct the ledger"),
    CONSENT_WITHOUT_PURPOSE("entries without a purpose: a no each, for every purpose", "Correct the ledger"),
    CONSENT_UNCLEAR_PURPOSE(
            "entries whose purpose is nearly the study's, stands for all, or cannot be read: a no counts, a yes does not",
            "Spell the purpose as `consent.purpose`; part several as `purpose-separators` says, or list them in JSON"),
    CONSENT_PURPOSE_NOWHERE(
            "entries, which are all of the ledger, and none is for a purpose of the study: they say nothing",
            "Look at how the ledger spells the purpose, or leave the ledger out"),
    CONSENT_NEAR_ID(
            "a no under an id that is an input's but for leading zeros, case or blanks: it counts for that person",
            "Spell the ids alike");

    private final String meaning;
    private final String cure;

    NoteKind(String meaning, String cure) {
        this.meaning = meaning;
        this.cure = cure;
    }

    /** As tables and the JSON line have it, such as {@code file-skipped}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether rows with it cannot be read. */
    public boolean isOfBroken() {
        return this == ROWS_BROKEN || this == BYTES_NOT_TEXT;
    }

    /** What it is, in words that follow a count or stand alone. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it. */
    public String cure() {
        return cure;
    }
}
