package io.dramatis.privacy.disclosure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Decides what of each feature is told: by the rules for single cells, then by what would follow from the totals. */
public final class Disclosure {
    private final Rules rules;
    private final Protection protection;

    public Disclosure(Rules rules) {
        this.rules = rules;
        this.protection = new Protection(rules.minPeople());
    }

    /**
     * What becomes of a feature.
     *
     * @param everyone the rule that keeps back everyone's figure; empty where it is told
     * @param personas a persona each: the rule that keeps back its figure; empty where it is told
     */
    public record Decision(Optional<Rule> everyone, List<Optional<Rule>> personas) {}

    /** The decisions by the features' names. Features of one question are looked at together. */
    public Map<String, Decision> of(List<FeatureCells> features) {
        Map<String, Decision> decisions = new LinkedHashMap<>();
        Map<String, List<FeatureCells>> questions = new LinkedHashMap<>();
        for (FeatureCells feature : features) {
            decisions.put(feature.name(), line(feature));
            feature.question()
                    .ifPresent(question -> questions
                            .computeIfAbsent(question, any -> new ArrayList<>())
                            .add(feature));
        }
        questions.values().forEach(choices -> addChoices(choices, decisions));
        return decisions;
    }

    private Decision line(FeatureCells feature) {
        List<Optional<Rule>> own = IntStream.range(0, feature.personas().size())
                .mapToObj(i -> feature.ownBreach(rules, i))
                .toList();
        Optional<Rule> everyone = rules.breach(feature.everyone(), feature.isShare(), feature.isSensitive());
        // Without a total, or where all values are the same, nothing adds up to anything.
        if (everyone.isPresent() || feature.range() == 0) {
            return new Decision(everyone, own);
        }
        double[] told = feature.told(rules);
        Optional<BitSet> hidden = new Line(feature.parts(rules), told[0], told[1], protection)
                .hidden(groups -> rules.breach(
                                groups.stream()
                                        .mapToObj(i -> i < feature.personas().size()
                                                ? feature.personas().get(i)
                                                : feature.rest())
                                        .reduce(Cell.NONE, Cell::plus),
                                feature.isShare(),
                                feature.isSensitive())
                        .isPresent());
        return hidden.map(groups -> new Decision(everyone, withHidden(own, groups)))
                .orElseGet(() -> new Decision(Optional.of(Rule.COMPLEMENT), own));
    }

    private static List<Optional<Rule>> withHidden(List<Optional<Rule>> own, BitSet hidden) {
        return IntStream.range(0, own.size())
                .mapToObj(i -> hidden.get(i) ? own.get(i).or(() -> Optional.of(Rule.COMPLEMENT)) : own.get(i))
                .toList();
    }

    /** The choices of a question add up in each persona too. */
    private void addChoices(List<FeatureCells> choices, Map<String, Decision> decisions) {
        int columns = choices.size() + 1;
        int rows = choices.get(0).personas().size() + 1;
        long[][] counts = new long[rows][columns];
        boolean[][] open = new boolean[rows][columns];
        boolean[][] sensitive = new boolean[rows][columns];
        double[] low = new double[columns];
        double[] high = new double[columns];
        for (int g = 0; g < rows; g++) {
            long others = cell(choices.get(0), g).n();
            for (int c = 0; c + 1 < columns; c++) {
                counts[g][c] = cell(choices.get(c), g).yes();
                others -= counts[g][c];
                boolean isPersona = g + 1 < rows;
                open[g][c] = isPersona
                        && decisions
                                .get(choices.get(c).name())
                                .personas()
                                .get(g)
                                .isEmpty();
                sensitive[g][c] = isPersona ? choices.get(c).ownBreach(rules, g).isPresent() : isFew(counts[g][c]);
            }
            counts[g][columns - 1] = Math.max(0, others);
            sensitive[g][columns - 1] = isFew(others);
        }
        for (int c = 0; c < columns; c++) {
            boolean isTold = c + 1 < columns
                    && decisions.get(choices.get(c).name()).everyone().isEmpty();
            low[c] = isTold ? choices.get(c).told(rules)[0] : Double.NEGATIVE_INFINITY;
            high[c] = isTold ? choices.get(c).told(rules)[1] : Double.POSITIVE_INFINITY;
        }
        Choices table = new Choices(counts, open, sensitive, low, high, protection).hide();
        for (int c = 0; c + 1 < columns; c++) {
            BitSet ofChoice = new BitSet();
            for (int g = 0; g + 1 < rows; g++) {
                ofChoice.set(g, table.hidden()[g][c]);
            }
            Decision alone = decisions.get(choices.get(c).name());
            boolean isTotalHidden = table.isTotalHidden(c);
            decisions.put(
                    choices.get(c).name(),
                    new Decision(
                            alone.everyone().or(() -> isTotalHidden ? Optional.of(Rule.COMPLEMENT) : Optional.empty()),
                            withHidden(alone.personas(), ofChoice)));
        }
    }

    private boolean isFew(long people) {
        return people > 0 && people < rules.minPeople();
    }

    private static Cell cell(FeatureCells feature, int group) {
        return group < feature.personas().size() ? feature.personas().get(group) : feature.rest();
    }
}
