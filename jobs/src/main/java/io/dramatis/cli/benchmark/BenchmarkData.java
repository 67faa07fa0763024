package io.dramatis.cli.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Rows of eight overlapping Gaussian groups with covariances of their own.
 *
 * @param rows how many
 * @param columns of numbers
 */
record BenchmarkData(long rows, int columns) {
    private static final int GROUPS = 8;

    String[] names() {
        return IntStream.range(0, columns).mapToObj(j -> "x" + j).toArray(String[]::new);
    }

    /** Writes the rows as Parquet, and as plain float64 in the same order for programs of other languages. */
    void write(SparkSession spark, Path parquet) {
        double[][] centres = new double[GROUPS][columns];
        double[][][] roots = new double[GROUPS][columns][columns];
        SplittableRandom random = new SplittableRandom(1);
        for (int g = 0; g < GROUPS; g++) {
            for (int j = 0; j < columns; j++) {
                centres[g][j] = 1.5 * random.nextGaussian();
                for (int i = 0; i <= j; i++) {
                    roots[g][j][i] =
                            i == j ? 0.7 + 0.6 * random.nextDouble() : 0.6 * random.nextGaussian() / Math.sqrt(columns);
                }
            }
        }
        int width = columns;
        var draw = functions.udf(
                (Long id) -> {
                    SplittableRandom own = new SplittableRandom(io.dramatis.mixture.rows.Block.mix(id));
                    int g = own.nextInt(GROUPS);
                    double[] normal = new double[width];
                    double[] row = centres[g].clone();
                    for (int j = 0; j < width; j++) {
                        normal[j] = own.nextGaussian();
                        for (int i = 0; i <= j; i++) {
                            row[j] += roots[g][j][i] * normal[i];
                        }
                    }
                    return row;
                },
                DataTypes.createArrayType(DataTypes.DoubleType, false));
        Dataset<Row> drawn = spark.range(0, rows, 1, 8).withColumn("row", draw.apply(functions.col("id")));
        Column[] wanted = IntStream.range(-1, columns)
                .mapToObj(j -> j < 0
                        ? functions.col("id")
                        : functions.col("row").getItem(j).as("x" + j))
                .toArray(Column[]::new);
        drawn.select(wanted).write().parquet(parquet.toString());
    }

    void writePlain(Dataset<Row> data, Path file) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(columns * 8 * 1024).order(ByteOrder.LITTLE_ENDIAN);
            var all = data.toLocalIterator();
            while (all.hasNext()) {
                Row row = all.next();
                for (int j = 0; j < columns; j++) {
                    buffer.putDouble(row.getDouble(j + 1));
                }
                if (!buffer.hasRemaining() || !all.hasNext()) {
                    out.write(buffer.flip());
                    buffer.clear();
                }
            }
        }
    }
}
