package io.dramatis.mixture;

import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import java.io.Serializable;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A model's recipe, to be fitted again to other rows of the same study: same scaling, floors and patterns. It runs in one
 * thread, so that a Spark task can hold it.
 */
public final class Refit implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int SHORT = 10;
    private static final double SHORT_TOLERANCE = 1e-3;
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_STARTS = 2;
    private static final int MOST_ITERATIONS = 40;

    private final MixtureModel model;
    private final int starts;
    private final int maxIterations;
    private final double mergeOverlap;

    public Refit(MixtureModel model, Study.Mixture settings) {
        this.model = model;
        this.starts = Math.min(MOST_STARTS, settings.starts());
        this.maxIterations = Math.min(MOST_ITERATIONS, settings.maxIterations());
        this.mergeOverlap = settings.mergeOverlap();
    }

    /** A density on rows, with its groups. */
    public final class Grouping {
        private final Factors factors;
        private final int[] groupOf;
        private final int groups;

        private Grouping(Density density, int[] groupOf, int groups) {
            this.factors = new Factors(density, model.patterns);
            this.groupOf = groupOf;
            this.groups = groups;
        }

        public int groups() {
            return groups;
        }

        /** The likeliest group of each row, thresholds aside; -1 where nothing is known. */
        public int[] groups(List<double[]> rows) {
            int[] placed = new int[rows.size()];
            Posteriors posteriors = new Posteriors(factors.k);
            double[] byGroup = new double[groups];
            for (int i = 0; i < placed.length; i++) {
                List<Block.Segment> segments =
                        Block.of(List.of(rows.get(i)), model.patterns).segments();
                placed[i] = -1;
                if (!segments.isEmpty()) {
                    posteriors.evaluate(factors, segments.get(0), 0, 1);
                    placed[i] = posteriors.groups(0, groupOf, byGroup);
                }
            }
            return placed;
        }

        /** Mean log-density of the rows of whom something is known, in standardised units. */
        public double meanLogDensity(List<double[]> rows) {
            Statistics statistics =
                    Statistics.of(Block.of(rows, model.patterns), List.of(factors), model.patterns.size());
            return statistics.logLikelihood[0] / Math.max(1, statistics.everyone());
        }
    }

    /** The model's own grouping. */
    public Grouping original() {
        return new Grouping(model.density, model.groupOf, model.groups());
    }

    /**
     * Draws people by the hash of their pseudonym.
     *
     * @return at most {@code size} rows in standardised units, NaN where missing
     */
    public List<double[]> sample(Dataset<Row> people, int size, long seed) {
        long limit = Sample.limit(model.people + model.unassigned, size);
        List<Person> drawn = SparkPass.people(people, model.columns())
                .filter(person -> Sample.isDrawn(person, seed, limit))
                .collect();
        List<double[]> rows = Sample.lowest(drawn, size, seed).stream()
                .map(person -> model.scaling.standardise(person.values()))
                .filter(row -> model.patterns.indexOf(row, new BitSet()) >= 0)
                .toList();
        if (rows.isEmpty()) {
            throw DramatisException.contract(
                    "no one can be drawn to check the groups on",
                    "nothing is known of any of the people",
                    "give the people that the model was fitted to");
        }
        return rows;
    }

    /** Fits {@code k} components from new starts. */
    public Grouping fit(List<double[]> rows, int k, boolean isMerged, long seed) {
        Pass<Block> pass = Block.local(rows, model.patterns, false);
        double[] floor = model.scaling.floor();
        List<Density> begun = new java.util.ArrayList<>();
        for (int start = 0; start < (k == 1 ? 1 : starts); start++) {
            begun.add(Starts.of(rows, floor, k, start, seed));
        }
        Density best = new Em(model.patterns, floor, SHORT_TOLERANCE, SHORT)
                .fit(pass, begun).stream()
                        .max(Comparator.comparingDouble(Em.Fit::logLikelihood))
                        .orElseThrow()
                        .density();
        Density density = new Em(model.patterns, floor, TOLERANCE, maxIterations)
                .fit(pass, List.of(best))
                .get(0)
                .density();
        if (!isMerged) {
            return new Grouping(
                    density, java.util.stream.IntStream.range(0, density.k()).toArray(), density.k());
        }
        Merging merging = Merging.of(density, model.patterns, pass, mergeOverlap);
        return new Grouping(density, merging.groupOf(), merging.overlap().length);
    }
}
