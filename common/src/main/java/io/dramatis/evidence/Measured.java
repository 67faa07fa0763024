package io.dramatis.evidence;

import io.dramatis.config.Study;
import io.dramatis.evidence.structure.Split;
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
 * @param groups what was measured of each
 * @param first the first split that was tested; absent where the fit showed one group
 * @param detectable standard deviations under which groups would go unseen; absent where no distance is far enough
 * @param gain held-out log-likelihood over one Gaussian, nats a person; NaN where there is but one group
 * @param studyPeople of whom something is known
 * @param features that form the groups
 * @param sampled people that the fits were made again on
 */
public record Measured(
        List<GroupMeasures> groups,
        Optional<Split> first,
        OptionalDouble detectable,
        double gain,
        long studyPeople,
        int features,
        int sampled,
        Study.Evidence limits) {
    public Measured {
        groups = List.copyOf(groups);
    }

    /** Whether the first split is more than one population would show, in p; 1 where there was none to look at. */
    public double p() {
        return first.map(Split::p).orElse(OptionalDouble.empty()).orElse(1);
    }

    Verdict verdict(int group) {
        GroupMeasures figures = groups.get(group);
        if (figures.people() < limits.minPeople() || !hasPeopleForFeatures()) {
            return Verdict.WITHHELD;
        }
        if (groups.size() < 2 || !isStable(group)) {
            return Verdict.CONSTRUCTIVE;
        }
        if (figures.isSplitReal() && isApart(group)) {
            return Verdict.NATURAL;
        }
        return isPredicted(group) ? Verdict.REPRODUCIBLE : Verdict.CONSTRUCTIVE;
    }

    /** The best that can be said of any group. */
    Verdict overall() {
        return IntStream.range(0, groups.size())
                .mapToObj(this::verdict)
                .min(Verdict::compareTo)
                .orElse(Verdict.WITHHELD);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        int count = groups.size();
        findings.add(ofAll(
                Check.GROUPS,
                count,
                2,
                count >= 2,
                count >= 2
                        ? "The fit shows " + count + " groups."
                        : "The fit shows one group: nobody stands out from the others."));
        findings.add(ofAll(
                Check.STRUCTURE,
                p(),
                first.map(Split::level).orElse(limits.level()),
                first.filter(Split::isReal).isPresent(),
                structure()));
        findings.add(ofAll(
                Check.SMALLEST_DETECTABLE,
                detectable.orElse(Double.NaN),
                Double.NaN,
                detectable.isPresent(),
                detectable.isPresent()
                        ? text(
                                "Groups nearer than %.2f standard deviations would go unseen in so many people.",
                                detectable.getAsDouble())
                        : "So few people could not show any groups, however far apart."));
        findings.add(ofAll(
                Check.HELD_OUT_GAIN,
                gain,
                limits.minGain(),
                gain >= limits.minGain(),
                Double.isNaN(gain)
                        ? "There is but one group, so that nothing is gained by it."
                        : text(
                                "People who were held out are %s by the groups than by one population: %.3f nats a person,"
                                        + " where %.3f are asked.",
                                gain >= limits.minGain() ? "better described" : "hardly better described",
                                gain,
                                limits.minGain())));
        findings.add(ofAll(
                Check.PEOPLE_PER_FEATURE,
                perFeature(),
                limits.minPeoplePerFeature(),
                hasPeopleForFeatures(),
                text(
                        "There are %.0f people for each of %d forming features, where %d are asked.",
                        perFeature(), features, limits.minPeoplePerFeature())));
        findings.add(ofAll(Check.VERDICT, Double.NaN, Double.NaN, overall() == Verdict.NATURAL, summary()));
        for (int g = 0; g < count; g++) {
            addGroup(g, findings);
        }
        return findings;
    }

    private String structure() {
        if (first.isEmpty()) {
            return "One population explains the data: the fit finds no two groups with a gap between them.";
        }
        Split split = first.get();
        return split.isReal()
                ? text("One population does not explain the data: p = %.3f of %d sets.", p(), split.sets())
                : text(
                        "One population explains the data: sets of one population show groups as far apart (p = %.2f).",
                        p());
    }

    private void addGroup(int g, List<Finding> findings) {
        GroupMeasures figures = groups.get(g);
        long people = figures.people();
        findings.add(of(
                g,
                Check.GROUP_PEOPLE,
                people,
                limits.minPeople(),
                people >= limits.minPeople(),
                text("It holds %d people, where %d are asked.", people, limits.minPeople())));
        findings.add(of(
                g,
                Check.EFFECTIVE_PEOPLE,
                figures.effectivePeople(),
                limits.minPeople(),
                figures.effectivePeople() >= limits.minPeople(),
                text("As surely as they are in it, they count for %.0f people.", figures.effectivePeople())));
        findings.add(of(
                g,
                Check.PEOPLE_PER_FEATURE,
                (double) people / features,
                Double.NaN,
                true,
                text("It has %.0f people for each forming feature.", (double) people / features)));
        if (groups.size() > 1) {
            findings.add(of(
                    g,
                    Check.STRUCTURE,
                    figures.split().map(Split::p).orElse(OptionalDouble.empty()).orElse(Double.NaN),
                    figures.split().map(Split::level).orElse(Double.NaN),
                    figures.isSplitReal(),
                    split(figures)));
            findings.add(of(
                    g,
                    Check.SEPARATION,
                    figures.overlap(),
                    limits.maxOverlap(),
                    isApart(g),
                    text(
                            "%.1f%% of people are mistaken between it and the group nearest to it; up to %.1f%% are"
                                    + " allowed.",
                            100 * figures.overlap(), 100 * limits.maxOverlap())));
            figures.split()
                    .ifPresent(split -> findings.add(of(
                            g,
                            Check.VALLEY,
                            split.ridge(),
                            Double.NaN,
                            true,
                            text(
                                    "On the way to the other side of its split people thin out to %.0f%% of the lower peak.",
                                    100 * split.ridge()))));
            findings.add(of(
                    g,
                    Check.STABILITY,
                    figures.stability(),
                    limits.minJaccard(),
                    isStable(g),
                    Double.isNaN(figures.stability())
                            ? "Whether it comes back could not be tried: the sample holds none of its people."
                            : text(
                                    "In %d samples of %d people drawn anew it came back %.0f%% alike, where %.0f%% are asked.",
                                    limits.replicates(),
                                    sampled,
                                    100 * figures.stability(),
                                    100 * limits.minJaccard())));
            findings.add(of(
                    g,
                    Check.PREDICTION_STRENGTH,
                    figures.predictionStrength(),
                    limits.minPredictionStrength(),
                    isPredicted(g),
                    Double.isNaN(figures.predictionStrength())
                            ? "Whether one half of the people predicts the other could not be tried."
                            : text(
                                    "Of two of its people whom one half puts together, the other half does so too in %.0f%%,"
                                            + " where %.0f%% are asked.",
                                    100 * figures.predictionStrength(), 100 * limits.minPredictionStrength())));
            findings.add(of(
                    g,
                    Check.HELD_OUT_GAIN,
                    figures.gain(),
                    limits.minGain(),
                    figures.gain() >= limits.minGain(),
                    Double.isNaN(figures.gain())
                            ? "None of its people were held out."
                            : text("Its people who were held out gain %.3f nats each.", figures.gain())));
        }
        findings.add(of(g, Check.VERDICT, Double.NaN, Double.NaN, verdict(g) == Verdict.NATURAL, reason(g)));
    }

    private static String split(GroupMeasures figures) {
        Optional<Split> split = figures.split();
        if (split.isEmpty()) {
            return "Its split from the others was not tested, since the split above it is no more than one population shows.";
        }
        if (split.get().p().isEmpty()) {
            return "Its split from the others was not tested: one side is a handful of people.";
        }
        return text(
                split.get().isReal()
                        ? "Its split from the others is more than one population shows: p = %.3f, at a level of %.3f."
                        : "Its split from the others is no more than one population shows: p = %.3f, at a level of %.3f.",
                split.get().p().getAsDouble(),
                split.get().level());
    }

    private String reason(int g) {
        GroupMeasures figures = groups.get(g);
        return switch (verdict(g)) {
            case WITHHELD ->
                figures.people() < limits.minPeople()
                        ? text("Withheld: %d people are too few to speak of a group.", figures.people())
                        : text("Withheld: %d people are too few for %d forming features.", studyPeople, features);
            case NATURAL ->
                text(
                        "Natural: one population does not show such a split (p = %.3f), it stands apart (%.1f%% mistaken),"
                                + " and it comes back in new samples (%.0f%% alike).",
                        figures.split().orElseThrow().p().orElseThrow(),
                        100 * figures.overlap(),
                        100 * figures.stability());
            case REPRODUCIBLE ->
                text(
                        "Reproducible: it comes back in new samples (%.0f%% alike), but %s: a useful cut of a continuum, not a"
                                + " natural group.",
                        100 * figures.stability(),
                        figures.isSplitReal()
                                ? text(
                                        "%.1f%% of people are mistaken between it and its neighbour",
                                        100 * figures.overlap())
                                : "one population shows such splits, too");
            case CONSTRUCTIVE -> constructive(figures);
        };
    }

    private String constructive(GroupMeasures figures) {
        if (groups.size() < 2) {
            return "Constructive: the data show one population, so that any cut through it is our own.";
        }
        return figures.stability() >= limits.minJaccard()
                ? text(
                        "Constructive: one half of the people predicts only %.0f%% of the other's pairs, and there is no gap.",
                        100 * figures.predictionStrength())
                : text(
                        "Constructive: it came back only %.0f%% alike in new samples, so that another sample would"
                                + " have given other groups.",
                        100 * figures.stability());
    }

    private String summary() {
        long natural = IntStream.range(0, groups.size())
                .filter(g -> verdict(g) == Verdict.NATURAL)
                .count();
        if (groups.size() < 2) {
            return "The data show one population.";
        }
        return text("Of %d groups %d %s natural.", groups.size(), natural, natural == 1 ? "is" : "are");
    }

    private boolean isStable(int group) {
        return groups.get(group).stability() >= limits.minJaccard();
    }

    private boolean isPredicted(int group) {
        return groups.get(group).predictionStrength() >= limits.minPredictionStrength();
    }

    private boolean isApart(int group) {
        return groups.get(group).overlap() <= limits.maxOverlap();
    }

    private double perFeature() {
        return (double) studyPeople / features;
    }

    private boolean hasPeopleForFeatures() {
        return perFeature() >= limits.minPeoplePerFeature();
    }

    private Finding of(int group, Check check, double statistic, double threshold, boolean isPassed, String sentence) {
        return finding(
                OptionalInt.of(group),
                check,
                statistic,
                threshold,
                isPassed,
                groups.get(group).people(),
                verdict(group),
                sentence);
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
