package io.dramatis.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dramatis.config.Feature;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/configuration.md} hold. */
class ConfigurationPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```hocon\n(.*?)```");

    @TempDir
    Path folder;

    @Test
    void itsExamplesMakeAStudy() throws IOException {
        Study study = new StudyFiles(folder).study(examples(), Map.of("DATA", "/data"));
        assertThat(study.sources()).extracting(Source::name).containsExactly("crm", "web", "survey");
        assertThat(study.features().define())
                .flatExtracting(Feature::columns)
                .containsExactly(
                        "spend_any",
                        "spend_amount",
                        "wish_basic",
                        "wish_plus",
                        "wish_pro",
                        "channels_mail",
                        "channels_phone",
                        "channels_shop",
                        "how_often",
                        "trust");
    }

    @Test
    void itsErrorIsWhatIsSaid() throws IOException {
        Path file = new StudyFiles(folder)
                .file(examples()
                        .replace("second-row", "secnd-row")
                        .replace("item = plan_wish", "item = plan_whish")
                        .replace("min = 16", "min = 160"));
        DramatisException fault = catchThrowableOfType(DramatisException.class, () -> StudyReader.study(file));
        assertThat(page()).contains(fault.getMessage().replace(file.toString(), "conf/mine.conf"));
    }

    private static String examples() throws IOException {
        return EXAMPLE.matcher(page())
                .results()
                .map(example -> example.group(1))
                .collect(Collectors.joining());
    }

    private static String page() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/configuration.md"))) {
            root = root.getParent();
        }
        return Files.readString(root.resolve("docs/configuration.md"));
    }
}
