package io.dramatis.mixture.rows;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Blocks kept by Spark. A partition holds an aligned run of a power of two of them, in their order, so that what it
 * returns is the root of a subtree of the sum; the driver finishes the tree.
 *
 * @param blocks persisted until closed
 */
record SparkPass(JavaRDD<Block> blocks) implements Pass {

    @Override
    public <S extends Sum<S>> S sum(Each<S> each) {
        List<S> roots = blocks.mapPartitions(part -> List.of(root(part, each)).iterator())
                .collect();
        Deque<S> sums = new ArrayDeque<>();
        for (int i = 0; i < roots.size(); i++) {
            push(sums, roots.get(i), i + 1);
        }
        return sums.pop();
    }

    /** Adds a power of two of blocks up in a binary tree, holding one sum a level. */
    private static <S extends Sum<S>> S root(Iterator<Block> blocks, Each<S> each) {
        Deque<S> sums = new ArrayDeque<>();
        for (long next = 1; blocks.hasNext(); next++) {
            push(sums, each.apply(blocks.next()), next);
        }
        return sums.pop();
    }

    private static <S extends Sum<S>> void push(Deque<S> sums, S sum, long number) {
        sums.push(sum);
        for (long carry = number; (carry & 1) == 0; carry >>= 1) {
            S right = sums.pop();
            sums.push(sums.pop().plus(right));
        }
    }

    @Override
    public void close() {
        blocks.unpersist(false);
    }
}
