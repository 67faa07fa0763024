package io.dramatis.evidence;

import io.dramatis.evidence.carry.Carrying;
import io.dramatis.evidence.carry.LeavingOut;
import io.dramatis.evidence.novelty.FormingTests;
import io.dramatis.evidence.structure.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What was measured, check by check and in plain words. */
final class Findings {
    /** Adjusted Rand index from which groups pass for the same, and for alike. */
    private static final double SAME = 0.9;

    private static final double ALIKE = 0.5;
    /** Standard deviations under which a difference is not worth telling. */
    private static final double TELLING = 0.2;

    private final Measured measured;

    private Findings(Measured measured) {
        this.measured = measured;
    }

    /** Those of all groups together first, then by group. */
    static List<Finding> of(Measured measured) {
        return new Findings(measured).findings();
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        int count = measured.groups().size();
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
                measured.p(),
                measured.first().map(Split::level).orElse(measured.limits().level()),
                measured.first().filter(Split::isReal).isPresent(),
                structure()));
        findings.add(ofAll(
                Check.SMALLEST_DETECTABLE,
                measured.detectable().orElse(Double.NaN),
                Double.NaN,
                measured.detectable().isPresent(),
                measured.detectable().isPresent()
                        ? text(
                                "Groups nearer than %.2f standard deviations would go unseen in so many people.",
                                measured.detectable().getAsDouble())
                        : "So few people could not show any groups, however far apart."));
        findings.add(ofAll(
                Check.HELD_OUT_GAIN,
                measured.gain(),
                measured.limits().minGain(),
                measured.gain() >= measured.limits().minGain(),
                Double.isNaN(measured.gain())
                        ? "There is but one group, so that nothing is gained by it."
                        : text(
                                "People who were held out are %s by the groups than by one population: %.3f nats a person,"
                                        + " where %.3f are asked.",
                                measured.gain() >= measured.limits().minGain()
                                        ? "better described"
                                        : "hardly better described",
                                measured.gain(),
                                measured.limits().minGain())));
        findings.add(ofAll(
                Check.PEOPLE_PER_FEATURE,
                measured.perFeature(),
                measured.limits().minPeoplePerFeature(),
                measured.hasPeopleForFeatures(),
                text(
                        "There are %.0f people for each of %d forming features, where %d are asked.",
                        measured.perFeature(),
                        measured.features(),
                        measured.limits().minPeoplePerFeature())));
        addCarrying(findings);
        findings.add(ofAll(Check.VERDICT, Double.NaN, Double.NaN, measured.overall() == Verdict.NATURAL, summary()));
        for (int g = 0; g < count; g++) {
            addGroup(g, findings);
        }
        return findings;
    }

    private void addCarrying(List<Finding> findings) {
        Carrying carrying = measured.carrying();
        for (int i = 0; i < carrying.parts().size(); i++) {
            LeavingOut.Part part = carrying.parts().get(i);
            double alike = carrying.alike().get(i);
            findings.add(ofSubject(
                    Check.LEAVING_OUT,
                    part.name(),
                    alike,
                    text(
                            "Without %s%s the same groups are found %s (adjusted Rand index %.2f).",
                            part.isBlock() ? "the block " : "",
                            part.name(),
                            alike >= SAME ? "again" : alike >= ALIKE ? "in part" : "no more",
                            alike)));
        }
        carrying.shares()
                .forEach((block, share) -> findings.add(ofSubject(
                        Check.SEPARATION_SHARE,
                        block,
                        share,
                        text("The block %s brings %.0f%% of how far the groups lie apart.", block, 100 * share))));
        for (int j = 0; j < carrying.tests().size(); j++) {
            addFormingTest(
                    carrying.features().get(j).feature(), carrying.tests().get(j), findings);
        }
    }

    private void addFormingTest(String feature, FormingTests.Outcome test, List<Finding> findings) {
        boolean isPassed = test.p() <= measured.limits().level() && test.effect() >= TELLING;
        findings.add(finding(
                OptionalInt.empty(),
                Check.FORMING_DIFFERENCE,
                Optional.of(feature),
                test.p(),
                measured.limits().level(),
                isPassed,
                measured.studyPeople(),
                measured.overall(),
                Double.isNaN(test.p())
                        ? text(
                                "Not testable: whether the groups differ in %s beyond having been formed by it; %s.",
                                feature, test.reason())
                        : text(
                                "Formed on one half of what it says, the groups %s in %s on the other half: by up to %.2f"
                                        + " standard deviations (adjusted p = %.3f).",
                                isPassed ? "differ" : "hardly differ", feature, test.effect(), test.p())));
    }

    private Finding ofSubject(Check check, String subject, double statistic, String sentence) {
        return finding(
                OptionalInt.empty(),
                check,
                Optional.of(subject),
                statistic,
                Double.NaN,
                true,
                measured.studyPeople(),
                measured.overall(),
                sentence);
    }

    private String structure() {
        if (measured.first().isEmpty()) {
            return "One population explains the data: the fit finds no two groups with a gap between them.";
        }
        Split split = measured.first().get();
        return split.isReal()
                ? text("One population does not explain the data: p = %.3f of %d sets.", measured.p(), split.sets())
                : text(
                        "One population explains the data: sets of one population show groups as far apart (p = %.2f).",
                        measured.p());
    }

    private void addGroup(int g, List<Finding> findings) {
        GroupMeasures figures = measured.groups().get(g);
        long people = figures.people();
        findings.add(ofGroup(
                g,
                Check.GROUP_PEOPLE,
                people,
                measured.limits().minPeople(),
                people >= measured.limits().minPeople(),
                text(
                        "It holds %d people, where %d are asked.",
                        people, measured.limits().minPeople())));
        findings.add(ofGroup(
                g,
                Check.EFFECTIVE_PEOPLE,
                figures.effectivePeople(),
                measured.limits().minPeople(),
                figures.effectivePeople() >= measured.limits().minPeople(),
                text("As surely as they are in it, they count for %.0f people.", figures.effectivePeople())));
        findings.add(ofGroup(
                g,
                Check.PEOPLE_PER_FEATURE,
                (double) people / measured.features(),
                Double.NaN,
                true,
                text("It has %.0f people for each forming feature.", (double) people / measured.features())));
        if (measured.groups().size() > 1) {
            findings.add(ofGroup(
                    g,
                    Check.STRUCTURE,
                    figures.split().map(Split::p).orElse(OptionalDouble.empty()).orElse(Double.NaN),
                    figures.split().map(Split::level).orElse(Double.NaN),
                    figures.isSplitReal(),
                    split(figures)));
            findings.add(ofGroup(
                    g,
                    Check.SEPARATION,
                    figures.overlap(),
                    measured.limits().maxOverlap(),
                    measured.isApart(g),
                    text(
                            "%.1f%% of people are mistaken between it and the group nearest to it; up to %.1f%% are"
                                    + " allowed.",
                            100 * figures.overlap(), 100 * measured.limits().maxOverlap())));
            figures.split()
                    .ifPresent(split -> findings.add(ofGroup(
                            g,
                            Check.VALLEY,
                            split.ridge(),
                            Double.NaN,
                            true,
                            text(
                                    "On the way to the other side of its split people thin out to %.0f%% of the lower peak.",
                                    100 * split.ridge()))));
            findings.add(ofGroup(
                    g,
                    Check.STABILITY,
                    figures.stability(),
                    measured.limits().minJaccard(),
                    measured.isStable(g),
                    Double.isNaN(figures.stability())
                            ? "Whether it comes back could not be tried: the sample holds none of its people."
                            : text(
                                    "In %d samples of %d people drawn anew it came back %.0f%% alike, where %.0f%% are asked.",
                                    measured.limits().replicates(),
                                    measured.sampled(),
                                    100 * figures.stability(),
                                    100 * measured.limits().minJaccard())));
            findings.add(ofGroup(
                    g,
                    Check.PREDICTION_STRENGTH,
                    figures.predictionStrength(),
                    measured.limits().minPredictionStrength(),
                    measured.isPredicted(g),
                    Double.isNaN(figures.predictionStrength())
                            ? "Whether one half of the people predicts the other could not be tried."
                            : text(
                                    "Of two of its people whom one half puts together, the other half does so too in %.0f%%,"
                                            + " where %.0f%% are asked.",
                                    100 * figures.predictionStrength(),
                                    100 * measured.limits().minPredictionStrength())));
            findings.add(ofGroup(
                    g,
                    Check.HELD_OUT_GAIN,
                    figures.gain(),
                    measured.limits().minGain(),
                    figures.gain() >= measured.limits().minGain(),
                    Double.isNaN(figures.gain())
                            ? "None of its people were held out."
                            : text("Its people who were held out gain %.3f nats each.", figures.gain())));
        }
        findings.add(
                ofGroup(g, Check.VERDICT, Double.NaN, Double.NaN, measured.verdict(g) == Verdict.NATURAL, reason(g)));
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
        GroupMeasures figures = measured.groups().get(g);
        return switch (measured.verdict(g)) {
            case WITHHELD ->
                measured.obstacle()
                        .map(obstacle -> "Withheld: " + obstacle)
                        .orElseGet(() -> figures.people() < measured.limits().minPeople()
                                ? text("Withheld: %d people are too few to speak of a group.", figures.people())
                                : text(
                                        "Withheld: %d people are too few for %d forming features.",
                                        measured.studyPeople(), measured.features()));
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
        if (measured.groups().size() < 2) {
            return "Constructive: the data show one population, so that any cut through it is our own.";
        }
        return figures.stability() >= measured.limits().minJaccard()
                ? text(
                        "Constructive: one half of the people predicts only %.0f%% of the other's pairs, and there is no gap.",
                        100 * figures.predictionStrength())
                : text(
                        "Constructive: it came back only %.0f%% alike in new samples, so that another sample would"
                                + " have given other groups.",
                        100 * figures.stability());
    }

    private String summary() {
        long natural = IntStream.range(0, measured.groups().size())
                .filter(g -> measured.verdict(g) == Verdict.NATURAL)
                .count();
        if (measured.obstacle().isPresent()) {
            return "Nothing can be said: " + measured.obstacle().get();
        }
        if (measured.groups().size() < 2) {
            return "The data show one population.";
        }
        return text("Of %d groups %d %s natural.", measured.groups().size(), natural, natural == 1 ? "is" : "are");
    }

    private Finding ofGroup(
            int group, Check check, double statistic, double threshold, boolean isPassed, String sentence) {
        return finding(
                OptionalInt.of(group),
                check,
                Optional.empty(),
                statistic,
                threshold,
                isPassed,
                measured.groups().get(group).people(),
                measured.verdict(group),
                sentence);
    }

    private Finding ofAll(Check check, double statistic, double threshold, boolean isPassed, String sentence) {
        return finding(
                OptionalInt.empty(),
                check,
                Optional.empty(),
                statistic,
                threshold,
                isPassed,
                measured.studyPeople(),
                measured.overall(),
                sentence);
    }

    private static Finding finding(
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

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
