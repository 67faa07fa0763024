package io.dramatis.mixture.rows;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.RecursiveTask;
import java.util.function.Function;

/**
 * Blocks of rows that can be summed over in one pass. The sum is a fixed binary tree over the blocks in their order, so
 * that it has the same bytes wherever the blocks lie.
 */
public interface Pass extends AutoCloseable {

    /** A sum that can take another one in. */
    interface Sum<S> extends Serializable {
        /** Adds {@code right} to this sum, which it may change, and returns the result. */
        S plus(S right);
    }

    /** What is done with a block, wherever it lies. */
    interface Each<R> extends Function<Block, R>, Serializable {}

    <S extends Sum<S>> S sum(Each<S> each);

    /** Frees the blocks. */
    @Override
    void close();

    /** Blocks in this process, summed by its threads. */
    static Pass local(List<Block> blocks) {
        return new Local(blocks, true);
    }

    /** Blocks in this process, summed by the calling thread alone, such as that of a Spark task. */
    static Pass serial(List<Block> blocks) {
        return new Local(blocks, false);
    }

    /** @param parallel whether the threads of the common pool share the sum */
    record Local(List<Block> blocks, boolean parallel) implements Pass {

        @Override
        public <S extends Sum<S>> S sum(Each<S> each) {
            return parallel ? new Branch<>(blocks, each, 0, blocks.size()).invoke() : sum(each, 0, blocks.size());
        }

        private <S extends Sum<S>> S sum(Each<S> each, int from, int to) {
            if (to - from == 1) {
                return each.apply(blocks.get(from));
            }
            int middle = (from + to) >>> 1;
            S left = sum(each, from, middle);
            return left.plus(sum(each, middle, to));
        }

        @Override
        public void close() {}
    }

    /** A subtree of the sum, for the threads of this process. */
    final class Branch<S extends Sum<S>> extends RecursiveTask<S> {
        private static final long serialVersionUID = 1L;

        private final transient List<Block> blocks;
        private final transient Each<S> each;
        private final int from;
        private final int to;

        private Branch(List<Block> blocks, Each<S> each, int from, int to) {
            this.blocks = blocks;
            this.each = each;
            this.from = from;
            this.to = to;
        }

        @Override
        protected S compute() {
            if (to - from == 1) {
                return each.apply(blocks.get(from));
            }
            int middle = (from + to) >>> 1;
            Branch<S> right = new Branch<>(blocks, each, middle, to);
            right.fork();
            S left = new Branch<>(blocks, each, from, middle).compute();
            return left.plus(right.join());
        }
    }
}
