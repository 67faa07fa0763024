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
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Fits Gaussian mixtures of several numbers of components and covariance forms in the same passes over the rows, chooses one
 * by BIC, and merges its components into groups. Values may be missing (null or NaN).
 *
 * <p>The columns are {@code inputCols}, or else the vector {@code featuresCol}. Rows are put into logical blocks by a hash
 * of {@code keyCols}, or else of their values, so that the model has the same bytes whatever the partitions, the order of
 * the rows, the cores and the retries.
 */
public final class MixtureEstimator extends Estimator<MixtureModel> implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final StringArrayParam inputCols = new StringArrayParam(this, "inputCols", "columns that form the groups");
    private final Param<String> featuresCol =
            new Param<>(this, "featuresCol", "vector column that forms the groups where inputCols is not given");
    private final StringArrayParam keyCols =
            new StringArrayParam(this, "keyCols", "columns whose hash puts a row into its logical block");
    private final Param<String> weightCol = new Param<>(this, "weightCol", "column with the weight of a row");
    private final IntArrayParam k = new IntArrayParam(this, "k", "numbers of components to try");
    private final StringArrayParam forms =
            new StringArrayParam(this, "forms", "covariance forms to try, of EII, VII, EEI, VVI, EEE, VVV");
    private final IntParam starts = new IntParam(this, "starts", "k-means starts for each number of components");
    private final LongParam seed = new LongParam(this, "seed", "seed of the starts");
    private final IntParam maxIter = new IntParam(this, "maxIter", "largest number of iterations over all rows");
    private final DoubleParam tol =
            new DoubleParam(this, "tol", "gain in log-likelihood a row (nats) under which a fit has converged");
    private final DoubleParam covarianceFloor =
            new DoubleParam(this, "covarianceFloor", "least variance of a component, as a share of the column's own");
    private final IntParam minSize = new IntParam(this, "minSize", "least effective number of rows in a component");
    private final DoubleParam mergeOverlap =
            new DoubleParam(this, "mergeOverlap", "probability of being mistaken from which components are one group");
    private final DoubleParam mergeRidge = new DoubleParam(
            this, "mergeRidge", "depth of the valley, as a share of the lower peak, from which they are");
    private final DoubleParam minPosterior =
            new DoubleParam(this, "minPosterior", "least posterior of an assigned row's group");
    private final DoubleParam unlikeAll =
            new DoubleParam(this, "unlikeAll", "share of lowest log-densities that are unassigned");
    private final BooleanParam standardise =
            new BooleanParam(this, "standardise", "whether spheres are round in standard deviations");
    private final StringArrayParam blocks = new StringArrayParam(this, "blocks", "the block of each column");
    private final StringArrayParam weightedBlocks =
            new StringArrayParam(this, "weightedBlocks", "blocks whose evidence has a weight");
    private final org.apache.spark.ml.param.DoubleArrayParam blockWeights =
            new org.apache.spark.ml.param.DoubleArrayParam(this, "blockWeights", "how much it counts; others count 1");

    public MixtureEstimator() {
        this(Identifiable$.MODULE$.randomUID("mixture"));
    }

    /** @param uid as Spark ML names stages */
    public MixtureEstimator(String uid) {
        this.uid = uid;
        setDefault(featuresCol, "features");
        setDefault(k, IntStream.rangeClosed(1, 9).toArray());
        setDefault(forms, Arrays.stream(CovarianceForm.values()).map(Enum::name).toArray(String[]::new));
        setDefault(starts, 5);
        setDefault(seed, 1L);
        setDefault(maxIter, 200);
        setDefault(tol, 1e-6);
        setDefault(covarianceFloor, 1e-3);
        setDefault(minSize, 5);
        setDefault(mergeOverlap, 0.05);
        setDefault(mergeRidge, 0.8);
        setDefault(minPosterior, 0.5);
        setDefault(unlikeAll, 1e-3);
        setDefault(standardise, true);
        setDefault(blocks, new String[0]);
        setDefault(weightedBlocks, new String[0]);
        setDefault(blockWeights, new double[0]);
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

    // Spark ML finds params by methods of their names.

    public StringArrayParam inputCols() {
        return inputCols;
    }

    public Param<String> featuresCol() {
        return featuresCol;
    }

    public StringArrayParam keyCols() {
        return keyCols;
    }

    public Param<String> weightCol() {
        return weightCol;
    }

    public IntArrayParam k() {
        return k;
    }

    public StringArrayParam forms() {
        return forms;
    }

    public IntParam starts() {
        return starts;
    }

    public LongParam seed() {
        return seed;
    }

    public IntParam maxIter() {
        return maxIter;
    }

    public DoubleParam tol() {
        return tol;
    }

    public DoubleParam covarianceFloor() {
        return covarianceFloor;
    }

    public IntParam minSize() {
        return minSize;
    }

    public DoubleParam mergeOverlap() {
        return mergeOverlap;
    }

    public DoubleParam mergeRidge() {
        return mergeRidge;
    }

    public DoubleParam minPosterior() {
        return minPosterior;
    }

    public DoubleParam unlikeAll() {
        return unlikeAll;
    }

    public BooleanParam standardise() {
        return standardise;
    }

    public StringArrayParam blocks() {
        return blocks;
    }

    public StringArrayParam weightedBlocks() {
        return weightedBlocks;
    }

    public org.apache.spark.ml.param.DoubleArrayParam blockWeights() {
        return blockWeights;
    }

    public MixtureEstimator setInputCols(String... names) {
        set(inputCols, names);
        return this;
    }

    public MixtureEstimator setFeaturesCol(String name) {
        set(featuresCol, name);
        return this;
    }

    public MixtureEstimator setKeyCols(String... names) {
        set(keyCols, names);
        return this;
    }

    public MixtureEstimator setWeightCol(String name) {
        set(weightCol, name);
        return this;
    }

    public MixtureEstimator setK(int... numbers) {
        set(k, numbers);
        return this;
    }

    public MixtureEstimator setForms(String... names) {
        set(forms, names);
        return this;
    }

    public MixtureEstimator setStarts(int count) {
        set(starts, count);
        return this;
    }

    public MixtureEstimator setSeed(long number) {
        set(seed, number);
        return this;
    }

    public MixtureEstimator setMaxIter(int count) {
        set(maxIter, count);
        return this;
    }

    public MixtureEstimator setTol(double nats) {
        set(tol, nats);
        return this;
    }

    public MixtureEstimator setCovarianceFloor(double share) {
        set(covarianceFloor, share);
        return this;
    }

    public MixtureEstimator setMinSize(int rows) {
        set(minSize, rows);
        return this;
    }

    /** When components become one group; see {@link Merging.Limits}. */
    public MixtureEstimator setMerge(double overlap, double ridge) {
        set(mergeOverlap, overlap);
        set(mergeRidge, ridge);
        return this;
    }

    public MixtureEstimator setMinPosterior(double probability) {
        set(minPosterior, probability);
        return this;
    }

    public MixtureEstimator setUnlikeAll(double share) {
        set(unlikeAll, share);
        return this;
    }

    public MixtureEstimator setStandardise(boolean isStandardised) {
        set(standardise, isStandardised);
        return this;
    }

    public MixtureEstimator setBlocks(String... names) {
        set(blocks, names);
        return this;
    }

    /** How much the evidence of some blocks counts; that of others counts 1. */
    public MixtureEstimator setBlockWeights(String[] names, double[] weights) {
        set(weightedBlocks, names);
        set(blockWeights, weights);
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
        return fit(rows, RowSource.LOCAL_VALUES);
    }

    MixtureModel fit(Dataset<?> rows, long localValues) {
        transformSchema(rows.schema());
        Dataset<org.apache.spark.sql.Row> data = rows.toDF();
        List<String> names = names(data);
        List<Column> values = names.stream().map(name -> column(data, name)).toList();
        List<Column> keys = isSet(keyCols) && $(keyCols).length > 0
                ? Arrays.stream($(keyCols)).map(name -> data.col(quoted(name))).toList()
                : values;
        Column weight = isSet(weightCol) ? data.col(quoted($(weightCol))) : functions.lit(1.0);
        Search.Found found = Search.over(RowSource.of(data, keys, weight, values), names, settings(), localValues);
        MixtureModel model =
                new MixtureModel(uid, found.mixture(), found.candidates(), found.mergeTree(), found.notes());
        model.setParent(this);
        return model;
    }

    Settings settings() {
        List<CovarianceForm> wanted = Arrays.stream($(forms))
                .map(name -> CovarianceForm.valueOf(name.toUpperCase(Locale.ROOT)))
                .distinct()
                .sorted()
                .toList();
        String[] weighted = $(weightedBlocks);
        double[] weights = $(blockWeights);
        return new Settings(
                Arrays.stream($(k)).distinct().sorted().boxed().toList(),
                wanted,
                (Integer) $(starts),
                (Integer) $(maxIter),
                (Double) $(tol),
                (Double) $(covarianceFloor),
                (Integer) $(minSize),
                new Merging.Limits((Double) $(mergeOverlap), (Double) $(mergeRidge)),
                (Double) $(minPosterior),
                (Double) $(unlikeAll),
                (Boolean) $(standardise),
                List.of($(blocks)),
                IntStream.range(0, weighted.length)
                        .boxed()
                        .collect(Collectors.toMap(i -> weighted[i], i -> weights[i])),
                (Long) $(seed));
    }

    /** Columns, or places in the vector as {@code features[3]}. */
    private List<String> names(Dataset<?> data) {
        if (isSet(inputCols)) {
            return List.of($(inputCols));
        }
        String vector = $(featuresCol);
        var first = data.select(data.col(quoted(vector))).na().drop().head();
        int size = first == null
                ? 0
                : ((org.apache.spark.ml.linalg.Vector) ((org.apache.spark.sql.Row) first).get(0)).size();
        return IntStream.range(0, size).mapToObj(i -> vector + "[" + i + "]").toList();
    }

    /** A column by its name, or a place in a vector. */
    static Column column(Dataset<?> data, String name) {
        if (Arrays.asList(data.columns()).contains(name) || !name.endsWith("]")) {
            return data.col(quoted(name));
        }
        int bracket = name.lastIndexOf('[');
        int place = Integer.parseInt(name.substring(bracket + 1, name.length() - 1));
        return functions.get(
                org.apache.spark.ml.functions.vector_to_array(data.col(quoted(name.substring(0, bracket))), "float64"),
                functions.lit(place));
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (isSet(inputCols)) {
            for (String name : $(inputCols)) {
                requireNumeric(schema, name);
            }
        } else {
            require(schema, $(featuresCol), SQLDataTypes.VectorType()::equals, "a vector");
        }
        if (isSet(weightCol)) {
            requireNumeric(schema, $(weightCol));
        }
        if (isSet(keyCols)) {
            for (String name : $(keyCols)) {
                require(schema, name, any -> true, "anything");
            }
        }
        return schema;
    }

    private static void requireNumeric(StructType schema, String name) {
        require(
                schema,
                name,
                type -> type instanceof NumericType || type instanceof BooleanType,
                "a number; leave it out, or turn it into one");
    }

    private static void require(
            StructType schema, String name, java.util.function.Predicate<DataType> isGood, String wanted) {
        if (!Arrays.asList(schema.fieldNames()).contains(name)) {
            throw DramatisException.contract(
                    "there is no column '" + name + "'",
                    "the columns are " + String.join(", ", schema.fieldNames()),
                    "name one of these");
        }
        DataType type = schema.apply(name).dataType();
        if (!isGood.test(type)) {
            throw DramatisException.contract(
                    "column '" + name + "' cannot be used",
                    "it is " + type.simpleString() + ", where a mixture needs " + wanted.split(";")[0],
                    wanted.contains(";") ? "leave it out, or turn it into a number" : "give such a column");
        }
    }

    @Override
    public MixtureEstimator copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public String uid() {
        return uid;
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
