package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;

/** {@code id_links}: a row a further id of a person of the run; a word said under that id is theirs. */
public final class IdLinks {
    public static final String ID = "id";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "id_links",
            "Which other ids are a person's; one row a linked id. An id that is not in it is its own person.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(ID, BinaryType, "Pseudonym of the id."),
            Table.required(Table.PERSON_ID, BinaryType, "The person's pseudonym."));

    private IdLinks() {}
}
