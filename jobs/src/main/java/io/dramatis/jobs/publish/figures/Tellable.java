package io.dramatis.jobs.publish.figures;

import io.dramatis.privacy.disclosure.Cell;
import io.dramatis.privacy.disclosure.Disclosure;
import io.dramatis.privacy.disclosure.FeatureCells;
import io.dramatis.privacy.disclosure.Rule;
import io.dramatis.privacy.disclosure.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** Which features may be told of which persona, by all rules together. */
public final class Tellable {
    private final List<Integer> groups;
    private final Map<String, Disclosure.Decision> decisions;

    private Tellable(List<Integer> groups, Map<String, Disclosure.Decision> decisions) {
        this.groups = groups;
        this.decisions = decisions;
    }

    /**
     * Decides.
     *
     * @param groups that are published, ascending
     * @param sensitive declared features of which no persona may tell nearly everybody's value
     * @param held whether the figures of an earlier publication stay, of a group in a feature
     */
    public static Tellable of(
            List<FeatureWords> features,
            GroupFigures figures,
            List<Integer> groups,
            Rules rules,
            List<String> sensitive,
            BiPredicate<Integer, String> held) {
        List<FeatureCells> cells = new ArrayList<>();
        for (FeatureWords feature : features) {
            cells.add(natural(feature, figures, groups, sensitive.contains(feature.declared()), held));
        }
        Map<String, Disclosure.Decision> decisions = new LinkedHashMap<>(new Disclosure(rules).of(cells));
        // As modelled the same values add up once more; who is largest of an amount was asked of the amount itself.
        Disclosure ofModelled = new Disclosure(new Rules(rules.minPeople(), Double.POSITIVE_INFINITY, 0, 1, 1, 1));
        List<FeatureCells> modelled = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            if (!cells.get(f).isShare()
                    && !features.get(f).modelledColumn().equals(features.get(f).feature())) {
                modelled.add(modelled(
                        features.get(f),
                        figures,
                        groups,
                        decisions.get(features.get(f).feature())));
            }
        }
        ofModelled.of(modelled).forEach((name, decision) -> decisions.merge(name, decision, Tellable::both));
        return new Tellable(groups, decisions);
    }

    private static FeatureCells natural(
            FeatureWords feature,
            GroupFigures figures,
            List<Integer> groups,
            boolean isSensitive,
            BiPredicate<Integer, String> held) {
        String name = feature.feature();
        return new FeatureCells(
                name,
                feature.isChoice() ? Optional.of(feature.declared()) : Optional.empty(),
                figures.everyone(name).isShare(),
                isSensitive,
                groups.stream().map(group -> figures.sums(group, name).values()).toList(),
                figures.without(Set.copyOf(groups), name).values(),
                groups.stream().map(group -> figures.spread(group, name)).toList(),
                groups.stream().map(group -> held.test(group, name)).toList());
    }

    private static FeatureCells modelled(
            FeatureWords feature, GroupFigures figures, List<Integer> groups, Disclosure.Decision natural) {
        String name = feature.feature();
        List<Cell> cells = groups.stream()
                .map(group -> figures.sums(group, name).modelled())
                .toList();
        return new FeatureCells(
                name,
                Optional.empty(),
                false,
                false,
                cells,
                figures.without(Set.copyOf(groups), name).modelled(),
                groups.stream().map(group -> figures.spread(group, name)).toList(),
                natural.personas().stream()
                        .map(rule -> rule.filter(any -> any != Rule.COMPLEMENT).isPresent())
                        .toList());
    }

    private static Disclosure.Decision both(Disclosure.Decision one, Disclosure.Decision other) {
        return new Disclosure.Decision(
                one.everyone().or(other::everyone),
                IntStream.range(0, one.personas().size())
                        .mapToObj(i ->
                                one.personas().get(i).or(() -> other.personas().get(i)))
                        .toList());
    }

    /** The rule that keeps a group's figures back; empty where they may be told. */
    public Optional<Rule> withheld(int group, String feature) {
        return decisions.get(feature).personas().get(groups.indexOf(group));
    }

    /** The rule that keeps everyone's figures back. */
    public Optional<Rule> withheld(String feature) {
        return decisions.get(feature).everyone();
    }
}
