package io.dramatis.cli.benchmark;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Sessions;
import io.dramatis.error.DramatisException;
import io.dramatis.mixture.Candidate;
import io.dramatis.mixture.MixtureEstimator;
import io.dramatis.mixture.em.ProductRate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fits the same rows with this engine, with MLlib and, where it is installed, with scikit-learn, in one run. */
@Command(
        name = "mixture",
        description = "Fit the same rows with this engine, MLlib and, where python3 has it, scikit-learn.",
        mixinStandardHelpOptions = true)
final class MixtureBenchmark implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--rows", defaultValue = "200000", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Option(names = "--columns", defaultValue = "16", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int columns;

    @Option(names = "--from-k", defaultValue = "2", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int from;

    @Option(names = "--to-k", defaultValue = "12", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int to;

    @Option(names = "--iterations", defaultValue = "20", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int iterations;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "Sweeps of this engine, of which the quickest counts. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--mllib-seeds",
            defaultValue = "3",
            paramLabel = "N",
            description =
                    "MLlib's fits of each k, 0 for none; its time is the mean, its log-likelihood the best. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int mllibSeeds;

    @Option(names = "--no-python", description = "Leave scikit-learn out.")
    private boolean noPython;

    @Override
    public Integer call() throws IOException {
        if (from < 1 || to < from || rows < 1000 || columns < 1 || iterations < 1 || rounds < 1) {
            throw DramatisException.usage(
                    "There is nothing to measure",
                    "--rows is at least 1000, --from-k at most --to-k, and the others at least 1",
                    "Correct the options");
        }
        Path folder = Files.createTempDirectory("dramatis-benchmark-");
        PrintWriter err = spec.commandLine().getErr();
        try (Sessions.Lease lease = Sessions.start(Map.of())) {
            BenchmarkData made = new BenchmarkData(rows, columns);
            made.write(lease.spark(), folder.resolve("rows"));
            Dataset<Row> data =
                    lease.spark().read().parquet(folder.resolve("rows").toString());
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("status", "done");
            line.put("exitCode", 0);
            line.put("rows", rows);
            line.put("columns", columns);
            line.put("iterations", iterations);
            rates(line, err);
            ours(data, 1);
            Contestant one = ours(data, 1);
            Contestant ours = ours(data, iterations + 1);
            // In turn and the quickest of each, so that an iteration can be read off the difference.
            for (int round = 1; round < rounds; round++) {
                one = quicker(one, ours(data, 1));
                ours = quicker(ours, ours(data, iterations + 1));
            }
            double iteration = (ours.total() - one.total()) / iterations;
            int components = IntStream.rangeClosed(from, to).sum();
            double features = (columns + 1) * (columns + 2) / 2.0;
            double products = 4.0 * rows * features * components / ((double) line.get("blasGflops") * 1e9);
            line.put("sweepSeconds", ours.total());
            line.put("iterationSeconds", iteration);
            line.put("iterationOverBlasProducts", iteration / products);
            err.printf(
                    Locale.ROOT,
                    "ours: %.2f s, an iteration %.3f s; its products by BLAS %.3f s%n",
                    ours.total(),
                    iteration,
                    products);
            err.flush();
            Contestant mllib = new Contestant(Map.of(), Map.of());
            if (mllibSeeds > 0) {
                Dataset<Row> vectors = vectors(data);
                mllib = mllib(vectors, err);
                line.put(
                        "mllibIterationSecondsAtToK",
                        new MllibContestant(vectors, rows).iterationSeconds(Math.max(2, to), iterations));
                vectors.unpersist();
            }
            Contestant python = noPython ? new Contestant(Map.of(), Map.of()) : scikitLearn(made, data, folder, err);
            table(ours, mllib, python).forEach(err::println);
            err.flush();
            if (!mllib.seconds().isEmpty()) {
                line.put("mllibSeconds", mllib.total());
                line.put("timesFasterThanMllib", mllib.total() / ours.total());
                line.put("leastOverMllib", least(ours, mllib));
                if (from == to) {
                    line.put(
                            "timesFasterThanMllibAnIteration",
                            (double) line.get("mllibIterationSecondsAtToK") / iteration);
                }
            }
            if (!python.seconds().isEmpty()) {
                line.put("scikitLearnSeconds", python.total());
                line.put("timesFasterThanScikitLearn", python.total() / ours.total());
                line.put("leastOverScikitLearn", least(ours, python));
            }
            spec.commandLine().getOut().println(Json.line(line));
            spec.commandLine().getOut().flush();
            return 0;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void rates(Map<String, Object> line, PrintWriter err) {
        int threads = Runtime.getRuntime().availableProcessors();
        int components = Math.min(77, IntStream.rangeClosed(from, to).sum());
        line.put("threads", threads);
        double blas = ProductRate.ofBlas(columns, components, threads);
        double engine = ProductRate.ofEngine(columns, components, threads);
        line.put("blasGflops", blas);
        line.put("engineGflops", engine);
        err.printf(
                Locale.ROOT,
                "products with %d threads: BLAS %.1f GFLOP/s, engine %.1f GFLOP/s%n",
                threads,
                blas,
                engine);
        err.flush();
    }

    private static Contestant quicker(Contestant one, Contestant other) {
        return other.total() < one.total() ? other : one;
    }

    private Contestant ours(Dataset<Row> data, int maxIterations) {
        long begun = System.nanoTime();
        List<Candidate> candidates = new MixtureEstimator()
                .setInputCols(new BenchmarkData(rows, columns).names())
                .setKeyCols("id")
                .setK(IntStream.rangeClosed(from, to).toArray())
                .setForms("VVV")
                .setMaxIter(maxIterations)
                .setTol(1e-15)
                .fit(data)
                .candidates();
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<Integer, Double> logLikelihood = new TreeMap<>();
        candidates.forEach(each -> logLikelihood.put(each.k(), each.logLikelihood() / rows));
        return new Contestant(Map.of(to, seconds), logLikelihood);
    }

    private Dataset<Row> vectors(Dataset<Row> data) {
        Dataset<Row> vectors = new VectorAssembler()
                .setInputCols(new BenchmarkData(rows, columns).names())
                .setOutputCol("features")
                .transform(data)
                .select("features")
                .persist(StorageLevel.MEMORY_AND_DISK());
        vectors.count();
        return vectors;
    }

    private Contestant mllib(Dataset<Row> vectors, PrintWriter err) {
        MllibContestant mllib = new MllibContestant(vectors, rows);
        Map<Integer, Double> seconds = new TreeMap<>();
        Map<Integer, Double> logLikelihood = new TreeMap<>();
        for (int k = Math.max(2, from); k <= to; k++) {
            for (int seed = 1; seed <= mllibSeeds; seed++) {
                MllibContestant.Fit fit = mllib.fit(k, iterations, seed);
                seconds.merge(k, fit.seconds() / mllibSeeds, Double::sum);
                logLikelihood.merge(k, fit.logLikelihood(), Math::max);
            }
            err.printf(Locale.ROOT, "MLlib k = %d: %.1f s%n", k, seconds.get(k));
            err.flush();
        }
        return new Contestant(seconds, logLikelihood);
    }

    private Contestant scikitLearn(BenchmarkData made, Dataset<Row> data, Path folder, PrintWriter err)
            throws IOException {
        if (!ScikitLearn.isThere()) {
            err.println("python3 has no scikit-learn: left out");
            return new Contestant(Map.of(), Map.of());
        }
        Path plain = folder.resolve("rows.f8");
        made.writePlain(data, plain);
        return ScikitLearn.fit(plain, List.of(rows, (long) columns, (long) from, (long) to, (long) iterations), err);
    }

    /** How much higher a row's log-likelihood is than the other's, at the k where that is least. */
    private static double least(Contestant ours, Contestant other) {
        return other.logLikelihood().keySet().stream()
                .mapToDouble(k -> ours.logLikelihood().getOrDefault(k, Double.NaN)
                        - other.logLikelihood().get(k))
                .min()
                .orElse(Double.NaN);
    }

    private List<String> table(Contestant ours, Contestant mllib, Contestant python) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("| k | log-likelihood a row: ours | MLlib, best | scikit-learn | seconds: MLlib | scikit-learn |");
        lines.add("| --- | --- | --- | --- | --- | --- |");
        ours.logLikelihood()
                .forEach((k, log) -> lines.add(String.format(
                        Locale.ROOT,
                        "| %d | %.5f | %s | %s | %s | %s |",
                        k,
                        log,
                        cell("%.5f", mllib.logLikelihood(), k),
                        cell("%.5f", python.logLikelihood(), k),
                        cell("%.1f", mllib.seconds(), k),
                        cell("%.1f", python.seconds(), k))));
        lines.add(String.format(
                Locale.ROOT,
                "| all, in seconds | %.1f | | | %s | %s |",
                ours.total(),
                mllib.seconds().isEmpty() ? "" : String.format(Locale.ROOT, "%.1f", mllib.total()),
                python.seconds().isEmpty() ? "" : String.format(Locale.ROOT, "%.1f", python.total())));
        lines.add("");
        return lines;
    }

    private static String cell(String format, Map<Integer, Double> values, int k) {
        return values.containsKey(k) ? String.format(Locale.ROOT, format, values.get(k)) : "";
    }
}
