package io.dramatis.privacy.disclosure;

import io.dramatis.privacy.SmallCells;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a single cell must meet to be told (the rules and their numbers as in ACRO: Green et al., <i>Statistical Journal
 * of the IAOS</i> 37, 2021).
 *
 * @param minPeople k: no cell describes fewer people
 * @param dominance the two largest values of a cell are under this share of its total
 * @param pRatio what is left beside the two largest is at least this share of the largest
 * @param largestShare the largest share of a cell that may have one value
 * @param largestSensitiveShare the same of a sensitive feature
 * @param minDistinct the least number of different values in a cell of a sensitive feature that is no yes or no
 */
public record Rules(
        int minPeople,
        double dominance,
        double pRatio,
        double largestShare,
        double largestSensitiveShare,
        int minDistinct) {

    /** The defaults, with another k. */
    public static Rules of(int minPeople) {
        return new Rules(minPeople, 0.9, 0.1, 1, 0.9, 3);
    }

    /**
     * How many values a cell has.
     *
     * @param distinct different values
     * @param largestShare share of the people with the most common one
     */
    public record Spread(int distinct, double largestShare) {

        /** Of some values, in any order; nobody's are all the same. */
        public static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int distinct = 0;
            int longest = 0;
            int run = 0;
            for (int i = 0; i < sorted.length; i++) {
                boolean isNew = i == 0 || sorted[i] != sorted[i - 1];
                distinct += isNew ? 1 : 0;
                run = isNew ? 1 : run + 1;
                longest = Math.max(longest, run);
            }
            return new Spread(distinct, (double) longest / Math.max(1, sorted.length));
        }
    }

    /** Against which a yes and no, or a mean, is not told; empty where it may be. */
    public Optional<Rule> breach(Cell cell, boolean isShare, boolean isSensitive) {
        return isShare ? shareBreach(cell.yes(), cell.n(), isSensitive) : amountBreach(cell);
    }

    private Optional<Rule> shareBreach(long yes, long n, boolean isSensitive) {
        SmallCells cells = new SmallCells(minPeople);
        if (!cells.showsMean(n)) {
            return Optional.of(Rule.THRESHOLD);
        }
        if (!cells.showsShare(yes, n)) {
            return Optional.of(Rule.FEW_ON_A_SIDE);
        }
        double limit = isSensitive ? largestSensitiveShare : largestShare;
        return Math.max(yes, n - yes) > limit * n ? Optional.of(Rule.LARGEST_SHARE) : Optional.empty();
    }

    private Optional<Rule> amountBreach(Cell cell) {
        if (cell.n() < minPeople) {
            return Optional.of(Rule.THRESHOLD);
        }
        double both = cell.largest() + cell.second();
        if (both > 0 && both >= dominance * cell.absolute()) {
            return Optional.of(Rule.DOMINANCE);
        }
        if (both > 0 && cell.absolute() - both < pRatio * cell.largest()) {
            return Optional.of(Rule.P_RATIO);
        }
        return Optional.empty();
    }

    /** Against which the mean of a sensitive feature is not told of people who hardly differ. */
    public Optional<Rule> spreadBreach(Spread spread, boolean isSensitive) {
        if (isSensitive && spread.distinct() < minDistinct) {
            return Optional.of(Rule.DISTINCT);
        }
        double limit = isSensitive ? largestSensitiveShare : largestShare;
        return spread.largestShare() > limit ? Optional.of(Rule.LARGEST_SHARE) : Optional.empty();
    }
}
