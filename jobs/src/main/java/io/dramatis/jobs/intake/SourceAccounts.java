package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Consent;
import io.dramatis.config.Source;
import io.dramatis.error.DramatisException;
import io.dramatis.error.Shown;
import io.dramatis.input.NoteKind;
import io.dramatis.input.ReadInput;
import io.dramatis.run.RunContext;
import io.dramatis.spark.Concurrently;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.intake.RejectedRows;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** What became of the rows of each source, and whether a run may go on with it. */
final class SourceAccounts {

    /**
     * One source's account.
     *
     * @param inTime used rows not later than as-of
     * @param earliest the earliest time of a used row, where the source has times
     */
    private record Account(
            Source source,
            long read,
            long used,
            long rejected,
            long notConsented,
            long duplicates,
            long inTime,
            Optional<Instant> earliest) {}

    private final List<Account> accounts;

    private SourceAccounts(List<Account> accounts) {
        this.accounts = accounts;
    }

    /** Counts the fates of each source's rows. */
    static SourceAccounts of(SparkSession spark, Map<Source, Dataset<Row>> decided, Instant cutoff) {
        return new SourceAccounts(Concurrently.map(
                spark, List.copyOf(decided.entrySet()), entry -> account(entry.getKey(), entry.getValue(), cutoff)));
    }

    private static Account account(Source source, Dataset<Row> rows, Instant cutoff) {
        Column time = source.time()
                .map(name -> (Column) col(name).cast(DataTypes.TimestampType))
                .orElse(lit(null).cast(DataTypes.TimestampType));
        Column isUsed = col(RowFates.FATE).equalTo(RowFates.USED);
        // Kept copies count as rows of their own, each with copies = 1.
        Row counts = rows.agg(
                        coalesce(sum(SourceRows.COPIES), lit(0L)),
                        of(RowFates.USED),
                        of(RowFates.REJECTED),
                        of(RowFates.NOT_CONSENTED),
                        count(when(
                                col(RowFates.FATE)
                                        .notEqual(RowFates.REJECTED)
                                        .and(time.lt(lit(Timestamp.from(cutoff)))),
                                1)),
                        min(when(isUsed.or(col(RowFates.FATE).equalTo(RowFates.NOT_CONSENTED)), time)))
                .first();
        long read = counts.getLong(0);
        long used = counts.getLong(1);
        long rejected = counts.getLong(2);
        long notConsented = counts.getLong(3);
        return new Account(
                source,
                read,
                used,
                rejected,
                notConsented,
                read - used - rejected - notConsented,
                counts.getLong(4),
                Optional.ofNullable(counts.getTimestamp(5)).map(Timestamp::toInstant));
    }

    private static Column of(String fate) {
        return count(when(col(RowFates.FATE).equalTo(fate), 1));
    }

    /** The table's rows. */
    Dataset<Row> rows(SparkSession spark) {
        List<Row> rows = accounts.stream()
                .map(account -> RowFactory.create(
                        account.source().name(),
                        account.read(),
                        account.used(),
                        account.rejected(),
                        account.notConsented(),
                        account.duplicates(),
                        account.source().maxRejected()))
                .toList();
        return spark.createDataFrame(rows, IntakeAccounts.TABLE.schemaWithoutRun());
    }

    long used() {
        return accounts.stream().mapToLong(Account::used).sum();
    }

    /** A line for people. */
    String summary() {
        return accounts.stream()
                .map(account -> String.format(
                        Locale.ROOT,
                        "%s %,d of %,d used%s",
                        account.source().name(),
                        account.used(),
                        account.read(),
                        rest(account)))
                .collect(Collectors.joining(", "));
    }

    /** What became of the rows that are not used. */
    private static String rest(Account account) {
        Map<String, Long> fates = new LinkedHashMap<>();
        fates.put("rejected", account.rejected());
        fates.put("not consented", account.notConsented());
        fates.put("duplicate", account.duplicates());
        fates.values().removeIf(rows -> rows == 0);
        return fates.entrySet().stream()
                .map(fate -> String.format(Locale.ROOT, "%,d %s", fate.getValue(), fate.getKey()))
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), text -> text.isEmpty() ? "" : " (" + text + ")"));
    }

    /** What was read is what the files hold, or the accounts are wrong: a fault of ours. */
    void requireAllRead(Map<Source, ReadInput.Account> readings) {
        for (Account account : accounts) {
            readings.get(account.source()).records().ifPresent(records -> {
                if (records != account.read()) {
                    throw new IllegalStateException("the files of source "
                            + account.source().name() + " hold " + records + " records, and " + account.read()
                            + " were counted");
                }
            });
        }
    }

    /** Ends the run where the accounts are none that it may go on with. */
    void require(RunContext context, Map<Source, ReadInput.Account> readings) {
        requireRows();
        requireFewRejected(
                readings,
                source -> context.tables()
                        .read(RejectedRows.TABLE, context.runId())
                        .where(col(RejectedRows.SOURCE).equalTo(source)));
        requireAsOf(context.asOf());
        requireConsent(context.study().consent());
    }

    /** A source without a single row is a delivery gone wrong. */
    void requireRows() {
        for (Account account : accounts) {
            if (account.read() == 0) {
                throw DramatisException.contract(
                        place(account.source()) + " is empty",
                        account.source().input().path() + " has no row",
                        "Deliver the file again; nothing was published");
            }
        }
    }

    private static String cure(ReadInput.Account reading) {
        return reading.notes().stream().anyMatch(note -> note.kind() == NoteKind.BYTES_NOT_TEXT)
                ? NoteKind.BYTES_NOT_TEXT.cure()
                : "Mend the file or its contract, or raise max-rejected";
    }

    /** @param rejectedRows the rejected rows of a source, for the reasons */
    private void requireFewRejected(
            Map<Source, ReadInput.Account> readings, Function<String, Dataset<Row>> rejectedRows) {
        for (Account account : accounts) {
            double share = (double) account.rejected() / account.read();
            if (share > account.source().maxRejected()) {
                throw DramatisException.contract(
                        String.format(
                                Locale.ROOT,
                                "%s: %,d of %,d rows (%.1f%%) break the contract, more than max-rejected = %s",
                                place(account.source()),
                                account.rejected(),
                                account.read(),
                                100 * share,
                                account.source().maxRejected()),
                        reasons(rejectedRows.apply(account.source().name())),
                        cure(readings.get(account.source()))
                                + "; all of them are in the table rejected_rows. Nothing was published");
            }
        }
    }

    /** The commonest reasons among rejected rows, in words: each with the shape of a value, or with the place of the first. */
    static String reasons(Dataset<Row> rejected) {
        boolean hasPlaces = Arrays.asList(rejected.columns()).contains(RejectedRows.LINE);
        Column place = hasPlaces
                ? concat(col(RejectedRows.FILE), lit(":"), col(RejectedRows.LINE))
                : lit(null).cast(DataTypes.StringType);
        Column order = hasPlaces
                ? struct(col(RejectedRows.FILE), col(RejectedRows.LINE))
                : lit(null).cast(DataTypes.StringType);
        return rejected
                .groupBy(RejectedRows.COLUMN_NAME, RejectedRows.REASON)
                .agg(
                        count(lit(1)).as("rows"),
                        min(RejectedRows.VALUE_SHAPE).as("shape"),
                        min_by(place, order).as("place"))
                .orderBy(col("rows").desc(), col(RejectedRows.COLUMN_NAME), col(RejectedRows.REASON))
                .limit(3)
                .collectAsList()
                .stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "%,d x %s%s%s",
                        row.getLong(2),
                        row.isNullAt(0) ? "" : Shown.line(row.getString(0)) + ": ",
                        row.getString(1),
                        example(row)))
                .collect(Collectors.joining("; "));
    }

    private static String example(Row row) {
        if (!row.isNullAt(3)) {
            return " (such as " + Shown.line(row.getString(3)) + ")";
        }
        return row.isNullAt(4) ? "" : " (first in " + Shown.line(row.getString(4)) + ")";
    }

    /** Where each source that has times lies after as-of, nothing can be said of people as of that day. */
    void requireAsOf(LocalDate asOf) {
        List<Account> timed = accounts.stream()
                .filter(account -> account.source().time().isPresent()
                        && account.earliest().isPresent())
                .toList();
        if (!timed.isEmpty() && timed.stream().allMatch(account -> account.inTime() == 0)) {
            Instant earliest = timed.stream()
                    .map(account -> account.earliest().orElseThrow())
                    .min(Instant::compareTo)
                    .orElseThrow();
            throw DramatisException.usage(
                    "as-of " + asOf + " is before all data",
                    "the earliest row is of " + earliest.atZone(ZoneOffset.UTC).toLocalDate(),
                    "Give a later --as-of, or set dramatis.study.as-of");
        }
    }

    /** A study of nobody is no study. */
    void requireConsent(Consent consent) {
        if (used() == 0) {
            throw DramatisException.privacy(
                    "Nobody is left in the study",
                    "no row's person has a granted, unexpired consent for purpose " + consent.purpose(),
                    "Look at the ledger's purpose, statuses and times, and at intake_accounts. Nothing was published");
        }
    }

    private static String place(Source source) {
        return "Source " + source.name() + " (" + source.origin().position() + ")";
    }
}
