package io.dramatis.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source with its contract.
 *
 * @param block crm, web or survey
 * @param personColumn column of the file that holds the person's id
 * @param personId kind of that id
 * @param ids further ids in the row, column of the file by kind; they link the person
 * @param time declared column with the time; events have one
 * @param layout of answers
 * @param itemColumn answers in long layout: column of the file with the item's name
 * @param valueColumn answers in long layout: column of the file with the answer
 * @param columns the contract, in the order of the file
 * @param missing texts that count as missing where a column does not say otherwise, and in ids
 * @param keepDuplicates whether exact copies of a row count as rows
 * @param secondRow what a second row for a person means
 * @param tieBreak columns that say which of several rows of the latest time counts: the largest value, column by column
 * @param maxRejected share of broken rows over which the run ends
 * @param maxUnmatched share of a column's answers, none of which is a choice, over which the run ends
 */
public record Source(
        String name,
        Shape shape,
        String block,
        Input input,
        List<Join> joins,
        String personColumn,
        String personId,
        Map<String, String> ids,
        Optional<String> time,
        Layout layout,
        Optional<String> itemColumn,
        Optional<String> valueColumn,
        List<Column> columns,
        List<String> missing,
        boolean keepDuplicates,
        SecondRow secondRow,
        List<String> tieBreak,
        double maxRejected,
        double maxUnmatched,
        Origin origin) {

    public enum Shape {
        ATTRIBUTES,
        EVENTS,
        ANSWERS
    }

    public enum Layout {
        WIDE,
        LONG
    }

    public enum SecondRow {
        BREACH,
        LATEST
    }

    public enum Type {
        STRING,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        DATE,
        TIMESTAMP
    }

    /** What a column tells of a person, in the eyes of the law. */
    public enum Category {
        ORDINARY,
        /** Health, belief, origin and the like (GDPR Art. 9). */
        SPECIAL,
        /** A ground on which nobody may be treated worse, such as sex or age. */
        PROTECTED
    }

    /**
     * How the texts of a column write numbers.
     *
     * @param decimalMark {@code .} or {@code ,}
     * @param grouping between groups of three digits: {@code .}, {@code ,}, {@code '} or a blank; empty: none
     * @param isNanMissing whether NaN and Infinity count as missing, and not as broken
     */
    public record Notation(String decimalMark, String grouping, boolean isNanMissing) {
        public static final Notation PLAIN = new Notation(".", "", false);

        /** Whether numbers are written as the config writes them. */
        public boolean isPlain() {
            return decimalMark.equals(".") && grouping.isEmpty();
        }
    }

    /**
     * A column's contract.
     *
     * @param name in the clean table
     * @param from in the file
     * @param allowed the only values taken, by {@link Meaning}; empty: all
     * @param min least number, or earliest ISO date
     * @param max largest number, or latest ISO date
     * @param pattern regular expression that the whole text must match
     * @param formats patterns of dates and timestamps; empty: ISO 8601
     * @param notation of numbers
     * @param missing what counts as missing, by {@link Meaning}; what is not of the type, as text
     * @param identifying whether its value must reach no table
     * @param category whether its use needs more than the study's consent
     */
    public record Column(
            String name,
            String from,
            Type type,
            boolean required,
            List<String> allowed,
            Optional<String> min,
            Optional<String> max,
            Optional<String> pattern,
            List<String> formats,
            Notation notation,
            List<String> missing,
            boolean identifying,
            Category category,
            String description,
            Origin origin) {}

    /**
     * A file joined to the source's own.
     *
     * @param on columns of the same name on both sides, unique in the joined file
     * @param columns taken from the joined file
     * @param required whether a row that finds no partner is rejected
     */
    public record Join(
            String name, Input input, List<String> on, List<String> columns, boolean required, Origin origin) {}
}
