package io.dramatis.jobs.intake;

import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.input.InputRows;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.Pseudonyms;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Which ids are one person's, as the sources and id maps of a study say today. */
public final class SourceLinks {
    private SourceLinks() {}

    /**
     * A row a linked id: {@code id}, {@code person_id}. An id that is not among them is its own person, and so is one that ties too many people: who asks under such an id
     * is heard for that id alone, since nobody can tell which of them asks. Reads the id maps,
     * and of the sources those whose rows hold several ids.
     *
     * @throws io.dramatis.error.DramatisException where one of them is missing or broken
     */
    public static Dataset<Row> of(SparkSession spark, Study study, KeyReference key) {
        Pseudonyms pseudonyms = Pseudonyms.of(study, key);
        InputRows inputs = new InputRows(spark);
        PersonLinks links = new PersonLinks(inputs, study.identity(), pseudonyms);
        List<Dataset<Row>> pairs = new ArrayList<>();
        links.read().forEach((link, read) -> pairs.add(links.pairs(link, read)));
        for (Source source : study.sources()) {
            if (ContractCheck.idColumns(source).size() > 1) {
                Dataset<Row> judged = SourceRows.readSound(inputs, study, source)
                        .transform(new ContractCheck(source, study, pseudonyms).judged());
                links.pairs(source, judged).ifPresent(pairs::add);
            }
        }
        return links.linked(pairs).persons();
    }
}
