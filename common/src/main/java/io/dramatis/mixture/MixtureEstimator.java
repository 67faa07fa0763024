package io.dramatis.mixture;

import io.dramatis.error.DramatisException;
import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.mixture.rows.RowSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Fits Gaussian mixtures of several numbers of components and covariance forms in the same passes over the rows, chooses one
 * by BIC, and merges its components into groups. Values may be missing (null or NaN).
 *
 * <p>The columns are {@code inputCols}, or else the vector {@code featuresCol}. Rows are put into logical blocks by a hash
 * of {@code keyCols}, or else of their values, so that the model has the same bytes whatever the partitions, the order of
 * the rows, the cores and the retries.
 */
public final class MixtureEstimator extends MixtureParams implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    public MixtureEstimator() {
        this(Identifiable$.MODULE$.randomUID("mixture"));
    }

    /** @param uid as Spark ML names stages */
    public MixtureEstimator(String uid) {
        super(uid);
    }

    /** One that fits columns as a study's settings say. */
    public static MixtureEstimator of(Settings settings, List<String> columns, String key) {
        List<String> weighted =
                settings.blockWeights().keySet().stream().sorted().toList();
        return new MixtureEstimator()
                .setInputCols(columns.toArray(String[]::new))
                .setKeyCols(key)
                .setK(settings.k().stream().mapToInt(n -> n).toArray())
                .setForms(settings.forms().stream().map(Enum::name).toArray(String[]::new))
                .setStarts(settings.starts())
                .setSeed(settings.seed())
                .setMaxIter(settings.maxIterations())
                .setTol(settings.tolerance())
                .setCovarianceFloor(settings.covarianceFloor())
                .setMinSize(settings.minSize())
                .setMerge(settings.limits().overlap(), settings.limits().ridge())
                .setMinPosterior(settings.minPosterior())
                .setUnlikeAll(settings.unlikeAll())
                .setStandardise(settings.isStandardised())
                .setBlocks(settings.blocks().toArray(String[]::new))
                .setBlockWeights(
                        weighted.toArray(String[]::new),
                        weighted.stream()
                                .mapToDouble(name -> settings.blockWeights().get(name))
                                .toArray());
    }

    public MixtureEstimator setInputCols(String... names) {
        set(inputCols(), names);
        return this;
    }

    public MixtureEstimator setFeaturesCol(String name) {
        set(featuresCol(), name);
        return this;
    }

    public MixtureEstimator setKeyCols(String... names) {
        set(keyCols(), names);
        return this;
    }

    public MixtureEstimator setWeightCol(String name) {
        set(weightCol(), name);
        return this;
    }

    public MixtureEstimator setK(int... numbers) {
        set(k(), numbers);
        return this;
    }

    public MixtureEstimator setForms(String... names) {
        set(forms(), names);
        return this;
    }

    public MixtureEstimator setStarts(int count) {
        set(starts(), count);
        return this;
    }

    public MixtureEstimator setSeed(long number) {
        set(seed(), number);
        return this;
    }

    public MixtureEstimator setMaxIter(int count) {
        set(maxIter(), count);
        return this;
    }

    public MixtureEstimator setTol(double nats) {
        set(tol(), nats);
        return this;
    }

    public MixtureEstimator setCovarianceFloor(double share) {
        set(covarianceFloor(), share);
        return this;
    }

    public MixtureEstimator setMinSize(int rows) {
        set(minSize(), rows);
        return this;
    }

    /** When components become one group; see {@link Merging.Limits}. */
    public MixtureEstimator setMerge(double overlap, double ridge) {
        set(mergeOverlap(), overlap);
        set(mergeRidge(), ridge);
        return this;
    }

    public MixtureEstimator setMinPosterior(double probability) {
        set(minPosterior(), probability);
        return this;
    }

    public MixtureEstimator setUnlikeAll(double share) {
        set(unlikeAll(), share);
        return this;
    }

    public MixtureEstimator setStandardise(boolean isStandardised) {
        set(standardise(), isStandardised);
        return this;
    }

    public MixtureEstimator setBlocks(String... names) {
        set(blocks(), names);
        return this;
    }

    /** How much the evidence of some blocks counts; that of others counts 1. */
    public MixtureEstimator setBlockWeights(String[] names, double[] weights) {
        set(weightedBlocks(), names);
        set(blockWeights(), weights);
        return this;
    }

    /**
     * Fits and chooses.
     *
     * @throws DramatisException for a column that is absent, not numeric, or infinite somewhere; for a bad weight; when no
     *     column holds two different values
     */
    @Override
    public MixtureModel fit(Dataset<?> rows) {
        return fit(rows, Cut.BY_LIMITS);
    }

    /** As {@link #fit(Dataset)}, with the groups that a cut decides on. */
    public MixtureModel fit(Dataset<?> rows, Cut cut) {
        return fit(rows, cut, RowSource.LOCAL_VALUES);
    }

    MixtureModel fit(Dataset<?> rows, Cut cut, long localValues) {
        transformSchema(rows.schema());
        Dataset<Row> data = rows.toDF();
        List<String> names = names(data);
        List<Column> values =
                names.stream().map(name -> InputColumns.column(data, name)).toList();
        List<Column> keys = isSet(keyCols()) && $(keyCols()).length > 0
                ? Arrays.stream($(keyCols()))
                        .map(name -> data.col(InputColumns.quoted(name)))
                        .toList()
                : values;
        Column weight = isSet(weightCol()) ? data.col(InputColumns.quoted($(weightCol()))) : functions.lit(1.0);
        Search.Found found = Search.over(RowSource.of(data, keys, weight, values), names, settings(), cut, localValues);
        MixtureModel model =
                new MixtureModel(uid(), found.mixture(), found.candidates(), found.mergeTree(), found.notes());
        model.setParent(this);
        return model;
    }

    /** Its params as one value. */
    public Settings settings() {
        List<CovarianceForm> wanted = Arrays.stream($(forms()))
                .map(name -> CovarianceForm.valueOf(name.toUpperCase(Locale.ROOT)))
                .distinct()
                .sorted()
                .toList();
        String[] weighted = $(weightedBlocks());
        double[] weights = $(blockWeights());
        return new Settings(
                Arrays.stream($(k())).distinct().sorted().boxed().toList(),
                wanted,
                (Integer) $(starts()),
                (Integer) $(maxIter()),
                (Double) $(tol()),
                (Double) $(covarianceFloor()),
                (Integer) $(minSize()),
                new Merging.Limits((Double) $(mergeOverlap()), (Double) $(mergeRidge())),
                (Double) $(minPosterior()),
                (Double) $(unlikeAll()),
                (Boolean) $(standardise()),
                List.of($(blocks())),
                IntStream.range(0, weighted.length)
                        .boxed()
                        .collect(Collectors.toMap(i -> weighted[i], i -> weights[i])),
                (Long) $(seed()));
    }

    /** Columns, or places in the vector as {@code features[3]}. */
    private List<String> names(Dataset<Row> data) {
        if (isSet(inputCols())) {
            return List.of($(inputCols()));
        }
        String vector = $(featuresCol());
        int size = data.select(data.col(InputColumns.quoted(vector))).na().drop().takeAsList(1).stream()
                .mapToInt(row -> row.<Vector>getAs(0).size())
                .findFirst()
                .orElse(0);
        return IntStream.range(0, size).mapToObj(i -> vector + "[" + i + "]").toList();
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (isSet(inputCols())) {
            for (String name : $(inputCols())) {
                InputColumns.requireNumeric(schema, name);
            }
        } else {
            InputColumns.require(
                    schema, $(featuresCol()), SQLDataTypes.VectorType()::equals, "a vector", "give such a column");
        }
        if (isSet(weightCol())) {
            InputColumns.requireNumeric(schema, $(weightCol()));
        }
        if (isSet(keyCols())) {
            for (String name : $(keyCols())) {
                InputColumns.require(schema, name, any -> true, "a key", "name another");
            }
        }
        return schema;
    }

    @Override
    public MixtureEstimator copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads an estimator that was saved. */
    public static MLReader<MixtureEstimator> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads the estimator saved at a path. */
    public static MixtureEstimator load(String path) {
        return read().load(path);
    }
}
