package io.dramatis.table.privacy;

import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import io.dramatis.table.persona.Personas;

/** {@code held_cells}: published cells whose figures are those of an earlier run, as few people changed since. */
public final class HeldCells {
    public static final String TABLE_NAME = "table_name";
    public static final String PERSONA_ID = Personas.PERSONA_ID;
    public static final String SUBJECT = "subject";
    public static final String MEASURED_IN = "measured_in";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "held_cells",
            "Published cells whose figures are those of an earlier run; the next run compares its people with that one's.",
            Table.required(Table.RUN_ID, StringType, "The run that published it."),
            Table.required(TABLE_NAME, StringType, "The open table."),
            Table.optional(PERSONA_ID, StringType, "The persona; empty for a figure of everyone."),
            Table.optional(SUBJECT, StringType, "Feature or source; empty for the persona as such."),
            Table.required(MEASURED_IN, StringType, "The run whose people the figures describe."));

    private HeldCells() {}
}
