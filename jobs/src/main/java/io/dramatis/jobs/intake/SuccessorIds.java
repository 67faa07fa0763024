package io.dramatis.jobs.intake;

import io.dramatis.config.Identity;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.input.InputRows;
import io.dramatis.privacy.Pseudonyms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The pseudonyms of a study's people under two keys or epochs. */
public final class SuccessorIds {
    /** BINARY: a pseudonym as it was. */
    public static final String FORMER = "former";

    /** BINARY: the pseudonym of the same id as it will be. */
    public static final String SUCCESSOR = "successor";

    public static final StructType SCHEMA =
            new StructType().add(FORMER, DataTypes.BinaryType).add(SUCCESSOR, DataTypes.BinaryType);

    private SuccessorIds() {}

    /**
     * {@code former}, {@code successor}: a row for each id that the sources and id maps have today, whether its person
     * consented or not, and perhaps several. An id is as good as it is for the intake: normalised, and none where it is missing.
     *
     * @throws io.dramatis.error.DramatisException where one of the files is missing or broken
     */
    public static Dataset<Row> of(SparkSession spark, Study study, Pseudonyms former, Pseudonyms successor) {
        InputRows inputs = new InputRows(spark);
        Map<String, Identity.Kind> kinds = study.identity().kinds();
        List<Dataset<Row>> pairs = new ArrayList<>();
        for (Source source : study.sources()) {
            Dataset<Row> rows = SourceRows.readSound(inputs, study, source);
            ContractCheck contract = new ContractCheck(source, study, successor);
            ContractCheck.idColumns(source)
                    .forEach((kind, column) ->
                            pairs.add(pairs(rows, contract.missingAsNull(column), kinds.get(kind), former, successor)));
        }
        for (Identity.Link link : study.identity().links()) {
            Dataset<Row> rows = PersonLinks.rows(inputs, link, new ArrayList<>());
            link.ids()
                    .forEach((kind, column) ->
                            pairs.add(pairs(rows, PersonLinks.id(link, column), kinds.get(kind), former, successor)));
        }
        return pairs.stream().reduce(Dataset::unionByName).orElseThrow();
    }

    private static Dataset<Row> pairs(
            Dataset<Row> rows, Column id, Identity.Kind kind, Pseudonyms former, Pseudonyms successor) {
        Dataset<Row> ids = rows.select(id.as("id")).where("id is not null").distinct();
        // consent_reach has the pseudonyms of loose forms, too.
        return ids.select(
                        former.of(ids.col("id"), kind).as(FORMER),
                        successor.of(ids.col("id"), kind).as(SUCCESSOR))
                .unionByName(ids.select(
                        former.near(ids.col("id"), kind).as(FORMER),
                        successor.near(ids.col("id"), kind).as(SUCCESSOR)))
                .where(FORMER + " is not null");
    }
}
