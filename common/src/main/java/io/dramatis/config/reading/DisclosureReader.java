package io.dramatis.config.reading;

import io.dramatis.config.Disclosure;
import io.dramatis.config.Feature;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what may be told of groups of people. */
final class DisclosureReader {
    private DisclosureReader() {}

    static Disclosure read(ConfigNode privacy) {
        ConfigNode node = privacy.node("disclosure");
        return new Disclosure(
                node.number("dominance", Range.SHARE),
                node.number("p-ratio", Range.atLeast(0)),
                node.number("largest-share", new Range(0.5, 1, false)),
                node.texts("sensitive"),
                node.number("largest-sensitive-share", new Range(0.5, 1, false)),
                node.count("min-distinct", 1),
                noise(privacy.node("differential")));
    }

    private static Optional<Disclosure.Noise> noise(ConfigNode node) {
        boolean isOff = node.isMissing("epsilon");
        boolean isUnbounded = node.isMissing("budget");
        if (isOff && isUnbounded) {
            return Optional.empty();
        }
        if (isOff) {
            node.missing("epsilon", "Say how much of the budget a publication spends, or leave the budget out");
            return Optional.empty();
        }
        double epsilon = node.number("epsilon", Range.over(0));
        if (isUnbounded) {
            node.missing("budget", "Say how much all publications of the lake may spend together");
            return Optional.empty();
        }
        double budget = node.number("budget", Range.over(0));
        if (epsilon > budget) {
            node.wrong("epsilon", Double.toString(epsilon), "at most the budget, which is " + budget);
        }
        return Optional.of(new Disclosure.Noise(epsilon, budget));
    }

    /** Whoever is called sensitive must be a feature. */
    static void checkFeatures(ConfigNode privacy, List<String> sensitive, List<Feature> features) {
        ConfigNode node = privacy.node("disclosure");
        Set<String> names = features.stream().map(Feature::name).collect(Collectors.toSet());
        sensitive.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> node.problem(
                        "sensitive",
                        node.key("sensitive") + " names the unknown feature " + node.shown(name),
                        node.findings().didYouMean(name, names, "Declare it in dramatis.features.define")));
    }
}
