package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.config.Source;
import io.dramatis.table.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The tables {@code clean_<source>}: a source's used rows, typed, under pseudonyms. */
public final class CleanRows {
    private CleanRows() {}

    /** The contract of a source's table: the columns that its contract declares, less the identifying ones. */
    public static Table of(Source source) {
        return Table.of(
                        Table.Zone.RESTRICTED,
                        "clean_" + source.name(),
                        "The rows of source " + source.name() + " that met their contract and whose person consented.",
                        Table.required(Table.RUN_ID, StringType, "The run that took the row in."),
                        Table.required(
                                Table.PERSON_ID,
                                BinaryType,
                                "Pseudonym of the person: a keyed hash, still personal data."))
                .withColumns(storedColumns(source).stream()
                        .map(column -> Table.optional(column.name(), type(column.type()), comment(column)))
                        .toList());
    }

    /** The declared columns that reach the table: those that do not identify. */
    public static List<Source.Column> storedColumns(Source source) {
        Set<String> identities = new HashSet<>(source.ids().values());
        identities.add(source.personColumn());
        return source.columns().stream()
                .filter(column -> !column.identifying() && !identities.contains(column.from()))
                .toList();
    }

    /** The Spark type of a column's contract. */
    public static DataType type(Source.Type type) {
        return switch (type) {
            case STRING -> DataTypes.StringType;
            case INTEGER -> DataTypes.LongType;
            case DECIMAL -> DataTypes.DoubleType;
            case BOOLEAN -> DataTypes.BooleanType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP -> DataTypes.TimestampType;
        };
    }

    private static String comment(Source.Column column) {
        return column.description().isEmpty() ? "As the source has it." : column.description();
    }
}
