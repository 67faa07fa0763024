package io.dramatis.jobs.features.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.intake.CleanRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Special and protected columns under a feature, wherever it reads them. */
@ExtendWith(SparkSessions.class)
class SensitiveColumnsTest {
    private static final String STUDY = """
            dramatis.identity.kinds.customer-id {}
            dramatis.intake.sources.crm {
              shape = attributes, block = crm, path = "crm.csv", person { column = id, id = customer-id }
              columns {
                spend = decimal
                sick_days { type = integer, category = special }
                sex { allowed = [f, m], category = protected }
              }
            }
            dramatis.features.define {
              spend { source = crm, sql = "max(spend)", role = forming }
              ill { source = crm, sql = "max(spend) + count_if(SICK_DAYS > 3)", role = forming }
              at_work { source = crm, sql = "max(spend)", filter = "coalesce(sick_days, 0) = 0" }
              leave { source = crm, kind = ordinal, item = sick_days }
              women { source = crm, kind = single, item = sex }
              audit { source = crm, kind = single, item = sex, role = protected }
            }
            """;

    @TempDir
    Path folder;

    private List<String> problems(SparkSession spark, String consent) throws IOException {
        Path file = Files.writeString(folder.resolve("s.conf"), STUDY + consent);
        Study study = StudyReader.study(file);
        Map<String, StructType> clean = new LinkedHashMap<>();
        study.sources()
                .forEach(source -> clean.put(source.name(), CleanRows.of(source).schema()));
        return FeatureExpressions.problems(study, clean, spark).stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }

    @Test
    void areRefusedByNameWithoutAnExplicitPurpose(SparkSession spark) throws IOException {
        String cure = " of the source crm, without an explicit purpose. Say role = protected, or name the purpose for"
                + " which people consented explicitly as dramatis.consent.explicit-purpose";
        assertThat(problems(spark, "dramatis.consent.basis = \"All agreed.\"\n"))
                .containsExactly(
                        "s.conf:12 (dramatis.features.define.ill): ill is forming and reads the special column sick_days"
                                + cure,
                        "s.conf:13 (dramatis.features.define.at_work): at_work is describing and reads the special column sick_days"
                                + cure,
                        "s.conf:14 (dramatis.features.define.leave): leave is describing and reads the special column sick_days"
                                + cure,
                        "s.conf:15 (dramatis.features.define.women): women is describing and reads the protected column sex"
                                + cure);
    }

    @Test
    void areAllowedWithOne(SparkSession spark) throws IOException {
        assertThat(problems(spark, "dramatis.consent { ledger.path = \"c.csv\", explicit-purpose = health }\n"))
                .isEmpty();
    }
}
