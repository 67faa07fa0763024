package io.dramatis.mixture;

import io.dramatis.table.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Blocks kept by Spark. A partition holds an aligned run of a power of two of them, in their order, so that what it
 * returns is the root of a subtree of the sum; the driver finishes the tree.
 *
 * @param blocks persisted until closed
 */
record SparkPass<B>(JavaRDD<B> blocks) implements Pass<B> {
    /** Numbers that a partition holds, about: 32 MB. */
    private static final long VALUES_A_PARTITION = 1L << 22;

    /** Rows of people: the pseudonym and the columns, NaN for null. */
    static JavaRDD<Person> people(Dataset<Row> people, List<String> columns) {
        Column[] wanted = Stream.concat(
                        Stream.of(people.col(Table.PERSON_ID)),
                        columns.stream()
                                .map(name -> people.col("`" + name + "`").cast(DataTypes.DoubleType)))
                .toArray(Column[]::new);
        return people.select(wanted).javaRDD().map(SparkPass::person);
    }

    static Person person(Row row) {
        double[] values = new double[row.size() - 1];
        for (int j = 0; j < values.length; j++) {
            values[j] = row.isNullAt(j + 1) ? Double.NaN : row.getDouble(j + 1);
        }
        return new Person(row.getAs(0), values);
    }

    /** Puts so many people into their logical blocks. */
    static Pass<Person[]> of(JavaRDD<Person> people, long count, int columns, int parallelism) {
        int total = Person.blocks(count);
        long wanted = Math.max(2L * parallelism, count * columns / VALUES_A_PARTITION);
        int partitions = 1;
        while (partitions < total && partitions < wanted) {
            partitions <<= 1;
        }
        int run = total / partitions;
        JavaRDD<Person[]> blocks = people.mapToPair(person -> new Tuple2<>(person.block(total), person))
                .repartitionAndSortWithinPartitions(new Runs(partitions, run))
                .mapPartitionsWithIndex((partition, part) -> new Blocks(part, partition, run), true);
        return new SparkPass<>(blocks.persist(StorageLevel.MEMORY_AND_DISK()));
    }

    @Override
    public <S extends Sum<S>> S sum(Each<B, S> each) {
        List<S> roots = blocks.mapPartitions(part -> List.of(root(part, each)).iterator())
                .collect();
        return root(roots.iterator(), root -> root);
    }

    /** Adds a power of two of blocks up in a binary tree, holding one sum a level. */
    private static <B, S extends Sum<S>> S root(Iterator<B> blocks, Each<B, S> each) {
        Deque<S> sums = new ArrayDeque<>();
        for (long next = 1; blocks.hasNext(); next++) {
            sums.push(each.apply(blocks.next()));
            for (long carry = next; (carry & 1) == 0; carry >>= 1) {
                S right = sums.pop();
                sums.push(sums.pop().plus(right));
            }
        }
        return sums.pop();
    }

    @Override
    public <C> Pass<C> map(Each<B, C> each) {
        return new SparkPass<>(blocks.<C>map(each::apply).persist(StorageLevel.MEMORY_AND_DISK()));
    }

    @Override
    public void close() {
        blocks.unpersist(false);
    }

    /** Runs of blocks by their index. */
    private static final class Runs extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int partitions;
        private final int run;

        private Runs(int partitions, int run) {
            this.partitions = partitions;
            this.run = run;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object block) {
            return (Integer) block / run;
        }
    }

    /** Cuts a partition's people, sorted by block, into its blocks, the empty ones included. */
    private static final class Blocks implements Iterator<Person[]> {
        private final Iterator<Tuple2<Integer, Person>> people;
        private final int end;
        private int block;
        private Tuple2<Integer, Person> ahead;

        private Blocks(Iterator<Tuple2<Integer, Person>> people, int partition, int run) {
            this.people = people;
            this.block = partition * run;
            this.end = block + run;
            this.ahead = people.hasNext() ? people.next() : null;
        }

        @Override
        public boolean hasNext() {
            return block < end;
        }

        @Override
        public Person[] next() {
            List<Person> members = new ArrayList<>();
            while (ahead != null && ahead._1() == block) {
                members.add(ahead._2());
                ahead = people.hasNext() ? people.next() : null;
            }
            block++;
            return Person.sorted(members);
        }
    }
}
