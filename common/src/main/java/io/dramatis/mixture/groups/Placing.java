package io.dramatis.mixture.groups;

import io.dramatis.mixture.rows.Pass;
import io.dramatis.mixture.rows.Tile;
import io.dramatis.mixture.rows.View;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Where a density puts rows: the likeliest group, unless it is too unlikely or the row is unlike all.
 *
 * @param factors of the density
 * @param thresholds by pattern, standardised units
 */
public record Placing(Factors factors, int[] groupOf, int groups, double[] thresholds, double minPosterior)
        implements Serializable {

    /** One that puts every row into its likeliest group. */
    public static Placing unconditional(Factors factors, int[] groupOf, int groups) {
        double[] none = new double[factors.constant.length];
        Arrays.fill(none, Double.NEGATIVE_INFINITY);
        return new Placing(factors, groupOf, groups, none, 0);
    }

    /** Whether a row of this pattern is in its likeliest group. */
    boolean isAssigned(int pattern, double topPosterior, double logDensity) {
        return topPosterior >= minPosterior && logDensity >= thresholds[pattern];
    }

    /** Assigned rows by group. */
    public long[] count(Pass pass, View view) {
        return pass.sum(block -> {
                    Assigned assigned = new Assigned(new long[groups]);
                    Placer placer = placer();
                    view.tiles(
                            block,
                            tile -> placer.place(
                                    tile,
                                    (row, placed) -> assigned.rows[placed.group()] += placed.isAssigned() ? 1 : 0));
                    return assigned;
                })
                .rows;
    }

    /**
     * A placed row.
     *
     * @param group the likeliest
     * @param posteriors by group
     * @param logDensity standardised units
     */
    public record Placed(int group, double[] posteriors, double logDensity, boolean isAssigned) {}

    /** Places tile after tile; for one thread. */
    public Placer placer() {
        return new Placer(this);
    }

    /** What placing a tile writes into. */
    public static final class Placer {
        private final Placing placing;
        private final Posteriors posteriors;

        private Placer(Placing placing) {
            this.placing = placing;
            this.posteriors = new Posteriors(placing.factors.k);
        }

        /** @param use takes the row's place in the tile, and the row placed */
        public void place(Tile tile, BiConsumer<Integer, Placed> use) {
            posteriors.evaluate(placing.factors, tile);
            for (int t = 0; t < tile.n; t++) {
                double[] byGroup = new double[placing.groups];
                int top = posteriors.groups(t, placing.groupOf, byGroup);
                double logDensity = posteriors.logDensity[t];
                use.accept(
                        t,
                        new Placed(
                                top, byGroup, logDensity, placing.isAssigned(tile.pattern, byGroup[top], logDensity)));
            }
        }
    }

    private record Assigned(long[] rows) implements Pass.Sum<Assigned> {
        @Override
        public Assigned plus(Assigned right) {
            for (int g = 0; g < rows.length; g++) {
                rows[g] += right.rows[g];
            }
            return this;
        }
    }
}
