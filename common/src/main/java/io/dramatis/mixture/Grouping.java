package io.dramatis.mixture;

import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.groups.Factors;
import io.dramatis.mixture.groups.Placing;
import io.dramatis.mixture.rows.Patterns;
import io.dramatis.mixture.rows.Tile;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;

/** A density whose components are put into groups, to place rows of this process by. */
public final class Grouping {
    private final Patterns patterns;
    private final Placing placing;
    private final int d;

    /** @param groupOf the group of each component, from 0 without gaps */
    Grouping(Density density, Patterns patterns, Geometry geometry, int[] groupOf, int groups) {
        this.patterns = patterns;
        this.placing = Placing.unconditional(new Factors(density, patterns, geometry), groupOf.clone(), groups);
        this.d = density.d();
    }

    /** The number of groups. */
    public int groups() {
        return placing.groups();
    }

    /**
     * The likeliest group of each row, thresholds aside; -1 where nothing is known.
     *
     * @param rows in standardised units, NaN where missing
     */
    public int[] groups(List<double[]> rows) {
        int[] placed = new int[rows.size()];
        Arrays.fill(placed, -1);
        eachPlaced(rows, (i, found) -> placed[i] = found.group());
        return placed;
    }

    /** The posterior of each row by group; empty where nothing is known. */
    public double[][] posteriors(List<double[]> rows) {
        double[][] posteriors = new double[rows.size()][0];
        eachPlaced(rows, (i, found) -> posteriors[i] = found.posteriors());
        return posteriors;
    }

    /** The log-density of each row, in standardised units; NaN where nothing is known. */
    public double[] logDensities(List<double[]> rows) {
        double[] logs = new double[rows.size()];
        Arrays.fill(logs, Double.NaN);
        eachPlaced(rows, (i, found) -> logs[i] = found.logDensity());
        return logs;
    }

    private void eachPlaced(List<double[]> rows, BiConsumer<Integer, Placing.Placed> use) {
        Placing.Placer placer = placing.placer();
        Tile tile = new Tile(d);
        BitSet scratch = new BitSet();
        for (int i = 0; i < rows.size(); i++) {
            int pattern = patterns.indexOf(rows.get(i), scratch);
            if (pattern >= 0) {
                tile.put(pattern, rows.get(i), patterns.observed(pattern));
                int row = i;
                placer.place(tile, (only, found) -> use.accept(row, found));
            }
        }
    }
}
