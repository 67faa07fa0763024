package io.dramatis.jobs.demo;

import java.util.List;
import java.util.Optional;

/**
 * One made-up person.
 *
 * @param cookies of the web shop, none to three
 * @param answers whether the person answers the survey
 * @param region place in {@link CrmFile#REGIONS}
 * @param itemsPerOrder one at least
 * @param offerShare of the revenue, between 0 and 1
 * @param webEvents in a year, 0 without a cookie
 * @param eventsPerDay on a day with any
 * @param viewedPrice pounds
 * @param attitudes to price, novelty and service: what the answers scatter around, 1 to 7 or slightly beyond
 */
record Person(
        int number,
        Persona persona,
        String firstName,
        String lastName,
        String email,
        Optional<String> phone,
        List<String> cookies,
        boolean answers,
        int birthYear,
        int region,
        int orders,
        double orderValue,
        double itemsPerOrder,
        int storeVisits,
        double offerShare,
        int orderDays,
        int webEvents,
        double eventsPerDay,
        double viewedPrice,
        List<Double> attitudes) {

    String customerId() {
        return "C" + Integer.toString(10_000_001 + number).substring(1);
    }
}
