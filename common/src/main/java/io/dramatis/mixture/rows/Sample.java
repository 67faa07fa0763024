package io.dramatis.mixture.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows drawn by their place among all: the same ones wherever they lie. */
public record Sample(ArrayList<Drawn> drawn) implements Pass.Sum<Sample> {

    /** @param lot the lowest are drawn */
    record Drawn(long lot, Block.Entry entry) implements Serializable {}

    /** {@code size} of so many rows (all when there are fewer), in the order of their lots. */
    public static List<Block.Entry> of(Pass pass, long rows, int size, long seed) {
        long limit = limit(rows, size);
        Sample all = pass.sum(block -> of(block, limit, seed));
        return all.drawn.stream()
                .sorted(Comparator.comparingLong(Drawn::lot).thenComparing(Drawn::entry, Block.Entry.ORDER))
                .limit(size)
                .map(Drawn::entry)
                .toList();
    }

    private static Sample of(Block block, long limit, long seed) {
        ArrayList<Drawn> taken = new ArrayList<>();
        for (int i = 0; i < block.rows(); i++) {
            long lot = Block.mix(Block.mix(seed + block.index()) + i) >>> 1;
            if (lot <= limit) {
                taken.add(new Drawn(lot, new Block.Entry(lot, block.row(i), block.weights()[i])));
            }
        }
        return new Sample(taken);
    }

    /**
     * Rows that stand for all of them without their weights: so many as these are worth (Kish), heavy ones sooner (Efraimidis
     * and Spirakis, <i>Information Processing Letters</i> 97, 2006).
     */
    public static List<Block.Entry> unweighted(List<Block.Entry> entries) {
        double sum = 0;
        double squares = 0;
        for (Block.Entry entry : entries) {
            sum += entry.weight();
            squares += entry.weight() * entry.weight();
        }
        if (entries.stream().mapToDouble(Block.Entry::weight).distinct().count() < 2) {
            return entries;
        }
        return entries.stream()
                .sorted(Comparator.comparingDouble(Sample::turn).thenComparing(Block.Entry.ORDER))
                .limit((long) Math.floor(sum * sum / squares))
                .toList();
    }

    private static double turn(Block.Entry entry) {
        double uniform = ((Block.mix(entry.hash()) >>> 11) + 0.5) * 0x1p-53;
        return -StrictMath.log(uniform) / entry.weight();
    }

    /** The lot under which nearly surely at least {@code size} of so many rows fall, and not many more. */
    public static long limit(long rows, int size) {
        double share = (size + 6 * Math.sqrt(size) + 20) / Math.max(1, rows);
        return share >= 1 ? Long.MAX_VALUE : (long) (share * Long.MAX_VALUE);
    }

    @Override
    public Sample plus(Sample right) {
        drawn.addAll(right.drawn);
        return this;
    }
}
