package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Identity;
import io.dramatis.config.Source;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.spark.Transform;
import io.dramatis.table.CleanRows;
import io.dramatis.table.RejectedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/** Holds each row of a source against its contract; identities leave here as pseudonyms. */
final class ContractCheck {
    /** What is wrong with the row: reason, column_name, value_shape; null when nothing is. */
    static final String BREACH = "__breach";

    /** Pseudonym of the row's id of a kind. */
    private static final String ID = "__id_";

    private static final int SHAPE_LENGTH = 24;

    private final Source source;
    private final Map<String, Identity.Kind> kinds;
    private final Pseudonyms pseudonyms;

    ContractCheck(Source source, Map<String, Identity.Kind> kinds, Pseudonyms pseudonyms) {
        this.source = source;
        this.kinds = kinds;
        this.pseudonyms = pseudonyms;
    }

    /** The pseudonym of the row's id of a kind. */
    static Column id(String kind) {
        return col(ID + kind);
    }

    /** Kinds of id in a row of the source, the person's own first, each with its column of the file. */
    static Map<String, String> idColumns(Source source) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(source.personId(), source.personColumn());
        source.ids().forEach(columns::putIfAbsent);
        return columns;
    }

    /**
     * Raw rows to judged rows: the ids' pseudonyms, the stored columns typed, {@link #BREACH}, the file and the copies;
     * no identity is left.
     */
    Transform judged() {
        return rows -> {
            List<Column> kept = new ArrayList<>();
            idColumns(source).forEach((kind, name) -> kept.add(pseudonyms
                    .of(missingAsNull(name), kinds.get(kind))
                    .as(ID + kind)));
            for (Source.Column column : CleanRows.storedColumns(source)) {
                kept.add(new TypedColumn(column, text(column)).value().as(column.name()));
            }
            kept.add(breach().as(BREACH));
            kept.add(col(InputRows.FILE));
            kept.add(col(SourceRows.COPIES));
            return rows.select(kept.toArray(Column[]::new));
        };
    }

    private Column breach() {
        List<Column> findings = new ArrayList<>();
        findings.add(finding(col(InputRows.CORRUPT).isNotNull(), "the row does not parse, or has too few or too many fields", null, null));
        for (Source.Join join : source.joins()) {
            if (join.required()) {
                findings.add(finding(SourceRows.partner(join).isNull(), "no partner in " + join.name(), join.on().get(0), null));
            }
        }
        idColumns(source).forEach((kind, name) -> {
            Column raw = missingAsNull(name);
            if (name.equals(source.personColumn())) {
                findings.add(finding(raw.isNull(), "the person's id is missing", name, null));
            }
            findings.add(finding(
                    raw.isNotNull().and(pseudonyms.of(raw, kinds.get(kind)).isNull()), "not a valid " + kind, name, null));
        });
        if (source.layout() == Source.Layout.LONG) {
            Column item = InputRows.column(source.itemColumn().orElseThrow());
            Object[] known = source.columns().stream().map(Source.Column::from).toArray();
            findings.add(finding(
                    item.isNull().or(not(trim(item).isin(known))), "the item is not declared", source.itemColumn().orElseThrow(), null));
        }
        for (Source.Column column : source.columns()) {
            TypedColumn typed = new TypedColumn(column, text(column));
            boolean isShown = !column.identifying() && !idColumns(source).containsValue(column.from());
            typed.breaches().forEach((reason, condition) -> findings.add(
                    finding(applies(column).and(condition), reason, column.from(), isShown ? typed.trimmed() : null)));
        }
        return coalesce(findings.toArray(Column[]::new));
    }

    private Column missingAsNull(String name) {
        List<String> missing =
                source.columns().isEmpty() ? List.of("") : source.columns().get(0).missing();
        Column text = trim(InputRows.column(name).cast(DataTypes.StringType));
        return when(not(text.isin(missing.toArray())), text);
    }

    /** In long layout a row speaks of one item alone; of the time in each. */
    private Column applies(Source.Column column) {
        if (isWide(column)) {
            return lit(true);
        }
        return trim(InputRows.column(source.itemColumn().orElseThrow())).equalTo(column.from());
    }

    private Column text(Source.Column column) {
        if (isWide(column)) {
            return InputRows.column(column.from());
        }
        return when(applies(column), InputRows.column(source.valueColumn().orElseThrow()));
    }

    private boolean isWide(Source.Column column) {
        return source.layout() == Source.Layout.WIDE
                || source.time().filter(column.name()::equals).isPresent();
    }

    /** The shape of a value tells what is wrong with it without telling the value. */
    private static Column finding(Column condition, String reason, String column, Column value) {
        Column shape = value == null
                ? lit(null).cast(DataTypes.StringType)
                : substring(regexp_replace(regexp_replace(value, "\\p{L}", "a"), "\\p{N}", "9"), 1, SHAPE_LENGTH);
        return when(
                condition,
                struct(
                        lit(reason).as(RejectedRows.REASON),
                        lit(column).cast(DataTypes.StringType).as(RejectedRows.COLUMN_NAME),
                        shape.as(RejectedRows.VALUE_SHAPE)));
    }
}
