package io.dramatis.mixture;

import io.dramatis.config.Study;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.rows.Block;
import io.dramatis.mixture.rows.Pass;
import io.dramatis.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Assumptions;

/**
 * People made for a test.
 *
 * @param rows NaN where missing
 * @param labels the true group of each
 */
public record People(List<double[]> rows, int[] labels) {

    /** A study's settings, of full covariances only. */
    public static Study.Mixture study(Integer... k) {
        return study(List.of("VVV"), k);
    }

    public static Study.Mixture study(List<String> forms, Integer... k) {
        return new Study.Mixture(List.of(k), forms, 5, 200, 1e-6, 0.001, 10, Map.of("crm", 1.0), 0.15, 0.8, 0.5, 0.001);
    }

    static Settings settings(long seed, Integer... k) {
        return Settings.of(study(k), List.of(), seed);
    }

    /** As {@code ./dramatis mixture} has them for so many rows. */
    Settings settings(List<CovarianceForm> forms, long seed, Integer... k) {
        return estimator(forms, seed, k).settings();
    }

    MixtureEstimator estimator(List<CovarianceForm> forms, long seed, Integer... k) {
        return new MixtureEstimator()
                .setStandardise(false)
                .setK(Arrays.stream(k).mapToInt(n -> n).toArray())
                .setForms(forms.stream().map(Enum::name).toArray(String[]::new))
                .setSeed(seed)
                .setTol(Settings.tolerance(rows.size()))
                .setMaxIter(Settings.maxIterations(rows.size()));
    }

    public static Integer[] upTo(int k) {
        return IntStream.rangeClosed(1, k).boxed().toArray(Integer[]::new);
    }

    public static List<String> columns(int d) {
        return IntStream.range(0, d).mapToObj(j -> "x" + j).toList();
    }

    int d() {
        return rows.get(0).length;
    }

    /** A pseudonym for the i-th row. */
    static byte[] id(int i) {
        return ByteBuffer.allocate(8).putLong(Block.mix(i)).array();
    }

    /** Searched as {@code ./dramatis mixture} does. */
    Search.Found search(List<CovarianceForm> forms, long seed, Integer... k) {
        return fit(settings(forms, seed, k));
    }

    Search.Found fit(Settings settings) {
        return Search.over(Pass.local(Block.cut(rows, 1024)), columns(d()), settings, Cut.BY_LIMITS);
    }

    /** Searched as {@code ./dramatis mixture --evidence} does, without Spark. */
    public Mixture fit(Cut cut, List<CovarianceForm> forms, long seed, Integer... k) {
        Settings settings = estimator(forms, seed, k).setMerge(0.15, 0.8).settings();
        return Search.over(Pass.local(Block.cut(rows, 1024)), columns(d()), settings, cut)
                .mixture();
    }

    public static StructType schema(int d) {
        StructType schema = new StructType().add(Table.PERSON_ID, DataTypes.BinaryType, false);
        for (String column : columns(d)) {
            schema = schema.add(column, DataTypes.DoubleType, true);
        }
        return schema;
    }

    public List<Row> sparkRows() {
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Object[] values = new Object[d() + 1];
            values[0] = id(i);
            for (int j = 0; j < d(); j++) {
                values[j + 1] = Double.isNaN(rows.get(i)[j]) ? null : (Object) rows.get(i)[j];
            }
            all.add(RowFactory.create(values));
        }
        return all;
    }

    public Dataset<Row> dataset(SparkSession spark) {
        return spark.createDataFrame(sparkRows(), schema(d()));
    }

    /** The group of each row, thresholds aside or not; -1 when unassigned. */
    int[] groups(Mixture mixture, boolean isThresholded) {
        Scorer scorer = new Scorer(mixture);
        int[] used = mixture.columns().stream().mapToInt(columns(d())::indexOf).toArray();
        return rows.stream()
                .map(row -> Arrays.stream(used).mapToDouble(j -> row[j]).toArray())
                .map(row -> scorer.score(mixture.scaling().standardise(row)))
                .mapToInt(score -> score.filter(found -> !isThresholded || found.isAssigned())
                        .map(Scorer.Score::group)
                        .orElse(-1))
                .toArray();
    }

    /** How alike the likeliest groups and the true ones are. */
    double adjustedRand(Mixture mixture) {
        return adjustedRand(groups(mixture, false), labels);
    }

    People with(UnaryOperator<double[]> change) {
        return new People(rows.stream().map(row -> change.apply(row.clone())).toList(), labels);
    }

    /** Rand index adjusted for chance (Hubert and Arabie, 1985). */
    public static double adjustedRand(int[] a, int[] b) {
        Map<List<Integer>, Long> cells = new HashMap<>();
        Map<Integer, Long> left = new HashMap<>();
        Map<Integer, Long> right = new HashMap<>();
        for (int i = 0; i < a.length; i++) {
            cells.merge(List.of(a[i], b[i]), 1L, Long::sum);
            left.merge(a[i], 1L, Long::sum);
            right.merge(b[i], 1L, Long::sum);
        }
        double index = pairs(cells);
        double expected = pairs(left) * pairs(right) / (a.length * (a.length - 1.0) / 2);
        double most = (pairs(left) + pairs(right)) / 2;
        return most == expected ? 1 : (index - expected) / (most - expected);
    }

    private static double pairs(Map<?, Long> counts) {
        return counts.values().stream().mapToDouble(n -> n * (n - 1) / 2.0).sum();
    }

    /** Spherical Gaussians in {@code d} dimensions whose centres lie {@code gap} apart in the first two. */
    public static People triangle(int n, int d, double gap, long seed) {
        double[][] centres = {{0, 0}, {gap, 0}, {gap / 2, gap * Math.sqrt(0.75)}};
        return around(n, d, centres, seed);
    }

    /** Spherical Gaussians of unit variance; what a centre leaves out is 0. */
    public static People around(int n, int d, double[][] centres, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> rows = new ArrayList<>();
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % centres.length;
            double[] row = new double[d];
            for (int j = 0; j < d; j++) {
                row[j] = random.nextGaussian() + (j < centres[labels[i]].length ? centres[labels[i]][j] : 0);
            }
            rows.add(row);
        }
        return new People(rows, labels);
    }

    /** One Gaussian, each pair of variables so correlated. */
    public static People correlated(int n, int d, double correlation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double shared = random.nextGaussian() * Math.sqrt(correlation);
            double[] row = new double[d];
            for (int j = 0; j < d; j++) {
                row[j] = shared + random.nextGaussian() * Math.sqrt(1 - correlation);
            }
            rows.add(row);
        }
        return new People(rows, new int[n]);
    }

    /** Each value in another form. */
    public People mapped(DoubleUnaryOperator form) {
        return new People(
                rows.stream().map(row -> Arrays.stream(row).map(form).toArray()).toList(), labels);
    }

    /** A table of {@code shared/datasets/clusters}; the column {@code label} is no feature. */
    static People shared(String file) {
        Optional<Path> found =
                sharedDatasets().map(folder -> folder.resolve("clusters").resolve(file));
        Assumptions.assumeTrue(
                found.isPresent() && Files.exists(found.get()), "skipped: shared/datasets/clusters is absent");
        try {
            List<String> lines = Files.readAllLines(found.orElseThrow(), StandardCharsets.UTF_8);
            List<String> header = List.of(lines.get(0).replace("\"", "").split(","));
            int label = header.indexOf("label");
            List<double[]> rows = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.replace("\"", "").split(",");
                rows.add(IntStream.range(0, cells.length)
                        .filter(j -> j != label)
                        .mapToDouble(j -> Double.parseDouble(cells[j]))
                        .toArray());
                labels.add(label < 0 ? "" : cells[label]);
            }
            List<String> names = labels.stream().distinct().toList();
            return new People(rows, labels.stream().mapToInt(names::indexOf).toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> sharedDatasets() {
        String given = System.getenv("DRAMATIS_SHARED");
        if (given != null) {
            return Optional.of(Path.of(given).resolve("datasets"));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/datasets"))) {
                return Optional.of(at.resolve("shared/datasets"));
            }
        }
        return Optional.empty();
    }
}
