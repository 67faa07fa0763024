package io.dramatis.mixture.em;

import io.dramatis.mixture.rows.Pass;
import io.dramatis.mixture.rows.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Expectation and maximisation of many candidates at once: all that still climb share each pass over the rows, and leave
 * as they converge.
 *
 * @param tolerance gain in log-likelihood a row, and all the gain still to come, under which a fit has converged
 * @param maxIterations over the rows
 * @param minSize rows under which a component is dropped, whatever its form
 */
public record Em(View view, Geometry geometry, double tolerance, int maxIterations, double minSize) {

    /**
     * A fit.
     *
     * @param density the one whose log-likelihood this is
     * @param logLikelihood standardised units
     * @param logTop sum of the log of each row's largest responsibility
     * @param weight of all rows with a kept pattern
     * @param rowsByPattern rows with a weight
     */
    public record Fit(
            Density density,
            double logLikelihood,
            double logTop,
            double weight,
            long[] rowsByPattern,
            double[] weightByPattern,
            int iterations,
            boolean converged) {}

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
    public List<Fit> fit(Pass pass, List<Density> starts) {
        List<Climb> climbs = starts.stream().map(Climb::new).toList();
        List<Climb> active = new ArrayList<>(climbs);
        for (int iteration = 1; !active.isEmpty(); iteration++) {
            List<Density> densities =
                    active.stream().map(climb -> climb.density).toList();
            List<Batch> batches = Batch.of(densities, view.patterns(), geometry);
            Statistics statistics = statistics(pass, batches, densities.size());
            for (int b = 0; b < batches.size(); b++) {
                Batch batch = batches.get(b);
                int now = iteration;
                double[][] sums = statistics.sums[b];
                IntStream members = IntStream.range(0, batch.candidates.length);
                List<Climb> running = active;
                (isHeavy(batch) ? members.parallel() : members)
                        .forEach(i -> step(
                                running.get(batch.candidates[i]),
                                statistics,
                                batch.candidates[i],
                                sums,
                                batch.first[i],
                                now));
            }
            active = active.stream().filter(climb -> climb.fit == null).toList();
        }
        return climbs.stream().map(climb -> climb.fit).toList();
    }

    private boolean isHeavy(Batch batch) {
        double d = geometry.d();
        return d * d * d * view.patterns().size() * batch.components > 2e6;
    }

    private Statistics statistics(Pass pass, List<Batch> batches, int candidates) {
        View shown = view;
        return pass.sum(block -> Statistics.of(block, shown, batches, candidates));
    }

    private void step(Climb climb, Statistics statistics, int candidate, double[][] sums, int first, int iteration) {
        double now = statistics.logLikelihood[candidate];
        double weight = statistics.weight();
        double gain = now - climb.last;
        boolean converged = isSettled(gain, climb.gain, tolerance * weight);
        if (converged || iteration >= maxIterations) {
            climb.fit = new Fit(
                    climb.density,
                    now,
                    statistics.logTop[candidate],
                    weight,
                    statistics.rows,
                    statistics.weights,
                    iteration,
                    converged);
            return;
        }
        Density next = Maximisation.of(
                climb.density,
                sums,
                first,
                view.patterns(),
                geometry,
                fewest(climb.density.form(), geometry.d(), minSize));
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

    /** Rows under which a component of a form is dropped: with fewer, a full covariance of its own follows single rows. */
    public static double fewest(CovarianceForm form, int d, double minSize) {
        return form == CovarianceForm.VVV ? Math.max(2.0 * (d + 1), minSize) : minSize;
    }
}
