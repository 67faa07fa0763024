package io.dramatis.jobs.features.person;

import static io.dramatis.jobs.features.person.PersonValues.quoted;
import static io.dramatis.table.Table.PERSON_ID;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.ln;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.signum;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is done to a feature's values before they are modelled. */
public enum Modelling {
    NONE("none"),
    /** ln(1 + x), of values from 0 on. */
    LOG1P("log1p"),
    /** sign(x) ln(1 + |x|). */
    SIGNED_LOG("signed-log"),
    YEO_JOHNSON("yeo-johnson"),
    /** ln(x), of amounts over 0. */
    LN("ln");

    /** Values from which a lambda is found, at most. */
    static final int SAMPLE = 10_000;

    private final String label;

    Modelling(String label) {
        this.label = label;
    }

    /** As the feature log says it. */
    public String label() {
        return label;
    }

    /** Whether it is undefined below 0. */
    public boolean isOfAmounts() {
        return this == LOG1P || this == LN;
    }

    /**
     * The column's values after the transform; missing where they are, and where it is undefined.
     *
     * @param lambda of Yeo-Johnson alone
     */
    public static Column modelled(FeatureColumn column, Optional<Double> lambda) {
        Column value = quoted(column.name());
        return switch (column.modelling()) {
            case NONE -> value;
            case LOG1P -> log1p(value);
            case SIGNED_LOG -> signum(value).multiply(log1p(abs(value)));
            case YEO_JOHNSON -> YeoJohnson.of(value, lambda.orElseThrow());
            case LN -> ln(value);
        };
    }

    /** The lambda of each Yeo-Johnson column, from the values of its first people in the order of pseudonyms. */
    public static Map<FeatureColumn, Double> lambdas(Dataset<Row> people, List<FeatureColumn> columns) {
        List<FeatureColumn> wanted = columns.stream()
                .filter(column -> column.modelling() == YEO_JOHNSON)
                .toList();
        Optional<Dataset<Row>> samples = IntStream.range(0, wanted.size())
                .mapToObj(i -> people.select(
                                lit(i).as("place"),
                                col(PERSON_ID),
                                quoted(wanted.get(i).name()).as("value"))
                        .where(col("value").isNotNull())
                        .orderBy(PERSON_ID)
                        .limit(SAMPLE))
                .reduce(Dataset::union);
        Map<FeatureColumn, Double> lambdas = new HashMap<>();
        if (samples.isEmpty()) {
            return lambdas;
        }
        List<Row> rows = samples.get().collectAsList();
        for (int i = 0; i < wanted.size(); i++) {
            int place = i;
            double[] values = rows.stream()
                    .filter(row -> row.getInt(0) == place)
                    .sorted(Comparator.comparing(row -> row.<byte[]>getAs(1), Arrays::compareUnsigned))
                    .mapToDouble(row -> row.getDouble(2))
                    .toArray();
            lambdas.put(wanted.get(i), YeoJohnson.lambda(values));
        }
        return lambdas;
    }
}
