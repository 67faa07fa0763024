package io.dramatis.jobs.features.person;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.ExpressionUtils;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Aggregates with a {@code FILTER (WHERE flag)} at each aggregate function in them, wherever in the expression it
 * stands: so features that see other rows share one pass over all.
 */
final class FilteredAggregates {
    private FilteredAggregates() {}

    /** @param flag a boolean column of {@code rows} */
    static List<Column> of(Dataset<Row> rows, String key, List<Column> aggregates, String flag) {
        Attribute seen = CollectionConverters.asJava(analyzed(rows).output()).stream()
                .filter(column -> column.name().equals(flag))
                .findFirst()
                .orElseThrow();
        Dataset<Row> aggregated = rows.groupBy(col(key))
                .agg(aggregates.get(0), aggregates.subList(1, aggregates.size()).toArray(Column[]::new));
        List<Expression> resolved =
                CollectionConverters.asJava(((Aggregate) analyzed(aggregated)).aggregateExpressions()).stream()
                        .map(Expression.class::cast)
                        .toList();
        return resolved.subList(1, resolved.size()).stream()
                .map(expression -> ExpressionUtils.column(filtered(expression, seen)))
                .toList();
    }

    private static LogicalPlan analyzed(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .analyzed();
    }

    private static Expression filtered(Expression expression, Attribute flag) {
        if (expression instanceof AggregateExpression aggregate) {
            Expression condition = aggregate.filter().isDefined()
                    ? new And(flag, aggregate.filter().get())
                    : flag;
            return new AggregateExpression(
                    aggregate.aggregateFunction(),
                    aggregate.mode(),
                    aggregate.isDistinct(),
                    Option.apply(condition),
                    aggregate.resultId());
        }
        List<Expression> children = CollectionConverters.asJava(expression.children()).stream()
                .map(child -> filtered(child, flag))
                .toList();
        return children.isEmpty()
                ? expression
                : (Expression) expression.withNewChildren(
                        CollectionConverters.asScala(children).toSeq());
    }
}
