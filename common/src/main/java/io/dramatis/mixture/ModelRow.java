package io.dramatis.mixture;

import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.groups.MergeStep;
import io.dramatis.mixture.rows.Patterns;
import io.dramatis.mixture.rows.Scaling;
import io.dramatis.table.model.MergeTree;
import io.dramatis.table.model.MixtureModels;
import io.dramatis.table.model.ModelCandidates;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A mixture as a row of {@link MixtureModels}, and back. */
final class ModelRow {
    private ModelRow() {}

    static Row of(Mixture mixture, String runId) {
        return RowFactory.create(
                runId,
                mixture.form().name(),
                mixture.columns().toArray(),
                boxed(mixture.scaling().centre()),
                boxed(mixture.scaling().scale()),
                boxed(mixture.geometry().floor()),
                boxed(mixture.geometry().unit()),
                boxed(mixture.geometry().block()),
                boxed(mixture.geometry().weight()),
                boxed(mixture.density().weights()),
                boxed(flat(mixture.density().means())),
                boxed(flat(mixture.density().covariances())),
                boxed(mixture.groupOf()),
                boxed(flat(mixture.overlap())),
                Arrays.stream(mixture.groupRows()).boxed().toArray(),
                mixture.rows(),
                mixture.unassigned(),
                IntStream.range(0, mixture.patterns().size())
                        .mapToObj(p -> boxed(mixture.patterns().observed(p)))
                        .toArray(),
                boxed(mixture.thresholds()),
                mixture.minPosterior(),
                mixture.logLikelihood());
    }

    static Mixture mixture(Row row) {
        List<String> columns = List.copyOf(row.getList(row.fieldIndex(MixtureModels.COLUMNS)));
        int d = columns.size();
        double[] floor = doubles(row, MixtureModels.FLOOR);
        List<scala.collection.Seq<Integer>> patterns = row.getList(row.fieldIndex(MixtureModels.PATTERNS));
        List<Long> groupRows = row.getList(row.fieldIndex(MixtureModels.PEOPLE_BY_GROUP));
        return new Mixture(
                new Scaling(
                        columns,
                        IntStream.range(0, d).toArray(),
                        doubles(row, MixtureModels.CENTRE),
                        doubles(row, MixtureModels.SCALE),
                        floor),
                Patterns.of(patterns.stream()
                        .map(scala.jdk.javaapi.CollectionConverters::asJava)
                        .map(ModelRow::integers)
                        .toArray(int[][]::new)),
                new Density(
                        CovarianceForm.valueOf(row.getString(row.fieldIndex(MixtureModels.FORM))),
                        doubles(row, MixtureModels.WEIGHTS),
                        cut(doubles(row, MixtureModels.MEANS), d),
                        cut(doubles(row, MixtureModels.COVARIANCES), d * d)),
                new Geometry(
                        floor,
                        doubles(row, MixtureModels.UNIT),
                        integers(row.getList(row.fieldIndex(MixtureModels.BLOCK))),
                        doubles(row, MixtureModels.BLOCK_WEIGHT)),
                integers(row.getList(row.fieldIndex(MixtureModels.GROUP_OF_COMPONENT))),
                cut(doubles(row, MixtureModels.OVERLAP), groupRows.size()),
                groupRows.stream().mapToLong(Long::longValue).toArray(),
                row.getLong(row.fieldIndex(MixtureModels.PEOPLE_COUNT)),
                row.getLong(row.fieldIndex(MixtureModels.UNASSIGNED_COUNT)),
                doubles(row, MixtureModels.THRESHOLDS),
                row.getDouble(row.fieldIndex(MixtureModels.MIN_POSTERIOR)),
                row.getDouble(row.fieldIndex(MixtureModels.LOG_LIKELIHOOD)));
    }

    /** Of a row of {@link ModelCandidates}. */
    static Candidate candidate(Row row) {
        return new Candidate(
                CovarianceForm.valueOf(row.getString(row.fieldIndex(ModelCandidates.FORM))),
                row.getInt(row.fieldIndex(ModelCandidates.K)),
                row.getDouble(row.fieldIndex(ModelCandidates.LOG_LIKELIHOOD)),
                row.getInt(row.fieldIndex(ModelCandidates.DF)),
                row.getDouble(row.fieldIndex(ModelCandidates.BIC)),
                row.getDouble(row.fieldIndex(ModelCandidates.ICL)),
                row.getBoolean(row.fieldIndex(ModelCandidates.IS_CONVERGED)),
                row.getInt(row.fieldIndex(ModelCandidates.ITERATIONS)));
    }

    /** Of a row of {@link MergeTree}. */
    static MergeStep mergeStep(Row row) {
        return new MergeStep(
                row.getList(row.fieldIndex(MergeTree.FIRST)),
                row.getList(row.fieldIndex(MergeTree.SECOND)),
                row.getDouble(row.fieldIndex(MergeTree.OVERLAP)),
                row.getDouble(row.fieldIndex(MergeTree.RIDGE_RATIO)),
                row.getBoolean(row.fieldIndex(MergeTree.IS_MERGED)));
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[][] cut(double[] values, int width) {
        double[][] rows = new double[values.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
        return rows;
    }

    private static Object[] boxed(double[] values) {
        return Arrays.stream(values).boxed().toArray();
    }

    private static Object[] boxed(int[] values) {
        return Arrays.stream(values).boxed().toArray();
    }

    private static int[] integers(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] doubles(Row row, String column) {
        List<Double> values = row.getList(row.fieldIndex(column));
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
