package io.dramatis.mixture;

import java.io.Serializable;

/**
 * Where a density puts people: the likeliest group, unless it is too unlikely or the person is unlike all.
 *
 * @param factors of the density
 * @param thresholds by pattern, standardised units
 */
record Placing(Factors factors, int[] groupOf, int groups, double[] thresholds, double minPosterior)
        implements Serializable {

    boolean isAssigned(int pattern, double topPosterior, double logDensity) {
        return topPosterior >= minPosterior && logDensity >= thresholds[pattern];
    }

    /** Assigned people by group. */
    long[] count(Pass<Block> pass) {
        return pass.sum(this::count).people;
    }

    private Assigned count(Block block) {
        long[] people = new long[groups];
        Posteriors posteriors = new Posteriors(factors.k);
        double[] byGroup = new double[groups];
        for (Block.Segment segment : block.segments()) {
            for (int from = 0; from < segment.n(); from += Posteriors.TILE) {
                int length = Math.min(Posteriors.TILE, segment.n() - from);
                posteriors.evaluate(factors, segment, from, length);
                for (int t = 0; t < length; t++) {
                    int top = posteriors.groups(t, groupOf, byGroup);
                    if (isAssigned(segment.pattern(), byGroup[top], posteriors.logDensity[t])) {
                        people[top]++;
                    }
                }
            }
        }
        return new Assigned(people);
    }

    private record Assigned(long[] people) implements Pass.Sum<Assigned> {
        @Override
        public Assigned plus(Assigned right) {
            for (int g = 0; g < people.length; g++) {
                people[g] += right.people[g];
            }
            return this;
        }
    }
}
