package io.dramatis.consent;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.try_to_timestamp;

import io.dramatis.config.Consent;
import io.dramatis.error.DramatisException;
import io.dramatis.table.Table;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The columns of a consent ledger once its texts are read: one row an entry, whatever file it came from. */
public final class ConsentLedger {
    /** BINARY: the pseudonym of the id in the ledger; null where that is missing or broken. */
    public static final String ID = "id";

    /** STRING, trimmed and in lower case. */
    public static final String PURPOSE = "purpose";

    /** STRING, trimmed and in lower case. */
    public static final String STATUS = "status";

    /** TIMESTAMP of the decision; null where it is missing or unreadable. */
    public static final String AT = "at";

    /** TIMESTAMP from which the consent no longer holds; null where it has no end, or an unreadable one. */
    public static final String EXPIRES_AT = "expires_at";

    /** BOOLEAN: an end is given that cannot be read. */
    public static final String HAS_UNREADABLE_EXPIRY = "has_unreadable_expiry";

    private ConsentLedger() {}

    /**
     * The entries of a ledger as {@code id}, {@code person_id}, {@code purpose}, {@code status}, {@code at},
     * {@code expires_at}, {@code has_unreadable_expiry}: a row for each row of the file. Times without a zone are of
     * the session's.
     *
     * @param raw with the columns that {@code rules} name, as texts, or typed as a file has them
     * @param pseudonym from a column of ids of the ledger's kind to their pseudonyms, BINARY
     * @param links {@code id} and {@code person_id}, a row an id; an id that is not among them is its own person
     * @throws DramatisException when a column that the rules name is not there
     */
    public static Dataset<Row> typed(
            Dataset<Row> raw, Consent.Ledger rules, UnaryOperator<Column> pseudonym, Dataset<Row> links) {
        Column expiry = rules.expiresColumn().map(name -> column(raw, name)).orElse(lit(null));
        DataType expiryType = rules.expiresColumn().map(name -> type(raw, name)).orElse(DataTypes.TimestampType);
        Dataset<Row> entries = raw.select(
                pseudonym
                        .apply(column(raw, rules.personColumn()).cast(DataTypes.StringType))
                        .as(ID),
                plain(column(raw, rules.purposeColumn())).as(PURPOSE),
                plain(column(raw, rules.statusColumn())).as(STATUS),
                time(column(raw, rules.atColumn()), type(raw, rules.atColumn()), rules)
                        .as(AT),
                time(expiry, expiryType, rules).as(EXPIRES_AT),
                isGiven(expiry).as("has_expiry"));
        Dataset<Row> persons = links.select(links.col(ID).as("linked_id"), links.col(Table.PERSON_ID));
        return entries.join(persons, col(ID).equalTo(col("linked_id")), "left")
                .select(
                        col(ID),
                        coalesce(col(Table.PERSON_ID), col(ID)).as(Table.PERSON_ID),
                        col(PURPOSE),
                        col(STATUS),
                        col(AT),
                        col(EXPIRES_AT),
                        col("has_expiry").and(col(EXPIRES_AT).isNull()).as(HAS_UNREADABLE_EXPIRY));
    }

    /** A text trimmed of all white space, seen or unseen, and in lower case. */
    static Column plain(Column text) {
        return lower(trimmed(text));
    }

    private static Column time(Column text, DataType type, Consent.Ledger rules) {
        if (!type.equals(DataTypes.StringType)) {
            return text.try_cast(DataTypes.TimestampType);
        }
        return rules.formats().stream()
                .map(format -> try_to_timestamp(trimmed(text), lit(format)))
                .reduce((first, second) -> coalesce(first, second))
                .orElse(lit(null).cast(DataTypes.TimestampType));
    }

    private static Column isGiven(Column value) {
        return coalesce(length(trimmed(value)).gt(0), lit(false));
    }

    private static Column trimmed(Column text) {
        return regexp_replace(text.cast(DataTypes.StringType), lit("^[\\s\\p{Z}\\p{C}]+|[\\s\\p{Z}\\p{C}]+$"), lit(""));
    }

    /** Names come from a config: a dot in one is part of it. */
    private static Column column(Dataset<Row> rows, String name) {
        if (Arrays.stream(rows.columns()).noneMatch(name::equalsIgnoreCase)) {
            throw DramatisException.contract(
                    "The consent ledger has no column '" + name + "'.",
                    "Its columns are: " + String.join(", ", rows.columns()) + ".",
                    "Name the right one in dramatis.consent.ledger, or mend the file's header.");
        }
        return rows.col("`" + name.replace("`", "``") + "`");
    }

    private static DataType type(Dataset<Row> rows, String name) {
        return rows.select(column(rows, name)).schema().apply(0).dataType();
    }
}
