package io.dramatis.jobs.features.expression;

import java.util.Optional;
import org.apache.spark.SparkThrowable;

/**
 * Why Spark refuses an expression, in one line.
 *
 * @param condition Spark's name of the error
 * @param detail what in the text it is about
 */
record Refusal(String condition, String detail) {
    private static final String UNSTABLE = "AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION";

    static Refusal of(Exception failure) {
        if (!(failure instanceof SparkThrowable spark) || spark.getCondition() == null) {
            throw failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
        }
        String condition = spark.getCondition();
        var parameters = spark.getMessageParameters();
        String detail;
        if (condition.startsWith("UNRESOLVED_COLUMN")) {
            detail = parameters.getOrDefault("objectName", "");
        } else if (condition.equals("UNRESOLVED_ROUTINE")) {
            detail = parameters.getOrDefault("routineName", "");
        } else if (condition.equals(UNSTABLE)) {
            detail = parameters.getOrDefault("sqlExpr", "").replace("\"", "");
        } else if (condition.startsWith("PARSE_")) {
            detail = parameters.getOrDefault("error", "");
        } else {
            detail = firstLine(failure.getMessage());
        }
        return new Refusal(condition, detail.replace("`", ""));
    }

    /** Spark's message without its code, its SQLSTATE and its plan. */
    private static String firstLine(String message) {
        return message.replaceFirst("(?s)\\n.*", "")
                .replaceFirst("^\\[[A-Z_.0-9]+] ", "")
                .replaceFirst("[.;]? SQLSTATE.*", "");
    }

    Optional<String> unknownColumn() {
        return condition.startsWith("UNRESOLVED_COLUMN") ? Optional.of(detail) : Optional.empty();
    }

    /** An aggregate of something random. */
    Optional<String> unstable() {
        return condition.equals(UNSTABLE) ? Optional.of(detail) : Optional.empty();
    }

    String what() {
        if (condition.equals("UNRESOLVED_ROUTINE")) {
            return "there is no function " + detail;
        }
        if (condition.startsWith("PARSE_")) {
            return "the SQL does not parse" + (detail.isEmpty() ? "" : " at " + detail);
        }
        if (condition.startsWith("MISSING_AGGREGATION")) {
            return "a column stands outside of an aggregate";
        }
        return detail;
    }

    String cure(String sql) {
        if (condition.startsWith("MISSING_AGGREGATION")) {
            return "Aggregate over the person's rows, as in sum(amount), in: " + sql;
        }
        return "Mend the expression: " + sql;
    }
}
