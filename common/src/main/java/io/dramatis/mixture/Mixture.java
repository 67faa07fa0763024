package io.dramatis.mixture;

import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.groups.Factors;
import io.dramatis.mixture.groups.Placing;
import io.dramatis.mixture.rows.Patterns;
import io.dramatis.mixture.rows.Scaling;
import io.dramatis.table.Table;
import io.dramatis.table.model.Memberships;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted mixture whose components are merged into groups, numbered from 0 by falling size.
 *
 * @param scaling of the columns; constant ones are not among them
 * @param patterns of missing columns that a row may have
 * @param density in standardised units
 * @param geometry that it was fitted in
 * @param groupOf the group of each component
 * @param overlap how often rows of two groups are mistaken for each other (DEMP), the larger of the two directions
 * @param groupRows rows assigned to each group when the model was fitted
 * @param rows that the model was fitted to: all of which something is known
 * @param unassigned rows in no group when the model was fitted, those of which nothing is known included
 * @param thresholds log-density under which a row is unlike all groups, by pattern, standardised units
 * @param minPosterior least posterior of an assigned row's group
 * @param logLikelihood in the input's own units
 */
public record Mixture(
        Scaling scaling,
        Patterns patterns,
        Density density,
        Geometry geometry,
        int[] groupOf,
        double[][] overlap,
        long[] groupRows,
        long rows,
        long unassigned,
        double[] thresholds,
        double minPosterior,
        double logLikelihood)
        implements Serializable {

    /** The columns that the model uses; constant ones are not among them. */
    public List<String> columns() {
        return scaling.columns();
    }

    /** What the covariances have in common. */
    public CovarianceForm form() {
        return density.form();
    }

    /** The number of components. */
    public int components() {
        return density.k();
    }

    /** The number of groups. */
    public int groups() {
        return overlap.length;
    }

    /** Rows in a group when the model was fitted; with those unassigned they are all. */
    public long assigned() {
        return Arrays.stream(groupRows).sum();
    }

    /** To place rows of this process by. */
    public Grouping grouping() {
        return grouping(groupOf, groups());
    }

    /** The same with other groups. */
    public Grouping grouping(int[] otherGroupOf, int otherGroups) {
        return new Grouping(density, patterns, geometry, otherGroupOf, otherGroups);
    }

    /** The same with other groups, of whom no one is counted yet. */
    Mixture regrouped(int[] otherGroupOf, double[][] otherOverlap) {
        return new Mixture(
                scaling,
                patterns,
                density,
                geometry,
                otherGroupOf,
                otherOverlap,
                new long[otherOverlap.length],
                rows,
                unassigned + assigned(),
                thresholds,
                minPosterior,
                logLikelihood);
    }

    /** The same with the assigned rows of each group, which are unassigned so far. */
    Mixture counted(long[] assigned) {
        return new Mixture(
                scaling,
                patterns,
                density,
                geometry,
                groupOf,
                overlap,
                assigned,
                rows,
                unassigned - Arrays.stream(assigned).sum(),
                thresholds,
                minPosterior,
                logLikelihood);
    }

    Placing placing() {
        return new Placing(new Factors(density, patterns, geometry), groupOf, groups(), thresholds, minPosterior);
    }

    /**
     * Places people.
     *
     * @param people {@code person_id} and the model's columns; null where missing
     * @return the columns of {@link Memberships} without {@code run_id}
     */
    public Dataset<Row> memberships(Dataset<Row> people) {
        Column[] wanted = Stream.concat(
                        Stream.of(people.col(Table.PERSON_ID)),
                        columns().stream()
                                .map(name -> people.col("`" + name + "`").cast(DataTypes.DoubleType)))
                .toArray(Column[]::new);
        StructType schema =
                new StructType(Arrays.stream(Memberships.TABLE.schema().fields())
                        .filter(field -> !field.name().equals(Table.RUN_ID))
                        .toArray(StructField[]::new));
        Mixture mixture = this;
        MapPartitionsFunction<Row, Row> place = part -> new Scorer(mixture).memberships(part);
        return people.select(wanted).mapPartitions(place, Encoders.row(schema));
    }

    /** A row of {@link io.dramatis.table.model.MixtureModels}. */
    public Row toRow(String runId) {
        return ModelRow.of(this, runId);
    }

    /** The mixture of a row of {@link io.dramatis.table.model.MixtureModels}. */
    public static Mixture fromRow(Row row) {
        return ModelRow.mixture(row);
    }
}
