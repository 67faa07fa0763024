package io.dramatis.cli;

import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.privacy.Pseudonyms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tiny study with a web shop: every second customer has a cookie, by an id map; some cookies are nobody's.
 *
 * @param tiny its people
 */
record ErasureStudy(TinyStudy tiny) {
    static final int STRANGERS = 20;
    private static final int CUSTOMERS = 400;

    static ErasureStudy in(Path directory) throws IOException {
        ErasureStudy study = new ErasureStudy(TinyStudy.in(directory));
        List<String> web = new ArrayList<>(List.of("cookie,at,page"));
        List<String> logins = new ArrayList<>(List.of("customer,cookie"));
        for (int number = 0; number < CUSTOMERS; number += 2) {
            logins.add(customer(number) + "," + cookie(number));
            web.add(cookie(number) + ",2025-05-01T10:00:00,home");
            web.add(cookie(number) + ",2025-05-01T11:00:00,shop");
        }
        for (int number = 0; number < STRANGERS; number++) {
            web.add(stranger(number) + ",2025-05-02T10:00:00,home");
        }
        Files.write(directory.resolve("web.csv"), web);
        Files.write(study.logins(), logins);
        Files.writeString(study.file(), study.text());
        return study;
    }

    Path file() {
        return tiny.file();
    }

    Path directory() {
        return tiny.directory();
    }

    Path logins() {
        return directory().resolve("logins.csv");
    }

    Study study() {
        return StudyReader.study(file());
    }

    static String customer(int number) {
        return String.format(Locale.ROOT, "P%04d", number);
    }

    static String cookie(int number) {
        return String.format(Locale.ROOT, "K%04d", number);
    }

    static String stranger(int number) {
        return String.format(Locale.ROOT, "S%04d", number);
    }

    String text() {
        return tiny.text() + """
                dramatis {
                  identity {
                    kinds { cookie {} }
                    links.logins { path = "%1$s/logins.csv", ids { customer-id = customer, cookie = cookie } }
                  }
                  intake.sources.web {
                    shape = events, block = web, path = "%1$s/web.csv", time = at
                    person { column = cookie, id = cookie }
                    columns { at { type = timestamp, required = true }, page = string }
                  }
                  features.define.pages { source = web, sql = "count(page)", absent = zero }
                }
                """.formatted(directory());
    }

    /** The pseudonym of an id, in hexadecimal digits. */
    String pseudonym(String kind, String id) {
        return pseudonym(study(), kind, id);
    }

    private static String pseudonym(Study study, String kind, String id) {
        return HexFormat.of()
                .formatHex(Pseudonyms.of(study)
                        .of(id, study.identity().kinds().get(kind))
                        .orElseThrow());
    }

    /** Everybody in the study: the line of a list that names the person, by pseudonym; some by an id that is linked. */
    Map<String, String> people() {
        Study study = study();
        Map<String, String> people = new TreeMap<>();
        for (int number = 0; number < CUSTOMERS; number++) {
            boolean isByCookie = number % 4 == 0;
            people.put(
                    pseudonym(study, "customer-id", customer(number)),
                    isByCookie ? "cookie," + cookie(number) : "customer-id," + customer(number));
        }
        for (int number = 0; number < STRANGERS; number++) {
            people.put(pseudonym(study, "cookie", stranger(number)), "cookie," + stranger(number));
        }
        return people;
    }
}
