package io.dramatis.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyHashTest {
    @TempDir
    Path folder;

    private StudyFiles files;
    private String plain;

    @BeforeEach
    void files() {
        files = new StudyFiles(folder);
        plain = files.smallAnd("").hash();
    }

    @Test
    void keysMayStandInAnyOrder() {
        String one = files.smallAnd("dramatis.study { name = a, seed = 2 }\ndramatis.mixture.k = 3")
                .hash();
        String other = files.study(
                        "dramatis.mixture.k = \"3\"\ndramatis.study.seed = 2\n" + StudyFiles.SMALL
                                + "dramatis.study.name = a // why\n",
                        Map.of())
                .hash();
        assertThat(one).isEqualTo(other).isNotEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dramatis.lake.path = elsewhere",
                "dramatis.lake { restricted-schema = r, open-schema = o }",
                "dramatis.privacy.key-file = elsewhere",
                "dramatis.retention.clean = 7d",
                "dramatis.spark.settings.\"spark.driver.memory\" = 2g",
                "dramatis.evidence.max-overlap = 0.150",
                "dramatis.mixture.starts = ${FIVE}"
            })
    void whereAndHowItRunsIsNoPartOfAStudy(String line) {
        assertThat(files.study(StudyFiles.SMALL + line + "\n", Map.of("FIVE", "5"))
                        .hash())
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dramatis.study.seed = 2",
                "dramatis.intake.sources.crm.path = other",
                "dramatis.intake.sources.crm.columns.options = string",
                "dramatis.intake.sources.crm.options.header = true",
                "dramatis.features.define.age.high = old",
                "dramatis.identity.kinds.options {}"
            })
    void allElseIs(String line) {
        assertThat(files.smallAnd(line + "\n").hash()).isNotEqualTo(plain);
    }

    @Test
    void ofOptionsTheNamesCountAndNotTheValues() {
        String join = "join.p { path = p, on = [k], columns = [age], options.fs.token = \"%s\" }";
        String text = "dramatis.intake.sources.crm { options { fs.user = \"%s\", fs.key = \"%s\" }, " + join + " }\n";
        assertThat(files.smallAnd(text.formatted("a", "b", "c")).hash())
                .isEqualTo(files.smallAnd(text.formatted("d", "e", "f")).hash());
        String columns = "dramatis.intake.sources.crm.columns.options.description = \"%s\"\n";
        assertThat(files.smallAnd(columns.formatted("a")).hash())
                .isNotEqualTo(files.smallAnd(columns.formatted("b")).hash());
    }
}
