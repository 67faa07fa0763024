package io.dramatis.jobs.features.person;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.when;

import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.spark.sql.Column;

/** The power transform of Yeo and Johnson (Biometrika 87, 2000), for values of both signs. */
public final class YeoJohnson {
    /** Lambdas outside would say that the values need another treatment. */
    private static final double WIDEST = 5;

    private static final double NEAR = 1e-9;

    private YeoJohnson() {}

    /** The transform of one value. */
    public static double of(double x, double lambda) {
        if (x >= 0) {
            return Math.abs(lambda) < NEAR ? StrictMath.log1p(x) : (StrictMath.pow(x + 1, lambda) - 1) / lambda;
        }
        return Math.abs(lambda - 2) < NEAR
                ? -StrictMath.log1p(-x)
                : -(StrictMath.pow(1 - x, 2 - lambda) - 1) / (2 - lambda);
    }

    /** The same on a column. */
    static Column of(Column x, double lambda) {
        Column positive = Math.abs(lambda) < NEAR
                ? log1p(x)
                : pow(x.plus(1), lit(lambda)).minus(1).divide(lambda);
        Column negative = Math.abs(lambda - 2) < NEAR
                ? negate(log1p(negate(x)))
                : pow(lit(1.0).minus(x), lit(2 - lambda)).minus(1).divide(lambda - 2);
        return when(x.geq(0), positive).otherwise(negative);
    }

    /**
     * The lambda in -5 to 5 of greatest likelihood, if the transformed values were normal; 1 (no change) where there
     * are fewer than two different values.
     */
    public static double lambda(double[] values) {
        boolean varies = false;
        double jacobian = 0;
        for (double x : values) {
            varies |= x != values[0];
            jacobian += Math.signum(x) * StrictMath.log1p(Math.abs(x));
        }
        if (!varies) {
            return 1;
        }
        double logJacobian = jacobian;
        return new BrentOptimizer(1e-8, 1e-10)
                .optimize(
                        new UnivariateObjectiveFunction(lambda -> logLikelihood(values, lambda, logJacobian)),
                        GoalType.MAXIMIZE,
                        new SearchInterval(-WIDEST, WIDEST),
                        new MaxEval(1000))
                .getPoint();
    }

    /** Up to a constant: -n/2 ln var(lambda) + (lambda - 1) sum sign(x) ln(1 + |x|). */
    private static double logLikelihood(double[] values, double lambda, double logJacobian) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            double y = of(values[i], lambda);
            double away = y - mean;
            mean += away / (i + 1);
            squares += away * (y - mean);
        }
        double logLikelihood =
                -values.length / 2.0 * StrictMath.log(squares / values.length) + (lambda - 1) * logJacobian;
        // A lambda that flattens all values to one, or lets them overflow, explains nothing.
        return Double.isFinite(logLikelihood) ? logLikelihood : -Double.MAX_VALUE;
    }
}
