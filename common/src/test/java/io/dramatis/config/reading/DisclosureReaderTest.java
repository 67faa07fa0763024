package io.dramatis.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Disclosure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisclosureReaderTest {
    @TempDir
    Path folder;

    private Disclosure read(String more) {
        return new StudyFiles(folder)
                .study(StudyFiles.SMALL + more, Map.of())
                .privacy()
                .disclosure();
    }

    private List<String> problems(String more) {
        return StudyReader.read(new StudyFiles(folder).file(StudyFiles.SMALL + more)).problems().stream()
                .map(problem -> problem.what() + ". " + problem.cure())
                .toList();
    }

    @Test
    void theDefaultsAreThoseOfTheReference() {
        assertThat(read("")).isEqualTo(Disclosure.DEFAULTS);
    }

    @Test
    void everyKeyIsRead() {
        assertThat(read("""
                        dramatis.privacy {
                          disclosure { dominance = 0.8, p-ratio = 0.2, largest-share = 0.95, sensitive = [age]
                                       largest-sensitive-share = 0.7, min-distinct = 4 }
                          differential { epsilon = 0.5, budget = 3 }
                        }
                        """))
                .isEqualTo(new Disclosure(
                        0.8, 0.2, 0.95, List.of("age"), 0.7, 4, Optional.of(new Disclosure.Noise(0.5, 3))));
    }

    @Test
    void aSensitiveFeatureMustBeOne() {
        assertThat(problems("dramatis.privacy.disclosure.sensitive = [agee]\n"))
                .containsExactly(
                        "dramatis.privacy.disclosure.sensitive names the unknown feature `agee`. Did you mean `age`?");
    }

    @Test
    void noiseNeedsBothNumbersAndOneThatFitsIntoTheOther() {
        assertThat(problems("dramatis.privacy.differential.epsilon = 1\n"))
                .containsExactly(
                        "dramatis.privacy.differential has no `budget`. Say how much all publications of the lake may"
                                + " spend together");
        assertThat(problems("dramatis.privacy.differential.budget = 1\n"))
                .containsExactly(
                        "dramatis.privacy.differential has no `epsilon`. Say how much of the budget a publication spends,"
                                + " or leave the budget out");
        assertThat(problems("dramatis.privacy.differential { epsilon = 2, budget = 1 }\n"))
                .containsExactly(
                        "dramatis.privacy.differential.epsilon is 2.0. It must be at most the budget, which is 1.0");
    }
}
