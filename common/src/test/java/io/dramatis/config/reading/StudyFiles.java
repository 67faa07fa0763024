package io.dramatis.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Study;
import io.dramatis.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Study files for tests: a small one that is right, and what is said of others. */
final class StudyFiles {
    static final String SMALL = """
            dramatis {
              identity.kinds { customer-id {}, email { normalise = [email] }, cookie {} }
              consent.basis = "All agreed."
              intake.sources {
                crm {
                  shape = attributes
                  block = crm
                  path = "crm.csv"
                  person { column = "customer_id", id = "customer-id" }
                  ids { email = "e-mail" }
                  columns {
                    age { type = integer, min = 18, max = 110 }
                    plan { allowed = [basic, gold] }
                    mail { from = "e-mail" }
                    spent = decimal
                    changed = date
                  }
                }
              }
              features.define {
                age { source = crm, sql = "max(age)", role = forming }
              }
            }
            """;

    private final Path folder;

    StudyFiles(Path folder) {
        this.folder = folder;
    }

    /** The number of the first line after {@link #SMALL}. */
    static int nextLine() {
        return (int) SMALL.lines().count() + 1;
    }

    Path file(String text) {
        try {
            return Files.writeString(folder.resolve("x.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Study study(String text, Map<String, String> environment) {
        StudyReader.Outcome outcome = StudyReader.read(file(text), environment);
        assertThat(outcome.problems()).isEmpty();
        return outcome.study().orElseThrow();
    }

    /** A study of the small file with more at its end. */
    Study smallAnd(String more) {
        return study(SMALL + more, Map.of());
    }

    /** What is said of a file, its folder left out. */
    List<String> problems(String text, Map<String, String> environment) {
        StudyReader.Outcome outcome = StudyReader.read(file(text), environment);
        assertThat(outcome.study().isPresent()).isEqualTo(outcome.problems().isEmpty());
        return outcome.problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    /** What is said of the small file with more at its end; {@code +1} is the first line of that. */
    List<String> problemsOfSmallAnd(String more, Map<String, String> environment) {
        return problems(SMALL + more, environment).stream()
                .map(line -> {
                    String[] parts = line.split(":", 3);
                    int number = parts[1].startsWith(" ") ? 0 : Integer.parseInt(parts[1]) - nextLine() + 1;
                    return number < 1 ? line : "+" + number + ":" + parts[2];
                })
                .toList();
    }
}
