package io.dramatis.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/notices.md} has a row for each kind of notice, in their order, and says what the notices say. */
class NoticesPageTest {
    /** Kinds and what ends a run: of these the page has rows of its own. */
    private static final Set<String> HEADS = Set.of("kind", "---", "what");

    private static List<List<String>> rows() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/notices.md"))) {
            root = root.getParent();
        }
        try (Stream<String> lines = Files.lines(root.resolve("docs/notices.md"))) {
            return lines.filter(line -> line.startsWith("| "))
                    .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                            .map(String::strip)
                            .toList())
                    .filter(cells -> !HEADS.contains(cells.get(0)))
                    .toList();
        }
    }

    @Test
    void hasARowAKind() throws IOException {
        assertThat(rows().stream().filter(cells -> cells.size() == 4).map(cells -> cells.get(0)))
                .containsExactlyElementsOf(Arrays.stream(NoteKind.values())
                        .map(kind -> "`" + kind.word() + "`")
                        .toList());
    }

    @Test
    void saysWhatTheNoticesSay() throws IOException {
        List<List<String>> rows = rows();
        for (NoteKind kind : NoteKind.values()) {
            assertThat(rows)
                    .anySatisfy(cells -> assertThat(cells)
                            .hasSize(4)
                            .startsWith("`" + kind.word() + "`", kind.meaning())
                            .endsWith(kind.cure())
                            .doesNotContain(""));
        }
    }

    @Test
    void saysWhatEndsARunAndWithWhichCode() throws IOException {
        assertThat(rows().stream().filter(cells -> cells.size() == 3))
                .isNotEmpty()
                .allSatisfy(cells -> assertThat(cells.get(1)).matches("[234]"));
    }
}
