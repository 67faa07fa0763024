package io.dramatis.table.privacy;

import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import io.dramatis.table.persona.Personas;

/**
 * {@code suppression_log}: what publication left out, and by which rule. Restricted: who knows which rule hid a cell knows
 * more of it than who sees only that it is hidden.
 */
public final class SuppressionLog {
    public static final String TABLE_NAME = "table_name";
    public static final String PERSONA_ID = Personas.PERSONA_ID;
    public static final String SUBJECT = "subject";
    public static final String COLUMNS = "columns";
    public static final String RULE = "rule";
    public static final String SENTENCE = "sentence";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "suppression_log",
            "What publication left out, or kept from an earlier publication, and by which rule; one row a cell. No values.",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(TABLE_NAME, StringType, "The open table that lacks it."),
            Table.optional(PERSONA_ID, StringType, "The persona; empty for a figure of everyone."),
            Table.optional(SUBJECT, StringType, "Feature, source, or number of traits; empty for the persona as such."),
            Table.required(COLUMNS, StringType, "all of the cell's figures, or the column that lacks it."),
            Table.required(
                    RULE,
                    StringType,
                    "threshold, few_on_a_side, dominance, p_ratio, distinct, largest_share, complement, held,"
                            + " changed_by_few, or no_noise."),
            Table.required(SENTENCE, StringType, "Why, in plain words."));

    private SuppressionLog() {}
}
