package io.dramatis.evidence.structure;

import io.dramatis.mixture.rows.Block;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One continuous population as like the study as one can be: the study's own margins made unimodal, joined by its own rank
 * correlations, with its missing values where the study has them. Whatever groups a fit finds in it, it made itself.
 *
 * @param margins by variable
 * @param rows of the study, for what is missing in them
 */
record OnePopulation(List<Margin> margins, Copula copula, List<double[]> rows) implements Serializable {
    private static final int ROUNDS = 3;
    private static final int DRAWN = 10_000;

    /**
     * A study's people.
     *
     * @param variables in which they differ
     * @param rows in these, their ties spread
     */
    record Like(int[] variables, List<double[]> rows, List<Ties> ties, long seed) {
        /** One population like them. */
        OnePopulation population() {
            return OnePopulation.of(rows, ties, Block.mix(seed + 1));
        }
    }

    /** Absent where people differ in nothing. */
    static Optional<Like> like(List<double[]> people, long seed) {
        int[] varied = IntStream.range(0, people.get(0).length)
                .filter(j -> present(people, j).distinct().limit(2).count() == 2)
                .toArray();
        if (varied.length == 0) {
            return Optional.empty();
        }
        List<Ties> ties = Arrays.stream(varied)
                .mapToObj(j -> Ties.of(present(people, j).sorted().toArray()))
                .toList();
        SplittableRandom random = new SplittableRandom(Block.mix(seed));
        List<double[]> rows = people.stream()
                .map(row -> IntStream.range(0, varied.length)
                        .mapToDouble(v -> ties.get(v).spread(row[varied[v]], random))
                        .toArray())
                .toList();
        return Optional.of(new Like(varied, rows, ties, seed));
    }

    private static DoubleStream present(List<double[]> rows, int variable) {
        return rows.stream().mapToDouble(row -> row[variable]).filter(value -> !Double.isNaN(value));
    }

    /** @param rows NaN where missing, their ties spread; each variable has two different values at least */
    private static OnePopulation of(List<double[]> rows, List<Ties> ties, long seed) {
        int d = rows.get(0).length;
        List<Margin> margins = IntStream.range(0, d)
                .mapToObj(j -> Margin.of(present(rows, j).sorted().toArray(), ties.get(j)))
                .toList();
        List<double[]> ranks = ranks(rows, d);
        double[] wanted = correlations(ranks, d);
        double[] latent = IntStream.range(0, d * d)
                .mapToDouble(i -> i / d == i % d ? 1 : 2 * Math.sin(Math.PI / 6 * wanted[i]))
                .toArray();
        double freedom = d > 1 ? Copula.freedom(ranks, latent, d) : Double.POSITIVE_INFINITY;
        Copula copula = Copula.of(latent, d, freedom);
        // Atoms, and margins that were made unimodal, weaken the correlation that the copula began with.
        for (int round = 0; round < ROUNDS && d > 1; round++) {
            OnePopulation tried = new OnePopulation(margins, copula, List.of());
            SplittableRandom random = new SplittableRandom(seed);
            List<double[]> drawn =
                    IntStream.range(0, DRAWN).mapToObj(i -> tried.row(random)).toList();
            double[] found = correlations(ranks(drawn, d), d);
            for (int i = 0; i < d * d; i++) {
                latent[i] = i / d == i % d ? 1 : Math.max(-0.999, Math.min(0.999, latent[i] + wanted[i] - found[i]));
            }
            copula = Copula.of(latent, d, freedom);
        }
        return new OnePopulation(margins, copula, rows);
    }

    private double[] row(SplittableRandom random) {
        double[] row = copula.draw(random);
        Arrays.setAll(row, j -> margins.get(j).quantile(row[j]));
        return row;
    }

    /** As many people as the study has, lacking what its people lack. */
    List<double[]> draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> drawn = new ArrayList<>(rows.size());
        for (double[] like : rows) {
            double[] row = row(random);
            Arrays.setAll(row, j -> Double.isNaN(like[j]) ? Double.NaN : row[j]);
            drawn.add(row);
        }
        return drawn;
    }

    /** Shares of the values up to each, the middle of equal ones; NaN where missing. */
    static List<double[]> ranks(List<double[]> rows, int d) {
        List<double[]> ranks = rows.stream().map(double[]::clone).toList();
        for (int j = 0; j < d; j++) {
            double[] sorted = present(rows, j).sorted().toArray();
            for (double[] row : ranks) {
                if (!Double.isNaN(row[j])) {
                    row[j] = (first(sorted, row[j], false) + first(sorted, row[j], true)) / (2.0 * sorted.length);
                }
            }
        }
        return ranks;
    }

    /** How many are less, or no greater. */
    private static int first(double[] sorted, double value, boolean isEqualCounted) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || (isEqualCounted && sorted[middle] == value)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Spearman's, over the rows that have both. */
    static double[] correlations(List<double[]> ranks, int d) {
        double[] correlations = new double[d * d];
        for (int i = 0; i < d; i++) {
            correlations[i * d + i] = 1;
            for (int j = 0; j < i; j++) {
                double n = 0;
                double x = 0;
                double y = 0;
                double xx = 0;
                double yy = 0;
                double xy = 0;
                for (double[] row : ranks) {
                    double a = row[i];
                    double b = row[j];
                    if (!Double.isNaN(a + b)) {
                        n++;
                        x += a;
                        y += b;
                        xx += a * a;
                        yy += b * b;
                        xy += a * b;
                    }
                }
                double spread = Math.sqrt((xx - x * x / n) * (yy - y * y / n));
                double correlation = n > 2 && spread > 0 ? (xy - x * y / n) / spread : 0;
                correlations[i * d + j] = correlation;
                correlations[j * d + i] = correlation;
            }
        }
        return correlations;
    }
}
