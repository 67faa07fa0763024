package io.dramatis.jobs.features.expression;

import static io.dramatis.table.Table.PERSON_ID;
import static io.dramatis.table.Table.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.dramatis.config.Feature;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.error.Problem;
import io.dramatis.jobs.features.person.AsOf;
import io.dramatis.jobs.features.person.FeatureColumn;
import io.dramatis.jobs.features.person.PersonRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Says what is wrong with a study's features before anything runs: each expression is analysed on an empty table. */
public final class FeatureExpressions {
    private static final String CURE_AGGREGATE = "Aggregate over the person's rows, as in sum(amount)";

    private static final LocalDate ANY_DAY = LocalDate.EPOCH;

    private final Feature feature;
    private final Optional<Source> source;
    private final Dataset<Row> rows;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> columns;

    private FeatureExpressions(Feature feature, Optional<Source> source, Dataset<Row> rows) {
        this.feature = feature;
        this.source = source;
        this.rows = rows;
        this.columns = SensitiveColumns.named(feature.kind());
    }

    /**
     * All problems of the features of a study, in the order of the file; their place is the feature's.
     *
     * @param clean the schema of each source's clean table, by the source's name
     */
    public static List<Problem> problems(Study study, Map<String, StructType> clean, SparkSession spark) {
        List<Problem> all = new ArrayList<>();
        Set<String> columns = new HashSet<>(Set.of(PERSON_ID, RUN_ID, PersonRows.ITEMS));
        try (PinnedSettings pinned = new PinnedSettings(spark)) {
            for (Feature feature : study.features().define()) {
                StructType schema = clean.get(feature.source());
                if (schema == null) {
                    all.add(problem(
                            feature,
                            feature.name() + " is of a source " + feature.source() + " that is not declared",
                            Near.cure(feature.source(), clean.keySet())));
                    continue;
                }
                Optional<Source> source = study.sources().stream()
                        .filter(declared -> declared.name().equals(feature.source()))
                        .findFirst();
                Dataset<Row> rows = spark.createDataFrame(List.of(), schema);
                FeatureExpressions expressions = new FeatureExpressions(feature, source, rows);
                expressions.check(FeatureColumn.choices(study, feature));
                source.ifPresent(of -> expressions.problems.addAll(
                        SensitiveColumns.problems(feature, of, expressions.columns, study.consent())));
                all.addAll(expressions.problems);
            }
        }
        for (FeatureColumn column : FeatureColumn.of(study)) {
            for (String name : new LinkedHashSet<>(List.of(column.name(), column.modelledName()))) {
                if (!columns.add(name)) {
                    all.add(problem(
                            column.feature(),
                            column.feature().name() + " makes a column " + name + " that exists already",
                            "Give the feature another name"));
                }
            }
        }
        return all;
    }

    private static Problem problem(Feature feature, String what, String cure) {
        return new Problem(feature.origin().toString(), what, cure);
    }

    private void add(String what, String cure) {
        problems.add(problem(feature, what, cure));
    }

    private void check(List<String> choices) {
        boolean taken = source.stream()
                .flatMap(declared -> declared.columns().stream())
                .anyMatch(column -> column.name().equalsIgnoreCase(AsOf.NAME));
        if (taken) {
            add(
                    "the source " + feature.source() + " has a column as_of, which in expressions is the study's day",
                    "Declare the column under another name, with from = as_of");
            return;
        }
        if (feature.window().isPresent() && source.flatMap(Source::time).isEmpty()) {
            add(
                    "the window of " + feature.name() + " needs a time, and the source " + feature.source()
                            + " has none",
                    "Declare the source's time column, or leave the window out");
        }
        feature.filter().ifPresent(this::checkFilter);
        if (feature.kind() instanceof Feature.Kind.Aggregate aggregate) {
            checkAggregate(aggregate.sql());
        } else if (feature.kind() instanceof Feature.Kind.Single single) {
            column(single.item());
            checkChoices(choices);
        } else if (feature.kind() instanceof Feature.Kind.Multiple multiple) {
            column(multiple.item());
            checkChoices(choices);
        } else if (feature.kind() instanceof Feature.Kind.Ordinal ordinal) {
            if (ordinal.levels().isEmpty()) {
                number(ordinal.item(), "List its levels from low to high, or declare the column as a number");
            } else {
                column(ordinal.item());
            }
        } else if (feature.kind() instanceof Feature.Kind.Scale scale) {
            scale.items().forEach(item -> number(item, "Declare the column as integer or decimal"));
            scale.reversed().stream()
                    .filter(item -> !scale.items().contains(item))
                    .forEach(item -> add(
                            "the reversed item " + item + " of " + feature.name() + " is none of its items",
                            Near.cure(item, scale.items())));
        }
    }

    private void checkChoices(List<String> choices) {
        if (choices.isEmpty()) {
            add(feature.name() + " has no choices", "List them, or the values that its column's contract allows");
        }
        if (feature.transform() != Feature.Transform.NONE) {
            add("a transform does nothing to the 0/1 columns of " + feature.name(), "Leave it out");
        }
    }

    private Optional<StructField> column(String name) {
        for (StructField field : rows.schema().fields()) {
            if (field.name().equals(name) && !name.equals(PERSON_ID) && !name.equals(RUN_ID)) {
                return Optional.of(field);
            }
        }
        unknownColumn(name);
        return Optional.empty();
    }

    private void number(String name, String cure) {
        column(name)
                .filter(field -> !(field.dataType() instanceof NumericType))
                .ifPresent(field -> add(
                        "the item " + name + " of " + feature.name() + " is no number but "
                                + field.dataType().simpleString(),
                        cure));
    }

    private void unknownColumn(String name) {
        boolean identifying = source.stream()
                .flatMap(declared -> declared.columns().stream())
                .anyMatch(column -> column.name().equalsIgnoreCase(name) && column.identifying());
        if (identifying) {
            add(
                    feature.name() + " uses the identifying column " + name + ", which is never stored",
                    "Use another column");
            return;
        }
        List<String> known = new ArrayList<>(List.of(rows.columns()));
        known.removeAll(List.of(PERSON_ID, RUN_ID));
        add(
                feature.name() + " uses a column " + name + " that the source " + feature.source() + " does not have",
                Near.cure(name, known));
    }

    private void checkFilter(String condition) {
        analysed(condition, () -> rows.where(expr(AsOf.in(condition, ANY_DAY)))).ifPresent(plan -> {
            if (plan instanceof Filter filter) {
                columns.addAll(SensitiveColumns.read(filter.condition()));
                ReproducibleExpression.violation(filter.condition()).ifPresent(this::addViolation);
            } else {
                add("the filter of " + feature.name() + " is no plain condition", "Compare columns of the source");
            }
        });
    }

    private void checkAggregate(String sql) {
        Optional<LogicalPlan> plan =
                analysed(sql, () -> rows.groupBy(col(PERSON_ID)).agg(expr(AsOf.in(sql, ANY_DAY))));
        if (plan.isEmpty()) {
            return;
        }
        if (!(plan.get() instanceof Aggregate aggregate)) {
            add(feature.name() + " is no plain aggregate", CURE_AGGREGATE);
            return;
        }
        Expression value = (Expression) aggregate.aggregateExpressions().last();
        columns.addAll(SensitiveColumns.read(value));
        Optional<ReproducibleExpression.Violation> violation = ReproducibleExpression.violation(value);
        if (violation.isPresent()) {
            addViolation(violation.get());
        } else if (!ReproducibleExpression.isAggregate(value)) {
            add(feature.name() + " is no aggregate: it takes no rows together", CURE_AGGREGATE);
        } else {
            checkType(value.dataType());
        }
    }

    private void checkType(DataType type) {
        if (!(type instanceof NumericType || type instanceof BooleanType)) {
            add(
                    feature.name() + " gives no number and no boolean but " + type.simpleString(),
                    type.simpleString().startsWith("interval")
                            ? "Count days, as in date_diff(as_of, max(day))"
                            : "Make it a number, as in count(distinct category)");
        }
    }

    private void addViolation(ReproducibleExpression.Violation violation) {
        add(feature.name() + " " + violation.what(), violation.cure());
    }

    private interface Analysis {
        Dataset<Row> rows();
    }

    /** The analysed plan; a problem instead where Spark refuses the text. */
    private Optional<LogicalPlan> analysed(String sql, Analysis analysis) {
        try {
            Dataset<Row> analysed = analysis.rows();
            return Optional.of(((org.apache.spark.sql.classic.Dataset<Row>) analysed)
                    .queryExecution()
                    .analyzed());
        } catch (Exception e) {
            Refusal refusal = Refusal.of(e);
            if (refusal.unstable().isPresent()) {
                addViolation(ReproducibleExpression.unstable(refusal.unstable().get()));
            } else if (refusal.unknownColumn().isPresent()) {
                unknownColumn(refusal.unknownColumn().get());
            } else {
                add(feature.name() + ": " + refusal.what(), refusal.cure(sql));
            }
            return Optional.empty();
        }
    }
}
