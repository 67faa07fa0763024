package io.dramatis.mixture.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows of a data set, on their way into logical blocks by the hash of their key.
 *
 * @param data hash of the key (LONG), weight (DOUBLE), then a DOUBLE a variable
 * @param d variables
 * @param rows in the data set
 */
public record RowSource(Dataset<Row> data, int d, long rows) {
    /** Values up to which the rows are fitted in the driver: a Spark job for each pass would cost more than the pass. */
    public static final long LOCAL_VALUES = 1L << 22;

    /** Numbers that a partition holds, about: 32 MB. */
    private static final long VALUES_A_PARTITION = 1L << 22;

    private static final String HASH = "hash";
    private static final String WEIGHT = "weight";

    /**
     * Reads the columns of a data set, and counts its rows.
     *
     * @param keys whose hash puts a row into its block; equal keys are no fault
     * @param weight of a row
     * @param values of the variables, as numbers; null or NaN where missing
     */
    public static RowSource of(Dataset<Row> data, List<Column> keys, Column weight, List<Column> values) {
        List<Column> wanted = new ArrayList<>();
        wanted.add(functions.xxhash64(keys.toArray(Column[]::new)).as(HASH));
        wanted.add(weight.cast("double").as(WEIGHT));
        for (int j = 0; j < values.size(); j++) {
            wanted.add(values.get(j).cast("double").as("x" + j));
        }
        return new RowSource(data.select(wanted.toArray(Column[]::new)), values.size(), data.count());
    }

    /** Puts the rows into their blocks: in the driver when they are few, else in Spark's memory or on its disks. */
    public Pass blocks(long localValues) {
        return rows * d <= localValues ? Pass.local(local()) : spark();
    }

    private List<Block> local() {
        int count = Block.count(rows);
        List<List<Block.Entry>> entries = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            entries.add(new ArrayList<>());
        }
        int width = d;
        for (Part part : data.javaRDD()
                .mapPartitions(read -> List.of(Part.of(read, width)).iterator())
                .collect()) {
            for (int i = 0; i < part.hashes().length; i++) {
                Block.Entry entry = part.entry(i, width);
                entries.get(Block.index(entry.hash(), count)).add(entry);
            }
        }
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(b -> Block.of(b, width, entries.get(b)))
                .toList();
    }

    private Pass spark() {
        int total = Block.count(rows);
        long wanted =
                Math.max(2L * data.sparkSession().sparkContext().defaultParallelism(), rows * d / VALUES_A_PARTITION);
        int partitions = 1;
        while (partitions < total && partitions < wanted) {
            partitions <<= 1;
        }
        int bits = Integer.numberOfTrailingZeros(partitions);
        int run = total / partitions;
        int width = d;
        Column partition = bits == 0
                ? functions.lit(0)
                : functions.shiftrightunsigned(functions.col(HASH), 64 - bits).cast("int");
        // Unsigned order of the hash is its order with the sign bit turned.
        Column order = functions.col(HASH).bitwiseXOR(functions.lit(Long.MIN_VALUE));
        JavaRDD<Block> blocks = data.repartitionById(partitions, partition)
                .sortWithinPartitions(order)
                .javaRDD()
                .mapPartitionsWithIndex((index, part) -> new Blocks(part, index * run, run, total, width), true);
        return new SparkPass(blocks.persist(StorageLevel.MEMORY_AND_DISK()));
    }

    private static Block.Entry entry(Row row, int d) {
        double[] values = new double[d];
        for (int j = 0; j < d; j++) {
            values[j] = row.isNullAt(j + 2) ? Double.NaN : row.getDouble(j + 2);
        }
        return new Block.Entry(row.getLong(0), values, row.isNullAt(1) ? Double.NaN : row.getDouble(1));
    }

    /** What a partition sends to the driver. */
    private record Part(long[] hashes, double[] weights, double[] values) implements Serializable {
        private static Part of(Iterator<Row> rows, int d) {
            long[] hashes = new long[16];
            double[] weights = new double[16];
            double[] values = new double[16 * d];
            int n = 0;
            for (; rows.hasNext(); n++) {
                if (n == hashes.length) {
                    hashes = Arrays.copyOf(hashes, 2 * n);
                    weights = Arrays.copyOf(weights, 2 * n);
                    values = Arrays.copyOf(values, 2 * n * d);
                }
                Block.Entry entry = RowSource.entry(rows.next(), d);
                hashes[n] = entry.hash();
                weights[n] = entry.weight();
                System.arraycopy(entry.values(), 0, values, n * d, d);
            }
            return new Part(Arrays.copyOf(hashes, n), Arrays.copyOf(weights, n), Arrays.copyOf(values, n * d));
        }

        private Block.Entry entry(int i, int d) {
            return new Block.Entry(hashes[i], Arrays.copyOfRange(values, i * d, (i + 1) * d), weights[i]);
        }
    }

    /** Cuts a partition's rows, sorted by hash, into its blocks, the empty ones included. */
    private static final class Blocks implements Iterator<Block> {
        private final Iterator<Row> rows;
        private final int end;
        private final int total;
        private final int d;
        private int block;
        private Block.Entry ahead;

        private Blocks(Iterator<Row> rows, int first, int run, int total, int d) {
            this.rows = rows;
            this.block = first;
            this.end = first + run;
            this.total = total;
            this.d = d;
            advance();
        }

        private void advance() {
            ahead = rows.hasNext() ? RowSource.entry(rows.next(), d) : null;
        }

        @Override
        public boolean hasNext() {
            return block < end;
        }

        @Override
        public Block next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            List<Block.Entry> members = new ArrayList<>();
            while (ahead != null && Block.index(ahead.hash(), total) == block) {
                members.add(ahead);
                advance();
            }
            return Block.of(block++, d, members);
        }
    }
}
