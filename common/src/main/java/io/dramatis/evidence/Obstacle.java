package io.dramatis.evidence;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Why nothing can be known of groups in some data, whatever a fit shows. */
final class Obstacle {
    /** Fewer people for each forming feature carry no claim at all. */
    private static final int FEWEST_A_FEATURE = 10;

    private Obstacle() {}

    /**
     * What cannot be known, and what would help.
     *
     * @param rows a sample of the people, NaN where missing
     * @param people of the study
     */
    static Optional<String> of(List<double[]> rows, long people, int features) {
        if (people < (long) FEWEST_A_FEATURE * features) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%d people for %d forming features are fewer than %d for each, so that it cannot be known whether there"
                            + " are groups; take more people, or fewer features.",
                    people,
                    features,
                    FEWEST_A_FEATURE));
        }
        if (features == 1) {
            return Optional.of(
                    "one forming feature tells how people lie along it, and it cannot be known whether those on"
                            + " either side of a gap share anything else; take more features.");
        }
        if (IntStream.range(0, features).allMatch(j -> isYesOrNo(rows, j))) {
            return Optional.of(
                    "every forming feature has but two values, so that it cannot be known whether there are groups"
                            + " or only answers that go together; take features that are measured or counted.");
        }
        if (isTiesOnly(rows)) {
            return Optional.of(
                    "each person has the same values as another, so that it cannot be known what lies between them;"
                            + " take each person once, and features with finer values.");
        }
        return Optional.empty();
    }

    private static boolean isYesOrNo(List<double[]> rows, int feature) {
        return rows.stream()
                        .mapToDouble(row -> row[feature])
                        .filter(value -> !Double.isNaN(value))
                        .distinct()
                        .limit(3)
                        .count()
                <= 2;
    }

    private static boolean isTiesOnly(List<double[]> rows) {
        Map<List<Double>, Integer> seen = new HashMap<>();
        rows.forEach(row -> seen.merge(Arrays.stream(row).boxed().toList(), 1, Integer::sum));
        return seen.values().stream().allMatch(count -> count > 1);
    }
}
