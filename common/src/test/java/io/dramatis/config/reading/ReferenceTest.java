package io.dramatis.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import io.dramatis.config.Identity;
import io.dramatis.config.Study;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reference.conf} is the documentation of the keys: what is read stands there, and what stands there is read. */
class ReferenceTest {
    private static final Pattern KEY_IN_A_COMMENT = Pattern.compile("(?m)^(\\s*)# ([a-z-]+ (=|\\{).*)$");

    /** Under these a study has names of its own; a default study has none. */
    private static final Set<String> NAMES_BELOW = Set.of(
            "dramatis.identity.kinds",
            "dramatis.identity.links",
            "dramatis.consent.ledgers",
            "dramatis.intake.sources",
            "dramatis.features.define",
            "dramatis.spark.settings");

    /** Names of the study, as keys of plain values. */
    private static final Set<String> PLAIN_VALUES_BELOW = Set.of("ids", "options", "columns");

    @TempDir
    Path folder;

    @Test
    void everyKeyThatIsReadIsDocumentedAndEveryDocumentedKeyIsRead() throws IOException {
        Path file = new StudyFiles(folder).file(StudyFiles.SMALL);
        assertThat(StudyReader.keysRead(file, Map.of())).containsExactlyInAnyOrderElementsOf(documented());
    }

    private static Set<String> documented() throws IOException {
        try (InputStream stream = ReferenceTest.class.getResourceAsStream("/reference.conf")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            Config all = ConfigFactory.parseString(KEY_IN_A_COMMENT
                            .matcher(text.replace("${?DRAMATIS_KEY_FILE}", "x"))
                            .replaceAll("$1$2"))
                    .resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true));
            Set<String> keys = new TreeSet<>();
            collect(all.getObject("dramatis"), List.of("dramatis"), keys);
            return keys;
        }
    }

    private static void collect(ConfigObject object, List<String> path, Set<String> keys) {
        object.forEach((name, value) -> {
            boolean isName = NAMES_BELOW.contains(String.join(".", path));
            List<String> here = StudyFile.with(path, isName ? "*" : name);
            String key = String.join(".", here);
            if (!isName) {
                keys.add(key);
            }
            if (key.startsWith("dramatis.identity.links.") || key.startsWith("dramatis.consent.ledgers.")) {
                return;
            }
            if (value instanceof ConfigObject child && !PLAIN_VALUES_BELOW.contains(name)) {
                collect(child, here, keys);
            }
        });
    }

    @Test
    void aStudyOfDefaultsAloneHasNoUnknownKey() {
        assertThat(StudyReader.read(new StudyFiles(folder).file("")).problems())
                .extracting(problem -> problem.what())
                .noneMatch(what -> what.contains("no key"));
    }

    @Test
    void theExamplesInTheCommentsAreRight() throws IOException {
        try (InputStream stream = ReferenceTest.class.getResourceAsStream("/reference.conf")) {
            String kinds = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.matches("# (customer-id|email|phone|logins) \\{.*"))
                    .map(line -> line.substring(2))
                    .map(line -> (line.startsWith("logins") ? "dramatis.identity.links." : "dramatis.identity.kinds.")
                            + line)
                    .collect(Collectors.joining("\n", "", "\n"));
            Study study = new StudyFiles(folder).smallAnd(kinds);
            assertThat(study.identity().kinds()).containsOnlyKeys("customer-id", "email", "cookie", "phone");
            assertThat(study.identity().links()).extracting(Identity.Link::name).containsExactly("logins");
        }
    }
}
