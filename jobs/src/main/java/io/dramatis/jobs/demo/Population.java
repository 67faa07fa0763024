package io.dramatis.jobs.demo;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Draws the people. Two factors run through each of them, engagement and means, so that traits are correlated within a
 * persona; counts are negative binomial, amounts lognormal.
 */
final class Population {
    private static final List<String> FIRST_NAMES = List.of(
            "Amelia", "Olivia", "Isla", "Ava", "Grace", "Freya", "Zoë", "Siân", "Renée", "Priya", "Aisha", "Mei",
            "Ruth", "Nora", "Ffion", "Imogen", "Yasmin", "Chloe", "Harriet", "Maeve", "Oliver", "George", "Noah",
            "Arthur", "Leo", "Oscar", "Tomos", "Callum", "José", "Arjun", "Omar", "Wei", "Samuel", "Edward", "Finlay",
            "Rhys", "Declan", "Kwame", "Piotr", "Hamish");
    private static final List<String> LAST_NAMES = List.of(
            "Smith",
            "Jones",
            "Williams",
            "Taylor",
            "Brown",
            "Davies",
            "Evans",
            "Wilson",
            "Thomas",
            "Roberts",
            "O'Connor",
            "O'Neill",
            "Patel",
            "Khan",
            "Singh",
            "Ali",
            "Begum",
            "Nowak",
            "Chen",
            "Okafor",
            "Mensah",
            "MacLeod",
            "Campbell",
            "Murphy",
            "Kelly",
            "Hughes",
            "Hughes, Jr.",
            "Ward-Lloyd",
            "St John",
            "García",
            "Müller",
            "Rossi",
            "Wright",
            "Turner",
            "Hill",
            "Cooper",
            "Green",
            "Baker",
            "Adams",
            "Mitchell");
    private static final List<String> DOMAINS = List.of("example.com", "example.org", "example.net");

    /** Numbers that Ofcom keeps for drama, a thousand each, of those that libphonenumber takes as valid. */
    private static final List<String> PHONE_BLOCKS = List.of(
            "113 496 0",
            "114 496 0",
            "116 496 0",
            "117 496 0",
            "118 496 0",
            "121 496 0",
            "131 496 0",
            "141 496 0",
            "151 496 0",
            "161 496 0",
            "191 498 0",
            "20 7946 0",
            "28 9649 6",
            "29 2018 0",
            "306 999 0",
            "808 157 0");

    /** Of the negative binomial counts: the larger, the closer to Poisson. */
    private static final double SIZE = 9;

    private Population() {}

    static List<Person> draw(int people, long seed) {
        Draws draws = new Draws(seed, "people");
        double[] persona = draws.spread(people);
        double[] phone = draws.spread(people);
        double[] web = draws.spread(people);
        double[] survey = draws.spread(people);
        List<Person> drawn = new ArrayList<>(people);
        for (int number = 0; number < people; number++) {
            Persona its = Persona.at(persona[number]);
            drawn.add(person(
                    number,
                    its,
                    phone(phone[number], people, draws),
                    web[number] < its.web() ? cookies(number, seed, draws) : List.of(),
                    survey[number] < its.survey(),
                    draws));
        }
        return drawn;
    }

    private static Person person(
            int number, Persona its, Optional<String> phone, List<String> cookies, boolean answers, Draws draws) {
        String first = draws.pick(FIRST_NAMES);
        String last = draws.pick(LAST_NAMES);
        double engagement = draws.normal();
        double means = draws.normal();
        // Age says next to nothing about the persona: a shift of a tenth of a standard deviation.
        double age = 46 + 14 * draws.normal() - its.novelty() / 2;
        int orders = 1 + draws.count(its.orders().at(draws.normal(0.6, engagement)), 2 * SIZE);
        double odds = its.offerOdds().at(draws.normal(-0.4, means));
        return new Person(
                number,
                its,
                first,
                last,
                email(first, last, number, draws),
                phone,
                cookies,
                answers,
                2025 - (int) Math.min(90, Math.max(18, age)),
                draws.place(CrmFile.REGION_SHARES),
                orders,
                its.orderValue().at(draws.normal(0.5, means)),
                1 + its.basketItems().at(draws.normal(0.2, engagement)),
                draws.count(its.storeVisits().at(draws.normal(0.3, engagement)), SIZE),
                odds / (1 + odds),
                1 + (int) its.orderDays().at(draws.normal(-0.4, engagement)),
                cookies.isEmpty() ? 0 : 1 + draws.count(its.webEvents().at(draws.normal(0.5, engagement)), SIZE),
                its.dayEvents().at(draws.normal(0.2, engagement)),
                its.viewedPrice().at(draws.normal(0.5, means)),
                List.of(
                        its.price() + 0.75 * draws.normal(-0.3, means),
                        its.novelty() + 0.75 * draws.normal(0.3, engagement),
                        its.service() + 0.75 * draws.normal()));
    }

    private static String email(String first, String last, int number, Draws draws) {
        return plain(first) + "." + plain(last) + (number + 1) + "@" + draws.pick(DOMAINS);
    }

    /** The letters of a name, without accents, in lower case. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .chars()
                .filter(letter -> letter >= 'a' && letter <= 'z')
                .forEach(letter -> plain.append((char) letter));
        return plain.toString();
    }

    /** Four in five have one, no two the same; of more than 20,000 people fewer have one. */
    private static Optional<String> phone(double place, int people, Draws draws) {
        int number = (int) (place * people);
        if (number >= Math.min(0.8 * people, 1000.0 * PHONE_BLOCKS.size())) {
            return Optional.empty();
        }
        String rest = PHONE_BLOCKS.get(number / 1000)
                + Integer.toString(1000 + number % 1000).substring(1);
        return Optional.of(
                switch (draws.below(3)) {
                    case 0 -> "+44 " + rest;
                    case 1 -> "0" + rest;
                    default -> "0" + rest.replace(" ", "");
                });
    }

    private static List<String> cookies(int number, long seed, Draws draws) {
        int count = 1 + draws.place(0.70, 0.22, 0.08);
        List<String> cookies = new ArrayList<>(count);
        for (int place = 0; place < count; place++) {
            cookies.add(cookie(3 * number + place, seed));
        }
        return cookies;
    }

    /** Looks random, yet no two numbers give the same: an odd factor is a bijection modulo 2^32. */
    static String cookie(int number, long seed) {
        return String.format("w%08x", (int) (number * 0x9E3779B1L + seed * 0x85EBCA6BL));
    }
}
