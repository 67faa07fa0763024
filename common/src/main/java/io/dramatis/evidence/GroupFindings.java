package io.dramatis.evidence;

import io.dramatis.evidence.structure.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What was measured of one group, check by check and in plain words. */
final class GroupFindings {
    private final Measured measured;
    private final int group;
    private final GroupMeasures figures;

    GroupFindings(Measured measured, int group) {
        this.measured = measured;
        this.group = group;
        this.figures = measured.groups().get(group);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        long people = figures.people();
        findings.add(of(
                Check.GROUP_PEOPLE,
                people,
                measured.limits().minPeople(),
                people >= measured.limits().minPeople(),
                Finding.text(
                        "It holds %d people, where %d are asked.",
                        people, measured.limits().minPeople())));
        findings.add(of(
                Check.EFFECTIVE_PEOPLE,
                figures.effectivePeople(),
                measured.limits().minPeople(),
                figures.effectivePeople() >= measured.limits().minPeople(),
                Finding.text("As surely as they are in it, they count for %.0f people.", figures.effectivePeople())));
        findings.add(of(
                Check.PEOPLE_PER_FEATURE,
                (double) people / measured.features(),
                Double.NaN,
                true,
                Finding.text("It has %.0f people for each forming feature.", (double) people / measured.features())));
        if (measured.groups().size() > 1) {
            findings.add(of(
                    Check.STRUCTURE,
                    figures.p().orElse(Double.NaN),
                    figures.split().map(Split::level).orElse(Double.NaN),
                    figures.isSplitReal(),
                    split()));
            findings.add(of(
                    Check.SEPARATION,
                    figures.overlap(),
                    measured.limits().maxOverlap(),
                    measured.isApart(group),
                    Finding.text(
                            "%.1f%% of people are mistaken between it and the group nearest to it; up to %.1f%% are"
                                    + " allowed.",
                            100 * figures.overlap(), 100 * measured.limits().maxOverlap())));
            figures.split()
                    .ifPresent(split -> findings.add(of(
                            Check.VALLEY,
                            split.ridge(),
                            Double.NaN,
                            true,
                            Finding.text(
                                    "On the way to the other side of its split people thin out to %.0f%% of the lower peak.",
                                    100 * split.ridge()))));
            findings.add(of(
                    Check.STABILITY,
                    figures.stability(),
                    measured.limits().minJaccard(),
                    measured.isStable(group),
                    Double.isNaN(figures.stability())
                            ? "Whether it comes back could not be tried: the sample holds none of its people."
                            : Finding.text(
                                    "In %d samples of %d people drawn anew it came back %.0f%% alike, where %.0f%% are asked.",
                                    measured.limits().replicates(),
                                    measured.sampled(),
                                    100 * figures.stability(),
                                    100 * measured.limits().minJaccard())));
            findings.add(of(
                    Check.PREDICTION_STRENGTH,
                    figures.predictionStrength(),
                    measured.limits().minPredictionStrength(),
                    measured.isPredicted(group),
                    Double.isNaN(figures.predictionStrength())
                            ? "Whether one half of the people predicts the other could not be tried."
                            : Finding.text(
                                    "Of two of its people whom one half puts together, the other half does so too in %.0f%%,"
                                            + " where %.0f%% are asked.",
                                    100 * figures.predictionStrength(),
                                    100 * measured.limits().minPredictionStrength())));
            findings.add(of(
                    Check.HELD_OUT_GAIN,
                    figures.gain(),
                    measured.limits().minGain(),
                    figures.gain() >= measured.limits().minGain(),
                    Double.isNaN(figures.gain())
                            ? "None of its people were held out."
                            : Finding.text("Its people who were held out gain %.3f nats each.", figures.gain())));
        }
        findings.add(of(Check.VERDICT, Double.NaN, Double.NaN, measured.verdict(group) == Verdict.NATURAL, reason()));
        return findings;
    }

    private String split() {
        Optional<Split> split = figures.split();
        if (split.isEmpty()) {
            return "Its split from the others was not tested, since the split above it is no more than one population shows.";
        }
        if (split.get().p().isEmpty()) {
            return "Its split from the others was not tested: one side is a handful of people.";
        }
        return Finding.text(
                split.get().isReal()
                        ? "Its split from the others is more than one population shows: p = %.3f, at a level of %.3f."
                        : "Its split from the others is no more than one population shows: p = %.3f, at a level of %.3f.",
                split.get().p().getAsDouble(),
                split.get().level());
    }

    private String reason() {
        return switch (measured.verdict(group)) {
            case WITHHELD ->
                measured.obstacle()
                        .map(obstacle -> "Withheld: " + obstacle)
                        .orElseGet(() -> figures.people() < measured.limits().minPeople()
                                ? Finding.text("Withheld: %d people are too few to speak of a group.", figures.people())
                                : Finding.text(
                                        "Withheld: %d people are too few for %d forming features.",
                                        measured.studyPeople(), measured.features()));
            case NATURAL ->
                Finding.text(
                        "Natural: one population does not show such a split (p = %.3f), it stands apart (%.1f%% mistaken),"
                                + " and it comes back in new samples (%.0f%% alike).",
                        figures.p().orElseThrow(), 100 * figures.overlap(), 100 * figures.stability());
            case REPRODUCIBLE ->
                Finding.text(
                        "Reproducible: it comes back in new samples (%.0f%% alike), but %s: %s.",
                        100 * figures.stability(),
                        figures.isSplitReal()
                                ? Finding.text(
                                        "%.1f%% of people are mistaken between it and its neighbour",
                                        100 * figures.overlap())
                                : "one population shows such splits, too",
                        Verdict.CAUTION);
            case CONSTRUCTIVE -> constructive();
        };
    }

    private String constructive() {
        if (measured.groups().size() < 2) {
            return "Constructive: the data show one population, so that any cut through it is our own.";
        }
        return figures.stability() >= measured.limits().minJaccard()
                ? Finding.text(
                        "Constructive: one half of the people predicts only %.0f%% of the other's pairs, and there is no gap.",
                        100 * figures.predictionStrength())
                : Finding.text(
                        "Constructive: it came back only %.0f%% alike in new samples, so that another sample would"
                                + " have given other groups.",
                        100 * figures.stability());
    }

    private Finding of(Check check, double statistic, double threshold, boolean isPassed, String sentence) {
        return Finding.of(
                OptionalInt.of(group),
                check,
                Optional.empty(),
                statistic,
                threshold,
                isPassed,
                figures.people(),
                measured.verdict(group),
                sentence);
    }
}
