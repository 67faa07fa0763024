package io.dramatis.mixture.rows;

/** Some rows of one pattern in standardised units, a column a variable: as many as the caches hold. */
public final class Tile {
    /** Rows a tile holds at most, and the length of a column. */
    public static final int ROWS = 256;

    /** Column {@code j} of the pattern starts at {@code j * ROWS}; past {@link #n} it holds noughts. */
    public final double[] x;
    /** Of the rows; nought past {@link #n}. */
    public final double[] weight = new double[ROWS];
    /** The rows' places in their block. */
    public final int[] row = new int[ROWS];

    /** Rows in the tile. */
    public int n;
    /** The kept pattern of them. */
    public int pattern;

    /** @param d variables at most */
    public Tile(int d) {
        x = new double[d * ROWS];
    }

    /** A tile of one row, in standardised units on the variables of its pattern. */
    public void put(int onlyPattern, double[] standardised, int[] observed) {
        pattern = onlyPattern;
        n = 1;
        weight[0] = 1;
        row[0] = 0;
        for (int j = 0; j < observed.length; j++) {
            x[j * ROWS] = standardised[observed[j]];
        }
    }
}
