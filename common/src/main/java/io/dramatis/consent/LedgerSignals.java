package io.dramatis.consent;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Ledger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/** What the rows of each kind of ledger say. */
final class LedgerSignals {
    private static final Object[] OPT_OUT = {"1", "1.0", "true"};

    /** A browser that does not ask to opt out sends 0, or nothing. */
    private static final Object[] SILENT = {"", "0", "0.0", "false"};

    private LedgerSignals() {}

    /** The column that says yes or no. */
    static String column(Ledger ledger) {
        if (ledger.signal() instanceof Ledger.Statuses table) {
            return table.statusColumn();
        }
        return ledger.signal() instanceof Ledger.TcString string
                ? string.column()
                : ((Ledger.Gpc) ledger.signal()).column();
    }

    /** The columns of the file that a ledger names. */
    static List<String> columns(Ledger ledger) {
        List<String> columns = new ArrayList<>(List.of(ledger.personColumn(), ledger.atColumn()));
        if (ledger.signal() instanceof Ledger.Statuses table) {
            columns.addAll(List.of(table.purposeColumn(), table.statusColumn()));
            table.expiresColumn().ifPresent(columns::add);
            table.sourceColumn().ifPresent(columns::add);
            table.noticeVersionColumn().ifPresent(columns::add);
        } else if (ledger.signal() instanceof Ledger.TcString string) {
            columns.add(string.column());
        } else if (ledger.signal() instanceof Ledger.Gpc gpc) {
            columns.add(gpc.column());
        }
        return columns.stream().distinct().toList();
    }

    /** Those of them that a file may lack, since nothing depends on them. */
    static Set<String> optional(Ledger ledger) {
        Set<String> optional = new HashSet<>();
        if (ledger.signal() instanceof Ledger.Statuses table) {
            table.sourceColumn().ifPresent(optional::add);
            table.noticeVersionColumn().ifPresent(optional::add);
        }
        return optional;
    }

    /** Between the parts of lists, by column: of ids by what no id has, so that several are none. */
    static Map<String, String> separators(Ledger ledger) {
        return Map.of(ledger.personColumn(), ConsentLedger.BETWEEN_IDS);
    }

    /**
     * {@link ConsentLedger#SAYS}; null where the row says nothing.
     *
     * @param columns of the file, by name
     */
    static Column says(Ledger ledger, Function<String, Column> columns) {
        if (ledger.signal() instanceof Ledger.Statuses table) {
            Column status = Words.plain(columns.apply(table.statusColumn()));
            return when(isOneOf(status, table.objected()), lit(Reason.OBJECTED.word()))
                    .when(isOneOf(status, table.refused()), lit(Reason.REFUSED.word()))
                    .when(isOneOf(status, table.granted()), lit(ConsentLedger.GRANTED))
                    .otherwise(lit(Reason.UNREADABLE.word()));
        }
        if (ledger.signal() instanceof Ledger.TcString string) {
            return TcStrings.says(columns.apply(string.column()), string);
        }
        Column signal = Words.plain(columns.apply(((Ledger.Gpc) ledger.signal()).column()));
        return when(signal.isin(OPT_OUT), lit(Reason.OPT_OUT_SIGNAL.word()))
                .when(signal.isNull().or(signal.isin(SILENT)), lit(null).cast(DataTypes.StringType))
                .otherwise(lit(Reason.UNREADABLE.word()));
    }

    private static Column isOneOf(Column status, List<String> words) {
        return status.isin(Words.plain(words).toArray());
    }
}
