package io.dramatis.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Study;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.Memberships;
import io.dramatis.table.MemoryTables;
import io.dramatis.table.MixtureModels;
import io.dramatis.table.ModelCandidates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class MixtureSparkTest {
    private static final Study.Mixture SETTINGS = People.settings(People.settings(1, 3, 4), 1e-4, 20);

    /** More than one block of rows, two blocks of variables, one of them missing for many. */
    private static People people() {
        People complete = People.triangle(3000, 4, 4, 1);
        SplittableRandom random = new SplittableRandom(2);
        List<double[]> rows = complete.rows().stream()
                .map(row -> random.nextDouble() < 0.4 ? new double[] {row[0], row[1], Double.NaN, Double.NaN} : row)
                .toList();
        return new People(rows, complete.labels());
    }

    private static List<String> memberships(MixtureModel model, Dataset<Row> people) {
        return model.memberships(people).collectAsList().stream()
                .map(row -> Arrays.toString(row.<byte[]>getAs(0)) + row.toSeq().drop(1))
                .sorted()
                .toList();
    }

    /** Every number of the model, to the last bit. */
    private static String text(SparkSession spark, MixtureModel model) {
        return spark.createDataFrame(List.of(model.toRow("a")), MixtureModels.TABLE.schema())
                .toJSON()
                .first();
    }

    @Test
    void givesTheSameBytesWhateverThePartitionsAndTheOrder(SparkSession spark) {
        People people = people();
        List<Row> shuffled = new ArrayList<>(people.sparkRows());
        Collections.shuffle(shuffled, new Random(3));
        Dataset<Row> first = people.dataset(spark);
        MixtureFit.Result expected = MixtureFit.fit(first.repartition(2), People.columns(4), SETTINGS, 1);
        List<String> placed = memberships(expected.model(), first);
        for (int partitions : new int[] {1, 2, 7}) {
            Dataset<Row> other =
                    spark.createDataFrame(shuffled, People.schema(4)).repartition(partitions);
            for (long localValues : new long[] {0, MixtureFit.LOCAL_VALUES}) {
                MixtureFit.Result result = MixtureFit.fit(other, People.columns(4), SETTINGS, 1, localValues);
                assertThat(text(spark, result.model())).isEqualTo(text(spark, expected.model()));
                assertThat(result.candidates()).isEqualTo(expected.candidates());
                assertThat(memberships(result.model(), other)).isEqualTo(placed);
            }
        }
    }

    @Test
    void keepsTheModelInItsTable(SparkSession spark) {
        People people = people();
        Dataset<Row> rows = people.dataset(spark);
        MixtureFit.Result result = MixtureFit.fit(rows, People.columns(4), People.settings(1, 2, 3, 6), 1);
        MemoryTables tables = new MemoryTables(spark);
        tables.replace(MixtureModels.TABLE, "a", result.modelRows(spark, "a"));
        tables.replace(ModelCandidates.TABLE, "a", result.candidateRows(spark, "a"));
        MixtureModel kept = MixtureModel.fromRow(
                tables.read(MixtureModels.TABLE, "a").collectAsList().get(0));
        assertThat(text(spark, kept)).isEqualTo(text(spark, result.model()));
        assertThat(memberships(kept, rows)).isEqualTo(memberships(result.model(), rows));
        assertThat(tables.read(ModelCandidates.TABLE, "a")
                        .where(ModelCandidates.IS_CHOSEN)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void placesEveryoneAndCountsThem(SparkSession spark) {
        People people = people();
        Dataset<Row> rows = people.dataset(spark);
        MixtureModel model =
                MixtureFit.fit(rows, People.columns(4), SETTINGS, 1).model();
        MemoryTables tables = new MemoryTables(spark);
        tables.replace(Memberships.TABLE, "a", model.memberships(rows));
        Dataset<Row> placed = tables.read(Memberships.TABLE, "a");
        assertThat(placed.count()).isEqualTo(3000);
        assertThat(placed.where("not is_assigned").count()).isEqualTo(model.unassigned());
        for (int g = 0; g < model.groups(); g++) {
            assertThat(placed.where(Memberships.GROUP_INDEX + " = " + g).count())
                    .isEqualTo(model.groupPeople(g));
        }
        assertThat(placed.where("posterior < second_posterior or entropy < 0 or entropy > 1 or posterior > 1.000001")
                        .count())
                .isZero();
        assertThat(placed.where("is_assigned != (group_index is not null)").count())
                .isZero();
    }
}
