package io.dramatis.input.text;

/** What a record of a file of text can have; the broken ones cannot be used. */
public enum Oddity {
    NOT_TEXT("bytes that are no text of the encoding", true),
    TEXT_AFTER_QUOTE("text follows a closing quote", true),
    TOO_FEW_FIELDS("too few fields", true),
    TOO_MANY_FIELDS("too many fields", true),
    HEADER_AGAIN("the header once more", true),
    NO_JSON("not a JSON object", true),
    JSON_AND_MORE("something follows the JSON object", true),
    KEY_TWICE("a key stands twice", true),
    SEPARATOR_IN_LIST("a part of a list holds the separator", true),
    FOLDER_DIFFERS("the name of its folder gives another value", true),
    QUOTE_IN_TEXT("a quote inside a value without quotes", false),
    QUOTE_IN_NEEDED("a quote inside a value without quotes, of a column that is read", false),
    OVER_LINES("a record of several lines", false),
    LIST_JOINED("a list whose parts were joined", false),
    REPLACEMENT_CHARACTER("the replacement character U+FFFD", false);

    private final String words;
    private final boolean isBroken;

    Oddity(String words, boolean isBroken) {
        this.words = words;
        this.isBroken = isBroken;
    }

    /** As {@code rejected_rows} has it. */
    public String words() {
        return words;
    }

    /** Whether such a record cannot be used. */
    public boolean isBroken() {
        return isBroken;
    }
}
