package io.dramatis.privacy.disclosure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One feature in all personas, and in those who are in none.
 *
 * @param question of the question that it is a choice of, where that has one answer only
 * @param isShare whether its values are yes (1) and no (0)
 * @param isSensitive whether nearly nobody's value may follow from a persona's
 * @param personas a cell a persona, in an order that is the same for all features
 * @param rest everyone else
 * @param spreads a persona each; of no use to shares
 * @param held the personas whose figures of an earlier publication stay
 */
public record FeatureCells(
        String name,
        Optional<String> question,
        boolean isShare,
        boolean isSensitive,
        List<Cell> personas,
        Cell rest,
        List<Rules.Spread> spreads,
        List<Boolean> held) {

    public FeatureCells {
        personas = List.copyOf(personas);
        spreads = List.copyOf(spreads);
        held = List.copyOf(held);
    }

    /** A yes and no of no question, nothing of it held. */
    public static FeatureCells share(String name, List<Cell> personas, Cell rest) {
        return new FeatureCells(
                name,
                Optional.empty(),
                true,
                false,
                personas,
                rest,
                List.of(),
                personas.stream().map(persona -> false).toList());
    }

    /** Everyone with a value. */
    public Cell everyone() {
        return personas.stream().reduce(rest, Cell::plus);
    }

    /** Of all values; 1 for a share. */
    double range() {
        return isShare ? 1 : everyone().range();
    }

    /** The least value; 0 for a share. */
    double least() {
        return isShare ? 0 : everyone().least();
    }

    /** Everyone's figure as it is told. */
    public double roundedEveryone(int minPeople) {
        Cell all = everyone();
        return Rounding.to(all.mean(), Rounding.totalUnit(range(), all.n(), minPeople));
    }

    /** What a persona's own cell breaches. */
    Optional<Rule> ownBreach(Rules rules, int persona) {
        if (held.get(persona)) {
            return Optional.of(Rule.HELD);
        }
        Optional<Rule> breach = rules.breach(personas.get(persona), isShare, isSensitive);
        return breach.isPresent() || isShare ? breach : rules.spreadBreach(spreads.get(persona), isSensitive);
    }

    /** The personas and the rest as parts of everyone, in people. */
    List<Line.Part> parts(Rules rules) {
        List<Line.Part> parts = new ArrayList<>();
        for (int i = 0; i < personas.size(); i++) {
            Optional<Rule> breach = ownBreach(rules, i);
            parts.add(part(personas.get(i), breach.isEmpty(), breach.isPresent()));
        }
        parts.add(part(rest, false, rules.breach(rest, isShare, isSensitive).isPresent()));
        return parts;
    }

    private Line.Part part(Cell cell, boolean isOpen, boolean isSensitive) {
        double value = isShare ? cell.yes() : (cell.sum() - cell.n() * least()) / range();
        return new Line.Part(cell.n(), Math.max(0, Math.min(cell.n(), value)), isOpen, isSensitive);
    }

    /** What everyone's rounded figure says of the sum of the parts: the least and the most, in people. */
    double[] told(Rules rules) {
        Cell all = everyone();
        double unit = Rounding.totalUnit(range(), all.n(), rules.minPeople());
        double mean = roundedEveryone(rules.minPeople());
        return new double[] {
            all.n() * (mean - unit / 2 - least()) / range(), all.n() * (mean + unit / 2 - least()) / range()
        };
    }
}
