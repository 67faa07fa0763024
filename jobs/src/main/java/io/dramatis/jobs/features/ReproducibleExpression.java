package io.dramatis.jobs.features;

import static io.dramatis.table.Table.PERSON_ID;
import static io.dramatis.table.Table.RUN_ID;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionWithRandomSeed;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import scala.jdk.javaapi.CollectionConverters;

/** What an expression must not hold, so that the same rows and the same as-of give the same value anywhere. */
final class ReproducibleExpression {
    /** Of the clock, the session, the file or the machine; Spark counts them as deterministic within a query. */
    private static final Set<String> OF_THE_SESSION = Set.of(
            "CurrentDate",
            "CurrentTimestamp",
            "Now",
            "LocalTimestamp",
            "CurrentTime",
            "CurrentBatchTimestamp",
            "CurrentTimeZone",
            "CurrentUser",
            "CurrentDatabase",
            "CurrentCatalog",
            "SparkVersion",
            "CallMethodViaReflection",
            "TryReflect",
            "InputFileName",
            "InputFileBlockStart",
            "InputFileBlockLength",
            "RandStr",
            "Uniform",
            "Uuid");

    private static final String CURE_CLOCK =
            "Use as_of for the day of the study, and nothing that is random or depends on the session";

    /**
     * @param what what is wrong, to be read after the feature's name
     * @param cure what to do about it
     */
    record Violation(String what, String cure) {}

    private ReproducibleExpression() {}

    /** The first thing in an analysed expression that a feature must not hold. */
    static Optional<Violation> violation(Expression expression) {
        if (expression instanceof AttributeReference column
                && List.of(PERSON_ID, RUN_ID).contains(column.name())) {
            return Optional.of(new Violation(
                    "uses " + column.name() + ", which says nothing about a person",
                    "Name the columns that it is about; a star stands for all columns"));
        }
        if (expression instanceof SubqueryExpression) {
            return Optional.of(new Violation(
                    "holds a subquery", "A feature sees the rows of its own source; join files in the source"));
        }
        if (expression instanceof WindowExpression || expression instanceof Generator) {
            return Optional.of(new Violation(
                    "gives more than a value a person", "Aggregate over the person's rows, as in sum(amount)"));
        }
        if (isUnstable(expression)) {
            return Optional.of(new Violation(
                    "uses " + expression.prettyName() + ", which may give another result next time", CURE_CLOCK));
        }
        return children(expression).stream()
                .map(ReproducibleExpression::violation)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isUnstable(Expression expression) {
        if (expression instanceof Nondeterministic
                || expression instanceof ExpressionWithRandomSeed
                || OF_THE_SESSION.contains(expression.getClass().getSimpleName().replace("$", ""))) {
            return true;
        }
        // first, last and the collecting aggregates depend on the order of rows only, and that is fixed.
        boolean itself =
                !expression.deterministic() && children(expression).stream().allMatch(Expression::deterministic);
        return itself
                && !(expression instanceof AggregateFunction && !(expression instanceof UserDefinedExpression))
                && !(expression instanceof AggregateExpression);
    }

    /** Whether it takes rows together. */
    static boolean isAggregate(Expression expression) {
        return has(expression, AggregateExpression.class::isInstance);
    }

    private static boolean has(Expression expression, Predicate<Expression> property) {
        return property.test(expression) || children(expression).stream().anyMatch(child -> has(child, property));
    }

    private static List<Expression> children(Expression expression) {
        return CollectionConverters.asJava(expression.children());
    }
}
