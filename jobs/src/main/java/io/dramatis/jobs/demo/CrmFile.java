package io.dramatis.jobs.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The CRM extract: a row a person, and the id map from the CRM to the web shop. */
final class CrmFile {
    static final List<String> REGIONS = List.of(
            "London",
            "South East",
            "North West",
            "Midlands",
            "South West",
            "Yorkshire",
            "Scotland",
            "Wales",
            "Northern Ireland");
    static final double[] REGION_SHARES = {0.14, 0.15, 0.12, 0.17, 0.10, 0.11, 0.10, 0.06, 0.05};

    private static final List<String> COLUMNS = List.of(
            "customer_id",
            "first_name",
            "last_name",
            "email",
            "phone",
            "birth_year",
            "region",
            "signed_up_on",
            "newsletter",
            "orders_count",
            "items_count",
            "revenue",
            "offer_share",
            "returns_count",
            "store_visits_count",
            "support_calls_count",
            "balance",
            "last_order_on",
            "updated_at");
    private static final double DUPLICATES = 0.003;

    private CrmFile() {}

    static Written.Source write(Path file, List<Person> people, long seed) throws IOException {
        Draws draws = new Draws(seed, DemoData.CRM);
        double[] place = draws.spread(people.size());
        List<Defect> defects = Defect.of(DemoData.CRM);
        Written.Tally tally = new Written.Tally();
        int broken = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            line(out, COLUMNS);
            for (Person person : people) {
                List<String> row = row(person, draws);
                if (place[person.number()] < DemoData.BROKEN) {
                    Defect defect = defects.get(broken++ % defects.size());
                    spoil(row, defect);
                    line(out, row);
                    tally.broken(defect);
                    continue;
                }
                line(out, row);
                tally.row();
                if (place[person.number()] > 1 - DUPLICATES) {
                    line(out, row);
                    tally.duplicate();
                }
            }
        }
        return tally.source();
    }

    static void writeIdMap(Path file, List<Person> people) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("customer_id,cookie_id\n");
            for (Person person : people) {
                for (String cookie : person.cookies()) {
                    out.write(person.customerId() + "," + cookie + "\n");
                }
            }
        }
    }

    private static List<String> row(Person person, Draws draws) {
        LocalDate lastOrder = DemoData.AS_OF.minusDays(person.orderDays());
        LocalDate signedUp = lastOrder.minusDays(30 + (int) (1500 * draws.uniform() * draws.uniform()));
        int items = (int) Math.max(person.orders(), Math.round(person.orders() * person.itemsPerOrder()));
        double balance = draws.chance(0.3) ? 0 : draws.normal() * Math.exp(2.5 + 0.8 * draws.normal());
        List<String> row = new ArrayList<>(COLUMNS.size());
        row.add(person.customerId());
        row.add(person.firstName());
        row.add(person.lastName());
        row.add(person.email());
        row.add(person.phone().orElse(""));
        row.add(unless(draws.chance(0.05), Integer.toString(person.birthYear())));
        row.add(unless(draws.chance(0.01), REGIONS.get(person.region())));
        row.add(signedUp.toString());
        row.add(draws.chance(0.45) ? "true" : "false");
        row.add(Integer.toString(person.orders()));
        row.add(unless(draws.chance(0.01), Integer.toString(items)));
        row.add(decimals(person.orders() * person.orderValue(), 2));
        row.add(unless(draws.chance(0.03), decimals(person.offerShare(), 4)));
        row.add(Integer.toString(draws.count(person.orders() * person.persona().returns(), 3)));
        row.add(unless(draws.chance(0.02), Integer.toString(person.storeVisits())));
        row.add(Integer.toString(draws.count(person.persona().calls(), 1.5)));
        row.add(decimals(balance, 2));
        row.add(lastOrder.toString());
        row.add(DemoData.AS_OF.minusDays(1 + draws.below(20)) + "T0" + draws.below(9) + ":15:00Z");
        return row;
    }

    private static void spoil(List<String> row, Defect defect) {
        switch (defect) {
            case SHORT_ROW -> row.subList(row.size() - 4, row.size()).clear();
            case LONG_ROW -> row.addAll(List.of("moved", "see note"));
            default -> row.set(COLUMNS.indexOf(defect.column(DemoData.CRM).orElseThrow()), spoilt(row, defect));
        }
    }

    private static String spoilt(List<String> row, Defect defect) {
        return switch (defect) {
            case BAD_DATE -> "2024-02-31";
            case TEXT_IN_NUMBER -> "a dozen";
            case OUT_OF_RANGE -> "-" + row.get(COLUMNS.indexOf("revenue"));
            case UNKNOWN_CATEGORY -> "Atlantis";
            case NO_PERSON -> "";
            case BAD_EMAIL -> row.get(COLUMNS.indexOf("email")).replace("@", " at ");
            default -> throw new IllegalArgumentException("No " + defect + " in the CRM");
        };
    }

    /** Real extracts write "missing" in more ways than one. */
    private static String unless(boolean missing, String value) {
        return missing ? (value.length() % 2 == 0 ? "" : "NA") : value;
    }

    private static String decimals(double value, int places) {
        return BigDecimal.valueOf(value)
                .setScale(places, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static void line(BufferedWriter out, List<String> fields) throws IOException {
        for (int place = 0; place < fields.size(); place++) {
            String field = fields.get(place);
            out.write(place == 0 ? "" : ",");
            out.write(field.indexOf(',') < 0 ? field : '"' + field + '"');
        }
        out.write('\n');
    }
}
