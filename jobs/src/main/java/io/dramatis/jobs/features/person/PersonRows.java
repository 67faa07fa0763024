package io.dramatis.jobs.features.person;

import static io.dramatis.jobs.features.person.PersonValues.quoted;
import static io.dramatis.table.Table.PERSON_ID;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.config.Feature;
import io.dramatis.config.Question;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.spark.Transform;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One row a person of the clean tables: each feature column by its name, and the items of scales. */
public final class PersonRows {
    /** Answers to the items of all scales, in the order of the file: an array of doubles. */
    public static final String ITEMS = "_items";

    private static final String PRESENCE = "presence_";

    private static final String ROW = "row_";

    private PersonRows() {}

    /** All people of the clean tables, also those without a row up to the end of as-of. */
    public static Dataset<Row> of(
            Study study, List<Feature> features, LocalDate asOf, Map<String, Dataset<Row>> clean) {
        Dataset<Row> people = clean.values().stream()
                .map(rows -> rows.select(PERSON_ID))
                .reduce(Dataset::union)
                .orElseThrow()
                .distinct();
        Map<Feature, Column> presences = new HashMap<>();
        for (Source source : study.sources()) {
            List<Feature> own = features.stream()
                    .filter(feature -> feature.source().equals(source.name()))
                    .toList();
            if (own.isEmpty()) {
                continue;
            }
            Map<String, Question> questions = Question.of(study, source);
            SourceRows rows = SourceRows.of(clean.get(source.name()), source, own, asOf);
            // Beside DISTINCT Spark adds up in the order of a hash table: such features have an aggregation of their
            // own.
            for (boolean distinct : new boolean[] {false, true}) {
                List<Column> aggregates = new ArrayList<>();
                for (Feature feature : own) {
                    if (hasDistinct(feature) == distinct) {
                        int place = features.indexOf(feature);
                        List<String> choices = FeatureColumn.choices(study, feature);
                        aggregates.addAll(rows.seenBy(
                                feature, PersonValues.aggregates(feature, asOf, choices, questions, prefix(place))));
                        aggregates.add(rows.presence(feature).as(PRESENCE + place));
                        presences.put(feature, presence(place, source, distinct));
                    }
                }
                if (!aggregates.isEmpty()) {
                    if (!distinct) {
                        aggregates.add(SourceRows.inOrder().as(ROW + source.name()));
                    }
                    people = people.join(rows.perPerson(aggregates), new String[] {PERSON_ID}, "left");
                }
            }
        }
        return people.transform(named(study, features, presences));
    }

    private static Column presence(int place, Source source, boolean distinct) {
        Column seen = coalesce(col(PRESENCE + place), lit(false));
        return distinct ? seen : seen.and(quoted(ROW + source.name()).isNotNull());
    }

    private static boolean hasDistinct(Feature feature) {
        return feature.kind() instanceof Feature.Kind.Aggregate aggregate
                && aggregate.sql().toLowerCase(Locale.ROOT).contains("distinct");
    }

    private static String prefix(int feature) {
        return "feature_" + feature;
    }

    private static Transform named(Study study, List<Feature> features, Map<Feature, Column> presences) {
        return joined -> {
            List<Column> columns = new ArrayList<>();
            columns.add(col(PERSON_ID));
            for (FeatureColumn column : FeatureColumn.of(study, features)) {
                int place = features.indexOf(column.feature());
                columns.add(PersonValues.value(column, prefix(place), presences.get(column.feature()))
                        .as(column.name()));
            }
            List<Column> items = new ArrayList<>();
            for (int i = 0; i < features.size(); i++) {
                if (features.get(i).kind() instanceof Feature.Kind.Scale scale) {
                    items.addAll(PersonValues.items(scale, prefix(i)));
                }
            }
            columns.add(
                    array(items.toArray(Column[]::new)).cast("array<double>").as(ITEMS));
            return joined.select(columns.toArray(Column[]::new));
        };
    }
}
