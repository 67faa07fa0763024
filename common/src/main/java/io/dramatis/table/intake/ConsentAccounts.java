package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;

/** {@code consent_accounts}: a row a source, purpose and reason; restricted, since small counts are telling. */
public final class ConsentAccounts {
    public static final String SOURCE = "source";
    public static final String PURPOSE = "purpose";
    public static final String REASON = "reason";
    public static final String PEOPLE_COUNT = "people_count";
    public static final String ROW_COUNT = "row_count";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "consent_accounts",
            "Why the people of a source are in, or are not; rows that broke their contract are not counted.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(SOURCE, StringType, "The source, as the config names it."),
            Table.required(PURPOSE, StringType, "The purpose: the study's, or its explicit one."),
            Table.required(
                    REASON,
                    StringType,
                    "consented, or why not: no-entry, refused, objected, expired, unreadable, opt-out-signal, under-age,"
                            + " age-unknown, erased, or withdrawn-before-publication (taken in, but in nothing published)."),
            Table.required(PEOPLE_COUNT, LongType, "People; one person may be in several sources."),
            Table.required(ROW_COUNT, LongType, "Their rows, exact copies left out."));

    private ConsentAccounts() {}
}
