package io.dramatis.jobs.features.expression;

import static io.dramatis.table.Table.PERSON_ID;
import static io.dramatis.table.Table.RUN_ID;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.types.DoubleType;
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
        Optional<Violation> inside = inside(expression);
        return inside.isPresent() ? inside : besideDistinct(expression);
    }

    /**
     * Beside DISTINCT Spark adds up in the order of a hash table, which depends on the partitions: then only what does
     * not depend on the order of its terms may stand in the expression.
     */
    private static Optional<Violation> besideDistinct(Expression expression) {
        List<AggregateExpression> aggregates = aggregates(expression);
        return aggregates.stream().anyMatch(AggregateExpression::isDistinct)
                        && !aggregates.stream().allMatch(ReproducibleExpression::isExact)
                ? Optional.of(new Violation(
                        "holds DISTINCT beside an aggregate that depends on the order of rows",
                        "Write size(collect_set(x)) for count(distinct x); a DISTINCT sum wants a decimal, as in"
                                + " sum(distinct cast(x as decimal(18, 2)))"))
                : Optional.empty();
    }

    private static boolean isExact(AggregateExpression aggregate) {
        AggregateFunction function = aggregate.aggregateFunction();
        return function instanceof Count
                || function instanceof Min
                || function instanceof Max
                || function instanceof Sum && !(function.dataType() instanceof DoubleType);
    }

    private static List<AggregateExpression> aggregates(Expression expression) {
        return expression instanceof AggregateExpression aggregate
                ? List.of(aggregate)
                : children(expression).stream()
                        .flatMap(child -> aggregates(child).stream())
                        .toList();
    }

    private static Optional<Violation> inside(Expression expression) {
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
            return Optional.of(unstable(expression.prettyName()));
        }
        return children(expression).stream()
                .map(ReproducibleExpression::inside)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Of something that may give another result next time. */
    static Violation unstable(String what) {
        return new Violation("uses " + what + ", which may give another result next time", CURE_CLOCK);
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
        return !aggregates(expression).isEmpty();
    }

    private static List<Expression> children(Expression expression) {
        return CollectionConverters.asJava(expression.children());
    }
}
