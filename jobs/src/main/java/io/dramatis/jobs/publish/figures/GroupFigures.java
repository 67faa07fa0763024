package io.dramatis.jobs.publish.figures;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;

import io.dramatis.privacy.disclosure.Rules;
import io.dramatis.table.Table;
import io.dramatis.table.model.Memberships;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * The figures of each group and feature. Sums do not depend on partitions or row order: they are taken in blocks of
 * people by the leading byte of the pseudonym, each in the pseudonyms' order, and the blocks are added in order.
 */
public final class GroupFigures {
    /** The group of those who are in none. */
    private static final int NO_GROUP = -1;

    /** People of whom percentiles are taken, at most about; a random share of all, as pseudonyms are random. */
    private static final long PERCENTILE_PEOPLE = 50_000;

    private static final String BLOCK = "__block";
    private static final String GROUP = "__group";

    /** Columns before the features: block, person, group. */
    private static final int FIRST = 3;

    private final List<String> features;
    private final Map<Integer, Long> people = new TreeMap<>();
    private final Map<Integer, FeatureSums[]> sums = new TreeMap<>();
    private final Map<Integer, double[][]> samples = new TreeMap<>();

    private GroupFigures(List<String> features) {
        this.features = features;
    }

    /**
     * Measures all groups.
     *
     * @param personFeatures a row a person
     * @param memberships a row a person
     * @param modelled the columns to measure, with their columns as modelled
     */
    public static GroupFigures of(Dataset<Row> personFeatures, Dataset<Row> memberships, Map<String, String> modelled) {
        GroupFigures figures = new GroupFigures(List.copyOf(modelled.keySet()));
        Stream<Column> values = Stream.concat(modelled.keySet().stream(), modelled.values().stream())
                .map(name -> col(name).cast(DataTypes.DoubleType));
        JavaRDD<Row> rows = personFeatures
                .join(memberships.select(col(Table.PERSON_ID), group().as(GROUP)), Table.PERSON_ID)
                .withColumn(BLOCK, substring(col(Table.PERSON_ID), 1, 1))
                .repartition(col(BLOCK))
                .sortWithinPartitions(BLOCK, Table.PERSON_ID)
                .select(Stream.concat(Stream.of(col(BLOCK), col(Table.PERSON_ID), col(GROUP)), values)
                        .toArray(Column[]::new))
                .toJavaRDD()
                .persist(StorageLevel.MEMORY_AND_DISK_SER());
        try {
            figures.addSums(rows);
            figures.addSamples(rows);
        } finally {
            rows.unpersist();
        }
        return figures;
    }

    /** A person's group, or that of those who are in none. */
    public static Column group() {
        return coalesce(col(Memberships.GROUP_INDEX), lit(NO_GROUP));
    }

    /** People in a group. */
    public long people(int group) {
        return people.getOrDefault(group, 0L);
    }

    /** All people, in a group or not. */
    public long everyone() {
        return people.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The groups' numbers. */
    public List<Integer> groups() {
        return people.keySet().stream().filter(group -> group != NO_GROUP).toList();
    }

    /** A feature's sums in a group. */
    public FeatureSums sums(int group, String feature) {
        return sums.get(group)[features.indexOf(feature)];
    }

    /** Everyone's sums. */
    public FeatureSums everyone(String feature) {
        return without(Set.of(), feature);
    }

    /** The sums of everyone who is in none of some groups. */
    FeatureSums without(Set<Integer> groups, String feature) {
        FeatureSums all = FeatureSums.NONE;
        for (int group : sums.keySet()) {
            all = groups.contains(group) ? all : all.plus(sums(group, feature));
        }
        return all;
    }

    /** How the values of the group's members spread; of a large study, those of a random sample of them. */
    Rules.Spread spread(int group, String feature) {
        return Rules.Spread.of(samples.get(group)[features.indexOf(feature)]);
    }

    /** The value below which the share of the group's members with a value lies; they must not be empty. */
    double percentile(int group, String feature, double share) {
        double[] sorted = samples.get(group)[features.indexOf(feature)];
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private record Block(int block, int group, long people, FeatureSums[] sums) implements Serializable {}

    private void addSums(JavaRDD<Row> rows) {
        int count = features.size();
        List<Block> blocks =
                new ArrayList<>(rows.mapPartitions(part -> blocks(part, count)).collect());
        blocks.sort(Comparator.comparingInt(Block::block).thenComparingInt(Block::group));
        for (Block block : blocks) {
            people.merge(block.group(), block.people(), Long::sum);
            FeatureSums[] ofGroup = sums.computeIfAbsent(block.group(), key -> none(count));
            for (int feature = 0; feature < count; feature++) {
                ofGroup[feature] = ofGroup[feature].plus(block.sums()[feature]);
            }
        }
    }

    private static Iterator<Block> blocks(Iterator<Row> rows, int count) {
        Map<List<Integer>, FeatureSums[]> sums = new TreeMap<>(Comparator.comparing(List<Integer>::toString));
        Map<List<Integer>, Long> people = new TreeMap<>(Comparator.comparing(List<Integer>::toString));
        while (rows.hasNext()) {
            Row row = rows.next();
            List<Integer> key = List.of((int) row.<byte[]>getAs(0)[0], row.getInt(2));
            people.merge(key, 1L, Long::sum);
            FeatureSums[] ofBlock = sums.computeIfAbsent(key, absent -> none(count));
            for (int feature = 0; feature < count; feature++) {
                if (!row.isNullAt(FIRST + feature)) {
                    ofBlock[feature] = ofBlock[feature].plus(
                            row.getDouble(FIRST + feature), row.getDouble(FIRST + count + feature));
                }
            }
        }
        return sums.entrySet().stream()
                .map(entry -> new Block(
                        entry.getKey().get(0), entry.getKey().get(1), people.get(entry.getKey()), entry.getValue()))
                .iterator();
    }

    private static FeatureSums[] none(int count) {
        FeatureSums[] none = new FeatureSums[count];
        Arrays.fill(none, FeatureSums.NONE);
        return none;
    }

    private void addSamples(JavaRDD<Row> rows) {
        double share = Math.min(1, (double) PERCENTILE_PEOPLE / Math.max(1, everyone()));
        List<Row> sample = rows.filter(row -> place(row.getAs(1)) < share).collect();
        for (int group : people.keySet()) {
            List<Row> members =
                    sample.stream().filter(row -> row.getInt(2) == group).toList();
            double[][] values = new double[features.size()][];
            for (int feature = 0; feature < values.length; feature++) {
                int at = FIRST + feature;
                values[feature] = members.stream()
                        .filter(row -> !row.isNullAt(at))
                        .mapToDouble(row -> row.getDouble(at))
                        .sorted()
                        .toArray();
            }
            samples.put(group, values);
        }
    }

    /** A number from 0 to 1 out of the pseudonym, after the byte that makes the block. */
    private static double place(byte[] person) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(person, 1, Integer.BYTES).getInt()) / 0x1p32;
    }
}
