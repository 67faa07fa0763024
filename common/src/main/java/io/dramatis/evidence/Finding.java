package io.dramatis.evidence;

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
        String sentence) {}
