package io.dramatis.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class TableTest {
    private static final Table SHEEP = Table.of(
            Table.Zone.OPEN,
            "sheep",
            "A sheep.",
            Table.required(Table.RUN_ID, DataTypes.StringType, "The run."),
            Table.required("name", DataTypes.StringType, "Its name."));

    @Test
    void replacesOneRunAndLeavesTheOthers(SparkSession spark) {
        MemoryTables tables = new MemoryTables(spark);
        tables.replace(
                SHEEP,
                "a",
                spark.createDataset(List.of("dolly"), Encoders.STRING()).toDF("name"));
        tables.replace(
                SHEEP,
                "b",
                spark.createDataset(List.of("shaun"), Encoders.STRING()).toDF("name"));
        tables.replace(
                SHEEP,
                "a",
                spark.createDataset(List.of("bo"), Encoders.STRING()).toDF("name"));
        assertThat(tables.read(SHEEP).collectAsList())
                .containsExactlyInAnyOrder(RowFactory.create("a", "bo"), RowFactory.create("b", "shaun"));
        assertThat(tables.version(SHEEP)).isEqualTo(2);
    }
}
