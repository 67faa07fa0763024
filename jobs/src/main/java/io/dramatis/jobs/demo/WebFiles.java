package io.dramatis.jobs.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The log of the web shop: JSON lines, a file a quarter, each day's sessions under one of the person's cookies. */
final class WebFiles {
    static final List<String> TYPES = List.of("view", "search", "cart", "purchase", "help", "review");
    private static final List<String> CATEGORIES = List.of(
            "kitchen",
            "garden",
            "lighting",
            "textiles",
            "storage",
            "toys",
            "stationery",
            "bath",
            "bedroom",
            "outdoor",
            "seasonal",
            "gifts");
    private static final List<String> DEVICES = List.of("mobile", "desktop", "tablet");

    private static final int FILES = 4;
    /** Events fall on these days; two short of a year, so that no window cuts a first or last day. */
    private static final LocalDate FIRST_DAY = DemoData.AS_OF.minusDays(363);

    private static final int DAYS = 363;
    private static final double DUPLICATES = 0.001;
    private static final double LATE = 0.01;
    /** Visitors whom nobody knows: a cookie without a person for so many people, with a dozen events each. */
    private static final double STRANGERS = 0.08;

    private final List<BufferedWriter> out;
    private final Draws draws;
    private final Written.Tally tally = new Written.Tally();
    private final List<Defect> defects = Defect.of(DemoData.WEB);
    private final StringBuilder line = new StringBuilder(160);
    private int broken;

    private WebFiles(List<BufferedWriter> out, Draws draws) {
        this.out = out;
        this.draws = draws;
    }

    static Written.Source write(Path directory, List<Person> people, long seed) throws IOException {
        Files.createDirectories(directory);
        List<BufferedWriter> out = new ArrayList<>(FILES);
        try {
            for (int quarter = 1; quarter <= FILES; quarter++) {
                out.add(Files.newBufferedWriter(directory.resolve("events-" + quarter + ".jsonl")));
            }
            WebFiles files = new WebFiles(out, new Draws(seed, DemoData.WEB));
            for (Person person : people) {
                files.person(person, person.cookies(), person.webEvents());
                int strangers = (int) (STRANGERS * (person.number() + 1)) - (int) (STRANGERS * person.number());
                if (strangers > 0) {
                    files.person(
                            person,
                            List.of(Population.cookie(3 * people.size() + person.number(), seed)),
                            1 + files.draws.count(12, 2));
                }
            }
            return files.tally.source();
        } finally {
            for (BufferedWriter writer : out) {
                writer.close();
            }
        }
    }

    private void person(Person person, List<String> cookies, int events) throws IOException {
        if (events == 0) {
            return;
        }
        List<String> devices = new ArrayList<>(cookies.size());
        double mobile = person.persona().mobile();
        for (int cookie = 0; cookie < cookies.size(); cookie++) {
            devices.add(DEVICES.get(draws.place(mobile, 0.8 * (1 - mobile), 0.2 * (1 - mobile))));
        }
        int days = (int) Math.max(1, Math.min(Math.min(events, DAYS), Math.round(events / person.eventsPerDay())));
        // A session has one event at least; the others fall to the days at random.
        int[] sizes = new int[days];
        for (int event = 0; event < events; event++) {
            sizes[event < days ? event : draws.below(days)]++;
        }
        BitSet taken = new BitSet(DAYS);
        for (int size : sizes) {
            int day = draws.below(DAYS);
            while (taken.get(day)) {
                day = draws.below(DAYS);
            }
            taken.set(day);
            session(person, FIRST_DAY.plusDays(day), day * FILES / DAYS, size, cookies, devices);
        }
        if (draws.chance(LATE)) {
            session(person, DemoData.AS_OF.plusDays(2 + draws.below(20)), FILES - 1, 3, cookies, devices);
        }
    }

    private void session(Person person, LocalDate day, int file, int size, List<String> cookies, List<String> devices)
            throws IOException {
        int which = draws.below(cookies.size());
        boolean evening = draws.chance(person.persona().evening());
        int second = (evening ? 18 * 3600 : 8 * 3600) + draws.below((evening ? 4 : 10) * 3600);
        for (int event = 0; event < size; event++) {
            int type = draws.place(person.persona().eventTypes());
            String category = draws.pick(CATEGORIES);
            // Prices are about an article; a search or a help page has none.
            boolean priced = type == 0 || type == 2 || type == 3;
            long pence = priced ? Math.round(100 * person.viewedPrice() * Math.exp(0.45 * draws.normal())) : 0;
            boolean late = day.isAfter(DemoData.AS_OF);
            Event its =
                    new Event(cookies.get(which), day, second, TYPES.get(type), category, pence, devices.get(which));
            second += 4 + draws.below(90);
            if (!late && draws.chance(DemoData.BROKEN)) {
                Defect defect = defects.get(broken++ % defects.size());
                out.get(file).append(its.line(line, Optional.of(defect)));
                tally.broken(defect);
                continue;
            }
            out.get(file).append(its.line(line, Optional.empty()));
            tally.row();
            if (late) {
                tally.late();
            } else if (draws.chance(DUPLICATES)) {
                out.get(file).append(line);
                tally.duplicate();
            }
        }
    }

    /** @param pence 0: an event without a price */
    private record Event(
            String cookie, LocalDate day, int second, String type, String category, long pence, String device) {

        /** The event as a line of JSON, in the given builder. */
        StringBuilder line(StringBuilder line, Optional<Defect> defect) {
            line.setLength(0);
            line.append('{');
            if (!is(defect, Defect.NO_PERSON)) {
                line.append("\"cookie\":\"").append(cookie).append("\",");
            }
            line.append("\"at\":\"").append(day.getYear()).append('-');
            twoDigits(line, is(defect, Defect.IMPOSSIBLE_TIME) ? 13 : day.getMonthValue())
                    .append('-');
            twoDigits(line, day.getDayOfMonth()).append('T');
            twoDigits(line, second / 3600).append(':');
            twoDigits(line, second / 60 % 60).append(':');
            twoDigits(line, second % 60).append("Z\"");
            if (is(defect, Defect.BROKEN_JSON)) {
                return line.append(",\"type\":\"vi\n");
            }
            line.append(",\"type\":\"").append(is(defect, Defect.UNKNOWN_CATEGORY) ? "teleport" : type);
            line.append("\",\"category\":\"").append(category).append('"');
            if (is(defect, Defect.TEXT_IN_NUMBER)) {
                line.append(",\"amount\":\"free\"");
            } else if (is(defect, Defect.OUT_OF_RANGE)) {
                line.append(",\"amount\":-").append(1 + pence / 100);
            } else if (pence > 0) {
                line.append(",\"amount\":").append(pence / 100).append('.');
                twoDigits(line, (int) (pence % 100));
            }
            return line.append(",\"device\":\"").append(device).append("\"}\n");
        }

        private static boolean is(Optional<Defect> defect, Defect kind) {
            return defect.isPresent() && defect.get() == kind;
        }

        private static StringBuilder twoDigits(StringBuilder line, int number) {
            return line.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
        }
    }
}
