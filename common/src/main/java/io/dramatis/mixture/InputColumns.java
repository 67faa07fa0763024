package io.dramatis.mixture;

import io.dramatis.error.DramatisException;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** The columns that rows are given in. */
final class InputColumns {
    private InputColumns() {}

    /** A column by its name, or a place in a vector. */
    static Column column(Dataset<?> data, String name) {
        if (Arrays.asList(data.columns()).contains(name) || !name.endsWith("]")) {
            return data.col(quoted(name));
        }
        int bracket = name.lastIndexOf('[');
        int place = Integer.parseInt(name.substring(bracket + 1, name.length() - 1));
        return functions.get(
                org.apache.spark.ml.functions.vector_to_array(data.col(quoted(name.substring(0, bracket))), "float64"),
                functions.lit(place));
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static void requireNumeric(StructType schema, String name) {
        require(
                schema,
                name,
                type -> type instanceof NumericType || type instanceof BooleanType,
                "a number",
                "leave it out, or turn it into a number");
    }

    static void require(StructType schema, String name, Predicate<DataType> isGood, String wanted, String cure) {
        if (!Arrays.asList(schema.fieldNames()).contains(name)) {
            throw DramatisException.contract(
                    "there is no column '" + name + "'",
                    "the columns are " + String.join(", ", schema.fieldNames()),
                    "name one of these");
        }
        DataType type = schema.apply(name).dataType();
        if (!isGood.test(type)) {
            throw DramatisException.contract(
                    "column '" + name + "' cannot be used",
                    "it is " + type.simpleString() + ", where a mixture needs " + wanted,
                    cure);
        }
    }
}
