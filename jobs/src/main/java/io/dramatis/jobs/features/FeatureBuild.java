package io.dramatis.jobs.features;

import static io.dramatis.jobs.features.person.PersonValues.quoted;
import static io.dramatis.table.Table.PERSON_ID;
import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Feature;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.jobs.features.expression.FeatureExpressions;
import io.dramatis.jobs.features.expression.PinnedSettings;
import io.dramatis.jobs.features.person.FeatureColumn;
import io.dramatis.jobs.features.person.Modelling;
import io.dramatis.jobs.features.person.PersonRows;
import io.dramatis.table.Table;
import io.dramatis.table.model.PersonFeatures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * From clean tables to one row a person and a log of the features. The steps: aggregate each source by person; find
 * the parameters of the transforms; measure means and correlations; drop forming features that say nothing new.
 */
public final class FeatureBuild {
    private FeatureBuild() {}

    /**
     * What was built. Close it when the tables are written: it holds the people's values in Spark's storage.
     *
     * @param table the contract of {@code personFeatures}
     * @param personFeatures without {@code run_id}
     * @param log a row a feature column, in the order of the file
     */
    public record Result(Table table, Dataset<Row> personFeatures, List<FeatureLogRow> log, Dataset<Row> held)
            implements AutoCloseable {
        /** The log as a table without {@code run_id}. */
        public Dataset<Row> featureLog() {
            return FeatureLogRow.table(personFeatures.sparkSession(), log);
        }

        @Override
        public void close() {
            held.unpersist();
        }
    }

    /**
     * Builds the features of a study whose expressions have been checked by {@link FeatureExpressions}.
     *
     * @param asOf nothing after the end of this day (UTC) is used
     * @param clean the consented rows of each source by its name: {@code person_id} and the declared columns
     * @throws DramatisException where values do not suit a transform, or an expression fails on the data
     */
    public static Result build(Study study, LocalDate asOf, Map<String, Dataset<Row>> clean) {
        SparkSession spark = clean.values().iterator().next().sparkSession();
        try (PinnedSettings pinned = new PinnedSettings(spark)) {
            Dataset<Row> values = PersonRows.of(study, study.features().define(), asOf, clean)
                    .persist(StorageLevel.MEMORY_AND_DISK());
            try {
                return measured(study, values);
            } catch (Exception e) {
                values.unpersist();
                throw failed(study, asOf, clean, e);
            }
        }
    }

    private static Result measured(Study study, Dataset<Row> values) {
        List<FeatureColumn> columns = FeatureColumn.of(study);
        Map<FeatureColumn, Double> lambdas = Modelling.lambdas(values, columns);
        List<Column> naturals = new ArrayList<>();
        List<Column> modelled = new ArrayList<>();
        List<Column> written = new ArrayList<>(List.of(col(PERSON_ID)));
        List<Table.Column> contract = new ArrayList<>();
        int[] places = new int[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            FeatureColumn column = columns.get(i);
            naturals.add(quoted(column.name()));
            written.add(quoted(column.name()));
            contract.add(PersonFeatures.value(column.name(), comment(column)));
            places[i] = i;
            if (column.modelling() != Modelling.NONE) {
                Column value = Modelling.modelled(column, Optional.ofNullable(lambdas.get(column)))
                        .as(column.modelledName());
                places[i] = columns.size() + modelled.size();
                modelled.add(value);
                written.add(value);
                contract.add(PersonFeatures.value(
                        column.modelledName(),
                        "The same after its transform (" + column.modelling().label() + "), for the mixture."));
            }
        }
        List<Column> measured = new ArrayList<>(List.of(col(PERSON_ID)));
        measured.addAll(naturals);
        measured.addAll(modelled);
        measured.add(col(PersonRows.ITEMS));
        List<Integer> forming = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).isForming())
                .boxed()
                .toList();
        Moments moments = PersonMoments.of(
                values.select(measured.toArray(Column[]::new)),
                new Moments.Shape(
                        naturals.size() + modelled.size(),
                        forming.stream().map(i -> places[i]).toList(),
                        scaleSizes(study)));
        List<FeatureLogRow> log = new FeatureFigures(study, columns, places, forming, lambdas, moments).log();
        return new Result(PersonFeatures.with(contract), values.select(written.toArray(Column[]::new)), log, values);
    }

    private static List<Integer> scaleSizes(Study study) {
        return study.features().define().stream()
                .map(Feature::kind)
                .filter(Feature.Kind.Scale.class::isInstance)
                .map(kind -> ((Feature.Kind.Scale) kind).items().size())
                .toList();
    }

    private static String comment(FeatureColumn column) {
        String text = column.description().isEmpty() ? column.name() : column.description();
        return text + (column.unit().isEmpty() ? "" : " (" + column.unit() + ")") + ". Empty: missing.";
    }

    /** An expression that fails on some row is the user's fault, and says so without the row's values. */
    private static RuntimeException failed(
            Study study, LocalDate asOf, Map<String, Dataset<Row>> clean, Exception failure) {
        Optional<String> condition = dataCondition(failure);
        if (condition.isEmpty()) {
            return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
        }
        // Spark does not say in which expression: each is tried by itself.
        Feature feature = study.features().define().stream()
                .filter(one -> fails(study, asOf, clean, one))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(failure));
        return DramatisException.usage(
                "The feature " + feature.name() + " cannot be computed from the data: " + feature.origin(),
                "Its SQL fails on some row with " + condition.get() + ": " + sql(feature),
                "Leave such rows out by a filter, or use nullif, try_divide or try_cast, which give a missing value");
    }

    private static boolean fails(Study study, LocalDate asOf, Map<String, Dataset<Row>> clean, Feature feature) {
        try {
            PersonRows.of(study, List.of(feature), asOf, clean)
                    .write()
                    .format("noop")
                    .mode("overwrite")
                    .save();
            return false;
        } catch (Exception e) {
            return dataCondition(e).isPresent();
        }
    }

    /** Spark's name of an error that the data cause: SQLSTATE of class 22. */
    private static Optional<String> dataCondition(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SparkThrowable spark
                    && spark.getSqlState() != null
                    && spark.getSqlState().startsWith("22")) {
                return Optional.of(spark.getCondition());
            }
        }
        return Optional.empty();
    }

    private static String sql(Feature feature) {
        String aggregate = feature.kind() instanceof Feature.Kind.Aggregate kind ? kind.sql() : feature.name();
        return aggregate + feature.filter().map(filter -> " where " + filter).orElse("");
    }
}
