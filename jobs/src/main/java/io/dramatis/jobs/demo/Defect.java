package io.dramatis.jobs.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The ten kinds of broken rows that are planted, each against the contracts of {@code conf/demo.conf}. */
public enum Defect {
    /** A day that no calendar has. */
    BAD_DATE(Map.of(DemoData.CRM, "signed_up_on")),
    /** A word where a number stands. */
    TEXT_IN_NUMBER(Map.of(DemoData.CRM, "orders_count", DemoData.WEB, "amount")),
    /** A number beyond what can be. */
    OUT_OF_RANGE(Map.of(DemoData.CRM, "revenue", DemoData.WEB, "amount", DemoData.SURVEY, "price_1")),
    /** A category that is not on the list. */
    UNKNOWN_CATEGORY(Map.of(DemoData.CRM, "region", DemoData.WEB, "type", DemoData.SURVEY, "age_band")),
    /** A row that names no person. */
    NO_PERSON(Map.of(DemoData.CRM, "customer_id", DemoData.WEB, "cookie", DemoData.SURVEY, "email")),
    /** A CSV row with too few fields. */
    SHORT_ROW(Map.of(DemoData.CRM, "")),
    /** A CSV row with too many fields. */
    LONG_ROW(Map.of(DemoData.CRM, "")),
    /** A JSON line cut off in its middle. */
    BROKEN_JSON(Map.of(DemoData.WEB, "")),
    /** A thirteenth month or a twenty-fifth hour. */
    IMPOSSIBLE_TIME(Map.of(DemoData.WEB, "at", DemoData.SURVEY, "submitted_at")),
    /** An e-mail address without an @. */
    BAD_EMAIL(Map.of(DemoData.CRM, "email", DemoData.SURVEY, "email"));

    private final Map<String, String> columns;

    Defect(Map<String, String> columns) {
        this.columns = columns;
    }

    /** Whether rows of the source are broken in this way. */
    public boolean in(String source) {
        return columns.containsKey(source);
    }

    /** The column that breaks the contract of the source; absent where the whole row cannot be read. */
    public Optional<String> column(String source) {
        return Optional.ofNullable(columns.get(source)).filter(column -> !column.isEmpty());
    }

    /** The kinds planted in a source, in the order in which they take turns. */
    static List<Defect> of(String source) {
        return Stream.of(values()).filter(defect -> defect.in(source)).toList();
    }
}
