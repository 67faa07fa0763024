package io.dramatis.cli.lake;

import io.dramatis.config.Study;
import io.dramatis.jobs.intake.SourceLinks;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.LinkedIds;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that name people. */
final class PeopleOptions {
    @ArgGroup(multiplicity = "1")
    private Who who;

    @Option(
            names = "--listed-ids-only",
            description = "Look in no source for further ids of these people: the list names all that they have.")
    private boolean isListedOnly;

    /** One of the two. */
    static final class Who {
        @Option(
                names = "--ids",
                paramLabel = "FILE",
                description =
                        "The people by their ids: CSV with the header kind,id, the kinds as the study names them.")
        private Optional<Path> ids = Optional.empty();

        @Option(
                names = "--pseudonyms",
                paramLabel = "FILE",
                description = "The people by their pseudonyms: 64 hexadecimal digits a line.")
        private Optional<Path> pseudonyms = Optional.empty();
    }

    IdList list(Study study) {
        Pseudonyms pseudonyms = Pseudonyms.of(study);
        return who.ids
                .map(file -> IdList.ids(file, study.identity().kinds(), pseudonyms))
                .orElseGet(() -> IdList.pseudonyms(who.pseudonyms.orElseThrow()));
    }

    AskedPeople people(SparkSession spark, Study study, IdList list) {
        Dataset<Row> links = isListedOnly
                ? spark.createDataFrame(
                        List.of(),
                        new StructType()
                                .add(LinkedIds.ID, DataTypes.BinaryType)
                                .add(Table.PERSON_ID, DataTypes.BinaryType))
                : SourceLinks.of(spark, study, KeyReference.of(study.privacy().key()));
        return AskedPeople.of(spark, list, links);
    }
}
