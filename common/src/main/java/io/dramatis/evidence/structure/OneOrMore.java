package io.dramatis.evidence.structure;

import io.dramatis.mixture.SampleFit;
import io.dramatis.mixture.rows.Block;
import io.dramatis.spark.Replication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a set of people is one population or more. The statistic is the {@linkplain SampleFit#nearness nearness} of the two
 * sides of the merge tree that are furthest apart; it is held against that of sets of as many people drawn from
 * {@link OnePopulation}, put through the same fit, choice and merging: {@code p = (1 + null sets as well apart) / (1 + sets)}.
 *
 * @param nearness of the people; 1 where the fit shows one group
 * @param p 1 where the fit shows one group, since none was drawn then
 * @param sets that were drawn; fewer than asked for where p was settled before (Besag and Clifford, <i>Biometrika</i> 78, 1991)
 */
public record OneOrMore(double nearness, double p, int sets) {
    /** Share of people that a side must hold to be more than a handful of outliers. */
    public static final double LEAST_SHARE = 0.025;

    private static final int ROUND = 20;
    private static final double ROUNDING = 1e-9;

    /**
     * Tests people.
     *
     * @param people NaN where missing
     * @param recipe of the fits
     * @param level over which p need not be known
     * @param sets to draw
     */
    public static OneOrMore of(
            List<double[]> people,
            SampleFit.Recipe recipe,
            double level,
            int sets,
            long seed,
            Replication replication) {
        Optional<OnePopulation.Like> like = OnePopulation.like(people, seed);
        if (like.isEmpty()) {
            return new OneOrMore(1, 1, 0);
        }
        SampleFit.Recipe own = recipe.keeping(like.get().variables());
        double nearness = SampleFit.of(like.get().rows(), own, seed).nearness(LEAST_SHARE);
        if (nearness >= 1) {
            return new OneOrMore(nearness, 1, 0);
        }
        OnePopulation population = like.get().population();
        List<Double> nulls = new ArrayList<>();
        long asFar = 0;
        while (nulls.size() < sets && (1.0 + asFar) / (1 + sets) <= level) {
            int next = Math.min(sets, nulls.size() + ROUND);
            nulls.addAll(nulls(population, own, nulls.size(), next, seed, replication));
            asFar = nulls.stream().filter(each -> each <= nearness).count();
        }
        return new OneOrMore(nearness, (1.0 + asFar) / (1 + nulls.size()), nulls.size());
    }

    /**
     * As many sets as are asked for, and so many more that p can be the level, or close under it: with 99 sets and a level of
     * .019 one population would be rejected in one of a hundred sets only.
     */
    static int most(int sets, double level) {
        double asFar = Math.ceil((1 + sets) * level - ROUNDING);
        return (int) Math.ceil(asFar / level - ROUNDING) - 1;
    }

    /** The nearness in sets of one population. */
    static List<Double> nulls(
            OnePopulation population, SampleFit.Recipe recipe, int from, int to, long seed, Replication replication) {
        return replication.map(from, to, number -> {
            long own = Block.mix(Block.mix(seed + 2) + number);
            return SampleFit.of(population.draw(own), recipe, own).nearness(LEAST_SHARE);
        });
    }
}
