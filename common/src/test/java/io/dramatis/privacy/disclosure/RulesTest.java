package io.dramatis.privacy.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    private final Rules rules = Rules.of(20);

    private static Cell cell(double... values) {
        return Arrays.stream(values).boxed().reduce(Cell.NONE, Cell::plus, Cell::plus);
    }

    private static Cell share(int yes, int no) {
        return cell(DoubleStream.concat(
                        DoubleStream.generate(() -> 1).limit(yes),
                        DoubleStream.generate(() -> 0).limit(no))
                .toArray());
    }

    private static double[] many(int n, double... first) {
        return DoubleStream.concat(
                        DoubleStream.of(first), DoubleStream.generate(() -> 1).limit(n - first.length))
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 9, false, THRESHOLD",
        "3, 97, false, FEW_ON_A_SIDE",
        "97, 3, false, FEW_ON_A_SIDE",
        "50, 50, false, ",
        "100, 0, false, ",
        "100, 0, true, LARGEST_SHARE",
        "0, 100, true, LARGEST_SHARE",
        "300, 30, true, LARGEST_SHARE",
        "300, 34, true, ",
    })
    void sharesNeedManyOnEachSideAndSensitiveOnesBothSides(int yes, int no, boolean isSensitive, Rule rule) {
        assertThat(rules.breach(share(yes, no), true, isSensitive)).isEqualTo(Optional.ofNullable(rule));
    }

    @Test
    void amountsNeedManyPeopleOfWhomNoTwoMakeUpMost() {
        assertThat(rules.breach(cell(many(19)), false, false)).contains(Rule.THRESHOLD);
        assertThat(rules.breach(cell(many(20)), false, false)).isEmpty();
        assertThat(rules.breach(cell(many(102, 600, 300)), false, false)).contains(Rule.DOMINANCE);
        assertThat(rules.breach(cell(many(103, 600, 300)), false, false)).isEmpty();
        // A loss is as telling as a gain.
        assertThat(rules.breach(cell(many(102, -600, 300)), false, false)).contains(Rule.DOMINANCE);
        assertThat(rules.breach(cell(new double[40]), false, false)).isEmpty();
    }

    @Test
    void whoIsSecondMustNotTellTheLargest() {
        Rules strict = new Rules(20, 1, 0.1, 1, 0.9, 3);
        assertThat(strict.breach(cell(many(91, 1_000)), false, false)).contains(Rule.P_RATIO);
        assertThat(strict.breach(cell(many(102, 1_000)), false, false)).isEmpty();
    }

    @Test
    void aSensitiveFeatureNeedsDifferentValues() {
        Rules.Spread two = Rules.Spread.of(new double[] {1, 2, 1, 2, 1, 2});
        Rules.Spread same = Rules.Spread.of(many(40, 5, 6));
        Rules.Spread good = Rules.Spread.of(new double[] {1, 2, 3, 1, 2, 3});
        assertThat(two).isEqualTo(new Rules.Spread(2, 0.5));
        assertThat(rules.spreadBreach(two, true)).contains(Rule.DISTINCT);
        assertThat(rules.spreadBreach(same, true)).contains(Rule.LARGEST_SHARE);
        assertThat(rules.spreadBreach(good, true)).isEmpty();
        assertThat(rules.spreadBreach(two, false)).isEmpty();
        assertThat(new Rules(20, 0.9, 0.1, 0.8, 0.9, 3).spreadBreach(same, false))
                .contains(Rule.LARGEST_SHARE);
    }

    @Test
    void theLargestTwoAreKeptHoweverCellsAreAdded() {
        double[] values = {3, -9, 4, 0, 8, -2, 8};
        Cell whole = cell(values);
        assertThat(cell(3, -9, 4).plus(cell(0, 8, -2, 8))).isEqualTo(whole);
        assertThat(whole.largest()).isEqualTo(9);
        assertThat(whole.second()).isEqualTo(8);
        assertThat(whole.range()).isEqualTo(17);
        assertThat(whole.absolute()).isEqualTo(34);
    }

    @Test
    void theGuardHoldsWhatFewChanged() {
        Guard guard = new Guard(20);
        assertThat(guard.holds(0)).isFalse();
        assertThat(guard.holds(1)).isTrue();
        assertThat(guard.holds(19)).isTrue();
        assertThat(guard.holds(20)).isFalse();
        // Whoever was erased may have been in any cell.
        assertThat(guard.holds(0, 1)).isTrue();
        assertThat(guard.holds(19, 30)).isTrue();
        assertThat(guard.holds(20, 1)).isFalse();
        assertThat(guard.holds(0, 0)).isFalse();
    }
}
