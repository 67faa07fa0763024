package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;

/** {@code withdrawals}: a row a person who was taken in, but whose consent no longer stood right before publication. */
public final class Withdrawals {
    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "withdrawals",
            "People of the run who are in nothing that it published, since their consent ended in between.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(Table.PERSON_ID, BinaryType, "The person's pseudonym."));

    private Withdrawals() {}
}
