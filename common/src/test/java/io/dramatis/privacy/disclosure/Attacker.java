package io.dramatis.privacy.disclosure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * What a reader can find out, by linear programs: a table of people whose rows add up exactly, and whose columns add up to
 * within what is told of them. Written apart from what it checks.
 */
final class Attacker {
    private final double[][] values;
    private final double[] rows;
    private final double[] low;
    private final double[] high;
    private final BiPredicate<Integer, Integer> isShown;

    /**
     * @param values by row and column
     * @param rows what each row adds up to, which is known
     * @param low what each column adds up to at least, as is known
     * @param high and at most
     */
    Attacker(double[][] values, double[] rows, double[] low, double[] high, BiPredicate<Integer, Integer> isShown) {
        this.values = values;
        this.rows = rows;
        this.low = low;
        this.high = high;
        this.isShown = isShown;
    }

    /** How wide what follows of the sum of some cells is. */
    double width(List<int[]> cells) {
        return extreme(cells, true) - extreme(cells, false);
    }

    private double extreme(List<int[]> cells, boolean isMost) {
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        Variable[][] of = new Variable[values.length][values[0].length];
        for (int g = 0; g < values.length; g++) {
            Expression row = model.addExpression("row" + g).level(rows[g]);
            for (int c = 0; c < values[g].length; c++) {
                of[g][c] = model.addVariable("x" + g + "_" + c);
                if (isShown.test(g, c)) {
                    of[g][c].level(values[g][c]);
                } else {
                    of[g][c].lower(0).upper(rows[g]);
                }
                row.set(of[g][c], 1);
            }
        }
        for (int c = 0; c < low.length; c++) {
            if (Double.isFinite(low[c])) {
                Expression column =
                        model.addExpression("column" + c).lower(low[c]).upper(high[c]);
                for (Variable[] row : of) {
                    column.set(row[c], 1);
                }
            }
        }
        Expression goal = model.addExpression("goal").weight(1);
        List<Variable> used = new ArrayList<>();
        for (int[] cell : cells) {
            goal.set(of[cell[0]][cell[1]], 1);
            used.add(of[cell[0]][cell[1]]);
        }
        Optimisation.Result result = isMost ? model.maximise() : model.minimise();
        if (!result.getState().isFeasible()) {
            throw new IllegalStateException("what is told contradicts itself: " + result);
        }
        return used.stream()
                .mapToDouble(variable -> result.doubleValue(model.getVariables().indexOf(variable)))
                .sum();
    }
}
