package io.dramatis.mixture;

import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Em;
import io.dramatis.mixture.em.Floor;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.groups.Factors;
import io.dramatis.mixture.groups.Lowest;
import io.dramatis.mixture.groups.MergeStep;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.rows.Moments;
import io.dramatis.mixture.rows.Pass;
import io.dramatis.mixture.rows.Patterns;
import io.dramatis.mixture.rows.RowSource;
import io.dramatis.mixture.rows.Sample;
import io.dramatis.mixture.rows.Scaling;
import io.dramatis.mixture.rows.View;
import io.dramatis.mixture.starts.Budget;
import io.dramatis.mixture.starts.Cell;
import io.dramatis.mixture.starts.Starts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fits Gaussian mixtures of every number of components and covariance form that the settings name, by EM under values
 * missing at random, chooses one by BIC, and merges its components into groups.
 *
 * <p>Starts are climbed and pruned on a sample; the best of each place are refined over all rows, all of them in the same
 * passes. The result has the same bytes whatever the partitions and the order of the rows.
 */
final class Search {
    private static final int SAMPLE = 5_000;
    private static final int SAMPLE_BLOCK = 512;
    private static final int MERGE_SAMPLE = 50_000;
    /** Rows drawn to merge by where values are missing, at most. */
    private static final int MERGE_DRAWN = 10_000;
    /** People that a cut is decided on, at most. */
    private static final int PEOPLE = 20_000;
    /** Multiplications of a step of all climbs, under which climbs cost next to nothing. */
    private static final double CHEAP = 5e7;
    /** Steps on the sample from the best few starts of each place, before one of them is refined over all rows. */
    private static final int LONG = 25;

    private static final int LONG_IF_CHEAP = 200;
    private static final double LONG_TOLERANCE = 1e-5;

    private final Settings settings;
    private final Optional<Budget> budget;
    private final Cut cut;
    private final List<String> notes = new ArrayList<>();

    private Search(Settings settings, Optional<Budget> budget, Cut cut) {
        this.settings = settings;
        this.budget = budget;
        this.cut = cut;
    }

    /**
     * What was found.
     *
     * @param mixture of the chosen one
     * @param candidates all that were tried, by form and ascending number of components
     * @param mergeTree of the chosen one's components
     * @param notes what was left out, coarsened or held at its floor, in plain words
     */
    record Found(
            Mixture mixture,
            Candidate chosen,
            List<Candidate> candidates,
            List<MergeStep> mergeTree,
            List<String> notes) {}

    /** Searches over all rows of a source. */
    static Found over(RowSource source, List<String> columns, Settings settings, Cut cut, long localValues) {
        try (Pass rows = source.blocks(localValues)) {
            return over(rows, columns, settings, cut);
        }
    }

    static Found over(Pass rows, List<String> columns, Settings settings, Cut cut) {
        return new Search(settings, Optional.empty(), cut).found(rows, columns);
    }

    /** Searches over a bounded set of rows within the calling thread, such as that of a Spark task; no row is placed. */
    static Found within(List<Block> rows, List<String> columns, Settings settings, Budget budget) {
        return new Search(settings, Optional.of(budget), Cut.BY_LIMITS).found(Pass.serial(rows), columns);
    }

    private Found found(Pass rows, List<String> columns) {
        int all = columns.size();
        Moments moments = rows.sum(block -> Moments.of(block, all));
        int[] used = Columns.used(moments, columns, notes);
        List<Block.Entry> sample = Sample.of(rows, moments.rows(), SAMPLE, settings.seed());
        Scaling scaling = Scaling.of(columns, used, moments, sample, settings.covarianceFloor());
        Columns.noteSpikes(sample, used, columns, notes);
        Patterns patterns = Patterns.of(moments.patterns(used));
        if (patterns.coarsened() > 0) {
            notes.add(patterns.coarsened() + " rows lack columns in a way that few others do: some of their other"
                    + " values were left out, too");
        }
        return found(rows, new View(scaling, patterns), settings.geometry(scaling), sample, moments);
    }

    private Found found(Pass rows, View view, Geometry geometry, List<Block.Entry> sample, Moments moments) {
        List<Block.Entry> standardised = standardised(sample, view);
        Grid grid = new Grid(moments.rows(), geometry, settings);
        Map<Cell, List<Density>> starts = starts(standardised, view, geometry, grid);
        List<Em.Fit> fits = refined(rows, view, geometry, starts);
        fits.stream()
                .filter(fit -> !Double.isFinite(fit.logLikelihood()))
                .findFirst()
                .ifPresent(bad -> {
                    throw new IllegalStateException("log-likelihood is not finite: " + bad);
                });
        grid.report(fits, notes);
        Map<Em.Fit, Candidate> candidates = new LinkedHashMap<>();
        fits.forEach(fit -> candidates.put(fit, Candidate.of(fit, view, geometry)));
        Em.Fit chosen = fits.stream()
                .reduce((a, b) -> candidates.get(b).bic() > candidates.get(a).bic() ? b : a)
                .orElseThrow();
        noteFloors(chosen, view.scaling(), geometry);
        List<Block.Entry> toMerge = toMerge(rows, view, moments.rows());
        Merging merging = Merging.of(
                chosen.density(),
                geometry,
                View.standardised(geometry.d(), view.patterns()),
                pass(toMerge),
                settings.limits(),
                Math.min(MERGE_DRAWN, 2 * toMerge.size()));
        Candidate best = candidates.get(chosen);
        return new Found(
                decided(
                        rows,
                        view,
                        toMerge,
                        mixture(rows, view, geometry, chosen, merging, best.logLikelihood(), moments.rows()),
                        merging.steps()),
                best,
                List.copyOf(candidates.values()),
                merging.steps(),
                List.copyOf(notes));
    }

    private static List<Block.Entry> standardised(List<Block.Entry> entries, View view) {
        return entries.stream()
                .filter(entry -> entry.weight() > 0)
                .map(entry -> new Block.Entry(entry.hash(), view.scaling().standardise(entry.values()), entry.weight()))
                .toList();
    }

    private Map<Cell, List<Density>> starts(List<Block.Entry> sample, View view, Geometry geometry, Grid grid) {
        List<Block> blocks = Block.cutEntries(sample, SAMPLE_BLOCK);
        View standard = View.standardised(geometry.d(), view.patterns());
        double d = geometry.d();
        double components = grid.cells().stream().mapToInt(Cell::k).sum();
        boolean isCheap = sample.size() * components * (d + 1) * (d + 2) / 2 < CHEAP;
        Budget spent = budget.orElseGet(
                () -> isCheap ? Budget.thorough(settings.starts()) : Budget.standard(settings.starts()));
        double minSize = settings.minSize();
        Map<Cell, List<Density>> starts = new Starts(blocks, standard, geometry, minSize, spent, settings.seed())
                .of(grid.cells(), grid.possible());
        if (budget.isPresent()) {
            return starts;
        }
        Em em = new Em(standard, geometry, LONG_TOLERANCE, isCheap ? LONG_IF_CHEAP : LONG, minSize);
        Map<Cell, List<Density>> best = new TreeMap<>();
        bestOf(em, Pass.local(blocks), starts).forEach((cell, fit) -> best.put(cell, List.of(fit.density())));
        return best;
    }

    /** For each place the start that climbs highest. */
    private static Map<Cell, Em.Fit> bestOf(Em em, Pass pass, Map<Cell, List<Density>> starts) {
        List<Cell> cells = new ArrayList<>();
        List<Density> all = new ArrayList<>();
        starts.forEach((cell, some) -> some.forEach(start -> {
            cells.add(cell);
            all.add(start);
        }));
        List<Em.Fit> fits = em.fit(pass, all);
        Map<Cell, Em.Fit> best = new TreeMap<>();
        for (int i = 0; i < fits.size(); i++) {
            best.merge(cells.get(i), fits.get(i), Search::better);
        }
        return best;
    }

    private static Em.Fit better(Em.Fit a, Em.Fit b) {
        int more = Integer.compare(b.density().k(), a.density().k());
        return more > 0 || (more == 0 && b.logLikelihood() > a.logLikelihood()) ? b : a;
    }

    /** Over all rows; of fits that ended with the same number of components, the likelier. */
    private List<Em.Fit> refined(Pass rows, View view, Geometry geometry, Map<Cell, List<Density>> starts) {
        Em em = new Em(view, geometry, settings.tolerance(), settings.maxIterations(), settings.minSize());
        Map<Cell, Em.Fit> distinct = new TreeMap<>();
        for (Em.Fit fit : bestOf(em, rows, starts).values()) {
            distinct.merge(new Cell(fit.density().form(), fit.density().k()), fit, Search::better);
        }
        return List.copyOf(distinct.values());
    }

    /** Rows to merge by, in standardised units. */
    private List<Block.Entry> toMerge(Pass rows, View view, long everyone) {
        return standardised(Sample.of(rows, everyone, MERGE_SAMPLE, settings.seed() + 1), view);
    }

    private Pass pass(List<Block.Entry> sample) {
        return new Pass.Local(Block.cutEntries(sample, SAMPLE_BLOCK), budget.isEmpty());
    }

    /** The mixture with the groups that the cut decides on. */
    private Mixture decided(Pass rows, View view, List<Block.Entry> sample, Mixture proposal, List<MergeStep> tree) {
        View standard = View.standardised(proposal.geometry().d(), view.patterns());
        BitSet scratch = new BitSet();
        List<double[]> people = Sample.unweighted(sample).stream()
                .map(Block.Entry::values)
                .filter(row -> view.patterns().indexOf(row, scratch) >= 0)
                .limit(PEOPLE)
                .toList();
        int[] groupOf = cut.groupOf(proposal, tree, people);
        if (Arrays.equals(groupOf, proposal.groupOf())) {
            return proposal;
        }
        int groups = Arrays.stream(groupOf).max().orElse(0) + 1;
        double[][] overlap = Merging.overlap(
                proposal.density(), proposal.geometry(), standard, pass(sample), groupOf, groups, MERGE_DRAWN);
        return placed(proposal.regrouped(groupOf, overlap), rows, view);
    }

    private Mixture mixture(
            Pass rows,
            View view,
            Geometry geometry,
            Em.Fit chosen,
            Merging merging,
            double logLikelihood,
            long everyone) {
        double[] thresholds = new double[view.patterns().size()];
        Arrays.fill(thresholds, Double.NEGATIVE_INFINITY);
        boolean isPlacing = budget.isEmpty();
        if (isPlacing) {
            Factors factors = new Factors(chosen.density(), view.patterns(), geometry);
            thresholds = Lowest.thresholds(rows, view, factors, chosen.rowsByPattern(), settings.unlikeAll());
        }
        Mixture unplaced = new Mixture(
                view.scaling().alone(),
                view.patterns(),
                chosen.density(),
                geometry,
                merging.groupOf(),
                merging.overlap(),
                new long[merging.overlap().length],
                Arrays.stream(chosen.rowsByPattern()).sum(),
                everyone,
                thresholds,
                settings.minPosterior(),
                logLikelihood);
        return isPlacing ? placed(unplaced, rows, view) : unplaced;
    }

    /** The same with its assigned rows counted. */
    private static Mixture placed(Mixture mixture, Pass rows, View view) {
        return mixture.counted(mixture.placing().count(rows, view));
    }

    private void noteFloors(Em.Fit chosen, Scaling scaling, Geometry geometry) {
        BitSet floored = Floor.touched(chosen.density(), geometry);
        if (!floored.isEmpty()) {
            notes.add("components are as narrow as they may be in: "
                    + floored.stream().mapToObj(scaling.columns()::get).collect(Collectors.joining(", ")));
        }
    }
}
