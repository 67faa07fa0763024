package io.dramatis.input;

import io.dramatis.error.DramatisException;
import io.dramatis.error.Shown;
import io.dramatis.input.text.Stop;
import io.dramatis.input.text.TextRules;
import java.util.Locale;

/** Why a file of text could not be read to its end, in words. */
final class TextFaults {
    private TextFaults() {}

    /**
     * @param line of the file, from 1; 0 where it is none's
     * @param more places of the input where reading stopped too
     */
    static DramatisException of(InputName name, String file, long line, Stop stop, TextRules rules, long more) {
        String place = Shown.line(file) + (line > 0 ? ":" + line : "");
        String also = more > 0 ? String.format(Locale.ROOT, " (and in %,d more places)", more) : "";
        return switch (stop.reason()) {
            case QUOTE_NOT_CLOSED ->
                name.refused(
                        " has a quote that is not closed: " + place + also,
                        "a value begins with a quote in line " + line
                                + " and does not end in it, so that the rows after it would become part of it",
                        "Correct the line; where values do hold line breaks, set "
                                + name.setting("multi-line", "true"));
            case RECORD_OF_TOO_MANY_LINES ->
                name.refused(
                        " has a record that does not end: " + place + also,
                        "a quote that opens in line " + line + " is not closed within max-record-lines = "
                                + rules.text().maxRecordLines() + " lines, or not at all",
                        "Correct the line, or raise " + name.settingName("max-record-lines"));
            case RECORD_TOO_LONG ->
                name.refused(
                        " has a line or record that is too long: " + place + also,
                        String.format(
                                Locale.ROOT,
                                "it has more than max-record-size = %,d bytes",
                                rules.text().maxRecordBytes()),
                        "Look at its line ends and quotes; where it is meant, raise "
                                + name.settingName("max-record-size"));
            case EXPANDS_TOO_MUCH ->
                name.refused(
                        " unpacks to too much: " + place + also,
                        "the file unpacks to more than max-expansion = "
                                + rules.text().maxExpansion() + " times its size",
                        "Look where it comes from; where it is meant, raise " + name.settingName("max-expansion"));
            case DAMAGED ->
                name.refused(
                        " cannot be read: " + place + also,
                        "the file is damaged, cut short or not packed as its name says (" + stop.detail() + ")",
                        "Deliver it again");
            case NO_JSON_DOCUMENT ->
                name.refused(
                        " is no JSON document: " + place + also,
                        "what stands there breaks it, and what comes after cannot be told apart",
                        "Correct the file; where it has an object a line, leave multi-line out");
        };
    }
}
