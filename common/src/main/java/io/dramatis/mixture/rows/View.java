package io.dramatis.mixture.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** How a fit sees the rows of a block: standardised, by kept pattern, a tile at a time. */
public record View(Scaling scaling, Patterns patterns) implements Serializable {

    /** Of rows that are in standardised units already. */
    public static View standardised(int d, Patterns patterns) {
        return new View(Scaling.identity(d), patterns);
    }

    /** Shows the tiles of a block in a fixed order; rows with no kept pattern are in none. The tile is used anew each time. */
    public void tiles(Block block, Consumer<Tile> use) {
        List<List<Block.Run>> byPattern = new ArrayList<>();
        for (int p = 0; p < patterns.size(); p++) {
            byPattern.add(new ArrayList<>());
        }
        for (Block.Run run : block.runs()) {
            int pattern = patterns.indexOf(scaling.project(run.observed()));
            if (pattern >= 0) {
                byPattern.get(pattern).add(run);
            }
        }
        Tile tile = new Tile(scaling.d());
        for (int p = 0; p < byPattern.size(); p++) {
            tile.pattern = p;
            tile.n = 0;
            for (Block.Run run : byPattern.get(p)) {
                for (int from = run.from(); from < run.to(); ) {
                    int taken = Math.min(run.to() - from, Tile.ROWS - tile.n);
                    append(block, tile, from, taken);
                    from += taken;
                    if (tile.n == Tile.ROWS) {
                        use.accept(tile);
                        tile.n = 0;
                    }
                }
            }
            if (tile.n > 0) {
                blank(tile);
                use.accept(tile);
            }
        }
    }

    private void append(Block block, Tile tile, int from, int count) {
        int[] observed = patterns.observed(tile.pattern);
        for (int j = 0; j < observed.length; j++) {
            int variable = observed[j];
            double centre = scaling.centre()[variable];
            double inverse = 1 / scaling.scale()[variable];
            int in = scaling.variables()[variable] * block.rows() + from;
            int out = j * Tile.ROWS + tile.n;
            double[] x = block.x();
            double[] z = tile.x;
            for (int i = 0; i < count; i++) {
                z[out + i] = (x[in + i] - centre) * inverse;
            }
        }
        System.arraycopy(block.weights(), from, tile.weight, tile.n, count);
        for (int i = 0; i < count; i++) {
            tile.row[tile.n + i] = from + i;
        }
        tile.n += count;
    }

    private void blank(Tile tile) {
        int o = patterns.observed(tile.pattern).length;
        for (int j = 0; j < o; j++) {
            Arrays.fill(tile.x, j * Tile.ROWS + tile.n, (j + 1) * Tile.ROWS, 0);
        }
        Arrays.fill(tile.weight, tile.n, Tile.ROWS, 0);
    }
}
