package io.dramatis.jobs.publish.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.privacy.KeyReference;
import io.dramatis.privacy.PseudonymKey;
import io.dramatis.run.RunContext;
import io.dramatis.spark.SparkSessions;
import io.dramatis.store.DeltaTables;
import io.dramatis.table.run.ProcessingRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessions.class)
class ProcessingRecordTest {
    @TempDir
    private Path directory;

    private Row record(SparkSession spark, String more) throws IOException {
        Path key = directory.resolve("key");
        if (!Files.exists(key)) {
            PseudonymKey.create(key);
        }
        Study study =
                StudyReader.study(Files.writeString(directory.resolve("study.conf"), """
                dramatis {
                  study.name = "shop"
                  lake.path = "%1$s/lake"
                  privacy.key-file = "%1$s/key"
                  identity { person = "customer-id", kinds { customer-id {}, email { normalise = [email] } } }
                  consent { purpose = "personas", ledger { path = "%1$s/consent.csv" } }
                  intake.sources.crm {
                    shape = attributes, block = crm, path = "%1$s/crm.csv"
                    person { column = "id", id = "customer-id" }
                    ids { email = "mail" }
                    columns {
                      id { identifying = true }
                      visits { type = decimal, description = "visits\\n## in a year" }
                      sex { category = protected }
                    }
                  }
                  features.define.visits { source = crm, sql = "max(visits)", role = forming }
                  retention { clean = 30d, features = 60d, memberships = 90d }
                }
                """.formatted(directory) + more));
        RunContext context = new RunContext(
                spark,
                study,
                "r1",
                LocalDate.of(2026, 1, 31),
                Clock.systemUTC().instant(),
                Clock.systemUTC(),
                "test",
                new DeltaTables(spark, study.lake()),
                KeyReference.of(key),
                notice -> {});
        assertThat(ProcessingRecord.of(context).collectAsList())
                .isEqualTo(ProcessingRecord.of(context).collectAsList());
        return ProcessingRecord.of(context).first();
    }

    @Test
    void tellsWhatTheStudySaysAndWhatTheConfigShows(SparkSession spark) throws IOException {
        Row record = record(spark, """
                dramatis.processing {
                  controller = "Shop Ltd, 1 High Street", officer = "dpo@shop.example"
                  subjects = "customers of age", recipients = ["product team", "support"], transfers = "none"
                }
                dramatis.privacy.differential { epsilon = 1, budget = 10 }
                """);

        String keyId = KeyReference.of(directory.resolve("key")).keyId();
        assertThat(record.<String>getAs(ProcessingRecords.DOCUMENT)).isEqualTo("""
                # Record of processing: study shop, run r1

                ## Controller

                - Shop Ltd, 1 High Street

                ## Data protection officer

                - dpo@shop.example

                ## Purpose

                - personas: groups of people who are alike, published as personas; as of 2026-01-31

                ## Ground

                - Consent of each person, by the latest word in ledger

                ## Data subjects

                - customers of age

                ## Personal data

                - source crm (crm), by customer-id, email; kept under a pseudonym: visits (visits ## in a year), sex [protected]; \
                checked, and kept in no table: id

                ## Recipients

                - product team
                - support

                ## Transfers to third countries

                - none

                ## Time limits

                - clean tables and rejected rows: 30 days after the run, by `./dramatis maintain`
                - features of people: 60 days after the run, by `./dramatis maintain`
                - memberships of groups: 90 days after the run, by `./dramatis maintain`

                ## Safeguards

                - Ids are replaced by keyed pseudonyms (HMAC-SHA-256, key %s, epoch 1) when they are read; the key is not in the lake.
                - Tables about people and tables about personas lie apart, so that access can be given to one alone.
                - No published figure describes fewer than 20 people; counts are rounded to 20, and figures that fewer people \
                changed are held.
                - Whoever is erased is out of every table and every old version, and no later run takes them in.
                - Consent is asked again right before publication.
                - Counts and shares carry noise of differential privacy, epsilon 1.0.
                """.formatted(keyId));
        List<Row> categories = record.getList(record.fieldIndex(ProcessingRecords.CATEGORIES));
        assertThat(categories).hasSize(1);
        assertThat(categories.get(0).<String>getList(categories.get(0).fieldIndex("protected")))
                .isEqualTo(List.of("sex"));
        assertThat(record.<String, Integer>getJavaMap(record.fieldIndex(ProcessingRecords.RETENTION_DAYS)))
                .containsEntry("features of people", 60);
    }

    @Test
    void saysWhatIsNotStated(SparkSession spark) throws IOException {
        Row record = record(spark, "");
        assertThat(record.<String>getAs(ProcessingRecords.CONTROLLER)).isNull();
        assertThat(record.<String>getAs(ProcessingRecords.DOCUMENT))
                .contains("## Controller\n\n- not stated in the study\n")
                .contains("## Recipients\n\n- not stated in the study\n");
    }
}
