package io.dramatis.jobs.demo;

import java.util.List;

/**
 * A planted persona: what is typical of it, and how widely its people differ.
 *
 * @param share of the population
 * @param web share of its people who use the web shop
 * @param survey share of its people who answer the survey
 * @param orders in two years
 * @param orderValue pounds an order
 * @param basketItems items an order, beyond the first
 * @param storeVisits in two years
 * @param offerOdds odds that a pound goes to an offer
 * @param orderDays days since the last order
 * @param webEvents in a year
 * @param dayEvents web events on a day with any
 * @param viewedPrice pounds, of a viewed article
 * @param price what its people care for, on a scale of 1 to 7: a good price,
 * @param novelty new things,
 * @param service advice and service
 * @param eventTypes shares of the types of {@link WebFiles#TYPES}
 * @param mobile share of cookies that are a mobile phone's
 * @param evening share of sessions in the evening
 * @param returns share of orders sent back
 * @param calls to support, in two years
 * @param contentment shift of the satisfaction, in standard deviations
 * @param channels chances of the channels of {@link SurveyFile#CHANNELS}
 */
record Persona(
        String name,
        double share,
        double web,
        double survey,
        Trait orders,
        Trait orderValue,
        Trait basketItems,
        Trait storeVisits,
        Trait offerOdds,
        Trait orderDays,
        Trait webEvents,
        Trait dayEvents,
        Trait viewedPrice,
        double price,
        double novelty,
        double service,
        double[] eventTypes,
        double mobile,
        double evening,
        double returns,
        double calls,
        double contentment,
        double[] channels) {

    /** A lognormal trait, by its median and the standard deviation of its logarithm. */
    record Trait(double median, double spread) {
        double at(double normal) {
            return median * Math.exp(spread * normal);
        }
    }

    /** All four, from the most frequent to the rarest. */
    static final List<Persona> ALL = List.of(
            new Persona(
                    "offer-planner",
                    0.38,
                    0.95,
                    0.38,
                    new Trait(9, 0.38),
                    new Trait(24, 0.40),
                    new Trait(5.6, 0.36),
                    new Trait(10, 0.40),
                    new Trait(1.20, 0.50),
                    new Trait(60, 0.55),
                    new Trait(53, 0.40),
                    new Trait(5.0, 0.34),
                    new Trait(16, 0.38),
                    5.6,
                    3.4,
                    3.6,
                    new double[] {0.52, 0.27, 0.13, 0.05, 0.02, 0.01},
                    0.70,
                    0.55,
                    0.05,
                    0.6,
                    0.0,
                    new double[] {0.25, 0.60, 0.55, 0.20, 0.30}),
            new Persona(
                    "steady-regular",
                    0.27,
                    0.92,
                    0.42,
                    new Trait(34, 0.34),
                    new Trait(42, 0.36),
                    new Trait(3.0, 0.38),
                    new Trait(7, 0.42),
                    new Trait(0.28, 0.48),
                    new Trait(10, 0.50),
                    new Trait(40, 0.42),
                    new Trait(2.2, 0.30),
                    new Trait(30, 0.36),
                    4.2,
                    3.8,
                    4.4,
                    new double[] {0.54, 0.16, 0.17, 0.10, 0.02, 0.01},
                    0.60,
                    0.40,
                    0.06,
                    0.5,
                    0.4,
                    new double[] {0.30, 0.65, 0.40, 0.45, 0.20}),
            new Persona(
                    "curious-explorer",
                    0.20,
                    0.97,
                    0.50,
                    new Trait(14, 0.42),
                    new Trait(125, 0.44),
                    new Trait(1.3, 0.40),
                    new Trait(9, 0.44),
                    new Trait(0.16, 0.50),
                    new Trait(30, 0.55),
                    new Trait(66, 0.44),
                    new Trait(6.5, 0.34),
                    new Trait(85, 0.42),
                    2.7,
                    5.8,
                    4.5,
                    new double[] {0.60, 0.20, 0.10, 0.03, 0.02, 0.05},
                    0.45,
                    0.50,
                    0.14,
                    0.9,
                    0.0,
                    new double[] {0.20, 0.35, 0.25, 0.65, 0.60}),
            new Persona(
                    "counter-loyal",
                    0.15,
                    0.70,
                    0.28,
                    new Trait(10, 0.40),
                    new Trait(70, 0.40),
                    new Trait(8.5, 0.36),
                    new Trait(46, 0.36),
                    new Trait(0.34, 0.46),
                    new Trait(40, 0.52),
                    new Trait(22, 0.36),
                    new Trait(3.0, 0.30),
                    new Trait(46, 0.38),
                    4.1,
                    2.6,
                    6.0,
                    new double[] {0.62, 0.12, 0.08, 0.04, 0.12, 0.02},
                    0.25,
                    0.25,
                    0.03,
                    2.2,
                    0.6,
                    new double[] {0.80, 0.30, 0.10, 0.15, 0.10}));

    /** The persona at a place in [0, 1) of the population. */
    static Persona at(double place) {
        double rest = place;
        for (Persona persona : ALL) {
            rest -= persona.share();
            if (rest < 0) {
                return persona;
            }
        }
        return ALL.get(ALL.size() - 1);
    }
}
