package io.dramatis.cli;

import io.dramatis.privacy.PseudonymKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;

/**
 * A study of one small file, in which two kinds of customers are plain to see.
 *
 * @param directory with {@code people.csv}, {@code key}, {@code lake} and {@code study.conf}
 */
record TinyStudy(Path directory) {
    private static final int PEOPLE = 400;
    static final String HEADER = "id,visits,spend,wait,seen_on\n";

    /** Writes data, key and study file. */
    static TinyStudy in(Path directory) throws IOException {
        TinyStudy study = new TinyStudy(Files.createDirectories(directory));
        Files.writeString(study.data(), HEADER + study.people());
        PseudonymKey.create(directory.resolve("key"));
        Files.writeString(study.file(), study.text());
        return study;
    }

    Path data() {
        return directory.resolve("people.csv");
    }

    Path file() {
        return directory.resolve("study.conf");
    }

    /** The data without their header. */
    String people() {
        return people(6);
    }

    /** The same with the two kinds so far apart; one kind at 0. */
    String people(int apart) {
        Random random = new Random(7);
        StringBuilder rows = new StringBuilder();
        for (int number = 0; number < PEOPLE; number++) {
            int far = number % 2 == 0 ? 0 : apart;
            rows.append(String.format(
                    Locale.ROOT,
                    "P%04d,%.3f,%.3f,%.3f,%s%n",
                    number,
                    10 + far + random.nextGaussian(),
                    40 - far + random.nextGaussian(),
                    20 + far + random.nextGaussian(),
                    LocalDate.of(2025, 1, 1).plusDays(number % 300)));
        }
        return rows.toString();
    }

    /** The study file as it should be. */
    String text() {
        return """
                dramatis {
                  study { name = "tiny", as-of = "2026-01-01" }
                  lake.path = "%1$s/lake"
                  privacy.key-file = "%1$s/key"
                  identity { person = "customer-id", kinds { customer-id { normalise = [trim] } } }
                  consent { purpose = "tests", basis = "Nobody is real." }
                  intake.sources.people {
                    shape = attributes, block = crm, path = "%1$s/people.csv", time = "seen_on"
                    person { column = "id", id = "customer-id" }
                    columns {
                      id { required = true, identifying = true, description = "number" }
                      visits { type = decimal, required = true, description = "visits" }
                      spend { type = decimal, required = true, description = "spend" }
                      wait { type = decimal, description = "wait" }
                      seen_on { type = date, required = true, description = "latest day" }
                    }
                  }
                  features.define {
                    visits { source = people, sql = "max(visits)", role = forming, high = "comes often", low = "comes seldom" }
                    spend { source = people, sql = "max(spend)", role = forming, high = "spends much", low = "spends little" }
                    wait { source = people, sql = "max(wait)", role = forming, high = "waits long", low = "waits little" }
                  }
                  mixture { k = [1, 2, 3], starts = 1, forms = [EEE, VVV] }
                  evidence { null-sets = 19, test-people = 400, replicates = 4, sample = 400, min-people = 50, min-people-per-feature = 20 }
                }
                """.formatted(directory);
    }
}
