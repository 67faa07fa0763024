package io.dramatis.mixture;

import io.dramatis.error.DramatisException;
import io.dramatis.mixture.rows.Sample;
import io.dramatis.table.Table;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Some of the people that a model was fitted to. */
public final class PeopleSample {
    private PeopleSample() {}

    /**
     * Draws people by the hash of their pseudonym.
     *
     * @return at most {@code size} rows in standardised units, NaN where missing
     */
    public static List<double[]> of(Mixture mixture, Dataset<Row> people, int size, long seed) {
        long limit = Sample.limit(mixture.rows() + mixture.unassigned(), size);
        Column lot =
                functions.shiftrightunsigned(functions.xxhash64(functions.lit(seed), people.col(Table.PERSON_ID)), 1);
        Column[] wanted = Stream.concat(
                        Stream.of(lot.as("lot")),
                        mixture.columns().stream()
                                .map(name -> people.col("`" + name + "`").cast("double")))
                .toArray(Column[]::new);
        List<double[]> rows = people.select(wanted).where(functions.col("lot").leq(limit)).collectAsList().stream()
                .map(PeopleSample::drawn)
                .sorted(Comparator.comparingLong(Drawn::lot).thenComparing(Drawn::values, Arrays::compare))
                .limit(size)
                .map(row -> mixture.scaling().standardise(row.values()))
                .filter(row -> mixture.patterns().indexOf(row, new BitSet()) >= 0)
                .toList();
        if (rows.isEmpty()) {
            throw DramatisException.contract(
                    "no one can be drawn to check the groups on",
                    "nothing is known of any of the people",
                    "give the people that the model was fitted to");
        }
        return rows;
    }

    private record Drawn(long lot, double[] values) {}

    private static Drawn drawn(Row row) {
        double[] values = new double[row.size() - 1];
        for (int j = 0; j < values.length; j++) {
            values[j] = row.isNullAt(j + 1) ? Double.NaN : row.getDouble(j + 1);
        }
        return new Drawn(row.getLong(0), values);
    }
}
