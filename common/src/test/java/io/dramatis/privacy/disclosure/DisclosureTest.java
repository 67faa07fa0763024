package io.dramatis.privacy.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random small data sets, and a checker that knows every person: nothing told is of few, nothing is dominated, and nothing
 * that is left out follows from the rest.
 */
class DisclosureTest {
    private static final int FEW = 150;
    private static final int MANY = 10_000;

    /** What the checker counts. */
    private static final class Tally {
        private int small;
        private int dominated;
        private int narrowed;
        private int shown;
        private int complement;
        private int programs;
        private final List<String> first = new ArrayList<>();
    }

    @Test
    void nothingOfFewPeopleIsToldOrFollows() {
        check(FEW);
    }

    @Test
    @Tag("long")
    void nothingOfFewPeopleIsToldOrFollowsInManySets() {
        check(Integer.getInteger("disclosure.sets", MANY));
    }

    /** The checker finds what it looks for: without the rules on totals, much would follow. */
    @Test
    void withoutComplementarySuppressionMuchWouldFollow() {
        Tally tally = new Tally();
        for (int seed = 0; seed < 100; seed++) {
            SmallData data = SmallData.of(seed);
            List<FeatureCells> cells = data.cells(5);
            Map<String, Disclosure.Decision> decisions = new Disclosure(Rules.of(data.k())).of(cells);
            decisions.replaceAll((name, decision) -> new Disclosure.Decision(
                    decision.everyone(),
                    decision.personas().stream()
                            .map(rule -> rule.filter(any -> any != Rule.COMPLEMENT))
                            .toList()));
            new Checker(seed, data, cells, decisions, tally).check();
        }
        assertThat(tally.narrowed).isGreaterThan(20);
    }

    private static void check(int sets) {
        Tally tally = new Tally();
        for (int seed = 0; seed < sets; seed++) {
            SmallData data = SmallData.of(seed);
            List<FeatureCells> cells = data.cells(seed % 3 == 0 ? 2 : 5);
            new Checker(seed, data, cells, new Disclosure(Rules.of(data.k())).of(cells), tally).check();
        }
        System.out.printf(
                "%d sets: %d cells told, %d left out for the totals' sake, %d linear programs; %d small, %d dominated, %d narrowed%n",
                sets, tally.shown, tally.complement, 2 * tally.programs, tally.small, tally.dominated, tally.narrowed);
        assertThat(tally.first).isEmpty();
        assertThat(tally.small + tally.dominated + tally.narrowed).isZero();
        assertThat(tally.shown).isGreaterThan(sets);
        assertThat(tally.complement).isPositive();
    }

    /** Holds one publication against all people. */
    private record Checker(
            long seed,
            SmallData data,
            List<FeatureCells> cells,
            Map<String, Disclosure.Decision> decisions,
            Tally tally) {

        void check() {
            for (int f = 0; f < cells.size(); f++) {
                Disclosure.Decision decision = decisions.get("f" + f);
                for (int g = 0; g < data.groups(); g++) {
                    if (decision.personas().get(g).isEmpty()) {
                        tally.shown++;
                        told(f, data.values(f, g), "persona " + g);
                    } else if (decision.personas().get(g).get() == Rule.COMPLEMENT) {
                        tally.complement++;
                    }
                }
                if (decision.everyone().isEmpty()) {
                    told(f, values(f, IntStream.rangeClosed(0, data.groups()).toArray()), "everyone");
                    line(f);
                }
            }
            question();
        }

        private double[] values(int f, int... groups) {
            return Arrays.stream(groups)
                    .mapToObj(g -> data.values(f, g))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
        }

        private void told(int f, double[] values, String who) {
            String what = "set " + seed + ", f" + f + " of " + who;
            long yes = DoubleStream.of(values).filter(value -> value == 1).count();
            if (values.length < data.k() || (data.isShare(f) && (isFew(yes) || isFew(values.length - yes)))) {
                tally.small++;
                tally.first.add(what + " is of few");
            }
            if (!data.isShare(f) && isDominated(values)) {
                tally.dominated++;
                tally.first.add(what + " is dominated");
            }
            if (data.isShare(f) && data.sensitive()[f] && Math.max(yes, values.length - yes) > 0.9 * values.length) {
                tally.small++;
                tally.first.add(what + " tells nearly everybody's");
            }
        }

        private boolean isFew(long people) {
            return people > 0 && people < data.k();
        }

        private static boolean isDominated(double[] values) {
            double[] sizes = DoubleStream.of(values).map(Math::abs).sorted().toArray();
            double total = DoubleStream.of(sizes).sum();
            int n = sizes.length;
            return n > 1
                    && total > 0
                    && (sizes[n - 1] + sizes[n - 2] >= 0.9 * total
                            || total - sizes[n - 1] - sizes[n - 2] < 0.1 * sizes[n - 1]);
        }

        /** Whether the people of these values must not be told of. */
        private boolean isSensitive(int f, double[] values) {
            long yes = DoubleStream.of(values).filter(value -> value == 1).count();
            return values.length > 0
                    && (values.length < data.k()
                            || (data.isShare(f) ? isFew(yes) || isFew(values.length - yes) : isDominated(values)));
        }

        /** A feature by itself: the groups add up to everyone. Amounts are counted in people, from least to greatest. */
        private void line(int f) {
            int groups = data.groups() + 1;
            double[] all = values(f, IntStream.range(0, groups).toArray());
            double least = DoubleStream.of(all).min().orElse(0);
            double range = DoubleStream.of(all).max().orElse(0) - least;
            if (data.isShare(f)) {
                least = 0;
                range = 1;
            }
            if (range == 0) {
                return;
            }
            double from = least;
            double scale = range;
            double[][] table = new double[groups][2];
            double[] rows = new double[groups];
            for (int g = 0; g < groups; g++) {
                double[] values = data.values(f, g);
                rows[g] = values.length;
                table[g][0] = DoubleStream.of(values)
                        .map(value -> (value - from) / scale)
                        .sum();
                table[g][1] = rows[g] - table[g][0];
            }
            double unit = Rounding.totalUnit(range, all.length, data.k());
            double told = Rounding.to(DoubleStream.of(all).average().orElseThrow(), unit);
            List<Integer> hidden = new ArrayList<>();
            for (int g = 0; g < groups; g++) {
                if (g == data.groups()
                        || decisions.get("f" + f).personas().get(g).isPresent()) {
                    hidden.add(g);
                }
            }
            Attacker attacker = new Attacker(
                    table,
                    rows,
                    new double[] {all.length * (told - unit / 2 - least) / range},
                    new double[] {all.length * (told + unit / 2 - least) / range},
                    (g, c) -> !hidden.contains(g));
            for (int g : hidden) {
                boolean isHeld = g < data.groups() && data.held()[f][g];
                if (isHeld || isSensitive(f, data.values(f, g))) {
                    narrowed(f, attacker, List.of(new int[] {g, 0}), rows[g], "group " + g);
                }
            }
            double[] union = values(f, hidden.stream().mapToInt(g -> g).toArray());
            if (isSensitive(f, union)) {
                narrowed(
                        f,
                        attacker,
                        hidden.stream().map(g -> new int[] {g, 0}).toList(),
                        union.length,
                        "all hidden groups");
            }
        }

        private void narrowed(int f, Attacker attacker, List<int[]> target, double people, String who) {
            tally.programs++;
            double width = attacker.width(target);
            if (width < Math.min(data.k(), people) / 2 - 1e-6) {
                tally.narrowed++;
                tally.first.add("set " + seed + ", f" + f + " of " + who + " is known to " + width + " of " + people);
            }
        }

        /** The choices of the question, which add up in each group. */
        private void question() {
            int groups = data.groups() + 1;
            int columns = cells.size() - SmallData.FIRST_CHOICE;
            double[][] table = new double[groups][columns + 1];
            double[] rows = new double[groups];
            double[] low = new double[columns];
            double[] high = new double[columns];
            boolean[][] shown = new boolean[groups][columns + 1];
            for (int c = 0; c < columns; c++) {
                int f = SmallData.FIRST_CHOICE + c;
                double[] all = values(f, IntStream.range(0, groups).toArray());
                boolean isTold = decisions.get("f" + f).everyone().isEmpty();
                double unit = all.length == 0 ? 0 : Rounding.totalUnit(1, all.length, data.k());
                double told = Rounding.to(DoubleStream.of(all).average().orElse(0), unit);
                low[c] = isTold ? all.length * (told - unit / 2) : Double.NEGATIVE_INFINITY;
                high[c] = isTold ? all.length * (told + unit / 2) : Double.POSITIVE_INFINITY;
                for (int g = 0; g < groups; g++) {
                    double[] values = data.values(f, g);
                    rows[g] = values.length;
                    table[g][c] = DoubleStream.of(values).sum();
                    shown[g][c] = g < data.groups()
                            && decisions.get("f" + f).personas().get(g).isEmpty();
                }
            }
            for (int g = 0; g < groups; g++) {
                table[g][columns] =
                        rows[g] - Arrays.stream(table[g], 0, columns).sum();
            }
            Attacker attacker = new Attacker(table, rows, low, high, (g, c) -> shown[g][c]);
            for (int g = 0; g < groups; g++) {
                for (int c = 0; c <= columns; c++) {
                    long people = Math.round(table[g][c]);
                    boolean isOwn = g < data.groups() && c < columns;
                    boolean isHeld = isOwn && data.held()[SmallData.FIRST_CHOICE + c][g];
                    boolean isFew = isFew(people) || (isOwn && isFew(Math.round(rows[g]) - people));
                    if (!shown[g][c] && rows[g] > 0 && (isHeld || isFew)) {
                        narrowed(
                                SmallData.FIRST_CHOICE + c, attacker, List.of(new int[] {g, c}), rows[g], "group " + g);
                    }
                }
            }
        }
    }
}
