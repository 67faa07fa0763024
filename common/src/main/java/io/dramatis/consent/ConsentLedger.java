package io.dramatis.consent;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.try_to_timestamp;

import io.dramatis.config.Ledger;
import io.dramatis.error.DramatisException;
import io.dramatis.error.Shown;
import io.dramatis.table.Table;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The columns of a consent ledger once it is read: one row an entry, whatever kind of ledger it came from. */
public final class ConsentLedger {
    /** BINARY: the pseudonym of the id in the ledger; null where that is missing or broken. */
    public static final String ID = "id";

    /** STRING, trimmed and in lower case; signals, which name none, have the study's. */
    public static final String PURPOSE = "purpose";

    /** STRING: {@code granted}, or the word of the {@link Reason} for which it is a no. */
    public static final String SAYS = "says";

    /** TIMESTAMP of the decision; null where it is missing or unreadable. */
    public static final String AT = "at";

    /** TIMESTAMP from which the consent no longer holds; null where it has no end, or an unreadable one. */
    public static final String EXPIRES_AT = "expires_at";

    /** BOOLEAN: an end is given that cannot be read. */
    public static final String HAS_UNREADABLE_EXPIRY = "has_unreadable_expiry";

    /** BOOLEAN: a yes of it is an explicit one, which ends an objection. */
    public static final String IS_EXPLICIT = "is_explicit";

    /** STRING: the ledger's name. */
    public static final String LEDGER = "ledger";

    /** STRING: where the consent was given; null where the ledger does not say. */
    public static final String SOURCE = "source";

    /** STRING: what the person was told; null where the ledger does not say. */
    public static final String NOTICE_VERSION = "notice_version";

    /** What a yes says. */
    public static final String GRANTED = "granted";

    private ConsentLedger() {}

    /**
     * The entries of a ledger, a row for each row of the file that says something. Times without a zone are of the
     * session's.
     *
     * @param raw with the columns that the ledger names, as texts, or typed as a file has them
     * @param purpose of the study
     * @param pseudonym from a column of ids of the ledger's kind to their pseudonyms, BINARY
     * @param links {@code id} and {@code person_id}, a row an id; an id that is not among them is its own person
     * @throws DramatisException when a column that the ledger names is not there
     */
    public static Dataset<Row> typed(
            Dataset<Row> raw, Ledger ledger, String purpose, UnaryOperator<Column> pseudonym, Dataset<Row> links) {
        Optional<Ledger.Statuses> table =
                ledger.signal() instanceof Ledger.Statuses statuses ? Optional.of(statuses) : Optional.empty();
        Optional<String> expires = table.flatMap(Ledger.Statuses::expiresColumn);
        Column expiry = expires.map(name -> column(raw, ledger, name)).orElse(lit(null));
        DataType expiryType = expires.map(name -> type(raw, ledger, name)).orElse(DataTypes.TimestampType);
        Dataset<Row> entries = raw.select(
                        pseudonym
                                .apply(column(raw, ledger, ledger.personColumn())
                                        .cast(DataTypes.StringType))
                                .as(ID),
                        plain(table.map(statuses -> column(raw, ledger, statuses.purposeColumn()))
                                        .orElse(lit(purpose)))
                                .as(PURPOSE),
                        LedgerSignals.says(ledger, name -> column(raw, ledger, name))
                                .as(SAYS),
                        time(column(raw, ledger, ledger.atColumn()), type(raw, ledger, ledger.atColumn()), ledger)
                                .as(AT),
                        time(expiry, expiryType, ledger).as(EXPIRES_AT),
                        isGiven(expiry).as("has_expiry"),
                        lit(table.isPresent()).as(IS_EXPLICIT),
                        lit(ledger.name()).as(LEDGER),
                        kept(raw, ledger, table.flatMap(Ledger.Statuses::sourceColumn))
                                .as(SOURCE),
                        kept(raw, ledger, table.flatMap(Ledger.Statuses::noticeVersionColumn))
                                .as(NOTICE_VERSION))
                .where(col(SAYS).isNotNull());
        Dataset<Row> persons = links.select(links.col(ID).as("linked_id"), links.col(Table.PERSON_ID));
        return entries.join(persons, col(ID).equalTo(col("linked_id")), "left")
                .select(
                        col(ID),
                        coalesce(col(Table.PERSON_ID), col(ID)).as(Table.PERSON_ID),
                        col(PURPOSE),
                        col(SAYS),
                        col(AT),
                        col(EXPIRES_AT),
                        col("has_expiry").and(col(EXPIRES_AT).isNull()).as(HAS_UNREADABLE_EXPIRY),
                        col(IS_EXPLICIT),
                        col(LEDGER),
                        col(SOURCE),
                        col(NOTICE_VERSION));
    }

    /** A text trimmed of all white space, seen or unseen, and in lower case. */
    static Column plain(Column text) {
        return lower(trimmed(text));
    }

    private static Column kept(Dataset<Row> raw, Ledger ledger, Optional<String> name) {
        return name.map(one -> trimmed(column(raw, ledger, one)))
                .orElse(lit(null).cast(DataTypes.StringType));
    }

    private static Column time(Column text, DataType type, Ledger ledger) {
        if (!type.equals(DataTypes.StringType)) {
            return text.try_cast(DataTypes.TimestampType);
        }
        return ledger.formats().stream()
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
    private static Column column(Dataset<Row> rows, Ledger ledger, String name) {
        if (Arrays.stream(rows.columns()).noneMatch(name::equalsIgnoreCase)) {
            throw DramatisException.contract(
                    "The consent ledger has no column '" + name + "'.",
                    "Its columns are: " + Shown.line(String.join(", ", rows.columns())) + ".",
                    "Name the right one in " + ledger.origin().key() + ", or mend the file's header.");
        }
        return rows.col("`" + name.replace("`", "``") + "`");
    }

    private static DataType type(Dataset<Row> rows, Ledger ledger, String name) {
        return rows.select(column(rows, ledger, name)).schema().apply(0).dataType();
    }
}
