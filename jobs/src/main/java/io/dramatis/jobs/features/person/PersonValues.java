package io.dramatis.jobs.features.person;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Feature;
import io.dramatis.config.Question;
import io.dramatis.input.PlainText;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** How a kind of feature is computed: aggregates over a person's rows, then a value of each column from them. */
public final class PersonValues {

    private PersonValues() {}

    /**
     * What is computed over a person's rows, as {@code <prefix>_0}, {@code <prefix>_1}, …: the value, or one a choice,
     * or one an item of a scale. An item that a person answered more than once counts as answered last: the rows come
     * in the order of time. An answer that the study does not know is missing, and no 0.
     *
     * @param questions of the source, by column
     */
    static List<Column> aggregates(
            Feature feature, LocalDate asOf, List<String> choices, Map<String, Question> questions, String prefix) {
        List<Column> values = new ArrayList<>();
        if (feature.kind() instanceof Feature.Kind.Aggregate aggregate) {
            values.add(expr(AsOf.in(aggregate.sql(), asOf)).cast("double"));
        } else if (feature.kind() instanceof Feature.Kind.Single single) {
            values.addAll(single(questions.get(single.item()), answer(single.item()), choices));
        } else if (feature.kind() instanceof Feature.Kind.Multiple multiple) {
            values.addAll(multiple(multiple, questions.get(multiple.item()), choices));
        } else if (feature.kind() instanceof Feature.Kind.Ordinal ordinal) {
            values.add(ordinal(ordinal, questions));
        } else if (feature.kind() instanceof Feature.Kind.Scale scale) {
            for (String item : scale.items()) {
                Column number = answer(item).cast("double");
                Column answer = when(number.between(scale.low(), scale.high()), number);
                values.add(
                        scale.reversed().contains(item)
                                ? lit(scale.low() + scale.high()).minus(answer)
                                : answer);
            }
        }
        List<Column> named = new ArrayList<>();
        for (Column value : values) {
            named.add(finite(value).as(prefix + "_" + named.size()));
        }
        return named;
    }

    private static List<Column> single(Question question, Column answer, List<String> choices) {
        Column isKnown = answer.isin(question.known().toArray());
        return question.values(choices).stream()
                .map(choice -> when(isKnown, answer.equalTo(choice).cast("double")))
                .toList();
    }

    private static List<Column> multiple(Feature.Kind.Multiple multiple, Question question, List<String> choices) {
        Column answers = PlainText.parts(answer(multiple.item()), multiple.separator(), question.missing());
        Column isKnown = arrays_overlap(answers, literals(question.known()));
        return question.values(choices).stream()
                .map(choice -> when(isKnown, array_contains(answers, choice).cast("double")))
                .toList();
    }

    private static Column ordinal(Feature.Kind.Ordinal ordinal, Map<String, Question> questions) {
        Column answer = answer(ordinal.item());
        if (ordinal.levels().isEmpty()) {
            return answer.cast("double");
        }
        Column levels = literals(questions.get(ordinal.item()).values(ordinal.levels()));
        return nullif(array_position(levels, answer), lit(0L)).cast("double");
    }

    private static Column literals(List<Object> values) {
        return array(values.stream().map(value -> lit(value)).toArray(Column[]::new));
    }

    private static Column answer(String item) {
        return last(quoted(item), true);
    }

    /** What is no number (NaN, infinite) is missing. */
    private static Column finite(Column value) {
        return when(
                        value.isNaN().or(abs(value).equalTo(Double.POSITIVE_INFINITY)),
                        lit(null).cast("double"))
                .otherwise(value);
    }

    /**
     * A column's value from the aggregates under {@code prefix}.
     *
     * @param isPresent whether the person has a row that the feature sees
     */
    static Column value(FeatureColumn column, String prefix, Column isPresent) {
        Feature feature = column.feature();
        Column value;
        if (column.part() instanceof FeatureColumn.Part.Choice choice) {
            value = col(prefix + "_" + choice.place());
        } else if (feature.kind() instanceof Feature.Kind.Scale scale) {
            value = mean(scale, prefix);
        } else {
            value = col(prefix + "_0");
        }
        // Without a row also a count is missing.
        value = when(isPresent, value);
        if (feature.absentIsZero()) {
            value = value.when(not(isPresent), lit(0.0));
        }
        if (column.part() instanceof FeatureColumn.Part.Done) {
            return value.gt(0).cast("double");
        }
        // An amount below 0 stays, so that the screening of values can refuse it.
        return column.part() instanceof FeatureColumn.Part.Amount ? when(value.notEqual(0), value) : value;
    }

    /** The mean of the answered items, where enough of them are. */
    private static Column mean(Feature.Kind.Scale scale, String prefix) {
        Column sum = lit(0.0);
        Column answered = lit(0);
        for (Column item : items(scale, prefix)) {
            sum = sum.plus(coalesce(item, lit(0.0)));
            answered = answered.plus(item.isNotNull().cast("int"));
        }
        // The share is a decimal fraction: 0.6 of 5 items are 3, whatever 0.6 is in binary.
        double least = Math.max(1, Math.ceil(scale.minAnswered() * scale.items().size() - 1e-9));
        return when(answered.geq(least), sum.divide(answered));
    }

    /** The answers to a scale's items, reversed where they count the other way round. */
    static List<Column> items(Feature.Kind.Scale scale, String prefix) {
        List<Column> items = new ArrayList<>();
        for (int i = 0; i < scale.items().size(); i++) {
            items.add(col(prefix + "_" + i));
        }
        return items;
    }

    /** The column of that name, whatever signs are in it. */
    public static Column quoted(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
