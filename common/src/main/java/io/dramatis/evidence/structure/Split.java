package io.dramatis.evidence.structure;

import io.dramatis.table.model.SplitTests;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A split of the merge tree that was looked at.
 *
 * @param first components of the one side
 * @param second components of the other
 * @param overlap of the model's two sides (DEMP)
 * @param ridge density at the lowest point of the way between them, as a share of the lower of their peaks
 * @param members of both sides, in the sample
 * @param level that the test was given
 * @param p absent where one side is a handful of outliers, which is kept apart and not tested
 * @param sets of one population that were drawn
 */
public record Split(
        List<Integer> first,
        List<Integer> second,
        double overlap,
        double ridge,
        long members,
        double level,
        OptionalDouble p,
        int sets) {
    public Split {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    /** Whether the test rejects one population. */
    public boolean isReal() {
        return p.isPresent() && p.getAsDouble() <= level;
    }

    /** A row of {@link SplitTests}. */
    Row row(String runId, int position) {
        return RowFactory.create(
                runId,
                position,
                first.toArray(),
                second.toArray(),
                overlap,
                ridge,
                members,
                level,
                p.isPresent() ? p.getAsDouble() : null,
                sets,
                isReal());
    }

    /** Of a row of {@link SplitTests}. */
    public static Split of(Row row) {
        int p = row.fieldIndex(SplitTests.P_VALUE);
        return new Split(
                row.getList(row.fieldIndex(SplitTests.FIRST)),
                row.getList(row.fieldIndex(SplitTests.SECOND)),
                row.getDouble(row.fieldIndex(SplitTests.OVERLAP)),
                row.getDouble(row.fieldIndex(SplitTests.RIDGE_RATIO)),
                row.getLong(row.fieldIndex(SplitTests.PEOPLE_COUNT)),
                row.getDouble(row.fieldIndex(SplitTests.LEVEL)),
                row.isNullAt(p) ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble(p)),
                row.getInt(row.fieldIndex(SplitTests.NULL_SETS)));
    }
}
