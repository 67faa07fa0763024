package io.dramatis.jobs.features;

import static io.dramatis.table.Table.PERSON_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * {@link Moments} of a table of people, the same whatever its partitions: the first byte of a pseudonym names its
 * block, a block's rows come in the order of their pseudonyms, and the blocks are merged in theirs.
 */
final class PersonMoments {
    private PersonMoments() {}

    /** @param people {@code person_id}, then the values, then an array with the items of the scales */
    static Moments of(Dataset<Row> people, Moments.Shape shape) {
        List<Tuple2<Integer, double[]>> blocks = new ArrayList<>(people.repartition(substring(col(PERSON_ID), 1, 1))
                .sortWithinPartitions(PERSON_ID)
                .toJavaRDD()
                .mapPartitions(rows -> blocks(rows, shape))
                .collect());
        blocks.sort(Comparator.comparing(block -> block._1()));
        Moments all = new Moments(shape);
        blocks.forEach(block -> all.add(Moments.of(shape, block._2())));
        return all;
    }

    private static Iterator<Tuple2<Integer, double[]>> blocks(Iterator<Row> rows, Moments.Shape shape) {
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        List<Tuple2<Integer, Moments>> blocks = new ArrayList<>();
        int items = shape.scales().stream().mapToInt(Integer::intValue).sum();
        double[] person = new double[shape.values() + items];
        while (rows.hasNext()) {
            Row row = rows.next();
            byte[] id = row.getAs(0);
            int block = id.length == 0 ? -1 : id[0] & 0xff;
            if (blocks.isEmpty() || blocks.get(blocks.size() - 1)._1() != block) {
                blocks.add(new Tuple2<>(block, new Moments(shape)));
            }
            for (int i = 0; i < shape.values(); i++) {
                person[i] = row.isNullAt(i + 1) ? Double.NaN : row.getDouble(i + 1);
            }
            List<Double> answers = row.getList(shape.values() + 1);
            for (int i = 0; i < items; i++) {
                Double answer = answers.get(i);
                person[shape.values() + i] = answer == null ? Double.NaN : answer;
            }
            blocks.get(blocks.size() - 1)._2().add(person);
        }
        return blocks.stream()
                .map(block -> new Tuple2<>(block._1(), block._2().state()))
                .iterator();
    }
}
