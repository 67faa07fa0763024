package io.dramatis.mixture.starts;

/**
 * How much is spent on starts.
 *
 * @param starts from k-means for each place
 * @param rounds of splitting and merging
 * @param splits components of a neighbour's best that are cut in two
 * @param merges pairs of a neighbour's best that are made one
 * @param moves pairs of a place's own best that are made one, and clusters that are then cut, each with each
 * @param survivors share of the climbs of a place that are left after the first steps
 * @param iterations of a climb
 * @param tolerance of a climb
 * @param kept of the best for each place
 * @param isParallel whether the threads of this process share the work; not in a Spark task
 */
public record Budget(
        int starts,
        int rounds,
        int splits,
        int merges,
        int moves,
        double survivors,
        int iterations,
        double tolerance,
        int kept,
        boolean isParallel) {

    /** Where a climb costs next to nothing. */
    public static Budget thorough(int starts) {
        return new Budget(starts, 3, 8, 4, 3, 0.5, 30, 1e-5, 5, true);
    }

    /** Where climbs are the most of the work. */
    public static Budget standard(int starts) {
        return new Budget(starts, 2, 3, 2, 1, 0.34, 15, 1e-4, 2, true);
    }

    /** Within a Spark task, again and again. */
    public static Budget quick(int starts) {
        return new Budget(starts, 0, 0, 0, 0, 1, 10, 1e-3, 1, false);
    }
}
