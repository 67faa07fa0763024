package io.dramatis.mixture;

import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Em;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.starts.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The places of a search that so many rows can tell apart. */
final class Grid {
    private final Settings settings;
    private final Geometry geometry;
    private final long rows;
    private final Set<Cell> cells = new TreeSet<>();
    private final Set<Cell> possible = new TreeSet<>();

    Grid(long rows, Geometry geometry, Settings settings) {
        this.settings = settings;
        this.geometry = geometry;
        this.rows = rows;
        int most = settings.k().stream().mapToInt(k -> k).max().orElse(1) + 1;
        for (CovarianceForm form : settings.forms()) {
            for (int k = 1; k <= most; k++) {
                if (isPossible(form, k)) {
                    possible.add(new Cell(form, k));
                }
            }
            settings.k().stream()
                    .map(k -> new Cell(form, k))
                    .filter(possible::contains)
                    .forEach(cells::add);
        }
        if (cells.isEmpty()) {
            cells.add(new Cell(settings.forms().get(0), 1));
        }
    }

    private boolean isPossible(CovarianceForm form, int k) {
        double forCovariance = form == CovarianceForm.EEE ? Em.fewest(CovarianceForm.VVV, geometry.d(), 0) : 0;
        return rows >= Math.max(forCovariance, k * Em.fewest(form, geometry.d(), settings.minSize()));
    }

    /** Those asked for that are possible; one component where none is. */
    Set<Cell> cells() {
        return cells;
    }

    /** Those asked for and their neighbours. */
    Set<Cell> possible() {
        return possible;
    }

    /** Says which were asked for and not fitted, and why. */
    void report(List<Em.Fit> fits, List<String> notes) {
        Set<Cell> fitted = fits.stream()
                .map(fit -> new Cell(fit.density().form(), fit.density().k()))
                .collect(Collectors.toCollection(TreeSet::new));
        String over = fitted.stream()
                .filter(cell -> cell.form().df(cell.k(), geometry) >= rows)
                .map(cell -> cell.form() + " " + cell.k() + " (" + cell.form().df(cell.k(), geometry) + ")")
                .collect(Collectors.joining(", "));
        if (!over.isEmpty()) {
            notes.add("some models have as many parameters as there are rows (" + rows + ") or more, which BIC charges"
                    + " them for: " + over);
        }
        Map<List<Integer>, List<String>> tooFew = new TreeMap<>(Comparator.comparing(List::toString));
        Map<List<Integer>, List<String>> tooSmall = new TreeMap<>(Comparator.comparing(List::toString));
        for (CovarianceForm form : settings.forms()) {
            List<Integer> few = new ArrayList<>();
            List<Integer> small = new ArrayList<>();
            for (int k : settings.k()) {
                Cell cell = new Cell(form, k);
                if (!cells.contains(cell)) {
                    few.add(k);
                } else if (!fitted.contains(cell)) {
                    small.add(k);
                }
            }
            if (!few.isEmpty()) {
                tooFew.computeIfAbsent(few, none -> new ArrayList<>()).add(form.name());
            }
            if (!small.isEmpty()) {
                tooSmall.computeIfAbsent(small, none -> new ArrayList<>()).add(form.name());
            }
        }
        tooFew.forEach((k, forms) -> notes.add("no fit was made with " + k + " components of form "
                + String.join(", ", forms) + ": " + rows + " rows are too few for " + geometry.d() + " columns"));
        tooSmall.forEach((k, forms) -> notes.add("no fit stands with " + k + " components of form "
                + String.join(", ", forms) + ": some were left with too few rows, and were dropped"));
    }
}
