package io.dramatis.evidence.structure;

import io.dramatis.mixture.SampleFit;
import io.dramatis.mixture.rows.Block;
import io.dramatis.spark.Replication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How far apart groups must be for a study to see them: the least distance, in standard deviations within a group (Mahalanobis),
 * at which two groups of equal size and Gaussian shape, planted into as many people with the same correlations and the same
 * missing values, are found in at least {@value #POWER} of the sets.
 */
public final class Detectable {
    static final double POWER = 0.8;

    private static final double NEAREST = 1.5;
    private static final double FURTHEST = 8;
    private static final double STEP = 0.25;

    private Detectable() {}

    /**
     * Searches for it by halving.
     *
     * @param people NaN where missing
     * @param recipe of the fits
     * @param level at which one population is rejected
     * @param sets of one population, from which the critical nearness is taken
     * @param planted sets for a distance
     * @return absent where not even groups {@value #FURTHEST} standard deviations apart are found
     */
    public static OptionalDouble distance(
            List<double[]> people,
            SampleFit.Recipe recipe,
            double level,
            int sets,
            int planted,
            long seed,
            Replication replication) {
        Optional<OnePopulation.Like> like = OnePopulation.like(people, seed);
        if (like.isEmpty()) {
            return OptionalDouble.empty();
        }
        OnePopulation population = like.get().population();
        SampleFit.Recipe own = recipe.keeping(like.get().variables());
        List<Double> nulls = OneOrMore.nulls(population, own, 0, sets, seed, replication).stream()
                .sorted()
                .toList();
        // One population is rejected where fewer null sets than this are as well apart.
        int allowed = (int) Math.floor(level * (1 + sets));
        double critical = allowed < 1 ? 0 : nulls.get(allowed - 1);
        int low = -1;
        int high = (int) Math.round((FURTHEST - NEAREST) / STEP) + 1;
        int last = high;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            double distance = NEAREST + STEP * middle;
            double found = replication
                    .map(0, planted, number -> {
                        long lot = Block.mix(Block.mix(seed + 3) + number);
                        double nearness = SampleFit.of(planted(population, distance, lot), own, lot)
                                .nearness(OneOrMore.LEAST_SHARE);
                        return nearness < critical ? 1.0 : 0.0;
                    })
                    .stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(0);
            if (found >= POWER) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high == last ? OptionalDouble.empty() : OptionalDouble.of(NEAREST + STEP * high);
    }

    private static List<double[]> planted(OnePopulation population, double distance, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Copula copula = population.copula();
        int d = copula.d();
        double[] direction =
                DoubleStream.generate(random::nextGaussian).limit(d).toArray();
        double length = Math.sqrt(DoubleStream.of(direction).map(x -> x * x).sum());
        List<double[]> rows = new ArrayList<>();
        for (double[] like : population.rows()) {
            double shift = random.nextBoolean() ? distance / length : 0;
            double[] scores = IntStream.range(0, d)
                    .mapToDouble(j -> random.nextGaussian() + shift * direction[j])
                    .toArray();
            double[] row = copula.joined(scores);
            for (int j = 0; j < d; j++) {
                row[j] = Double.isNaN(like[j]) ? Double.NaN : row[j];
            }
            rows.add(row);
        }
        return rows;
    }
}
