package io.dramatis.mixture;

import java.io.Serializable;
import java.util.concurrent.RecursiveTask;
import java.util.function.Function;

/**
 * Blocks of rows that can be summed over in one pass. The sum is a fixed binary tree over the blocks in their order, so
 * that it has the same bytes wherever the blocks lie.
 */
interface Pass<B> extends AutoCloseable {

    /** A sum that can take another one in. */
    interface Sum<S> extends Serializable {
        /** Adds {@code right} to this sum, which it may change, and returns the result. */
        S plus(S right);
    }

    /** What is done with a block, wherever it lies. */
    interface Each<B, R> extends Function<B, R>, Serializable {}

    <S extends Sum<S>> S sum(Each<B, S> each);

    /** The blocks in another form, kept until closed. */
    <C> Pass<C> map(Each<B, C> each);

    /** Frees the blocks. */
    @Override
    void close();

    /** Blocks in this process; {@code parallel} is false inside a Spark task. */
    record Local<B>(java.util.List<B> blocks, boolean parallel) implements Pass<B> {

        @Override
        public <S extends Sum<S>> S sum(Each<B, S> each) {
            return parallel ? new Branch<>(blocks, each, 0, blocks.size()).invoke() : sum(each, 0, blocks.size());
        }

        private <S extends Sum<S>> S sum(Each<B, S> each, int from, int to) {
            if (to - from == 1) {
                return each.apply(blocks.get(from));
            }
            int middle = (from + to) >>> 1;
            S left = sum(each, from, middle);
            return left.plus(sum(each, middle, to));
        }

        @Override
        public <C> Pass<C> map(Each<B, C> each) {
            return new Local<>(blocks.stream().<C>map(each).toList(), parallel);
        }

        @Override
        public void close() {}
    }

    /** A subtree of the sum, for the threads of this process. */
    final class Branch<B, S extends Sum<S>> extends RecursiveTask<S> {
        private static final long serialVersionUID = 1L;

        private final transient java.util.List<B> blocks;
        private final transient Each<B, S> each;
        private final int from;
        private final int to;

        private Branch(java.util.List<B> blocks, Each<B, S> each, int from, int to) {
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
            Branch<B, S> right = new Branch<>(blocks, each, middle, to);
            right.fork();
            S left = new Branch<>(blocks, each, from, middle).compute();
            return left.plus(right.join());
        }
    }
}
