package io.dramatis.table.run;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.dramatis.table.Table;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** {@code publications}: one row a publication, written last; readers follow the newest. */
public final class Publications {
    public static final String SEQUENCE = "sequence";
    public static final String STUDY = "study";
    public static final String AS_OF = "as_of";
    public static final String PUBLISHED_AT = "published_at";
    public static final String CONFIG_HASH = "config_hash";
    public static final String PERSONA_COUNT = "persona_count";

    public static final Table TABLE = Table.of(
            Table.Zone.OPEN,
            "publications",
            "A publication; the one with the largest sequence is current.",
            Table.required(Table.RUN_ID, StringType, "The run whose rows of the other tables belong to it."),
            Table.required(SEQUENCE, LongType, "Its number, from 1."),
            Table.required(STUDY, StringType, "The study's name."),
            Table.required(AS_OF, DateType, "Nothing after the end of this day (UTC) was used."),
            Table.required(PUBLISHED_AT, TimestampType, "When it was published (UTC)."),
            Table.required(CONFIG_HASH, StringType, "SHA-256 of the config."),
            Table.required(PERSONA_COUNT, IntegerType, "How many personas it holds."));

    private Publications() {}

    /** The newest publication's row, if there is one. */
    public static Optional<Row> current(Dataset<Row> publications) {
        return publications.orderBy(functions.col(SEQUENCE).desc()).limit(1).collectAsList().stream()
                .findFirst();
    }
}
