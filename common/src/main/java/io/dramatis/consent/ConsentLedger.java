package io.dramatis.consent;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Ledger;
import io.dramatis.error.DramatisException;
import io.dramatis.error.Shown;
import io.dramatis.input.Shape;
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

    /**
     * ARRAY of STRING: the purposes that the entry names, plain; {@code *} among them stands for all, a blank one is
     * missing. Empty where none is named, null where the list cannot be read. Signals, which name none, have the study's.
     */
    public static final String PURPOSES = "purposes";

    /** STRING: {@code granted}, or the word of the {@link Reason} for which it is a no. */
    public static final String SAYS = "says";

    /** TIMESTAMP of the decision, the first it may be of; null where it is missing or unreadable. */
    public static final String AT = "at";

    /** TIMESTAMP: the last it may be of, such as the end of the day where that alone is told; null where {@code at} is. */
    public static final String AT_LATEST = "at_latest";

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

    /** BINARY: the pseudonym of the id's loose form, by which ids nearly meet; null where {@code id} is. */
    public static final String NEAR_ID = "near_id";

    /** BOOLEAN: the entry is under an id that is nobody's, and counts for a person whose id is nearly that. */
    public static final String IS_NEAR = "is_near";

    /** STRUCT of STRING: the shapes of {@code says}, {@code at} and {@code expires_at} where they cannot be read. */
    static final String SHAPES = "shapes";

    /** What a yes says. */
    public static final String GRANTED = "granted";

    /** Between ids where a cell is a list of them: whose word it is cannot be told. */
    static final String BETWEEN_IDS = "\u001e";

    /** What is no one id: a list, an object as JSON writes it, a truth. */
    private static final String NO_ID = "^\\[|^\\{\\s*(?:\"|\\}\\z)|" + BETWEEN_IDS + "|^(?i:true|false)\\z";

    private static final String STEP = "__step";
    private static final String SAID = "__said";
    private static final String TIME = "__time";
    private static final String END = "__end";
    private static final String LINKED = "__linked";

    private ConsentLedger() {}

    /**
     * What ids of a ledger's kind become.
     *
     * @param own from a column of ids to their pseudonyms, BINARY
     * @param near from the same to the pseudonyms of their loose forms, BINARY
     */
    public record Ids(UnaryOperator<Column> own, UnaryOperator<Column> near) {}

    /**
     * The entries of a ledger, a row for each row of the file that says something. Times without a zone are of the
     * session's.
     *
     * @param raw with the columns that the ledger names, as texts, or typed as a file has them
     * @param purpose of the study
     * @param links {@code id} and {@code person_id}, a row an id; an id that is not among them is its own person
     * @throws DramatisException of privacy when a column that the ledger names is not there
     */
    public static Dataset<Row> typed(Dataset<Row> raw, Ledger ledger, String purpose, Ids ids, Dataset<Row> links) {
        Dataset<Row> persons = links.select(links.col(ID).as(LINKED), links.col(Table.PERSON_ID));
        Dataset<Row> entries = read(raw, ledger, purpose, ids);
        return entries.join(persons, col(ID).equalTo(col(LINKED)), "left")
                .select(
                        col(ID),
                        coalesce(col(Table.PERSON_ID), col(ID)).as(Table.PERSON_ID),
                        col(PURPOSES),
                        col(SAYS),
                        col(AT),
                        col(EXPIRES_AT),
                        isGiven(col(END)).and(col(EXPIRES_AT).isNull()).as(HAS_UNREADABLE_EXPIRY),
                        col(IS_EXPLICIT),
                        col(LEDGER),
                        col(SOURCE),
                        col(NOTICE_VERSION),
                        EntryTimes.last(col(AT), col(STEP)).as(AT_LATEST),
                        col(NEAR_ID),
                        lit(false).as(IS_NEAR),
                        struct(
                                        shape(SAID, col(SAYS).equalTo(Reason.UNREADABLE.word()))
                                                .as(SAYS),
                                        shape(TIME, col(AT).isNull()).as(AT),
                                        shape(END, col(EXPIRES_AT).isNull()).as(EXPIRES_AT))
                                .as(SHAPES));
    }

    /** The columns of a file, each read by itself. */
    private static Dataset<Row> read(Dataset<Row> raw, Ledger ledger, String purpose, Ids ids) {
        Optional<Ledger.Statuses> table =
                ledger.signal() instanceof Ledger.Statuses statuses ? Optional.of(statuses) : Optional.empty();
        Optional<String> expires = table.flatMap(Ledger.Statuses::expiresColumn);
        DataType expiryType = expires.map(name -> type(raw, ledger, name)).orElse(DataTypes.StringType);
        DataType timeType = type(raw, ledger, ledger.atColumn());
        Column id = Words.trimmed(column(raw, ledger, ledger.personColumn()));
        Dataset<Row> texts = raw.select(
                column(raw, ledger, ledger.personColumn())
                        .cast(DataTypes.StringType)
                        .as(ID),
                coalesce(id.isin(ledger.missing().toArray()).or(id.rlike(NO_ID)), lit(false))
                        .as("__is_missing"),
                table.map(one -> Purposes.named(column(raw, ledger, one.purposeColumn()), one, ledger.missing()))
                        .orElse(array(lit(Words.plain(purpose))))
                        .as(PURPOSES),
                LedgerSignals.says(ledger, name -> column(raw, ledger, name)).as(SAYS),
                column(raw, ledger, LedgerSignals.column(ledger)).as(SAID),
                value(column(raw, ledger, ledger.atColumn()), timeType).as(TIME),
                value(expires.map(name -> column(raw, ledger, name)).orElse(lit(null)), expiryType)
                        .as(END),
                kept(raw, ledger, table.flatMap(Ledger.Statuses::sourceColumn)).as(SOURCE),
                kept(raw, ledger, table.flatMap(Ledger.Statuses::noticeVersionColumn))
                        .as(NOTICE_VERSION));
        Column isId = col("__is_missing").equalTo(false);
        return texts.where(col(SAYS).isNotNull())
                .select(
                        when(isId, ids.own().apply(col(ID))).as(ID),
                        when(isId, ids.near().apply(col(ID))).as(NEAR_ID),
                        col(PURPOSES),
                        col(SAYS),
                        EntryTimes.plausible(EntryTimes.first(col(TIME), timeType, ledger.formats()))
                                .as(AT),
                        EntryTimes.step(col(TIME), timeType, ledger.formats()).as(STEP),
                        EntryTimes.first(col(END), expiryType, ledger.formats()).as(EXPIRES_AT),
                        lit(table.isPresent()).as(IS_EXPLICIT),
                        lit(ledger.name()).as(LEDGER),
                        col(SOURCE),
                        col(NOTICE_VERSION),
                        col(SAID),
                        col(TIME),
                        col(END));
    }

    /**
     * Adds to entries those that may be a no of somebody whose id is nearly theirs: each that is no clear yes, and whose
     * id is nobody's, once more for each such person, under its own id. A yes is not: nothing under another spelling
     * lifts it.
     *
     * @param nearIds of all ids that the inputs have: {@code near_id}, {@code id}, {@code person_id}
     */
    public static Dataset<Row> withNear(Dataset<Row> entries, Dataset<Row> nearIds) {
        Dataset<Row> known = nearIds.select(nearIds.col(ID).as(LINKED)).distinct();
        Dataset<Row> near = nearIds.select(
                        nearIds.col(NEAR_ID).as("__near"),
                        nearIds.col(Table.PERSON_ID).as("__person"))
                .where(col("__near").isNotNull())
                .distinct();
        Dataset<Row> noes = entries.where(col(ID).isNotNull())
                .where(not(isClearYes()))
                .join(known, col(ID).equalTo(col(LINKED)), "left_anti")
                .join(near, col(NEAR_ID).equalTo(col("__near")))
                .where(col("__person").notEqual(col(Table.PERSON_ID)))
                .withColumn(Table.PERSON_ID, col("__person"))
                .withColumn(
                        SAYS,
                        when(col(SAYS).equalTo(GRANTED), Reason.UNREADABLE.word())
                                .otherwise(col(SAYS)))
                .withColumn(IS_NEAR, lit(true))
                .drop("__near", "__person");
        return entries.unionByName(noes);
    }

    /** Whether an entry is a yes of which all can be read: its purposes, its time, its end. */
    static Column isClearYes() {
        Column isListed = coalesce(
                size(col(PURPOSES))
                        .gt(0)
                        .and(not(array_contains(col(PURPOSES), Purposes.MISSING)))
                        .and(not(array_contains(col(PURPOSES), Purposes.ALL))),
                lit(false));
        return col(SAYS).equalTo(GRANTED).and(isListed).and(col(AT).isNotNull()).and(not(col(HAS_UNREADABLE_EXPIRY)));
    }

    private static Column shape(String text, Column isOdd) {
        return when(isOdd, Shape.of(col(text)));
    }

    private static Column kept(Dataset<Row> raw, Ledger ledger, Optional<String> name) {
        return name.map(one -> Words.trimmed(column(raw, ledger, one)))
                .orElse(lit(null).cast(DataTypes.StringType));
    }

    private static Column value(Column value, DataType type) {
        return type.equals(DataTypes.StringType) ? Words.trimmed(value) : value;
    }

    private static Column isGiven(Column value) {
        return coalesce(length(value.cast(DataTypes.StringType)).gt(0), lit(false));
    }

    /** Names come from a config: a dot in one is part of it. */
    private static Column column(Dataset<Row> rows, Ledger ledger, String name) {
        if (Arrays.stream(rows.columns()).noneMatch(name::equalsIgnoreCase)) {
            throw DramatisException.privacy(
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
