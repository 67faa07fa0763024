package io.dramatis.jobs.intake;

import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.input.InputRows;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.Pseudonyms;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Which ids are one person's, as the sources and id maps of a study say today. */
public final class SourceLinks {
    private SourceLinks() {}

    /**
     * A row a linked id: {@code id}, {@code person_id}. An id that is not among them is its own person. Reads the id maps,
     * and of the sources those whose rows hold several ids.
     *
     * @throws io.dramatis.error.DramatisException where one of them is missing or broken
     */
    public static Dataset<Row> of(SparkSession spark, Study study, KeyReference key) {
        Pseudonyms pseudonyms = Pseudonyms.of(study, key);
        InputRows inputs = new InputRows(spark);
        PersonLinks links = new PersonLinks(inputs, study.identity(), pseudonyms);
        List<Dataset<Row>> pairs = links.declaredPairs();
        for (Source source : study.sources()) {
            List<String> kinds = List.copyOf(ContractCheck.idColumns(source).keySet());
            if (kinds.size() > 1) {
                Dataset<Row> judged = SourceRows.readSound(inputs, study, source)
                        .transform(new ContractCheck(source, study, pseudonyms).judged());
                PersonLinks.pairs(kinds, judged).ifPresent(pairs::add);
            }
        }
        return pairs.isEmpty() ? Standing.nobody(inputs) : links.persons(pairs);
    }
}
