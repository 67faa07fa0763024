package io.dramatis.mixture;

import io.dramatis.error.DramatisException;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Em;
import io.dramatis.mixture.groups.MergeStep;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.rows.Pass;
import io.dramatis.mixture.rows.Sample;
import io.dramatis.mixture.rows.View;
import io.dramatis.mixture.starts.Budget;
import io.dramatis.mixture.starts.Cell;
import io.dramatis.mixture.starts.Starts;
import io.dramatis.table.Table;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A model's recipe, to be fitted again to other rows of the same study: same scaling, floors, form and patterns. It runs in
 * one thread, so that a Spark task can hold it.
 */
public final class Refit implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int ROWS_A_BLOCK = 4096;
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_ITERATIONS = 40;
    private static final Budget BUDGET = Budget.quick(2);

    private final Mixture mixture;
    private final int maxIterations;
    private final int minSize;
    private final Merging.Limits limits;

    public Refit(Mixture mixture, Settings settings) {
        this.mixture = mixture;
        this.maxIterations = Math.min(MOST_ITERATIONS, settings.maxIterations());
        this.minSize = settings.minSize();
        this.limits = settings.limits();
    }

    private View view() {
        return View.standardised(mixture.scaling().d(), mixture.patterns());
    }

    /**
     * Draws people by the hash of their pseudonym.
     *
     * @return at most {@code size} rows in standardised units, NaN where missing
     */
    public List<double[]> sample(Dataset<Row> people, int size, long seed) {
        long limit = Sample.limit(mixture.rows() + mixture.unassigned(), size);
        Column lot =
                functions.shiftrightunsigned(functions.xxhash64(functions.lit(seed), people.col(Table.PERSON_ID)), 1);
        Column[] wanted = Stream.concat(
                        Stream.of(lot.as("lot")),
                        mixture.columns().stream()
                                .map(name -> people.col("`" + name + "`").cast("double")))
                .toArray(Column[]::new);
        List<double[]> rows = people.select(wanted).where(functions.col("lot").leq(limit)).collectAsList().stream()
                .map(Refit::drawn)
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

    /**
     * Fits {@code k} components of the model's form from new starts, and merges them until so many groups are left.
     *
     * @param groups at most; {@code k} for no merging
     */
    public Grouping fit(List<double[]> rows, int k, int groups, long seed) {
        List<Block> blocks = Block.cut(rows, ROWS_A_BLOCK);
        Pass pass = Pass.serial(blocks);
        Cell cell = new Cell(mixture.form(), k);
        List<Density> starts = new Starts(blocks, view(), mixture.geometry(), minSize, BUDGET, seed)
                .of(Set.of(cell), Set.of(cell))
                .get(cell);
        Density density = new Em(view(), mixture.geometry(), TOLERANCE, maxIterations, minSize)
                .fit(pass, starts)
                .get(0)
                .density();
        if (groups >= density.k()) {
            return grouping(density, IntStream.range(0, density.k()).toArray(), density.k());
        }
        List<MergeStep> steps = Merging.of(density, mixture.geometry(), view(), pass, limits, 2 * rows.size())
                .steps();
        return grouping(density, MergeStep.groupOf(steps, density.k(), groups), groups);
    }

    private Grouping grouping(Density density, int[] groupOf, int groups) {
        return new Grouping(density, mixture.patterns(), mixture.geometry(), groupOf, groups);
    }
}
