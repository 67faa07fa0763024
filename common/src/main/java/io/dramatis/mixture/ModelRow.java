package io.dramatis.mixture;

import io.dramatis.table.MixtureModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A model as a row of {@link MixtureModels}, and back. */
final class ModelRow {
    private static final String FORM = "VVV";

    private ModelRow() {}

    static Row of(MixtureModel model, String runId) {
        int size = model.patterns.size();
        return RowFactory.create(
                runId,
                FORM,
                model.columns().toArray(),
                boxed(model.scaling.centre()),
                boxed(model.scaling.scale()),
                boxed(model.scaling.floor()),
                boxed(model.density.weights()),
                boxed(flat(model.density.means())),
                boxed(flat(model.density.covariances())),
                boxed(model.groupOf),
                boxed(flat(model.overlap)),
                Arrays.stream(model.groupPeople).boxed().toArray(),
                model.people,
                model.unassigned,
                IntStream.range(0, size)
                        .mapToObj(p -> boxed(model.patterns.observed(p)))
                        .toArray(),
                boxed(model.thresholds),
                model.minPosterior,
                model.logLikelihood,
                model.mergeSteps.stream()
                        .map(step -> RowFactory.create(
                                step.first().toArray(), step.second().toArray(), step.probability()))
                        .toArray());
    }

    static MixtureModel model(Row row) {
        List<String> columns = row.getList(row.fieldIndex(MixtureModels.COLUMNS));
        int d = columns.size();
        Scaling scaling = new Scaling(
                List.copyOf(columns),
                doubles(row, MixtureModels.CENTRE),
                doubles(row, MixtureModels.SCALE),
                doubles(row, MixtureModels.FLOOR));
        double[] weights = doubles(row, MixtureModels.WEIGHTS);
        Density density = new Density(
                weights,
                cut(doubles(row, MixtureModels.MEANS), d),
                cut(doubles(row, MixtureModels.COVARIANCES), d * d));
        List<scala.collection.Seq<Integer>> patterns = row.getList(row.fieldIndex(MixtureModels.PATTERNS));
        List<Long> groupPeople = row.getList(row.fieldIndex(MixtureModels.PEOPLE_BY_GROUP));
        List<Row> steps = row.getList(row.fieldIndex(MixtureModels.MERGE_STEPS));
        List<MergeStep> mergeSteps = new ArrayList<>();
        for (Row step : steps) {
            mergeSteps.add(new MergeStep(
                    step.getList(step.fieldIndex(MixtureModels.FIRST)),
                    step.getList(step.fieldIndex(MixtureModels.SECOND)),
                    step.getDouble(step.fieldIndex(MixtureModels.PROBABILITY))));
        }
        return new MixtureModel(
                scaling,
                Patterns.of(patterns.stream()
                        .map(scala.jdk.javaapi.CollectionConverters::asJava)
                        .map(ModelRow::integers)
                        .toArray(int[][]::new)),
                density,
                integers(row.getList(row.fieldIndex(MixtureModels.GROUP_OF_COMPONENT))),
                cut(doubles(row, MixtureModels.OVERLAP), groupPeople.size()),
                groupPeople.stream().mapToLong(Long::longValue).toArray(),
                row.getLong(row.fieldIndex(MixtureModels.PEOPLE_COUNT)),
                row.getLong(row.fieldIndex(MixtureModels.UNASSIGNED_COUNT)),
                doubles(row, MixtureModels.THRESHOLDS),
                row.getDouble(row.fieldIndex(MixtureModels.MIN_POSTERIOR)),
                row.getDouble(row.fieldIndex(MixtureModels.LOG_LIKELIHOOD)),
                mergeSteps);
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
