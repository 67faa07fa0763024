package io.dramatis.evidence;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The outcome of a check.
 *
 * @param group absent for all groups together
 * @param subject block or feature that it is about; absent where it is about the groups as such
 * @param statistic what was found; absent where it could not be measured
 * @param threshold what it was held against; absent for a verdict
 * @param passed absent where the check could not be made
 * @param people that it is about
 * @param verdict of the group, or of all together
 * @param sentence why, in plain words
 */
public record Finding(
        OptionalInt group,
        Check check,
        Optional<String> subject,
        OptionalDouble statistic,
        OptionalDouble threshold,
        Optional<Boolean> passed,
        long people,
        Verdict verdict,
        String sentence) {

    /** Of figures that are NaN where they could not be measured, or are not held against anything. */
    static Finding of(
            OptionalInt group,
            Check check,
            Optional<String> subject,
            double statistic,
            double threshold,
            boolean isPassed,
            long people,
            Verdict verdict,
            String sentence) {
        boolean isMade = check == Check.VERDICT || !Double.isNaN(statistic);
        return new Finding(
                group,
                check,
                subject,
                Double.isNaN(statistic) ? OptionalDouble.empty() : OptionalDouble.of(statistic),
                Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold),
                isMade ? Optional.of(isPassed) : Optional.empty(),
                people,
                verdict,
                sentence);
    }

    /** Words with figures in them, alike whatever the machine's locale. */
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
