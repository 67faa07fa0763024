package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.dramatis.table.Table;

/** {@code consents}: a row a person of the run and purpose that they consented to; what shows that they did. */
public final class Consents {
    public static final String PURPOSE = "purpose";
    public static final String GIVEN_AT = "given_at";
    public static final String LEDGER = "ledger";
    public static final String SOURCE = "source";
    public static final String NOTICE_VERSION = "notice_version";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "consents",
            "The consent that counted when the run took a person in; one row a person and purpose.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(Table.PERSON_ID, BinaryType, "The person's pseudonym."),
            Table.required(PURPOSE, StringType, "The purpose: the study's, or its explicit one."),
            Table.required(GIVEN_AT, TimestampType, "When it was given (UTC)."),
            Table.required(LEDGER, StringType, "The ledger in which it stands."),
            Table.optional(SOURCE, StringType, "Where it was given; empty where the ledger does not say."),
            Table.optional(
                    NOTICE_VERSION, StringType, "What the person was told; empty where the ledger does not say."));

    private Consents() {}
}
