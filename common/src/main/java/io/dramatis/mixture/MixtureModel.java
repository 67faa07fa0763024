package io.dramatis.mixture;

import io.dramatis.table.Memberships;
import io.dramatis.table.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A fitted mixture whose components are merged into groups, numbered from 0 by falling size. */
public final class MixtureModel implements Serializable {
    private static final long serialVersionUID = 1L;

    final Scaling scaling;
    final Patterns patterns;
    final Density density;
    final int[] groupOf;
    final double[][] overlap;
    final long[] groupPeople;
    final long people;
    final long unassigned;
    final double[] thresholds;
    final double minPosterior;
    final double logLikelihood;
    final ArrayList<MergeStep> mergeSteps;

    MixtureModel(
            Scaling scaling,
            Patterns patterns,
            Density density,
            int[] groupOf,
            double[][] overlap,
            long[] groupPeople,
            long people,
            long unassigned,
            double[] thresholds,
            double minPosterior,
            double logLikelihood,
            List<MergeStep> mergeSteps) {
        this.scaling = scaling;
        this.patterns = patterns;
        this.density = density;
        this.groupOf = groupOf;
        this.overlap = overlap;
        this.groupPeople = groupPeople;
        this.people = people;
        this.unassigned = unassigned;
        this.thresholds = thresholds;
        this.minPosterior = minPosterior;
        this.logLikelihood = logLikelihood;
        this.mergeSteps = new ArrayList<>(mergeSteps);
    }

    static MixtureModel of(
            Em.Fit fit,
            double logLikelihood,
            Merging merging,
            Scaling scaling,
            Patterns patterns,
            double[] thresholds,
            double minPosterior,
            long everyone,
            Pass<Block> pass) {
        Factors factors = new Factors(fit.density(), patterns);
        int groups = merging.overlap().length;
        long[] assigned = new Placing(factors, merging.groupOf(), groups, thresholds, minPosterior).count(pass);
        return new MixtureModel(
                scaling,
                patterns,
                fit.density(),
                merging.groupOf(),
                merging.overlap(),
                assigned,
                fit.people(),
                everyone - Arrays.stream(assigned).sum(),
                thresholds,
                minPosterior,
                logLikelihood,
                merging.steps());
    }

    /** The columns that the model uses; constant ones are not among them. */
    public List<String> columns() {
        return scaling.columns();
    }

    /** The number of components. */
    public int components() {
        return density.k();
    }

    /** The number of groups. */
    public int groups() {
        return overlap.length;
    }

    /** The group of a component. */
    public int groupOf(int component) {
        return groupOf[component];
    }

    /** People assigned to a group when the model was fitted. */
    public long groupPeople(int group) {
        return groupPeople[group];
    }

    /** People that the model was fitted to: all of whom something is known. */
    public long people() {
        return people;
    }

    /** People in no group when the model was fitted, those of whom nothing is known included. */
    public long unassigned() {
        return unassigned;
    }

    /** How often people of two groups are mistaken for each other (DEMP), the larger of the two directions. */
    public double overlap(int group, int other) {
        return overlap[group][other];
    }

    /** The merges of components, in their order. */
    public List<MergeStep> mergeSteps() {
        return List.copyOf(mergeSteps);
    }

    /** Of the fit, in the input's own units. */
    public double logLikelihood() {
        return logLikelihood;
    }

    /**
     * Places people.
     *
     * @param rows {@code person_id} and the model's columns; null where missing
     * @return the columns of {@link Memberships} without {@code run_id}
     */
    public Dataset<Row> memberships(Dataset<Row> rows) {
        Column[] wanted = Stream.concat(
                        Stream.of(rows.col(Table.PERSON_ID)),
                        columns().stream()
                                .map(name -> rows.col("`" + name + "`").cast(DataTypes.DoubleType)))
                .toArray(Column[]::new);
        StructType schema =
                new StructType(Arrays.stream(Memberships.TABLE.schema().fields())
                        .filter(field -> !field.name().equals(Table.RUN_ID))
                        .toArray(org.apache.spark.sql.types.StructField[]::new));
        MixtureModel model = this;
        MapPartitionsFunction<Row, Row> place = part -> new Scorer(model).rows(part);
        return rows.select(wanted).mapPartitions(place, Encoders.row(schema));
    }

    /** A row of {@link io.dramatis.table.MixtureModels}. */
    public Row toRow(String runId) {
        return ModelRow.of(this, runId);
    }

    /** The model of a row of {@link io.dramatis.table.MixtureModels}. */
    public static MixtureModel fromRow(Row row) {
        return ModelRow.model(row);
    }
}
