package io.dramatis.input;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * Dates and times as ISO 8601 has them, in the spellings that occur: {@code T}, {@code t} or a blank before the time;
 * seconds or none; fractions after a point or a comma, up to nine digits; {@code Z}, {@code z}, {@code UTC}, {@code
 * +01}, {@code +0100} or {@code +01:00}, with or without a blank before it; and without separators ({@code
 * 20250301T100000Z}).
 *
 * <p>A time without a zone is of the session's zone. A day or a time that no calendar has (2025-02-30, 24:01) is null,
 * as is all else. Weeks, numbered days and hours alone are not read.
 */
public final class IsoTimes {
    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String BASIC_DAY = "[0-9]{8}";
    private static final String FRACTION = "[.,][0-9]{1,9}";
    private static final String ZONE = "(?: ?(?:[Zz]|UTC|[+\\-\\u2212][0-9]{2}(?::?[0-9]{2})?))?";

    /** What Spark's own cast reads right. */
    private static final String USUAL =
            "^" + DAY + "(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?\\z";

    private static final String ANY = "^(?:(?:" + DAY + "|" + BASIC_DAY + ")(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:"
            + FRACTION + ")?)?" + ZONE + ")?|" + BASIC_DAY + "[Tt ][0-9]{4}(?:[0-9]{2}(?:" + FRACTION + ")?)?" + ZONE
            + ")\\z";

    private static final String COARSE = "^(?:" + DAY + "|" + BASIC_DAY + ")\\z";

    private static final String MIDNIGHT =
            "^(" + DAY + "|" + BASIC_DAY + ")(?:[Tt ]00:?00(?::?00(?:[.,]0{1,9})?)?" + ZONE + ")?\\z";

    private IsoTimes() {}

    /**
     * TIMESTAMP of a text, to the microsecond; null where it is none. A date alone is its midnight.
     *
     * @param text without blanks around it
     */
    public static Column timestamp(Column text) {
        return when(text.rlike(USUAL), text.try_cast(DataTypes.TimestampType))
                .when(text.rlike(ANY), usual(text).try_cast(DataTypes.TimestampType));
    }

    /**
     * DATE of a text; null where it is none. A time beside the date must be midnight, as exports of dates have it; the
     * date counts as it is written, whatever the zone.
     *
     * @param text without blanks around it
     */
    public static Column date(Column text) {
        Column day = regexp_extract(text, MIDNIGHT, 1);
        return when(text.rlike("^" + DAY + "\\z"), text.try_cast(DataTypes.DateType))
                .when(text.rlike(MIDNIGHT).and(text.rlike(ANY)), extended(day).try_cast(DataTypes.DateType));
    }

    /**
     * BOOLEAN: whether a text is a date without a time; false where it is null or no date's spelling.
     *
     * @param text without blanks around it
     */
    public static Column isCoarse(Column text) {
        return coalesce(text.rlike(COARSE), lit(false));
    }

    /** A text of any spelling in the one that Spark reads. */
    private static Column usual(Column text) {
        Column signs = translate(text, "tz,\u2212", "TZ.-");
        Column zone = regexp_replace(regexp_replace(signs, lit("UTC\\z"), lit("Z")), lit(" (?=[Z+-])"), lit(""));
        Column minutes = regexp_replace(extended(zone), lit("(?<=[T ][0-9]{2})(?=[0-9]{2})"), lit(":"));
        Column seconds = regexp_replace(minutes, lit("(?<=[T ][0-9]{2}:[0-9]{2})(?=[0-9]{2})"), lit(":"));
        // Before a zone Spark wants seconds.
        seconds = regexp_replace(seconds, lit("(?<=[T ][0-9]{2}:[0-9]{2})(?=[Z+-])"), lit(":00"));
        // +01 and +0100 as +01:00.
        Column hours = regexp_replace(seconds, lit("(?<=:[0-9.]{2,12}[+-][0-9]{2})\\z"), lit(":00"));
        return regexp_replace(hours, lit("(?<=[+-][0-9]{2})(?=[0-9]{2}\\z)"), lit(":"));
    }

    private static Column extended(Column text) {
        return regexp_replace(text, lit("^([0-9]{4})([0-9]{2})([0-9]{2})"), lit("$1-$2-$3"));
    }
}
