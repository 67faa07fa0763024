package io.dramatis.evidence;

import io.dramatis.evidence.carry.Carrying;
import io.dramatis.evidence.novelty.FormingTests;
import io.dramatis.evidence.structure.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What was measured, check by check and in plain words. */
final class Findings {
    /** Adjusted Rand index from which groups pass for the same, and for alike. */
    private static final double SAME = 0.9;

    private static final double ALIKE = 0.5;
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
                        ? Finding.text(
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
                        : Finding.text(
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
                Finding.text(
                        "There are %.0f people for each of %d forming features, where %d are asked.",
                        measured.perFeature(),
                        measured.features(),
                        measured.limits().minPeoplePerFeature())));
        addCarrying(findings);
        findings.add(ofAll(Check.VERDICT, Double.NaN, Double.NaN, measured.overall() == Verdict.NATURAL, summary()));
        for (int g = 0; g < count; g++) {
            findings.addAll(new GroupFindings(measured, g).findings());
        }
        return findings;
    }

    private void addCarrying(List<Finding> findings) {
        Carrying carrying = measured.carrying();
        carrying.leftOut()
                .forEach(left -> findings.add(ofSubject(
                        Check.LEAVING_OUT,
                        left.name(),
                        left.alike(),
                        Finding.text(
                                "Without %s%s the same groups are found %s (adjusted Rand index %.2f).",
                                left.isBlock() ? "the block " : "",
                                left.name(),
                                left.alike() >= SAME ? "again" : left.alike() >= ALIKE ? "in part" : "no more",
                                left.alike()))));
        carrying.shares()
                .forEach((block, share) -> findings.add(ofSubject(
                        Check.SEPARATION_SHARE,
                        block,
                        share,
                        Finding.text(
                                "The block %s brings %.0f%% of how far the groups lie apart.", block, 100 * share))));
        for (int j = 0; j < carrying.tests().size(); j++) {
            addFormingTest(
                    carrying.features().get(j).feature(), carrying.tests().get(j), findings);
        }
    }

    private void addFormingTest(String feature, FormingTests.Outcome test, List<Finding> findings) {
        boolean isPassed = test.p() <= measured.limits().level();
        findings.add(of(
                Check.FORMING_DIFFERENCE,
                Optional.of(feature),
                test.p(),
                measured.limits().level(),
                isPassed,
                Double.isNaN(test.p())
                        ? Finding.text(
                                "Not testable: whether the groups differ in %s beyond having been formed by it; %s.",
                                feature, test.reason())
                        : Finding.text(
                                isPassed
                                        ? "Formed on one half of what it says, the groups differ in %s on the other half (adjusted"
                                                + " p %s)."
                                        : "Formed on one half of what it says, the groups do not show to differ in %s on the other half"
                                                + " (adjusted p %s); the halves tell less than the whole.",
                                feature,
                                test.p() < 0.001 ? "< 0.001" : Finding.text("= %.3f", test.p()))));
    }

    private String structure() {
        if (measured.first().isEmpty()) {
            return "One population explains the data: the fit finds no two groups with a gap between them.";
        }
        Split split = measured.first().get();
        return split.isReal()
                ? Finding.text(
                        "One population does not explain the data: p = %.3f of %d sets.", measured.p(), split.sets())
                : Finding.text(
                        "One population explains the data: sets of one population show groups as far apart (p = %.2f).",
                        measured.p());
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
        return Finding.text(
                "Of %d groups %d %s natural.", measured.groups().size(), natural, natural == 1 ? "is" : "are");
    }

    private Finding ofAll(Check check, double statistic, double threshold, boolean isPassed, String sentence) {
        return of(check, Optional.empty(), statistic, threshold, isPassed, sentence);
    }

    private Finding ofSubject(Check check, String subject, double statistic, String sentence) {
        return of(check, Optional.of(subject), statistic, Double.NaN, true, sentence);
    }

    private Finding of(
            Check check,
            Optional<String> subject,
            double statistic,
            double threshold,
            boolean isPassed,
            String sentence) {
        return Finding.of(
                OptionalInt.empty(),
                check,
                subject,
                statistic,
                threshold,
                isPassed,
                measured.studyPeople(),
                measured.overall(),
                sentence);
    }
}
