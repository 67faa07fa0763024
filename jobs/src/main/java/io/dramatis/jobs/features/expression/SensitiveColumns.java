package io.dramatis.jobs.features.expression;

import io.dramatis.config.Consent;
import io.dramatis.config.Feature;
import io.dramatis.config.Source;
import io.dramatis.error.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Special and protected columns make no groups and are told of nowhere, unless the study names a purpose for which
 * people consented explicitly; then the intake has left the values of those alone.
 */
final class SensitiveColumns {
    private SensitiveColumns() {}

    /** The columns that a feature names itself; those of its expressions are added as they are analysed. */
    static Set<String> named(Feature.Kind kind) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (kind instanceof Feature.Kind.Single single) {
            names.add(single.item());
        } else if (kind instanceof Feature.Kind.Multiple multiple) {
            names.add(multiple.item());
        } else if (kind instanceof Feature.Kind.Ordinal ordinal) {
            names.add(ordinal.item());
        } else if (kind instanceof Feature.Kind.Scale scale) {
            names.addAll(scale.items());
        }
        return names;
    }

    /** The columns that an analysed expression reads. */
    static List<String> read(Expression expression) {
        return CollectionConverters.asJava(expression.references().toSeq()).stream()
                .map(Attribute::name)
                .toList();
    }

    /** What is wrong with a feature that reads these columns: a problem each. */
    static List<Problem> problems(Feature feature, Source source, Collection<String> columns, Consent consent) {
        if (feature.role() == Feature.Role.PROTECTED
                || consent.explicitPurpose().isPresent()) {
            return List.of();
        }
        return source.columns().stream()
                .filter(column -> column.category() != Source.Category.ORDINARY)
                .filter(column -> columns.stream().anyMatch(column.name()::equalsIgnoreCase))
                .map(column -> new Problem(
                        feature.origin().toString(),
                        feature.name() + " is " + feature.role().name().toLowerCase(Locale.ROOT) + " and reads the "
                                + column.category().name().toLowerCase(Locale.ROOT) + " column " + column.name()
                                + " of the source " + source.name() + ", without an explicit purpose",
                        "Say role = protected, or name the purpose for which people consented explicitly as"
                                + " dramatis.consent.explicit-purpose"))
                .toList();
    }
}
