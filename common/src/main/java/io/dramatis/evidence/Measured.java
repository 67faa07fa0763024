package io.dramatis.evidence;

import io.dramatis.config.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What was measured of the groups of a model, and what follows from it.
 *
 * @param people by group
 * @param stability mean Jaccard by group; NaN where it could not be measured
 * @param overlap largest DEMP probability with another group, by group; 0 where there is no other
 * @param gain held-out log-likelihood over one Gaussian, nats a person
 * @param studyPeople of whom something is known
 * @param features that form the groups
 * @param sampled people that the fits were made again on
 */
record Measured(
        long[] people,
        double[] stability,
        double[] overlap,
        double gain,
        long studyPeople,
        int features,
        int sampled,
        Study.Evidence limits) {

    int groups() {
        return people.length;
    }

    Verdict verdict(int group) {
        if (people[group] < limits.minPeople() || !hasPeopleForFeatures()) {
            return Verdict.WITHHELD;
        }
        if (groups() < 2 || !isStable(group)) {
            return Verdict.CONSTRUCTIVE;
        }
        return isApart(group) && hasGain() ? Verdict.NATURAL : Verdict.REPRODUCIBLE;
    }

    /** The best that can be said of any group. */
    Verdict overall() {
        return IntStream.range(0, groups())
                .mapToObj(this::verdict)
                .min(Verdict::compareTo)
                .orElse(Verdict.WITHHELD);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(ofAll(
                Check.GROUPS,
                groups(),
                2,
                groups() >= 2,
                groups() >= 2
                        ? "The data show " + groups() + " groups."
                        : "The data show one population: no group stands out from the others."));
        findings.add(ofAll(
                Check.HELD_OUT_GAIN,
                gain,
                limits.minGain(),
                hasGain(),
                text(
                        "People who were held out are %s by the groups than by one population: %.3f nats a person, where"
                                + " %.3f are asked.",
                        hasGain() ? "better described" : "hardly better described", gain, limits.minGain())));
        findings.add(ofAll(
                Check.PEOPLE_PER_FEATURE,
                perFeature(),
                limits.minPeoplePerFeature(),
                hasPeopleForFeatures(),
                text(
                        "There are %.0f people for each of %d forming features, where %d are asked.",
                        perFeature(), features, limits.minPeoplePerFeature())));
        findings.add(ofAll(Check.VERDICT, Double.NaN, Double.NaN, overall() == Verdict.NATURAL, summary()));
        for (int g = 0; g < groups(); g++) {
            addGroup(g, findings);
        }
        return findings;
    }

    private void addGroup(int g, List<Finding> findings) {
        findings.add(of(
                g,
                Check.GROUP_PEOPLE,
                people[g],
                limits.minPeople(),
                people[g] >= limits.minPeople(),
                text("It holds %d people, where %d are asked.", people[g], limits.minPeople())));
        if (groups() > 1) {
            findings.add(of(
                    g,
                    Check.SEPARATION,
                    overlap[g],
                    limits.maxOverlap(),
                    isApart(g),
                    text(
                            "%.1f%% of people are mistaken between it and the group nearest to it; up to %.1f%% are"
                                    + " allowed.",
                            100 * overlap[g], 100 * limits.maxOverlap())));
            findings.add(of(
                    g,
                    Check.STABILITY,
                    stability[g],
                    limits.minJaccard(),
                    isStable(g),
                    Double.isNaN(stability[g])
                            ? "Whether it comes back could not be tried: the sample holds none of its people."
                            : text(
                                    "In %d samples of %d people drawn anew it came back %.0f%% alike, where %.0f%% are asked.",
                                    limits.replicates(), sampled, 100 * stability[g], 100 * limits.minJaccard())));
        }
        findings.add(of(g, Check.VERDICT, Double.NaN, Double.NaN, verdict(g) == Verdict.NATURAL, reason(g)));
    }

    private String reason(int g) {
        return switch (verdict(g)) {
            case WITHHELD ->
                people[g] < limits.minPeople()
                        ? text("Withheld: %d people are too few to speak of a group.", people[g])
                        : text("Withheld: %d people are too few for %d forming features.", studyPeople, features);
            case NATURAL ->
                text(
                        "Natural: it stands apart (%.1f%% mistaken), comes back in new samples (%.0f%% alike), and describes"
                                + " people who were held out.",
                        100 * overlap[g], 100 * stability[g]);
            case REPRODUCIBLE ->
                text(
                        "Reproducible: it comes back in new samples (%.0f%% alike), but %s: a useful cut of a continuum, not a"
                                + " natural group.",
                        100 * stability[g],
                        isApart(g)
                                ? "people who were held out are hardly better described by it"
                                : text("%.1f%% of people are mistaken between it and its neighbour", 100 * overlap[g]));
            case CONSTRUCTIVE ->
                groups() < 2
                        ? "Constructive: the data show one population, so that any cut through it is our own."
                        : text(
                                "Constructive: it came back only %.0f%% alike in new samples, so that another sample would"
                                        + " have given other groups.",
                                100 * stability[g]);
        };
    }

    private String summary() {
        long natural = IntStream.range(0, groups())
                .filter(g -> verdict(g) == Verdict.NATURAL)
                .count();
        if (groups() < 2) {
            return "The data show one population.";
        }
        return text("Of %d groups %d %s natural.", groups(), natural, natural == 1 ? "is" : "are");
    }

    private boolean isStable(int group) {
        return stability[group] >= limits.minJaccard();
    }

    private boolean isApart(int group) {
        return overlap[group] <= limits.maxOverlap();
    }

    private boolean hasGain() {
        return gain >= limits.minGain();
    }

    private double perFeature() {
        return (double) studyPeople / features;
    }

    private boolean hasPeopleForFeatures() {
        return perFeature() >= limits.minPeoplePerFeature();
    }

    private Finding of(int group, Check check, double statistic, double threshold, boolean isPassed, String sentence) {
        return finding(
                OptionalInt.of(group), check, statistic, threshold, isPassed, people[group], verdict(group), sentence);
    }

    private Finding ofAll(Check check, double statistic, double threshold, boolean isPassed, String sentence) {
        return finding(OptionalInt.empty(), check, statistic, threshold, isPassed, studyPeople, overall(), sentence);
    }

    private static Finding finding(
            OptionalInt group,
            Check check,
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
                Double.isNaN(statistic) ? OptionalDouble.empty() : OptionalDouble.of(statistic),
                Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold),
                isMade ? Optional.of(isPassed) : Optional.empty(),
                people,
                verdict,
                sentence);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
