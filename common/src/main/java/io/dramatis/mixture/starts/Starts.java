package io.dramatis.mixture.starts;

import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Em;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.groups.Factors;
import io.dramatis.mixture.groups.Placing;
import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.rows.Pass;
import io.dramatis.mixture.rows.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where EM starts for each place of a grid: the best of several short climbs on a sample, from k-means, and then from the
 * neighbours' best by splitting a component or merging two (Ueda, Nakano, Ghahramani and Hinton, 2000), which leads out of
 * local optima.
 */
public final class Starts {
    /** Steps of a climb after which most are given up. */
    private static final int FIRST = 5;

    private final List<Block> blocks;
    private final double[][] rows;
    private final View view;
    private final Geometry geometry;
    private final Budget budget;
    private final double minSize;
    private final Pass pass;
    private final long seed;
    private final Map<Cell, List<Em.Fit>> best = new TreeMap<>();

    private record Climb(Cell cell, Density start) {}

    /**
     * @param blocks the sample, in standardised units
     * @param view of the sample
     * @param minSize least rows of a component, in rows of the sample
     */
    public Starts(List<Block> blocks, View view, Geometry geometry, double minSize, Budget budget, long seed) {
        this.blocks = blocks;
        this.rows = blocks.stream()
                .flatMap(block -> IntStream.range(0, block.rows()).mapToObj(i -> block.row(i)))
                .toArray(double[][]::new);
        this.view = view;
        this.geometry = geometry;
        this.budget = budget;
        this.minSize = minSize;
        this.pass = budget.isParallel() ? Pass.local(blocks) : Pass.serial(blocks);
        this.seed = seed;
    }

    /**
     * The best of each place, the best first.
     *
     * @param grid places asked for
     * @param possible places that the rows allow; neighbours of the grid among them are climbed from, too
     */
    public Map<Cell, List<Density>> of(Collection<Cell> grid, Collection<Cell> possible) {
        SortedSet<Cell> wide = new TreeSet<>(grid);
        for (Cell cell : grid) {
            for (int k : new int[] {cell.k() - 1, cell.k() + 1}) {
                Cell neighbour = new Cell(cell.form(), k);
                if (budget.rounds() > 0 && possible.contains(neighbour)) {
                    wide.add(neighbour);
                }
            }
        }
        climb(fromKMeans(wide));
        for (int round = 0; round < budget.rounds(); round++) {
            climb(fromNeighbours(grid, round));
        }
        Map<Cell, List<Density>> starts = new TreeMap<>();
        for (Cell cell : new TreeSet<>(grid)) {
            starts.put(cell, best.get(cell).stream().map(Em.Fit::density).toList());
        }
        return starts;
    }

    private List<Climb> fromKMeans(SortedSet<Cell> cells) {
        int[] numbers = cells.stream().mapToInt(Cell::k).distinct().sorted().toArray();
        Map<Integer, List<Partition>> partitions = new TreeMap<>();
        double[][] emphasised = Emphasis.of(rows);
        for (int k : numbers) {
            IntStream starts = IntStream.range(0, k == 1 ? 1 : budget.starts());
            partitions.put(
                    k,
                    (budget.isParallel() ? starts.parallel() : starts)
                            .mapToObj(start -> partition(k, start, emphasised))
                            .toList());
        }
        List<Climb> climbs = new ArrayList<>();
        for (Cell cell : cells) {
            for (Partition partition : partitions.get(cell.k())) {
                climbs.add(new Climb(cell, partition.density(rows, cell.form(), geometry)));
            }
        }
        return climbs;
    }

    /** Over all variables, over those that look clustered, and the rows that were drawn as centres themselves, in turn. */
    private Partition partition(int k, int start, double[][] emphasised) {
        long own = Block.mix(Block.mix(seed + k) + start);
        return switch (start % 3) {
            case 0 -> KMeans.partition(rows, k, own);
            case 1 -> KMeans.partition(emphasised, k, own);
            default -> KMeans.drawn(rows, k, own);
        };
    }

    private List<Climb> fromNeighbours(Collection<Cell> grid, int round) {
        Map<Cell, Partition> placed = new TreeMap<>();
        best.forEach((cell, fits) -> placed.put(cell, placed(fits.get(0).density())));
        Stream<Cell> cells = new TreeSet<>(grid).stream().filter(cell -> cell.k() > 1);
        return (budget.isParallel() ? cells.parallel() : cells)
                .flatMap(cell -> neighbours(cell, placed, round).stream()
                        .map(partition -> new Climb(cell, partition.density(rows, cell.form(), geometry))))
                .toList();
    }

    private List<Partition> neighbours(Cell cell, Map<Cell, Partition> placed, int round) {
        List<Partition> found = new ArrayList<>();
        boolean isEmphasised = round % 2 == 1;
        long own = Block.mix(Block.mix(seed + cell.k()) - 1 - round);
        Partition fewer = placed.get(new Cell(cell.form(), cell.k() - 1));
        if (fewer != null && fewer.k() == cell.k() - 1) {
            for (int c : fewer.widest(rows, budget.splits())) {
                fewer.split(rows, c, isEmphasised, own + c).ifPresent(found::add);
            }
        }
        Partition more = placed.get(new Cell(cell.form(), cell.k() + 1));
        if (more != null && more.k() == cell.k() + 1) {
            for (int[] pair : more.nearest(rows, budget.merges())) {
                found.add(more.merge(pair[0], pair[1]));
            }
        }
        Partition best = placed.get(cell);
        if (best != null && best.k() == cell.k() && cell.k() > 2) {
            for (int[] pair : best.nearest(rows, budget.moves())) {
                Partition merged = best.merge(pair[0], pair[1]);
                for (int c : merged.widest(rows, budget.moves())) {
                    merged.split(rows, c, isEmphasised, own - 1 - c).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** A few steps for all, then the rest of the climb for those of each place that are highest by then. */
    private void climb(List<Climb> climbs) {
        Map<Cell, List<Em.Fit>> begun = fits(climbs, FIRST);
        List<Climb> promising = new ArrayList<>();
        begun.forEach((cell, fits) -> ranked(
                        fits, Math.max(budget.kept(), (int) Math.ceil(budget.survivors() * fits.size())))
                .forEach(fit -> promising.add(new Climb(cell, fit.density()))));
        fits(promising, budget.iterations()).forEach((cell, fits) -> best.merge(cell, fits, Starts::both));
        best.replaceAll((cell, fits) -> ranked(fits, budget.kept()));
    }

    private Map<Cell, List<Em.Fit>> fits(List<Climb> climbs, int iterations) {
        Em em = new Em(view, geometry, budget.tolerance(), iterations, minSize);
        List<Em.Fit> fits = em.fit(pass, climbs.stream().map(Climb::start).toList());
        Map<Cell, List<Em.Fit>> byCell = new TreeMap<>();
        for (int i = 0; i < fits.size(); i++) {
            byCell.computeIfAbsent(climbs.get(i).cell(), none -> new ArrayList<>())
                    .add(fits.get(i));
        }
        return byCell;
    }

    private static List<Em.Fit> both(List<Em.Fit> some, List<Em.Fit> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** The highest; a climb that lost components on the way stands for its place only where no other does. */
    private static List<Em.Fit> ranked(List<Em.Fit> fits, int most) {
        return fits.stream()
                .sorted(Comparator.comparingInt((Em.Fit fit) -> -fit.density().k())
                        .thenComparingDouble(fit -> -fit.logLikelihood()))
                .filter(new Distinct())
                .limit(most)
                .toList();
    }

    /** Leaves out fits that reached the same place as the one before, to the eye. */
    private static final class Distinct implements Predicate<Em.Fit> {
        private double last = Double.NaN;

        @Override
        public boolean test(Em.Fit fit) {
            boolean isNew = !(Math.abs(fit.logLikelihood() - last) <= 1e-6 * fit.weight());
            last = fit.logLikelihood();
            return isNew;
        }
    }

    /** Each row of the sample in its likeliest component. */
    private Partition placed(Density density) {
        int[] cluster = new int[rows.length];
        int k = density.k();
        Factors factors = new Factors(density, view.patterns(), geometry);
        Placing.Placer placer = Placing.unconditional(
                        factors, IntStream.range(0, k).toArray(), k)
                .placer();
        int offset = 0;
        for (Block block : blocks) {
            int from = offset;
            view.tiles(
                    block, tile -> placer.place(tile, (row, placed) -> cluster[from + tile.row[row]] = placed.group()));
            offset += block.rows();
        }
        return new Partition(cluster, k);
    }
}
