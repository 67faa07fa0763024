package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.forall;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Meaning;
import io.dramatis.config.Source;
import io.dramatis.input.IsoTimes;
import io.dramatis.input.Numerals;
import io.dramatis.input.PlainText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * One column of a source under its contract: its typed value, and what can be wrong with it. Missing codes and allowed
 * values count by what they mean: -99.0 is the code -99.
 */
final class TypedColumn {
    private final Source.Column contract;
    private final Column text;
    private final Optional<String> separator;

    /** Missing codes as texts; one that is of the column's type stands among the values too. */
    private final List<String> missingTexts;

    private final List<Object> missingValues;

    /**
     * @param text the column as plain text
     * @param separator between the answers of one text, where it has several
     */
    TypedColumn(Source.Column contract, Column text, Optional<String> separator) {
        this.contract = contract;
        this.text = text;
        this.separator = separator;
        boolean isText = contract.type() == Source.Type.STRING;
        // As the file writes numbers, 1.000 may be another one than in the study.
        this.missingTexts = contract.missing().stream()
                .filter(code -> contract.notation().isPlain()
                        || Meaning.of(contract, code).isEmpty())
                .map(Meaning::plain)
                .toList();
        this.missingValues = isText
                ? List.of()
                : contract.missing().stream()
                        .flatMap(code -> Meaning.of(contract, code).stream())
                        .distinct()
                        .toList();
    }

    /** The value in its type; null when it is missing or broken. */
    Column value() {
        Column parsed = parse();
        Column present = missingValues.isEmpty()
                ? parsed
                : when(parsed.isin(missingValues.toArray()), lit(null)).otherwise(parsed);
        return when(isGiven(), present);
    }

    /**
     * What can be wrong, in words, with the condition under which it is; the first that holds counts.
     *
     * @param parsed {@link #value}, as computed before
     */
    Map<String, Column> breaches(Column parsed) {
        Map<String, Column> breaches = new LinkedHashMap<>();
        Column given = isGiven();
        // Only what has no value is parsed once more.
        Column isCode =
                missingValues.isEmpty() ? lit(false) : coalesce(parse().isin(missingValues.toArray()), lit(false));
        if (contract.required()) {
            breaches.put("missing", parsed.isNull().and(not(given).or(isCode)));
        }
        if (contract.type() != Source.Type.STRING) {
            breaches.put(
                    "not " + article() + expected(), parsed.isNull().and(given).and(not(isCode)));
        }
        if (!contract.allowed().isEmpty()) {
            breaches.put("not an allowed value", parsed.isNotNull().and(not(isAllowed(parsed))));
        }
        // Limits of times are days, each of them whole.
        Column limited = contract.type() == Source.Type.TIMESTAMP ? parsed.cast(DataTypes.DateType) : parsed;
        contract.min()
                .ifPresent(least -> breaches.put("less than " + least, limited.lt(bound(least, RoundingMode.CEILING))));
        contract.max()
                .ifPresent(most -> breaches.put("more than " + most, limited.gt(bound(most, RoundingMode.FLOOR))));
        contract.pattern()
                .ifPresent(pattern -> breaches.put(
                        "not of the declared pattern", given.and(not(text.rlike("^(?:" + pattern + ")$")))));
        return breaches;
    }

    private String article() {
        return contract.type() == Source.Type.INTEGER ? "an " : "a ";
    }

    private String expected() {
        String type = contract.type().name().toLowerCase(Locale.ROOT);
        if (!contract.notation().isPlain()) {
            return type + " of the declared notation";
        }
        return contract.formats().isEmpty() ? type : type + " of the declared format";
    }

    private Column bound(String limit, RoundingMode toWhole) {
        return switch (contract.type()) {
            case DATE, TIMESTAMP -> lit(limit).cast(DataTypes.DateType);
            case INTEGER ->
                lit(new BigDecimal(limit)
                        .setScale(0, toWhole)
                        .max(BigDecimal.valueOf(Long.MIN_VALUE))
                        .min(BigDecimal.valueOf(Long.MAX_VALUE))
                        .longValueExact());
            default -> lit(new BigDecimal(limit).doubleValue());
        };
    }

    private Column isAllowed(Column parsed) {
        Object[] allowed = contract.allowed().stream()
                .map(value -> Meaning.orText(contract, value))
                .toArray();
        Column whole = parsed.isin(allowed);
        return separator
                .map(sign -> whole.or(forall(PlainText.parts(parsed, sign, missingTexts), part -> part.isin(allowed))))
                .orElse(whole);
    }

    /** Whether something stands there, be it broken. */
    private Column isGiven() {
        Column given = text.isNotNull();
        if (!missingTexts.isEmpty()) {
            given = given.and(not(text.isin(missingTexts.toArray())));
        }
        return contract.notation().isNanMissing() ? given.and(not(Numerals.isNotANumber(text))) : given;
    }

    private Column parse() {
        return switch (contract.type()) {
            case STRING -> text;
            case INTEGER -> Numerals.integer(text, contract.notation());
            case DECIMAL -> Numerals.decimal(text, contract.notation());
            case BOOLEAN ->
                when(lower(text).isin(Meaning.yes().toArray()), true)
                        .when(lower(text).isin(Meaning.no().toArray()), false);
            case DATE ->
                contract.formats().isEmpty() ? IsoTimes.date(text) : ofFormats().cast(DataTypes.DateType);
            case TIMESTAMP -> contract.formats().isEmpty() ? IsoTimes.timestamp(text) : ofFormats();
        };
    }

    private Column ofFormats() {
        return coalesce(contract.formats().stream()
                .map(format -> try_to_timestamp(text, lit(format)))
                .toArray(Column[]::new));
    }
}
