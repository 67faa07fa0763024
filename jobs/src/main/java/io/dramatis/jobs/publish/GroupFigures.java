package io.dramatis.jobs.publish;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.dramatis.table.Memberships;
import io.dramatis.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The figures of each group and feature. Sums do not depend on partitions or row order: they are taken in blocks of
 * people by the leading byte of the pseudonym, each in the pseudonyms' order, and the blocks are added in order.
 */
final class GroupFigures {
    /** The group of those who are in none. */
    static final int NO_GROUP = -1;

    /** People of whom percentiles are taken, at most about; a random share of all, as pseudonyms are random. */
    private static final long PERCENTILE_PEOPLE = 200_000;

    private static final String BLOCK = "__block";
    private static final String GROUP = "__group";
    private static final double[] PERCENTILES = {0.1, 0.5, 0.9};
    private static final int SUMS = 5;

    /**
     * A feature's values in a group.
     *
     * @param n people with a value
     * @param ones people whose value is 1
     * @param others people whose value is neither 0 nor 1
     * @param sum of the values, in natural units
     * @param squares sum of the squares
     * @param modelled sum of the values as modelled
     */
    record Sums(long n, long ones, long others, double sum, double squares, double modelled) {
        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0);

        Sums plus(Sums more) {
            return new Sums(
                    n + more.n,
                    ones + more.ones,
                    others + more.others,
                    sum + more.sum,
                    squares + more.squares,
                    modelled + more.modelled);
        }

        double mean() {
            return sum / n;
        }

        /** Standard deviation of the sample (n - 1); 0 for one person. */
        double deviation() {
            return n < 2 ? 0 : Math.sqrt(Math.max(0, (squares - sum * sum / n) / (n - 1)));
        }

        double modelledMean() {
            return modelled / n;
        }
    }

    private final Map<Integer, Long> people = new TreeMap<>();
    private final Map<Integer, Map<String, Sums>> sums = new TreeMap<>();
    private final Map<Integer, Map<String, List<Double>>> percentiles = new TreeMap<>();

    private GroupFigures() {}

    /**
     * Measures all groups.
     *
     * @param personFeatures a row a person
     * @param memberships a row a person
     * @param modelled the columns to measure, with their columns as modelled
     */
    static GroupFigures of(Dataset<Row> personFeatures, Dataset<Row> memberships, Map<String, String> modelled) {
        GroupFigures figures = new GroupFigures();
        Column group = coalesce(col(Memberships.GROUP_INDEX), lit(NO_GROUP)).as(GROUP);
        Dataset<Row> groups = memberships.select(col(Table.PERSON_ID), group);
        Dataset<Row> rows = personFeatures
                .join(groups, Table.PERSON_ID)
                .withColumn(BLOCK, substring(col(Table.PERSON_ID), 1, 1))
                .repartition(col(BLOCK))
                .sortWithinPartitions(BLOCK, Table.PERSON_ID)
                .persist();
        try {
            figures.addSums(rows, modelled);
            figures.addPercentiles(rows, List.copyOf(modelled.keySet()));
        } finally {
            rows.unpersist();
        }
        return figures;
    }

    /** People in a group. */
    long people(int group) {
        return people.getOrDefault(group, 0L);
    }

    /** All people, in a group or not. */
    long everyone() {
        return people.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The groups' numbers. */
    List<Integer> groups() {
        return people.keySet().stream().filter(group -> group != NO_GROUP).toList();
    }

    Sums sums(int group, String feature) {
        return sums.getOrDefault(group, Map.of()).getOrDefault(feature, Sums.NONE);
    }

    /** Everyone's sums. */
    Sums everyone(String feature) {
        return sums.keySet().stream()
                .map(group -> sums(group, feature))
                .reduce(Sums.NONE, Sums::plus);
    }

    /** The tenth, fiftieth and ninetieth percentile. */
    List<Double> percentiles(int group, String feature) {
        return percentiles.get(group).get(feature);
    }

    private void addSums(Dataset<Row> rows, Map<String, String> modelled) {
        List<Column> aggregates = new ArrayList<>();
        modelled.forEach((feature, modelledColumn) -> {
            Column value = col(feature);
            aggregates.add(count(value));
            aggregates.add(count(when(value.equalTo(1.0), 1)));
            aggregates.add(count(when(value.notEqual(1.0).and(value.notEqual(0.0)), 1)));
            aggregates.add(coalesce(sum(value), lit(0.0)));
            aggregates.add(coalesce(sum(value.multiply(value)), lit(0.0)));
            aggregates.add(coalesce(sum(modelledColumn), lit(0.0)));
        });
        List<Row> blocks = rows.groupBy(BLOCK, GROUP)
                .agg(count(lit(1)), aggregates.toArray(Column[]::new))
                .orderBy(BLOCK, GROUP)
                .collectAsList();
        for (Row block : blocks) {
            int group = block.getInt(1);
            people.merge(group, block.getLong(2), Long::sum);
            Map<String, Sums> ofGroup = sums.computeIfAbsent(group, key -> new LinkedHashMap<>());
            int at = 3;
            for (String feature : modelled.keySet()) {
                Sums more = new Sums(
                        block.getLong(at),
                        block.getLong(at + 1),
                        block.getLong(at + 2),
                        block.getDouble(at + 3),
                        block.getDouble(at + 4),
                        block.getDouble(at + 5));
                ofGroup.merge(feature, more, Sums::plus);
                at += SUMS + 1;
            }
        }
    }

    private void addPercentiles(Dataset<Row> rows, List<String> features) {
        double share = Math.min(1, (double) PERCENTILE_PEOPLE / Math.max(1, everyone()));
        Column place = conv(hex(substring(col(Table.PERSON_ID), 2, 4)), 16, 10)
                .cast(DataTypes.DoubleType)
                .divide(Math.pow(2, 32));
        Column wanted = array(
                java.util.Arrays.stream(PERCENTILES).mapToObj(p -> lit(p)).toArray(Column[]::new));
        Column[] aggregates = features.stream()
                .map(feature -> percentile(col(feature), wanted))
                .toArray(Column[]::new);
        for (Row row : rows.where(place.lt(share))
                .groupBy(GROUP)
                .agg(count(lit(1)), aggregates)
                .collectAsList()) {
            Map<String, List<Double>> ofGroup = new LinkedHashMap<>();
            for (int i = 0; i < features.size(); i++) {
                ofGroup.put(features.get(i), row.isNullAt(i + 2) ? List.of() : row.getList(i + 2));
            }
            percentiles.put(row.getInt(0), ofGroup);
        }
    }
}
