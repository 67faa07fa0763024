package io.dramatis.cli.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.error.DramatisException;
import io.dramatis.spark.SparkSessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class InputTableTest {
    private static final InputTable.Asked NOTHING =
            new InputTable.Asked(List.of(), Optional.empty(), List.of(), Optional.empty());

    /** Columns {@code c0}, {@code c1}, … of these cells. */
    private static Dataset<Row> texts(SparkSession spark, String... lines) {
        List<Row> rows = new ArrayList<>();
        for (String line : lines) {
            rows.add(RowFactory.create((Object[]) line.split(";", -1)));
        }
        StructType schema = new StructType();
        for (int i = 0; i < rows.get(0).size(); i++) {
            schema = schema.add("c" + i, DataTypes.StringType);
        }
        return spark.createDataFrame(rows, schema);
    }

    /** A column of that name beside one of measurements. */
    private static Dataset<Row> named(SparkSession spark, String name, int count, IntFunction<String> cell) {
        return spark.createDataFrame(
                IntStream.range(0, count)
                        .mapToObj(i -> RowFactory.create(cell.apply(i), "0." + (i * 7919 % 97)))
                        .toList(),
                new StructType().add(name, DataTypes.StringType).add("spend", DataTypes.StringType));
    }

    @Test
    void takesNoNumberThatPeopleWouldNotWrite(SparkSession spark) {
        List<String> cells = List.of(
                "1D",
                "7F",
                "12d",
                "1.5f",
                "0x10",
                "0x1p3",
                "1,5",
                "1 000",
                "1e",
                "--1",
                "1_000",
                "\u0661\u0662",
                "12%",
                "$1",
                "1L",
                "true");
        InputTable table = InputTable.of(
                "t.csv",
                texts(
                        spark,
                        String.join(";", cells) + ";1",
                        "5;".repeat(cells.size()) + "2",
                        "6;".repeat(cells.size()) + 4),
                NOTHING);
        assertThat(table.columns()).containsExactly("c" + cells.size());
        assertThat(table.leftOut()).hasSize(cells.size());
        assertThat(table.notes())
                .hasSize(cells.size())
                .allMatch(note -> note.contains(" is left out: 1 of its 3 values are no numbers (such as "))
                .contains("column 'c0' is left out: 1 of its 3 values are no numbers (such as 9a)");
        assertThat(table.rows().first().getString(0)).isEqualTo("1D");
    }

    @Test
    void takesWhatIsWrittenForANumberAndForNoValue(SparkSession spark) {
        InputTable table = InputTable.of(
                "t.csv",
                texts(spark, "1;-1.5;true;NA;9999999999", "NA;+.5;FALSE;;3", ";6.;;;", "NULL;1e3;n/a;NaN;4"),
                NOTHING);
        assertThat(table.columns()).containsExactly("c0", "c1", "c2", "c3", "c4");
        assertThat(table.notes()).isEmpty();
        assertThat(Arrays.stream(table.rows().schema().fields())
                        .map(field -> field.dataType().simpleString()))
                .containsExactly("int", "double", "boolean", "double", "bigint");
        assertThat(table.rows().collectAsList())
                .containsExactly(
                        RowFactory.create(1, -1.5, true, null, 9999999999L),
                        RowFactory.create(null, .5, false, null, 3L),
                        RowFactory.create(null, 6.0, null, null, null),
                        RowFactory.create(null, 1000.0, null, null, 4L));
    }

    @Test
    void leavesTheTextOfAKeyAsItIs(SparkSession spark) {
        InputTable table = InputTable.of(
                "t.csv",
                texts(spark, "007;1.50;2;a", "008;2.50;3;NA", "009;2.5;5;b"),
                new InputTable.Asked(List.of(), Optional.of("c3"), List.of("c0"), Optional.of("c1")));
        assertThat(table.columns()).containsExactly("c2");
        assertThat(table.rows().collectAsList())
                .containsExactly(
                        RowFactory.create("007", 1.5, 2, "a"),
                        RowFactory.create("008", 2.5, 3, null),
                        RowFactory.create("009", 2.5, 5, "b"));
    }

    @Test
    void leavesInfinityToTheEngineWhichRefusesIt(SparkSession spark) {
        InputTable table = InputTable.of("t.csv", texts(spark, "1;2", "Inf;3", "-Infinity;5"), NOTHING);
        assertThat(table.columns()).containsExactly("c0", "c1");
        assertThat(table.rows().select("c0").collectAsList())
                .containsExactly(
                        RowFactory.create(1.0),
                        RowFactory.create(Double.POSITIVE_INFINITY),
                        RowFactory.create(Double.NEGATIVE_INFINITY));
    }

    @Test
    void leavesOutWhatNumbersTheRows(SparkSession spark) {
        for (String name : List.of("_c0", "X", "Unnamed: 0", "row", "index", "customer_id", "Nr.", "obs", "rank")) {
            // In no order, with a value that is missing, and written as pandas writes whole numbers among them.
            Dataset<Row> rows =
                    named(spark, name, 13, i -> i == 6 ? "NA" : (100 + (i > 6 ? i - 1 : i) * 5 % 12) + ".0");
            InputTable table = InputTable.of("t.csv", rows, NOTHING);
            assertThat(table.columns()).as(name).containsExactly("spend");
            assertThat(table.leftOut()).containsExactly(name);
            String isUnnamed = List.of("_c0", "X", "Unnamed: 0").contains(name) ? ", which has no name," : "";
            assertThat(table.notes())
                    .containsExactly("column '" + name + "'" + isUnnamed
                            + " numbers the rows (12 whole numbers, no two alike, one after the other):"
                            + " left out; --columns can name it");
            InputTable asked = InputTable.of(
                    "t.csv",
                    rows,
                    new InputTable.Asked(List.of(name, "spend"), Optional.empty(), List.of(), Optional.empty()));
            assertThat(asked.columns()).containsExactly(name, "spend");
            assertThat(asked.notes()).singleElement().asString().endsWith(": used, since --columns names it");
        }
    }

    @Test
    void leavesOutWhatNamesTheRows(SparkSession spark) {
        for (String name : List.of(
                "id", "customer_id", "customerId", "Customer ID", "order.no", "KundenNr", "key2", "part-number")) {
            Dataset<Row> rows = named(spark, name, 30, i -> Long.toString(700_000_000_000_000_000L + i * 31L));
            InputTable table = InputTable.of("t.csv", rows, NOTHING);
            assertThat(table.columns()).as(name).containsExactly("spend");
            assertThat(table.notes())
                    .containsExactly("column '" + name
                            + "' names the rows (30 whole numbers, no two alike): left out; --columns can name it");
        }
    }

    @Test
    void leavesOutALongRunWhateverItIsCalledAndKeepsMeasurements(SparkSession spark) {
        assertThat(InputTable.of("t.csv", named(spark, "z", 20, Integer::toString), NOTHING)
                        .columns())
                .containsExactly("spend");
        assertThat(InputTable.of("t.csv", named(spark, "z", 19, Integer::toString), NOTHING)
                        .notes())
                .isEmpty();
        // A word that only ends alike is another.
        for (String name : List.of("visits", "paid", "monkey")) {
            assertThat(InputTable.of("t.csv", named(spark, name, 30, i -> Integer.toString(i * i)), NOTHING)
                            .notes())
                    .isEmpty();
        }
        InputTable shops = InputTable.of("t.csv", named(spark, "shop_id", 30, i -> Integer.toString(i % 4)), NOTHING);
        assertThat(shops.columns()).containsExactly("shop_id", "spend");
        assertThat(shops.notes())
                .containsExactly("column 'shop_id' has whole numbers that its name calls names or codes: used;"
                        + " --columns can leave it out");
    }

    @Test
    void saysSoWhereNothingIsLeft(SparkSession spark) {
        assertThatThrownBy(() -> InputTable.of(
                        "t.csv", named(spark, "id", 30, Integer::toString).select("id"), NOTHING))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("t.csv has no column of numbers that could form groups")
                .hasMessageContaining("its columns are id (integer); column 'id' numbers the rows");
    }
}
