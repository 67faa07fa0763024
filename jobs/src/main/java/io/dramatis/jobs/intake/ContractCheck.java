package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Identity;
import io.dramatis.config.Meaning;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.input.InputRows;
import io.dramatis.input.PlainText;
import io.dramatis.input.Shape;
import io.dramatis.privacy.IdNormalisation;
import io.dramatis.privacy.Pseudonyms;
import io.dramatis.spark.Transform;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.RejectedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/** Holds each row of a source against its contract; identities leave here as pseudonyms. */
final class ContractCheck {
    /** What is wrong with the row: reason, column_name, value_shape; null when nothing is. */
    static final String BREACH = "__breach";

    /** Long layout: the declared item that the row answers. */
    static final String ITEM = "__item";

    /** DATE: the last day on which the row's person can have been born; null where this source does not tell. */
    static final String BORN = "__born";

    /** Pseudonym of the row's id of a kind. */
    private static final String ID = "__id_";

    private static final String NEAR = "__near_";
    private static final String SHAPE = "__shape_";

    /** BOOLEAN: the row's time is a day without a time, though the column's are times. */
    static final String IS_COARSE = "__is_coarse";

    private static final String DAY = "^\\d{4}-?\\d{2}-?\\d{2}$";

    /** An id before it becomes a pseudonym; null where there is none. */
    static final String RAW_ID = "__raw_id_";

    private static final String TEXT = "__text_";
    private static final String VALUE = "__value_";

    private static final int SHAPE_LENGTH = 24;

    private final Source source;
    private final Study study;
    private final Map<String, Identity.Kind> kinds;
    private final String personKind;
    private final Pseudonyms pseudonyms;
    private final Optional<Source.Column> born;

    ContractCheck(Source source, Study study, Pseudonyms pseudonyms) {
        this.source = source;
        this.study = study;
        this.kinds = study.identity().kinds();
        this.personKind = study.identity().person();
        this.pseudonyms = pseudonyms;
        this.born = study.consent()
                .minimumAge()
                .filter(rule -> rule.source().equals(source.name()))
                .flatMap(rule -> source.columns().stream()
                        .filter(column -> column.name().equals(rule.column()))
                        .findFirst());
    }

    /** The pseudonym of the row's id of a kind. */
    static Column id(String kind) {
        return col(ID + kind);
    }

    /** The pseudonym of the id's loose form, where that is another: see {@link Pseudonyms#nearWhereOther}. */
    static Column near(String kind) {
        return col(NEAR + kind);
    }

    /** The shape of the row's id of a kind; null where the row has one id alone, or the kind is the people's own. */
    static Column shape(String kind) {
        return col(SHAPE + kind);
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
     * no identity is left. Each step is a projection of its own, so that no text is trimmed, parsed or hashed twice.
     */
    Transform judged() {
        Map<String, String> ids = idColumns(source);
        List<Source.Column> columns = source.columns();
        return rows -> rows.select(with(
                        rows,
                        ids.entrySet().stream()
                                .map(id -> missingAsNull(id.getValue()).as(RAW_ID + id.getKey())),
                        columns.stream().map(column -> text(rows, column).as(TEXT + column.name()))))
                .transform(texts -> texts.select(with(
                        texts,
                        ids.keySet().stream().flatMap(this::pseudonyms),
                        columns.stream().map(column -> typed(column).value().as(VALUE + column.name())))))
                .transform(values -> values.withColumn(BREACH, breach()))
                .select(Stream.concat(
                                Stream.concat(
                                        ids.keySet().stream()
                                                .flatMap(kind -> Stream.of(id(kind), near(kind), shape(kind))),
                                        CleanRows.storedColumns(source).stream()
                                                .map(column -> col(VALUE + column.name())
                                                        .as(column.name()))),
                                Stream.concat(
                                        source.joins().stream().map(SourceRows::unmatched),
                                        Stream.of(
                                                item().as(ITEM),
                                                isCoarse().as(IS_COARSE),
                                                born().as(BORN),
                                                col(BREACH),
                                                col(InputRows.AT),
                                                col(SourceRows.COPIES))))
                        .toArray(Column[]::new));
    }

    @SafeVarargs
    private static Column[] with(Dataset<Row> rows, Stream<Column>... more) {
        return Stream.concat(
                        Arrays.stream(rows.columns()).map(InputRows::column),
                        Arrays.stream(more).flatMap(columns -> columns))
                .toArray(Column[]::new);
    }

    private Stream<Column> pseudonyms(String kind) {
        return made(
                pseudonyms,
                kinds.get(kind),
                Meetings.isMet(study, kind),
                idColumns(source).size() > 1 && !kind.equals(personKind));
    }

    /** What is kept of an id of a kind in the column {@link #RAW_ID}: {@link #id}, {@link #near} and {@link #shape}. */
    static Stream<Column> made(Pseudonyms pseudonyms, Identity.Kind kind, boolean isMet, boolean isShaped) {
        Column raw = col(RAW_ID + kind.name());
        Column shape = isShaped ? Shape.of(raw) : lit(null).cast(DataTypes.StringType);
        return Stream.of(
                pseudonyms.of(raw, kind).as(ID + kind.name()),
                (isMet ? pseudonyms.nearWhereOther(raw, kind) : lit(null).cast(DataTypes.BinaryType))
                        .as(NEAR + kind.name()),
                shape.as(SHAPE + kind.name()));
    }

    /** Only where times are expected is a day alone less than the others have. */
    private Column isCoarse() {
        return source.time()
                .flatMap(name -> source.columns().stream()
                        .filter(column -> column.name().equals(name) && column.type() == Source.Type.TIMESTAMP)
                        .findFirst())
                .map(column -> coalesce(coarse(column, col(TEXT + column.name())), lit(false)))
                .orElse(lit(false));
    }

    /** Of several formats the first that reads the text is the one that counts. */
    private static Column coarse(Source.Column column, Column text) {
        if (column.formats().isEmpty()) {
            return text.rlike(DAY);
        }
        return coalesce(column.formats().stream()
                .map(format -> when(try_to_timestamp(text, lit(format)).isNotNull(), lit(!hasHours(format))))
                .toArray(Column[]::new));
    }

    private static boolean hasHours(String format) {
        return format.replaceAll("'[^']*'", "").matches(".*[HhKk].*");
    }

    private Column born() {
        return born.map(column -> Ages.lastDay(column.type(), col(VALUE + column.name())))
                .orElse(lit(null).cast(DataTypes.DateType));
    }

    private Column breach() {
        List<Column> findings = new ArrayList<>();
        findings.add(finding(
                col(InputRows.CORRUPT).isNotNull(), col(InputRows.CORRUPT), Optional.empty(), Optional.empty()));
        for (Source.Join join : source.joins()) {
            if (join.required()) {
                findings.add(finding(
                        SourceRows.partner(join).isNull(),
                        "no partner in " + join.name(),
                        Optional.of(join.on().get(0)),
                        Optional.empty()));
            }
        }
        idColumns(source).forEach((kind, name) -> {
            Column raw = col(RAW_ID + kind);
            if (name.equals(source.personColumn())) {
                findings.add(finding(raw.isNull(), "the person's id is missing", Optional.of(name), Optional.empty()));
            }
            findings.add(finding(
                    raw.isNotNull().and(id(kind).isNull()),
                    "not a valid " + kind,
                    Optional.of(name),
                    Optional.empty()));
        });
        if (source.layout() == Source.Layout.LONG) {
            findings.add(finding(item().isNull(), "the item is not declared", source.itemColumn(), Optional.empty()));
        }
        for (Source.Column column : source.columns()) {
            boolean isShown = !column.identifying() && !idColumns(source).containsValue(column.from());
            typed(column)
                    .breaches(col(VALUE + column.name()))
                    .forEach((reason, condition) -> findings.add(finding(
                            applies(column).and(condition),
                            reason,
                            Optional.of(column.from()),
                            Optional.of(col(TEXT + column.name())).filter(text -> isShown))));
        }
        return coalesce(findings.toArray(Column[]::new));
    }

    private TypedColumn typed(Source.Column column) {
        return new TypedColumn(column, col(TEXT + column.name()), study.severalAnswers(source, column));
    }

    /** An id of a raw row, before it becomes a pseudonym; null where the source says that it is missing. */
    Column missingAsNull(String name) {
        List<String> missing = source.columns().stream()
                .filter(column -> column.from().equals(name))
                .map(Source.Column::missing)
                .findFirst()
                .orElse(source.missing());
        return IdNormalisation.present(InputRows.column(name), missing);
    }

    /** The declared item that a row of the long layout answers; null where it answers none. */
    private Column item() {
        if (source.layout() == Source.Layout.WIDE) {
            return lit(null).cast(DataTypes.StringType);
        }
        Column item = PlainText.of(InputRows.column(source.itemColumn().orElseThrow()));
        Object[] known = source.columns().stream()
                .filter(column -> !isWide(column))
                .map(column -> Meaning.plain(column.from()))
                .toArray();
        return when(item.isin(known), item);
    }

    /** In long layout a row speaks of one item alone; of the time in each. */
    private Column applies(Source.Column column) {
        if (isWide(column)) {
            return lit(true);
        }
        return PlainText.of(InputRows.column(source.itemColumn().orElseThrow())).equalTo(Meaning.plain(column.from()));
    }

    /** The column's plain text, numbers in its notation. */
    private Column text(Dataset<Row> rows, Source.Column column) {
        if (isWide(column)) {
            return text(rows, column, column.from());
        }
        return when(applies(column), text(rows, column, source.valueColumn().orElseThrow()));
    }

    private static Column text(Dataset<Row> rows, Source.Column column, String name) {
        StructField field = rows.schema().apply(name);
        Column text = InputRows.column(name).cast(DataTypes.StringType);
        if (InputRows.isNumber(field)) {
            // The notation is of texts; a number that the file has as one is told with a point.
            return translate(text, ".", column.notation().decimalMark());
        }
        return field.dataType() instanceof StringType ? PlainText.of(text) : text;
    }

    private boolean isWide(Source.Column column) {
        return source.layout() == Source.Layout.WIDE
                || source.time().filter(column.name()::equals).isPresent();
    }

    /** The shape of a value tells what is wrong with it without telling the value. */
    private static Column finding(Column condition, String reason, Optional<String> column, Optional<Column> value) {
        return finding(condition, lit(reason), column, value);
    }

    private static Column finding(Column condition, Column reason, Optional<String> column, Optional<Column> value) {
        Column none = lit(null).cast(DataTypes.StringType);
        Column shape = value.map(text ->
                        substring(regexp_replace(regexp_replace(text, "\\p{L}", "a"), "\\p{N}", "9"), 1, SHAPE_LENGTH))
                .orElse(none);
        return when(
                condition,
                struct(
                        reason.as(RejectedRows.REASON),
                        column.map(name -> lit(name)).orElse(none).as(RejectedRows.COLUMN_NAME),
                        shape.as(RejectedRows.VALUE_SHAPE)));
    }
}
