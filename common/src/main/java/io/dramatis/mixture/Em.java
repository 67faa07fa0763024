package io.dramatis.mixture;

import java.util.ArrayList;
import java.util.List;

/**
 * Expectation and maximisation of many candidates at once: all that still climb share each pass over the rows, and leave
 * as they converge.
 *
 * @param floor least variance of each variable, standardised units
 * @param tolerance gain in log-likelihood a person under which a fit has converged
 */
record Em(Patterns patterns, double[] floor, double tolerance, int maxIterations) {

    /**
     * A fit.
     *
     * @param density the one whose log-likelihood this is
     * @param logLikelihood standardised units
     * @param logTop sum of the log of each person's largest responsibility
     * @param people with a kept pattern
     */
    record Fit(
            Density density,
            double logLikelihood,
            double logTop,
            long people,
            long[] peopleByPattern,
            int iterations,
            boolean converged) {

        double bic() {
            return 2 * logLikelihood - density.df() * Math.log(people);
        }
    }

    /** A candidate on its way. */
    private static final class Climb {
        private Density density;
        private double last = Double.NaN;
        private double gain = Double.NaN;
        private Fit fit;

        private Climb(Density density) {
            this.density = density;
        }
    }

    /** Fits from each start, in their order. */
    List<Fit> fit(Pass<Block> pass, List<Density> starts) {
        List<Climb> climbs = starts.stream().map(Climb::new).toList();
        List<Climb> active = new ArrayList<>(climbs);
        for (int iteration = 1; !active.isEmpty(); iteration++) {
            Statistics statistics =
                    statistics(pass, active.stream().map(climb -> climb.density).toList());
            List<Climb> still = new ArrayList<>();
            for (int a = 0; a < active.size(); a++) {
                step(active.get(a), statistics, a, iteration);
                if (active.get(a).fit == null) {
                    still.add(active.get(a));
                }
            }
            active = still;
        }
        return climbs.stream().map(climb -> climb.fit).toList();
    }

    private Statistics statistics(Pass<Block> pass, List<Density> densities) {
        List<Factors> factors = new ArrayList<>();
        densities.forEach(density -> factors.add(new Factors(density, patterns)));
        int count = patterns.size();
        return pass.sum(block -> Statistics.of(block, factors, count));
    }

    private void step(Climb climb, Statistics statistics, int candidate, int iteration) {
        double now = statistics.logLikelihood[candidate];
        long people = statistics.everyone();
        double gain = now - climb.last;
        boolean converged = isSettled(gain, climb.gain, tolerance * people);
        if (converged || iteration >= maxIterations) {
            climb.fit = new Fit(
                    climb.density, now, statistics.logTop[candidate], people, statistics.people, iteration, converged);
            return;
        }
        Density next =
                Maximisation.of(climb.density, statistics.sums[candidate], patterns, floor, fewest(floor.length));
        boolean isSmaller = next.k() < climb.density.k();
        climb.gain = isSmaller ? Double.NaN : gain;
        climb.last = isSmaller ? Double.NaN : now;
        climb.density = next;
    }

    /** Whether the gain, and all that Aitken's series still promises, are under the tolerance. */
    private static boolean isSettled(double gain, double before, double least) {
        if (!(gain < least)) {
            return false;
        }
        double rate = gain / before;
        return !(rate > 0) || rate >= 1 || gain * rate / (1 - rate) < least;
    }

    /** People under whom a component is dropped. */
    static double fewest(int d) {
        return Math.max(d + 1, 10);
    }
}
