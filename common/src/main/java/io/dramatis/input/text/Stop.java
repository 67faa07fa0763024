package io.dramatis.input.text;

import java.io.Serializable;

/**
 * Why the reading of a file had to end before its end.
 *
 * @param line counted in the split, from 1; 0: none in particular
 * @param detail what the system said; empty where nothing is to be added
 */
public record Stop(Reason reason, long line, String detail) implements Serializable {

    /** What was met. */
    public enum Reason {
        /** A quote that opens in a line is not closed in it. */
        QUOTE_NOT_CLOSED,
        /** With line breaks allowed in values: not closed within the most lines of a record, or at the file's end. */
        RECORD_OF_TOO_MANY_LINES,
        /** A line, or a record, of too many bytes. */
        RECORD_TOO_LONG,
        /** A compressed file unpacks to too many times its size. */
        EXPANDS_TOO_MUCH,
        /** The file cannot be unpacked or read to its end. */
        DAMAGED,
        /** A JSON document that breaks off or goes on wrongly; what follows cannot be told apart. */
        NO_JSON_DOCUMENT
    }
}
