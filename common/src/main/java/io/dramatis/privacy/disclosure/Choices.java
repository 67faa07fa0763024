package io.dramatis.privacy.disclosure;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The choices of a question with one answer, in groups of people that together are everyone: each row of people adds up,
 * and each column. Further cells are left out until none that must be hidden can be narrowed too far.
 *
 * <p>What a reader may find out about a hidden cell is bounded from below by the tables that look the same to them: people
 * are moved between two hidden cells of a row, and back in other rows or within the rounding of the totals.
 *
 * <p>Shape of all arrays: a row a group, the last of all who are in no other; a column a choice, the last of all who made
 * another choice.
 */
public final class Choices {
    private final long[][] counts;
    private final double[] low;
    private final double[] high;
    private final Protection protection;
    private final boolean[][] hidden;
    private final boolean[][] sensitive;
    private final boolean[] totalHidden;

    /**
     * @param counts people
     * @param open whether the cell itself may be told; the last row and column never are
     * @param sensitive whether it must not be found out
     * @param low of each column the least that it may add up to, as a reader knows it; negative infinity if nothing is told
     * @param high the most; positive infinity if nothing is told
     */
    public Choices(
            long[][] counts,
            boolean[][] open,
            boolean[][] sensitive,
            double[] low,
            double[] high,
            Protection protection) {
        this.counts = counts;
        this.low = low.clone();
        this.high = high.clone();
        this.totalHidden = new boolean[low.length];
        this.protection = protection;
        this.sensitive = sensitive;
        this.hidden = Arrays.stream(open)
                .map(row -> {
                    boolean[] closed = new boolean[row.length];
                    IntStream.range(0, row.length).forEach(c -> closed[c] = !row[c]);
                    return closed;
                })
                .toArray(boolean[][]::new);
    }

    /** Leaves out what must be; to be called once. */
    public Choices hide() {
        while (mendRow() || mendCell() || mendColumn()) {
            continue;
        }
        return this;
    }

    /** The cells to leave out. */
    public boolean[][] hidden() {
        return hidden;
    }

    /** Whether the total of a column is to be left out, though it might be told for its own sake. */
    public boolean isTotalHidden(int column) {
        return totalHidden[column];
    }

    /** What is hidden of a row follows from its total: it must be nobody, or k people. */
    private boolean mendRow() {
        for (int g = 0; g < counts.length; g++) {
            long sum = 0;
            int cells = 0;
            for (int c = 0; c < counts[g].length; c++) {
                sum += hidden[g][c] ? counts[g][c] : 0;
                cells += hidden[g][c] ? 1 : 0;
            }
            boolean isFew = sum > 0 && sum < protection.minPeople();
            // The last column, which nobody sees, is no partner: its cell may be known to be empty.
            if ((isFew || (cells == 2 && isAnySensitive(g))) && hideSmallest(g)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAnySensitive(int g) {
        return IntStream.range(0, counts[g].length).anyMatch(c -> hidden[g][c] && sensitive[g][c]);
    }

    /** A hidden cell that can be narrowed too far gets company, in its row or in another; at last a total goes. */
    private boolean mendCell() {
        for (int g = 0; g < counts.length; g++) {
            for (int c = 0; c < counts[g].length; c++) {
                if (hidden[g][c] && sensitive[g][c] && width(g, c) < protection.width(people(g))) {
                    if (hideSmallest(g) || hideCycle(g, c) || hideTotal()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** What is hidden of a column, all together: few of them must not follow from the total. */
    private boolean mendColumn() {
        for (int c = 0; c + 1 < low.length; c++) {
            long yes = 0;
            long all = 0;
            int cells = 0;
            for (int g = 0; g < counts.length; g++) {
                yes += hidden[g][c] ? counts[g][c] : 0;
                all += hidden[g][c] ? people(g) : 0;
                cells += hidden[g][c] && people(g) > 0 ? 1 : 0;
            }
            boolean isSensitive = cells > 0 && (isFew(yes) || isFew(all - yes) || all < protection.minPeople());
            if (isSensitive && columnWidth(c) < protection.width(all) && (hideInColumn(c) || hideTotal())) {
                return true;
            }
        }
        return false;
    }

    private boolean isFew(long people) {
        return people > 0 && people < protection.minPeople();
    }

    private long people(int g) {
        return Arrays.stream(counts[g]).sum();
    }

    /** How far a cell may go up and down, with the best of the partners in its row. */
    private double width(int g, int c) {
        double widest = 0;
        for (int partner = 0; partner < counts[g].length; partner++) {
            if (partner != c && hidden[g][partner]) {
                double up = Math.min(counts[g][partner], slack(c, partner) + others(g, c, partner, c));
                double down = Math.min(counts[g][c], slack(partner, c) + others(g, c, partner, partner));
                widest = Math.max(widest, up + down);
            }
        }
        return widest;
    }

    /** How many may go from one column to another within the rounding of the totals. */
    private double slack(int up, int down) {
        return Math.max(0, Math.min(high[up] - total(up), total(down) - low[down]));
    }

    private long total(int c) {
        return Arrays.stream(counts).mapToLong(row -> row[c]).sum();
    }

    /** How many in other rows may go the other way. */
    private long others(int g, int c, int partner, int from) {
        return IntStream.range(0, counts.length)
                .filter(row -> row != g && hidden[row][c] && hidden[row][partner])
                .mapToLong(row -> counts[row][from])
                .sum();
    }

    /** How far the sum of a column's hidden cells may go: only as far as its total is rounded. */
    private double columnWidth(int c) {
        double widest = 0;
        for (int g = 0; g < counts.length; g++) {
            for (int partner = 0; partner < counts[g].length && hidden[g][c]; partner++) {
                if (partner != c && hidden[g][partner]) {
                    widest = Math.max(
                            widest,
                            Math.min(counts[g][partner], slack(c, partner))
                                    + Math.min(counts[g][c], slack(partner, c)));
                }
            }
        }
        return widest;
    }

    private boolean hideSmallest(int g) {
        int smallest = -1;
        for (int c = 0; c < counts[g].length; c++) {
            if (!hidden[g][c] && (smallest < 0 || counts[g][c] < counts[g][smallest])) {
                smallest = c;
            }
        }
        if (smallest >= 0) {
            hidden[g][smallest] = true;
        }
        return smallest >= 0;
    }

    /** Hides, in the row of fewest people that still shows anything, the cell and all its partners. */
    private boolean hideCycle(int g, int c) {
        int smallest = -1;
        for (int row = 0; row < counts.length; row++) {
            boolean shows = false;
            for (int partner = 0; partner < counts[row].length; partner++) {
                shows |= hidden[g][partner] && !hidden[row][partner];
            }
            if (row != g && shows && (smallest < 0 || people(row) < people(smallest))) {
                smallest = row;
            }
        }
        if (smallest < 0) {
            return false;
        }
        for (int partner = 0; partner < counts[smallest].length; partner++) {
            hidden[smallest][partner] |= hidden[g][partner] || partner == c;
        }
        return true;
    }

    private boolean hideInColumn(int c) {
        int smallest = -1;
        for (int g = 0; g < counts.length; g++) {
            if (!hidden[g][c] && (smallest < 0 || people(g) < people(smallest))) {
                smallest = g;
            }
        }
        if (smallest >= 0) {
            hidden[smallest][c] = true;
        }
        return smallest >= 0;
    }

    /** Hides the smallest total that is told. */
    private boolean hideTotal() {
        int smallest = -1;
        for (int c = 0; c < low.length; c++) {
            if (Double.isFinite(low[c]) && (smallest < 0 || total(c) < total(smallest))) {
                smallest = c;
            }
        }
        if (smallest >= 0) {
            low[smallest] = Double.NEGATIVE_INFINITY;
            high[smallest] = Double.POSITIVE_INFINITY;
            totalHidden[smallest] = true;
        }
        return smallest >= 0;
    }
}
