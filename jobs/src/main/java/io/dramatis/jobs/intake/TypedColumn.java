package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source;
import io.dramatis.table.intake.CleanRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** One column of a source under its contract: its typed value, and what can be wrong with it. */
final class TypedColumn {
    private static final String ISO_DATE = "^\\d{4}-\\d{2}-\\d{2}$";
    private static final String ISO_TIMESTAMP =
            "^\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}([.]\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?)?$";
    private static final List<String> YES = List.of("true", "yes", "y", "1");
    private static final List<String> NO = List.of("false", "no", "n", "0");

    private final Source.Column contract;
    private final Column trimmed;
    private final Column present;

    /** @param trimmed the column as text, without white space around it */
    TypedColumn(Source.Column contract, Column trimmed) {
        this.contract = contract;
        this.trimmed = trimmed;
        this.present =
                trimmed.isNotNull().and(not(trimmed.isin(contract.missing().toArray())));
    }

    /** The value in its type; null when it is missing or broken. */
    Column value() {
        return when(present, parse());
    }

    /**
     * What can be wrong, in words, with the condition under which it is; the first that holds counts.
     *
     * @param parsed {@link #value}, as computed before
     */
    Map<String, Column> breaches(Column parsed) {
        Map<String, Column> breaches = new LinkedHashMap<>();
        if (contract.required()) {
            breaches.put("missing", not(coalesce(present, lit(false))));
        }
        if (contract.type() != Source.Type.STRING) {
            breaches.put("not " + article() + expected(), present.and(parsed.isNull()));
        }
        if (!contract.allowed().isEmpty()) {
            breaches.put("not an allowed value", present.and(not(isAllowed(parsed))));
        }
        // Limits of times are days, each of them whole.
        Column limited = contract.type() == Source.Type.TIMESTAMP ? parsed.cast(DataTypes.DateType) : parsed;
        contract.min().ifPresent(least -> breaches.put("less than " + least, limited.lt(bound(least))));
        contract.max().ifPresent(most -> breaches.put("more than " + most, limited.gt(bound(most))));
        contract.pattern()
                .ifPresent(pattern -> breaches.put(
                        "not of the declared pattern", present.and(not(trimmed.rlike("^(?:" + pattern + ")$")))));
        return breaches;
    }

    private String article() {
        return contract.type() == Source.Type.INTEGER ? "an " : "a ";
    }

    private String expected() {
        String type = contract.type().name().toLowerCase(Locale.ROOT);
        return contract.formats().isEmpty() ? type : type + " of the declared format";
    }

    private Column bound(String text) {
        return lit(text)
                .cast(contract.type() == Source.Type.TIMESTAMP ? DataTypes.DateType : CleanRows.type(contract.type()));
    }

    /** Numbers and truths by value: 2.0 is 2. */
    private Column isAllowed(Column parsed) {
        return switch (contract.type()) {
            case STRING, DATE, TIMESTAMP -> trimmed.isin(contract.allowed().toArray());
            case INTEGER ->
                parsed.isin(contract.allowed().stream().map(Long::valueOf).toArray());
            case DECIMAL ->
                parsed.isin(contract.allowed().stream().map(Double::valueOf).toArray());
            case BOOLEAN ->
                parsed.isin(contract.allowed().stream().map(Boolean::valueOf).toArray());
        };
    }

    private Column parse() {
        return switch (contract.type()) {
            case STRING -> trimmed;
            case INTEGER -> integer();
            case DECIMAL -> decimal();
            case BOOLEAN ->
                when(lower(trimmed).isin(YES.toArray()), true)
                        .when(lower(trimmed).isin(NO.toArray()), false);
            case DATE -> timestamp(ISO_DATE, DataTypes.DateType).cast(DataTypes.DateType);
            case TIMESTAMP -> timestamp(ISO_TIMESTAMP, DataTypes.TimestampType);
        };
    }

    /** Whole numbers, also written as 3.0, as files that once were in a spreadsheet have them. */
    private Column integer() {
        Column number = trimmed.try_cast(DataTypes.createDecimalType(38, 6));
        return when(number.equalTo(floor(number)), number.try_cast(DataTypes.LongType));
    }

    private Column decimal() {
        Column number = trimmed.try_cast(DataTypes.DoubleType);
        return when(not(isnan(number)).and(abs(number).lt(Double.POSITIVE_INFINITY)), number);
    }

    private Column timestamp(String iso, DataType type) {
        if (contract.formats().isEmpty()) {
            return when(trimmed.rlike(iso), trimmed.try_cast(type));
        }
        return coalesce(contract.formats().stream()
                .map(format -> try_to_timestamp(trimmed, lit(format)))
                .toArray(Column[]::new));
    }
}
