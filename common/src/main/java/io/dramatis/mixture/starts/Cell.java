package io.dramatis.mixture.starts;

import io.dramatis.mixture.em.CovarianceForm;
import java.util.Comparator;

/** A place of the grid: a covariance form and a number of components. */
public record Cell(CovarianceForm form, int k) implements Comparable<Cell> {
    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::form).thenComparingInt(Cell::k);

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
