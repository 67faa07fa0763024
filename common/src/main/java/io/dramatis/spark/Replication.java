package io.dramatis.spark;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** Work that is done again and again, each time with a number of its own. */
public interface Replication {

    /** What is done; it must depend on its number alone. */
    interface Each<T> extends Serializable {
        T of(int number);
    }

    /** Results in the order of the numbers. */
    <T> List<T> map(int from, int to, Each<T> each);

    /** In this thread. */
    static Replication here() {
        return new Replication() {
            @Override
            public <T> List<T> map(int from, int to, Each<T> each) {
                return IntStream.range(from, to).mapToObj(each::of).toList();
            }
        };
    }

    /** A Spark task each. */
    static Replication of(SparkSession spark) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return new Replication() {
            @Override
            public <T> List<T> map(int from, int to, Each<T> each) {
                Broadcast<Each<T>> shared = context.broadcast(each);
                try {
                    return context.parallelize(IntStream.range(from, to).boxed().toList(), Math.max(1, to - from))
                            .map(number -> shared.value().of(number))
                            .collect();
                } finally {
                    shared.destroy();
                }
            }
        };
    }
}
