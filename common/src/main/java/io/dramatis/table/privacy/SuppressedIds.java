package io.dramatis.table.privacy;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.unhex;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Column;

/**
 * {@code suppressed_ids}: the ids of people who were erased, so that no run takes them in again. It holds a hash of each
 * pseudonym, since the pseudonym's own bytes must be nowhere.
 */
public final class SuppressedIds {
    public static final String VALUE = "value";
    public static final String STUDY = "study";
    public static final String PURPOSE = "purpose";
    public static final String KEY_ID = "key_id";
    public static final String KEY_EPOCH = "key_epoch";

    /** Pseudonyms are 32 bytes, so no other hash of one is made of a message like this. */
    private static final byte[] LABEL = "dramatis suppressed id\0".getBytes(StandardCharsets.US_ASCII);

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "suppressed_ids",
            "An id that no run may take in, since its person was erased.",
            Table.required(Table.RUN_ID, StringType, "The erasure."),
            Table.required(VALUE, BinaryType, "SHA-256 over a label and the id's pseudonym."),
            Table.required(STUDY, StringType, "The study whose pseudonym it is."),
            Table.required(PURPOSE, StringType, "The purpose whose pseudonym it is."),
            Table.required(KEY_ID, StringType, "Which key made the pseudonym."),
            Table.required(KEY_EPOCH, IntegerType, "The key's epoch."));

    private SuppressedIds() {}

    /** What stands in the table for a pseudonym; null for null. */
    public static Column value(Column pseudonym) {
        return unhex(sha2(concat(lit(LABEL), pseudonym), 256));
    }
}
