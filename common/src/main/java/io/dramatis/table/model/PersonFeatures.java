package io.dramatis.table.model;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import java.util.List;
import java.util.Map;

/** One row a consented person, with the study's features. */
public final class PersonFeatures {
    public static final String RUN_ID = Table.RUN_ID;
    public static final String PERSON_ID = Table.PERSON_ID;

    private static final String MODELLED = "_modelled";

    /** Without the study's own columns; see {@link #with}. */
    public static final Table TABLE = new Table(
            "person_features",
            Table.Zone.RESTRICTED,
            "One row a consented person: each feature as it is, and as the mixture sees it. Empty means missing, not zero.",
            List.of(
                    Table.required(RUN_ID, StringType, "The run that wrote the row."),
                    Table.required(PERSON_ID, BinaryType, "Pseudonym of the person.")),
            Map.of(),
            true);

    private PersonFeatures() {}

    /** The name of the column that holds {@code feature} after its transform. */
    public static String modelled(String feature) {
        return feature + MODELLED;
    }

    /** A study's column: a value a person, empty where it is missing. */
    public static Table.Column value(String name, String comment) {
        return Table.optional(name, DoubleType, comment);
    }

    /** The table with the columns of a study. */
    public static Table with(List<Table.Column> features) {
        return TABLE.withColumns(features);
    }
}
