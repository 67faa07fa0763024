package io.dramatis.jobs.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which forming features can form groups: of two that say the same, the later in the file is dropped. */
final class Screening {
    /** Through fewer points than these a line fits by itself. */
    private static final int FEWEST = 3;

    private Screening() {}

    /**
     * Why each forming column is dropped; empty where it is kept.
     *
     * @param names of the forming columns, in the order of the file
     * @param places of their modelled values among those of {@code moments}, which pair them in this order
     * @param maxCorrelation |r| over which two are too much alike
     * @param minPeople that anything may be told of
     */
    static List<Optional<String>> reasons(
            List<String> names, List<Integer> places, Moments moments, double maxCorrelation, int minPeople) {
        List<Optional<String>> reasons = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Optional<String> reason = alone(moments.value(places.get(i)), minPeople);
            for (int j = 0; j < i && reason.isEmpty(); j++) {
                if (reasons.get(j).isEmpty()) {
                    reason = beside(names.get(j), moments.pair(i, j), maxCorrelation, minPeople);
                }
            }
            reasons.add(reason);
        }
        return reasons;
    }

    private static Optional<String> alone(Moments.One values, int minPeople) {
        if (values.count() == 0) {
            return Optional.of("no one has a value");
        }
        if (values.count() < minPeople) {
            return Optional.of("fewer than " + minPeople + " people have a value");
        }
        return values.least() == values.greatest() ? Optional.of("the same for everyone") : Optional.empty();
    }

    private static Optional<String> beside(String earlier, Moments.Two pair, double maxCorrelation, int minPeople) {
        if (pair.isEqual()) {
            return Optional.of("equal to " + earlier);
        }
        double r = Math.abs(pair.correlation());
        if (pair.count() < Math.max(FEWEST, minPeople) || !(r > maxCorrelation)) {
            return Optional.empty();
        }
        return Optional.of(
                "|r| = " + String.format(Locale.ROOT, "%.3f", r).replaceFirst("^0", "") + " with " + earlier);
    }
}
