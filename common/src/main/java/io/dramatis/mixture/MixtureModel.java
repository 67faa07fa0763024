package io.dramatis.mixture;

import io.dramatis.mixture.groups.MergeStep;
import io.dramatis.table.model.MergeTree;
import io.dramatis.table.model.MixtureModels;
import io.dramatis.table.model.ModelCandidates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link Mixture} as a model of Spark ML, with all that was tried on the way.
 *
 * <p>{@link #transform} appends {@value #PREDICTION} (INT: the group, from 0 by falling size; null for a row that is unlike
 * all groups, torn between them, or of which nothing is known), {@value #PROBABILITY} (VECTOR: posterior by group; null
 * where nothing is known) and {@value #LOG_DENSITY} (DOUBLE, in the units of the columns).
 */
public final class MixtureModel extends Model<MixtureModel> implements MLWritable {
    private static final long serialVersionUID = 1L;

    public static final String PREDICTION = "prediction";
    public static final String PROBABILITY = "probability";
    public static final String LOG_DENSITY = "log_density";

    private final String uid;
    private final Mixture mixture;
    private final ArrayList<Candidate> candidates;
    private final ArrayList<MergeStep> mergeTree;
    private final ArrayList<String> notes;

    MixtureModel(
            String uid, Mixture mixture, List<Candidate> candidates, List<MergeStep> mergeTree, List<String> notes) {
        this.uid = uid;
        this.mixture = mixture;
        this.candidates = new ArrayList<>(candidates);
        this.mergeTree = new ArrayList<>(mergeTree);
        this.notes = new ArrayList<>(notes);
    }

    /** The chosen mixture. */
    public Mixture mixture() {
        return mixture;
    }

    /** All that were tried, by form and ascending number of components. */
    public List<Candidate> candidates() {
        return List.copyOf(candidates);
    }

    /** The one that was chosen by BIC. */
    public Candidate chosen() {
        return candidates.stream().filter(this::isChosen).findFirst().orElseThrow();
    }

    private boolean isChosen(Candidate candidate) {
        return candidate.form() == mixture.form() && candidate.k() == mixture.components();
    }

    /** How the components became groups, down to one. */
    public List<MergeStep> mergeTree() {
        return List.copyOf(mergeTree);
    }

    /** What was left out, coarsened or held at its floor, in plain words. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Rows of {@link ModelCandidates}. */
    public Dataset<Row> candidateRows(SparkSession spark, String runId) {
        List<Row> rows = candidates.stream()
                .map(each -> RowFactory.create(
                        runId,
                        each.form().name(),
                        each.k(),
                        each.logLikelihood(),
                        each.df(),
                        each.bic(),
                        each.icl(),
                        each.converged(),
                        each.iterations(),
                        isChosen(each),
                        isChosen(each) ? mixture.groups() : null))
                .toList();
        return spark.createDataFrame(rows, ModelCandidates.TABLE.schema());
    }

    /** The row of {@link MixtureModels}. */
    public Dataset<Row> modelRows(SparkSession spark, String runId) {
        return spark.createDataFrame(List.of(mixture.toRow(runId)), MixtureModels.TABLE.schema());
    }

    /** Rows of {@link MergeTree}. */
    public Dataset<Row> mergeRows(SparkSession spark, String runId) {
        List<Row> rows = IntStream.range(0, mergeTree.size())
                .mapToObj(step -> RowFactory.create(
                        runId,
                        step,
                        mergeTree.get(step).first().toArray(),
                        mergeTree.get(step).second().toArray(),
                        mergeTree.get(step).overlap(),
                        mergeTree.get(step).ridge(),
                        mergeTree.get(step).merged()))
                .toList();
        return spark.createDataFrame(rows, MergeTree.TABLE.schema());
    }

    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        StructType schema = transformSchema(rows.schema());
        int width = rows.columns().length;
        Column[] wanted = Arrays.stream(rows.columns())
                .map(name -> rows.col(InputColumns.quoted(name)))
                .toArray(Column[]::new);
        Column values = functions.array(mixture.columns().stream()
                .map(name ->
                        functions.coalesce(InputColumns.column(rows, name).cast("double"), functions.lit(Double.NaN)))
                .toArray(Column[]::new));
        Mixture shown = mixture;
        MapPartitionsFunction<Row, Row> score = part -> {
            Scorer scorer = new Scorer(shown);
            Iterable<Row> all = () -> part;
            return StreamSupport.stream(all.spliterator(), false)
                    .map(row -> scored(row, width, scorer, shown))
                    .iterator();
        };
        return rows.select(wanted).withColumn("\u0000values", values).mapPartitions(score, Encoders.row(schema));
    }

    private static Row scored(Row row, int width, Scorer scorer, Mixture mixture) {
        List<Double> given = row.getList(width);
        Optional<Scorer.Score> score = scorer.score(mixture.scaling()
                .standardise(given.stream().mapToDouble(Double::doubleValue).toArray()));
        Object[] all = new Object[width + 3];
        for (int j = 0; j < width; j++) {
            all[j] = row.get(j);
        }
        all[width] = score.filter(Scorer.Score::isAssigned)
                .map(found -> (Object) found.group())
                .orElse(null);
        all[width + 1] =
                score.map(found -> (Object) Vectors.dense(found.posteriors())).orElse(null);
        all[width + 2] = score.map(found -> (Object) found.logDensity()).orElse(null);
        return RowFactory.create(all);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        for (String added : List.of(PREDICTION, PROBABILITY, LOG_DENSITY)) {
            if (Arrays.asList(schema.fieldNames()).contains(added)) {
                throw new IllegalArgumentException("column '" + added + "' is there already; rename it, or drop it");
            }
        }
        StructField[] fields = Arrays.copyOf(schema.fields(), schema.fields().length + 3);
        int n = schema.fields().length;
        fields[n] = DataTypes.createStructField(PREDICTION, DataTypes.IntegerType, true);
        fields[n + 1] = DataTypes.createStructField(PROBABILITY, SQLDataTypes.VectorType(), true);
        fields[n + 2] = DataTypes.createStructField(LOG_DENSITY, DataTypes.DoubleType, true);
        return new StructType(fields);
    }

    @Override
    public MixtureModel copy(ParamMap extra) {
        MixtureModel copied = new MixtureModel(uid, mixture, candidates, mergeTree, notes);
        copyValues(copied, extra);
        copied.setParent(parent());
        return copied;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return new Writer(this);
    }

    /** Reads a model that was saved. */
    public static MLReader<MixtureModel> read() {
        return new Reader();
    }

    /** Reads the model saved at a path. */
    public static MixtureModel load(String path) {
        return read().load(path);
    }

    private static final class Writer extends MLWriter {
        private static final String RUN_ID = "saved";

        private final MixtureModel model;

        private Writer(MixtureModel model) {
            this.model = model;
        }

        @Override
        public void saveImpl(String path) {
            SparkSession spark = sparkSession();
            DefaultParamsWriter$.MODULE$.saveMetadata(model, path, spark);
            model.modelRows(spark, RUN_ID).coalesce(1).write().parquet(path + "/model");
            model.candidateRows(spark, RUN_ID).coalesce(1).write().parquet(path + "/candidates");
            model.mergeRows(spark, RUN_ID).coalesce(1).write().parquet(path + "/merge_tree");
            spark.createDataset(model.notes, Encoders.STRING())
                    .coalesce(1)
                    .write()
                    .text(path + "/notes");
        }
    }

    private static final class Reader extends MLReader<MixtureModel> {
        @Override
        public MixtureModel load(String path) {
            SparkSession spark = sparkSession();
            var metadata = DefaultParamsReader$.MODULE$.loadMetadata(path, spark, MixtureModel.class.getName());
            return new MixtureModel(
                    metadata.uid(),
                    Mixture.fromRow(spark.read().parquet(path + "/model").first()),
                    spark.read().parquet(path + "/candidates").collectAsList().stream()
                            .map(ModelRow::candidate)
                            .toList(),
                    spark.read().parquet(path + "/merge_tree").orderBy(MergeTree.STEP).collectAsList().stream()
                            .map(ModelRow::mergeStep)
                            .toList(),
                    spark.read().textFile(path + "/notes").collectAsList());
        }
    }

    /** @throws IOException when the model cannot be written there */
    @Override
    public void save(String path) throws IOException {
        write().save(path);
    }

    @Override
    public String toString() {
        return "MixtureModel: " + mixture.form() + " " + mixture.components() + ", " + mixture.groups() + " groups";
    }
}
