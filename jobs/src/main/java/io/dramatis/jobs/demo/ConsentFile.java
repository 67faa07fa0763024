package io.dramatis.jobs.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** The consent ledger: what people said, for which purpose, when; the latest word counts. */
final class ConsentFile {
    /** Up to this share of the people is in the study; beyond it, each in their own way, nobody is. */
    private static final double CONSENTED = 0.75;

    private static final double NEVER_ASKED = 0.83;
    private static final double DENIED = 0.86;
    private static final double WITHDRAWN = 0.92;
    private static final double TIED = 0.925;
    private static final double EXPIRED = 0.965;
    private static final double UNCLEAR = 0.985;
    private static final double UNREADABLE = 0.99;

    private static final String PURPOSE = "personas";
    private static final List<String> SOURCES = List.of("web form", "store", "app", "support call");

    private final BufferedWriter out;
    private final Draws draws;

    private ConsentFile(BufferedWriter out, Draws draws) {
        this.out = out;
        this.draws = draws;
    }

    /** Writes the ledger and tells how many of the people have not consented as of {@link DemoData#AS_OF}. */
    static int write(Path file, List<Person> people, long seed) throws IOException {
        Draws draws = new Draws(seed, "consent");
        double[] place = draws.spread(people.size());
        int notConsented = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("customer_id,purpose,status,at,expires_at,source\n");
            ConsentFile ledger = new ConsentFile(out, draws);
            for (Person person : people) {
                ledger.person(person.customerId(), place[person.number()]);
                notConsented += place[person.number()] < CONSENTED ? 0 : 1;
            }
        }
        return notConsented;
    }

    private void person(String id, double place) throws IOException {
        // Other purposes say nothing about this one.
        if (draws.chance(0.5)) {
            row(id, "newsletter", draws.chance(0.6) ? "granted" : "denied", time(2023), "");
        }
        if (draws.chance(0.1)) {
            row(id, "research", "granted", time(2024), "");
        }
        if (place < CONSENTED) {
            if (draws.chance(0.1)) {
                row(id, PURPOSE, draws.chance(0.5) ? "withdrawn" : "denied", time(2022), "");
            }
            row(id, PURPOSE, draws.chance(0.2) ? "Granted" : "granted", time(2023), expiry());
            if (draws.chance(0.15)) {
                row(id, PURPOSE, "granted", time(2024), "");
            }
        } else if (place >= NEVER_ASKED) {
            refusal(id, place);
        }
    }

    private void refusal(String id, double place) throws IOException {
        if (place < DENIED) {
            row(id, PURPOSE, "denied", time(2024), "");
            return;
        }
        if (place >= UNREADABLE) {
            // Granted only after the study's day.
            row(id, PURPOSE, "granted", DemoData.AS_OF.plusDays(3 + draws.below(20)) + "T09:30:00Z", "");
            return;
        }
        if (place >= UNCLEAR) {
            row(id, PURPOSE, "granted", "last spring", "");
            return;
        }
        String granted = time(2023);
        row(id, PURPOSE, "granted", granted, place >= TIED && place < EXPIRED ? time(2024) : "");
        if (place < WITHDRAWN) {
            row(id, PURPOSE, "withdrawn", time(2024 + draws.below(2)), "");
        } else if (place < TIED) {
            row(id, PURPOSE, "withdrawn", granted, "");
        } else if (place >= EXPIRED) {
            row(id, PURPOSE, draws.pick(List.of("pending", "?", "see paper form")), time(2024), "");
        }
    }

    private String expiry() {
        return draws.chance(0.3) ? DemoData.AS_OF.plusDays(90 + draws.below(700)) + "T00:00:00Z" : "";
    }

    private String time(int year) {
        LocalDate day = LocalDate.of(year, 1, 1).plusDays(draws.below(360));
        return day.atTime(7 + draws.below(14), draws.below(60), 1 + draws.below(59)) + "Z";
    }

    private void row(String id, String purpose, String status, String at, String expires) throws IOException {
        out.write(String.join(",", id, purpose, status, at, expires, draws.pick(SOURCES)));
        out.write('\n');
    }
}
