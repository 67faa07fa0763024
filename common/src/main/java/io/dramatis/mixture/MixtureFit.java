package io.dramatis.mixture;

import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.table.ModelCandidates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Fits Gaussian mixtures of every number of components that the study names, by EM under values missing at random, and
 * chooses one by BIC.
 *
 * <p>Each number of components has several starts from k-means on a sample; the best after a short climb there is refined
 * over all rows, all of them in the same passes. The result has the same bytes whatever the partitions and the order of
 * the rows.
 */
public final class MixtureFit {
    /** Values up to which the rows are fitted in the driver: a Spark job for each pass would cost more than the pass. */
    static final long LOCAL_VALUES = 1L << 22;

    private static final int SAMPLE = 5_000;
    private static final int SHORT = 15;
    private static final double SHORT_TOLERANCE = 1e-4;
    private static final String FORM = "VVV";

    private final Study.Mixture settings;
    private final long seed;
    private final List<String> notes = new ArrayList<>();

    private MixtureFit(Study.Mixture settings, long seed) {
        this.settings = settings;
        this.seed = seed;
    }

    /**
     * What was found.
     *
     * @param model the chosen one
     * @param candidates all that were tried, by ascending number of components
     * @param notes what was left out, coarsened or held at its floor, in plain words
     */
    public record Result(MixtureModel model, List<Candidate> candidates, List<String> notes) {
        public Result {
            candidates = List.copyOf(candidates);
            notes = List.copyOf(notes);
        }

        /** Rows of {@link ModelCandidates}. */
        public Dataset<Row> candidateRows(SparkSession spark, String runId) {
            List<Row> rows = candidates.stream()
                    .map(each -> RowFactory.create(
                            runId,
                            each.form(),
                            each.k(),
                            each.logLikelihood(),
                            each.df(),
                            each.bic(),
                            each.icl(),
                            each.converged(),
                            each.iterations(),
                            each.chosen(),
                            each.groups().isPresent() ? each.groups().getAsInt() : null))
                    .toList();
            return spark.createDataFrame(rows, ModelCandidates.TABLE.schema());
        }

        /** The row of {@link io.dramatis.table.MixtureModels}. */
        public Dataset<Row> modelRows(SparkSession spark, String runId) {
            return spark.createDataFrame(List.of(model.toRow(runId)), io.dramatis.table.MixtureModels.TABLE.schema());
        }
    }

    /**
     * Fits and chooses.
     *
     * @param people {@code person_id} (BINARY), a row a person, and the columns as numbers; null where missing
     * @param columns the variables that form the groups
     * @param seed of the starts
     * @throws DramatisException for an infinite value, or when no column holds two different values
     */
    public static Result fit(Dataset<Row> people, List<String> columns, Study.Mixture settings, long seed) {
        return fit(people, columns, settings, seed, LOCAL_VALUES);
    }

    static Result fit(Dataset<Row> people, List<String> columns, Study.Mixture settings, long seed, long localValues) {
        JavaRDD<Person> rows = SparkPass.people(people, columns).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long count = rows.count();
            Pass<Person[]> pass = count * columns.size() <= localValues
                    ? Person.local(rows.collect())
                    : SparkPass.of(
                            rows,
                            count,
                            columns.size(),
                            people.sparkSession().sparkContext().defaultParallelism());
            return fit(pass, columns, settings, seed);
        } finally {
            rows.unpersist(false);
        }
    }

    /** The same without Spark, for rows in this process. */
    static Result fit(List<Person> people, List<String> columns, Study.Mixture settings, long seed) {
        return fit(Person.local(people), columns, settings, seed);
    }

    private static Result fit(Pass<Person[]> people, List<String> columns, Study.Mixture settings, long seed) {
        return new MixtureFit(settings, seed).result(people, columns);
    }

    private Result result(Pass<Person[]> people, List<String> columns) {
        int all = columns.size();
        Moments moments = people.sum(block -> Moments.of(block, all));
        int[] used = used(moments, columns);
        List<Person> sample = Sample.of(people, moments.people, SAMPLE, seed);
        Scaling scaling = Scaling.of(
                Arrays.stream(used).mapToObj(columns::get).toList(), used, moments, sample, settings.covarianceFloor());
        Patterns patterns = Patterns.of(moments.patterns(used));
        if (patterns.coarsened() > 0) {
            notes.add(patterns.coarsened() + " people lack features in a way that few others do: some of their other"
                    + " values were left out, too");
        }
        Pass<Block> pass = people.map(block -> Block.of(
                Arrays.stream(block).map(person -> scaling.standardise(used, person.values()))::iterator, patterns));
        try {
            return result(
                    pass,
                    people,
                    scaling,
                    patterns,
                    sample.stream()
                            .map(person -> scaling.standardise(used, person.values()))
                            .toList(),
                    moments.people);
        } finally {
            pass.close();
        }
    }

    private Result result(
            Pass<Block> pass,
            Pass<Person[]> people,
            Scaling scaling,
            Patterns patterns,
            List<double[]> sample,
            long everyone) {
        List<Em.Fit> fits;
        Em em = new Em(patterns, scaling.floor(), settings.tolerance(), settings.maxIterations());
        List<Density> starts = starts(sample, scaling, patterns, everyone);
        fits = distinct(em.fit(pass, starts));
        people.close();
        Em.Fit chosen =
                fits.stream().max(Comparator.comparingDouble(Em.Fit::bic)).orElseThrow();
        noteFloors(chosen, scaling);
        Merging merging = Merging.of(chosen.density(), patterns, pass, settings.mergeOverlap());
        double[] thresholds = Lowest.thresholds(
                pass, new Factors(chosen.density(), patterns), chosen.peopleByPattern(), settings.unlikeAll());
        MixtureModel model = MixtureModel.of(
                chosen,
                logLikelihood(chosen, scaling, patterns),
                merging,
                scaling,
                patterns,
                thresholds,
                settings.minPosterior(),
                everyone,
                pass);
        List<Candidate> candidates = fits.stream()
                .map(fit -> candidate(fit, logLikelihood(fit, scaling, patterns), fit == chosen, model.groups()))
                .toList();
        return new Result(model, candidates, notes);
    }

    /** The variables that hold two different values. */
    private int[] used(Moments moments, List<String> columns) {
        BitSet used = new BitSet();
        for (int j = 0; j < columns.size(); j++) {
            if (moments.infinite[j] > 0) {
                throw DramatisException.contract(
                        "feature '" + columns.get(j) + "' is infinite for " + moments.infinite[j] + " people",
                        "a mixture needs finite numbers",
                        "guard its expression against division by zero or overflow");
            }
            boolean isVaried = moments.variance(j) > 0;
            used.set(j, isVaried);
            if (!isVaried) {
                notes.add("feature '" + columns.get(j) + "' was left out: "
                        + (moments.counts[j] == 0 ? "no one has a value" : "everyone has the same value"));
            }
        }
        if (used.isEmpty()) {
            throw DramatisException.contract(
                    "no forming feature holds two different values among " + moments.people + " people",
                    "there is nothing in which people could differ",
                    "check the features with role = forming, and that the sources hold people within the window");
        }
        return used.stream().toArray();
    }

    /** For each number of components the start that climbed highest on the sample. */
    private List<Density> starts(List<double[]> sample, Scaling scaling, Patterns patterns, long everyone) {
        List<Density> starts = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        int d = scaling.d();
        for (int k : numbers(everyone, d)) {
            for (int start = 0; start < (k == 1 ? 1 : settings.starts()); start++) {
                starts.add(Starts.of(sample, scaling.floor(), k, start, seed));
                asked.add(k);
            }
        }
        Em em = new Em(patterns, scaling.floor(), SHORT_TOLERANCE, SHORT);
        List<Em.Fit> climbed = em.fit(Block.local(sample, patterns, true), starts);
        Map<Integer, Em.Fit> best = new TreeMap<>();
        for (int i = 0; i < climbed.size(); i++) {
            Em.Fit fit = climbed.get(i);
            // A start that lost components on the way stands for its number only where no other does.
            best.merge(
                    asked.get(i),
                    fit,
                    (a, b) -> b.density().k() > a.density().k()
                                    || (b.density().k() == a.density().k() && b.logLikelihood() > a.logLikelihood())
                            ? b
                            : a);
        }
        best.forEach((k, fit) -> {
            if (fit.density().k() < k) {
                notes.add(k + " components were too many: some were left with fewer than " + (int) Em.fewest(d)
                        + " people");
            }
        });
        return best.values().stream().map(Em.Fit::density).toList();
    }

    /** The numbers of components that so many people can tell apart. */
    private List<Integer> numbers(long everyone, int d) {
        List<Integer> possible = settings.k().stream()
                .filter(k -> k == 1 || (k * Em.fewest(d) <= everyone && k - 1 + k * (d + d * (d + 1) / 2L) < everyone))
                .toList();
        List<Integer> left =
                settings.k().stream().filter(k -> !possible.contains(k)).toList();
        if (!left.isEmpty()) {
            notes.add("no fit was made with " + left + " components: " + everyone + " people are too few for " + d
                    + " features");
        }
        return possible.isEmpty() ? List.of(1) : possible;
    }

    /** Of fits that ended with the same number of components, the likelier. */
    private static List<Em.Fit> distinct(List<Em.Fit> fits) {
        Map<Integer, Em.Fit> byK = new TreeMap<>();
        for (Em.Fit fit : fits) {
            byK.merge(fit.density().k(), fit, (a, b) -> b.logLikelihood() > a.logLikelihood() ? b : a);
        }
        return List.copyOf(byK.values());
    }

    private void noteFloors(Em.Fit chosen, Scaling scaling) {
        BitSet floored = Maximisation.floored(chosen.density(), scaling.floor());
        if (!floored.isEmpty()) {
            notes.add("components are as narrow as they may be in: "
                    + floored.stream().mapToObj(scaling.columns()::get).collect(Collectors.joining(", ")));
        }
    }

    /** In the input's own units. */
    private static double logLikelihood(Em.Fit fit, Scaling scaling, Patterns patterns) {
        return fit.logLikelihood()
                + IntStream.range(0, patterns.size())
                        .mapToDouble(p -> fit.peopleByPattern()[p] * scaling.logJacobian(patterns.observed(p)))
                        .sum();
    }

    private static Candidate candidate(Em.Fit fit, double logLikelihood, boolean isChosen, int groups) {
        int df = fit.density().df();
        double bic = 2 * logLikelihood - df * Math.log(fit.people());
        return new Candidate(
                FORM,
                fit.density().k(),
                logLikelihood,
                df,
                bic,
                bic + 2 * fit.logTop(),
                fit.converged(),
                fit.iterations(),
                isChosen,
                isChosen ? OptionalInt.of(groups) : OptionalInt.empty());
    }
}
