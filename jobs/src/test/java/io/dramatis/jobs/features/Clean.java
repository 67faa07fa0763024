package io.dramatis.jobs.features;

import static org.apache.spark.sql.types.DataTypes.BinaryType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Clean tables, whose people are whole numbers. */
public record Clean(StructType schema) {

    public static Clean of(Object... namesAndTypes) {
        StructType schema = new StructType().add("person_id", BinaryType, false);
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            schema = schema.add((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]);
        }
        return new Clean(schema);
    }

    Dataset<Row> rows(SparkSession spark, Row... rows) {
        return spark.createDataFrame(List.of(rows), schema);
    }

    public static Row row(int person, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = id(person);
        System.arraycopy(values, 0, all, 1, values.length);
        return RowFactory.create(all);
    }

    /** Eight bytes that look like a pseudonym. */
    public static byte[] id(int person) {
        return ByteBuffer.allocate(8).putLong(new Random(person).nextLong()).array();
    }

    /** The values of a column by person, null where missing. */
    public static Map<Integer, Double> values(Dataset<Row> people, String column, int count) {
        Map<Integer, Double> values = new HashMap<>();
        for (Row row : people.select("person_id", column).collectAsList()) {
            for (int person = 1; person <= count; person++) {
                if (Arrays.equals(row.<byte[]>getAs(0), id(person))) {
                    values.put(person, row.isNullAt(1) ? null : row.getDouble(1));
                }
            }
        }
        return values;
    }
}
