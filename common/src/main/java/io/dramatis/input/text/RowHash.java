package io.dramatis.input.text;

import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;

/**
 * Hash of a record over all its columns, whatever their order: the sum of a hash for each name and value. Two records that
 * differ in any column differ in it, but for one pair in 2^64.
 */
final class RowHash {
    private static final long SEED = 42;

    private RowHash() {}

    /** The seed of a column's values. */
    static long seed(String column) {
        byte[] name = column.getBytes(StandardCharsets.UTF_8);
        return of(name, 0, name.length, SEED);
    }

    /** The seed of the values of the so many-th column of a name. */
    static long seed(String column, int time) {
        return time == 1 ? seed(column) : seed(column + "\n" + time);
    }

    /** The hash of a value under its column's seed. */
    static long of(byte[] bytes, int from, int length, long seed) {
        return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET + from, length, seed);
    }
}
