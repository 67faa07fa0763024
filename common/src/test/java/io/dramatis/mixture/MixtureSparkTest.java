package io.dramatis.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dramatis.error.DramatisException;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.MemoryTables;
import io.dramatis.table.Table;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.MergeTree;
import io.dramatis.table.model.MixtureModels;
import io.dramatis.table.model.ModelCandidates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessions.class)
class MixtureSparkTest {

    /** More than one block of rows, two blocks of variables, one of them missing for many. */
    private static People people() {
        SplittableRandom random = new SplittableRandom(2);
        return People.triangle(5000, 4, 4, 1)
                .with(row -> random.nextDouble() < 0.4 ? new double[] {row[0], row[1], Double.NaN, Double.NaN} : row);
    }

    private static MixtureEstimator estimator() {
        return new MixtureEstimator()
                .setInputCols(People.columns(4).toArray(String[]::new))
                .setKeyCols(Table.PERSON_ID)
                .setK(1, 3)
                .setForms("VVV", "EEI")
                .setStarts(3)
                .setMaxIter(20);
    }

    private static List<String> memberships(MixtureModel model, Dataset<Row> people) {
        return model.mixture().memberships(people).collectAsList().stream()
                .map(row -> Arrays.toString(row.<byte[]>getAs(0)) + row.toSeq().drop(1))
                .sorted()
                .toList();
    }

    /** Every number of the model, to the last bit. */
    private static String text(SparkSession spark, MixtureModel model) {
        return model.modelRows(spark, "a").toJSON().first() + model.candidates() + model.mergeTree();
    }

    @Test
    void givesTheSameBytesWhateverThePartitionsAndTheOrder(SparkSession spark) {
        People people = people();
        List<Row> shuffled = new ArrayList<>(people.sparkRows());
        Collections.shuffle(shuffled, new Random(3));
        Dataset<Row> first = people.dataset(spark);
        MixtureModel expected = estimator().fit(first.repartition(2));
        List<String> placed = memberships(expected, first);
        for (int partitions : new int[] {1, 2, 8, 64}) {
            Dataset<Row> other =
                    spark.createDataFrame(shuffled, People.schema(4)).repartition(partitions);
            MixtureModel local = estimator().fit(other);
            assertThat(text(spark, local)).isEqualTo(text(spark, expected));
            assertThat(memberships(local, other)).isEqualTo(placed);
            if (partitions == 8) {
                assertThat(text(spark, estimator().fit(other, Cut.BY_LIMITS, 0)))
                        .isEqualTo(text(spark, expected));
            }
        }
    }

    @Test
    void givesTheSameBytesWhenTasksFailAndAreTriedAgain(SparkSession spark) {
        Dataset<Row> rows = people().dataset(spark).repartition(4);
        MapFunction<Row, Row> failing = row -> {
            if (TaskContext.get().attemptNumber() == 0 && TaskContext.getPartitionId() % 2 == 1) {
                throw new IllegalStateException("the first try of every other task fails");
            }
            return row;
        };
        Dataset<Row> broken = rows.map(failing, Encoders.row(rows.schema()));
        String expected = text(spark, estimator().fit(rows));
        assertThat(text(spark, estimator().fit(broken, Cut.BY_LIMITS, 0))).isEqualTo(expected);
    }

    @Test
    void keepsTheModelInItsTables(SparkSession spark) {
        Dataset<Row> rows = people().dataset(spark);
        MixtureModel model = estimator().setK(1, 2, 3, 6).fit(rows);
        MemoryTables tables = new MemoryTables(spark);
        tables.replace(MixtureModels.TABLE, "a", model.modelRows(spark, "a"));
        tables.replace(ModelCandidates.TABLE, "a", model.candidateRows(spark, "a"));
        tables.replace(MergeTree.TABLE, "a", model.mergeRows(spark, "a"));
        Mixture kept = Mixture.fromRow(
                tables.read(MixtureModels.TABLE, "a").collectAsList().get(0));
        assertThat(spark.createDataFrame(List.of(kept.toRow("a")), MixtureModels.TABLE.schema())
                        .toJSON()
                        .first())
                .isEqualTo(model.modelRows(spark, "a").toJSON().first());
        assertThat(kept.memberships(rows)
                        .except(model.mixture().memberships(rows))
                        .count())
                .isZero();
        assertThat(tables.read(ModelCandidates.TABLE, "a").where("is_chosen").count())
                .isEqualTo(1);
        assertThat(tables.read(MergeTree.TABLE, "a").count())
                .isEqualTo(model.mixture().components() - 1);
    }

    @Test
    void placesEachRowAsItCountsThem(SparkSession spark) {
        Dataset<Row> rows = people().dataset(spark);
        Mixture mixture = estimator().fit(rows).mixture();
        MemoryTables tables = new MemoryTables(spark);
        tables.replace(Memberships.TABLE, "a", mixture.memberships(rows));
        Dataset<Row> placed = tables.read(Memberships.TABLE, "a");
        assertThat(placed.count()).isEqualTo(5000);
        assertThat(placed.where("not is_assigned").count()).isEqualTo(mixture.unassigned());
        for (int g = 0; g < mixture.groups(); g++) {
            assertThat(placed.where(Memberships.GROUP_INDEX + " = " + g).count())
                    .isEqualTo(mixture.groupRows()[g]);
        }
        assertThat(placed.where("posterior < second_posterior or entropy < 0 or entropy > 1 or posterior > 1.000001")
                        .count())
                .isZero();
        assertThat(placed.where("is_assigned != (group_index is not null)").count())
                .isZero();
    }

    @Test
    void worksInAPipelineOfSparkMl(SparkSession spark, @TempDir Path folder) throws Exception {
        People people = People.triangle(900, 3, 8, 5);
        Dataset<Row> rows = people.dataset(spark);
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new VectorAssembler().setInputCols(new String[] {"x0", "x1", "x2"}).setOutputCol("features"),
            new MixtureEstimator().setFeaturesCol("features").setK(2, 3).setForms("EII", "VVV")
        });
        pipeline.write().overwrite().save(folder.resolve("pipeline").toString());
        PipelineModel fitted =
                Pipeline.load(folder.resolve("pipeline").toString()).fit(rows);
        Dataset<Row> scored = fitted.transform(rows);
        assertThat(scored.columns()).endsWith("prediction", "probability", "log_density");
        assertThat(scored.groupBy("prediction").count().where("count > 290").count())
                .isEqualTo(3);
        fitted.write().overwrite().save(folder.resolve("model").toString());
        PipelineModel loaded = PipelineModel.load(folder.resolve("model").toString());
        MixtureModel before = (MixtureModel) fitted.stages()[1];
        MixtureModel after = (MixtureModel) loaded.stages()[1];
        assertThat(text(spark, after)).isEqualTo(text(spark, before));
        assertThat(after.notes()).isEqualTo(before.notes());
        assertThat(after.chosen().k()).isEqualTo(3);
        assertThat(loaded.transform(rows).collectAsList()).isEqualTo(scored.collectAsList());
    }

    @Test
    void leavesAnOutlierAndANobodyUnassigned(SparkSession spark) {
        People people = People.triangle(900, 2, 8, 6);
        MixtureModel model = new MixtureEstimator()
                .setInputCols("x0", "x1")
                .setK(3)
                .setForms("VVV")
                .fit(people.dataset(spark));
        List<Row> strange = new People(
                        List.of(new double[] {1e6, -1e6}, new double[] {Double.NaN, Double.NaN}, new double[] {0, 0}),
                        new int[3])
                .sparkRows();
        List<Row> scored = model.transform(
                        spark.createDataFrame(strange, People.schema(2)).coalesce(1))
                .select("prediction", "probability", "log_density")
                .collectAsList();
        assertThat(scored.get(0).isNullAt(0)).isTrue();
        assertThat(scored.get(0).getDouble(2)).isLessThan(-1e6);
        assertThat(scored.get(1)).isEqualTo(RowFactory.create(null, null, null));
        assertThat(scored.get(2).isNullAt(0)).isFalse();
        assertThat(((Vector) scored.get(2).get(1)).toArray())
                .satisfies(posteriors ->
                        assertThat(Arrays.stream(posteriors).sum()).isCloseTo(1, within(1e-9)));
    }

    @Test
    void refusesColumnsThatItCannotUse(SparkSession spark) {
        Dataset<Row> rows = People.triangle(60, 2, 8, 6).dataset(spark).selectExpr("*", "'a' as name", "-1 as w");
        assertThatThrownBy(() -> new MixtureEstimator().setInputCols("x0", "x9").fit(rows))
                .isInstanceOf(DramatisException.class)
                .hasMessage("there is no column 'x9'\nthe columns are person_id, x0, x1, name, w\nname one of these");
        assertThatThrownBy(
                        () -> new MixtureEstimator().setInputCols("x0", "name").fit(rows))
                .isInstanceOf(DramatisException.class)
                .hasMessage("column 'name' cannot be used\nit is string, where a mixture needs a number\n"
                        + "leave it out, or turn it into a number");
        assertThatThrownBy(() -> new MixtureEstimator()
                        .setInputCols("x0")
                        .setWeightCol("w")
                        .fit(rows))
                .isInstanceOf(DramatisException.class)
                .hasMessageStartingWith("60 rows have a weight that is negative");
    }
}
