package io.dramatis.cli.mixture;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Sessions;
import io.dramatis.error.DramatisException;
import io.dramatis.evidence.EvidenceReview;
import io.dramatis.evidence.structure.Structure;
import io.dramatis.mixture.MixtureEstimator;
import io.dramatis.mixture.MixtureModel;
import io.dramatis.mixture.Settings;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.RandIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fits mixtures to any table: candidates, choice, groups. */
@Command(
        name = "mixture",
        description = "Fit Gaussian mixtures to any table: candidates, choice and groups.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Forms, as mclust names them: EII and VII (spheres), EEI and VVI (no correlation within a component),",
            "EEE and VVV (full). E: the same for all components; V: each its own."
        })
public final class MixtureCommand implements Callable<Integer> {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");
    private static final int MOST_COMPONENTS = 100;
    /** In which units spheres are round. */
    enum Scale {
        NONE,
        STANDARD
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "TABLE",
            description = "A CSV file with a header, or Parquet.")
    private String input;

    @Mixin
    private TextReading reading;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME",
            description = "Columns that form the groups; without it all that hold numbers.")
    private List<String> columns = List.of();

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "The true groups, never used to form them; gives the adjusted Rand index.")
    private Optional<String> label = Optional.empty();

    @Option(
            names = "--k",
            paramLabel = "SPAN",
            defaultValue = "1-9",
            description = "Numbers of components to try: 1-9, 3, or 2,4,6; default: ${DEFAULT-VALUE}.")
    private String k;

    @Option(
            names = "--forms",
            paramLabel = "FORMS",
            defaultValue = "all",
            description = "Covariance forms to try: all, or VVV,EEE; default: ${DEFAULT-VALUE}.")
    private String forms;

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "5",
            description = "k-means starts for each number of components; default: ${DEFAULT-VALUE}.")
    private int starts;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the starts; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--scale",
            paramLabel = "SCALE",
            defaultValue = "none",
            description =
                    "Units in which EII and VII are round: none (the input's own) or standard (standard deviations); "
                            + "the other forms do not depend on it; default: ${DEFAULT-VALUE}.")
    private Scale scale;

    @Option(
            names = "--key",
            split = ",",
            paramLabel = "NAME",
            description = "Columns that name a row; without it rows are told apart by their values.")
    private List<String> key = List.of();

    @Option(names = "--weights", paramLabel = "NAME", description = "Column with how many rows a row stands for.")
    private Optional<String> weights = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "Write each row's group there: one CSV file where it ends in .csv, else Parquet.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--evidence",
            paramLabel = "DEPTH",
            defaultValue = "none",
            description =
                    "Whether the groups are there: none (not asked), quick (59 sets of one population to hold each split"
                            + " against) or full (99); default: ${DEFAULT-VALUE}.")
    private Depth depth;

    @Option(names = "--max-iterations", paramLabel = "N", description = "Largest number of iterations over all rows.")
    private Optional<Integer> maxIterations = Optional.empty();

    @Option(
            names = "--tolerance",
            paramLabel = "NATS",
            description =
                    "Gain in log-likelihood a row under which a fit has converged; default: 1e-6, and down to 1e-7 for"
                            + " up to 20,000 rows.")
    private Optional<Double> tolerance = Optional.empty();

    @Override
    public Integer call() throws IOException {
        MixtureEstimator estimator = new MixtureEstimator()
                .setK(numbers())
                .setForms(forms())
                .setStarts(positive("--starts", starts))
                .setSeed(seed)
                .setStandardise(scale == Scale.STANDARD);
        if (out.isPresent() && Files.exists(out.get())) {
            throw DramatisException.usage(
                    out.get() + " is there already", "--out does not overwrite", "Name another path, or remove it");
        }
        TableFile file = new TableFile(input, reading);
        try (Sessions.Lease lease = Sessions.start(Map.of())) {
            InputTable table = InputTable.read(lease.spark(), file, new InputTable.Asked(columns, label, key, weights));
            estimator.setInputCols(table.columns().toArray(String[]::new));
            if (!key.isEmpty()) {
                estimator.setKeyCols(key.toArray(String[]::new));
            }
            weights.ifPresent(estimator::setWeightCol);
            long rows = table.rows().count();
            estimator
                    .setTol(tolerance.orElse(Settings.tolerance(rows)))
                    .setMaxIter(positive("--max-iterations", maxIterations.orElse(Settings.maxIterations(rows))));
            long begun = System.nanoTime();
            Fitted fitted = fitted(estimator, table.rows());
            MixtureModel model = fitted.model();
            double seconds = (System.nanoTime() - begun) / 1e9;
            Dataset<Row> scored = model.transform(table.rows());
            Optional<Double> rand = label.map(name -> adjustedRandIndex(scored, name));
            if (out.isPresent()) {
                MembershipFile.write(scored, key, out.get());
            }
            MixtureReport report = new MixtureReport(table, model, fitted.review(), rows, rand, seconds);
            report.text().forEach(spec.commandLine().getErr()::println);
            spec.commandLine().getErr().flush();
            PrintWriter stdout = spec.commandLine().getOut();
            stdout.println(Json.line(report.line()));
            stdout.flush();
            return 0;
        }
    }

    /** @param review absent when none was asked for */
    private record Fitted(MixtureModel model, Optional<EvidenceReview> review) {}

    private Fitted fitted(MixtureEstimator estimator, Dataset<Row> rows) {
        if (depth == Depth.NONE) {
            return new Fitted(estimator.fit(rows), Optional.empty());
        }
        Structure structure = depth.structure(estimator, seed, rows.sparkSession());
        MixtureModel model = estimator.fit(rows, structure);
        return new Fitted(model, Optional.of(depth.review(estimator, model, structure, rows.sparkSession())));
    }

    private int[] numbers() {
        TreeSet<Integer> all = new TreeSet<>();
        for (String span : k.split(",")) {
            Matcher ends = SPAN.matcher(span.strip());
            int from = ends.matches() ? Integer.parseInt(ends.group(1)) : 0;
            int to = from > 0 && ends.group(2) != null ? Integer.parseInt(ends.group(2)) : from;
            if (from < 1 || to < from || to > MOST_COMPONENTS) {
                throw DramatisException.usage(
                        "--k " + k + " names no numbers of components",
                        "'" + span + "' is not within 1 to " + MOST_COMPONENTS,
                        "Give such as 1-9, 3, or 2,4,6");
            }
            IntStream.rangeClosed(from, to).forEach(all::add);
        }
        return all.stream().mapToInt(n -> n).toArray();
    }

    private String[] forms() {
        List<String> known =
                Arrays.stream(CovarianceForm.values()).map(Enum::name).toList();
        if (forms.equalsIgnoreCase("all")) {
            return known.toArray(String[]::new);
        }
        return Arrays.stream(forms.split(","))
                .map(form -> form.strip().toUpperCase(Locale.ROOT))
                .peek(form -> {
                    if (!known.contains(form)) {
                        throw DramatisException.usage(
                                "There is no covariance form '" + form + "'",
                                "the forms are " + String.join(", ", known),
                                "Give some of these, or all");
                    }
                })
                .toArray(String[]::new);
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw DramatisException.usage(
                    option + " is " + value, "it counts something that there must be one of", "Give 1 or more");
        }
        return value;
    }

    /** Over the rows with a label, each in its likeliest group. */
    private static double adjustedRandIndex(Dataset<Row> scored, String label) {
        Column posteriors = vector_to_array(col(MixtureModel.PROBABILITY), "float64");
        return RandIndex.adjusted(scored.where(InputTable.text(label)
                        .isNotNull()
                        .and(col(MixtureModel.PROBABILITY).isNotNull()))
                .groupBy(array_position(posteriors, array_max(posteriors)), InputTable.text(label))
                .count()
                .collectAsList());
    }
}
