package io.dramatis.cli.mixture;

import static org.apache.spark.sql.functions.countDistinct;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds columns of numbers that number the rows, or name what they are about: they say nothing of likeness. */
final class RowNames {
    /** A header cell that was empty, as Spark, R, pandas and readr call it. */
    private static final Pattern UNNAMED = Pattern.compile("|_c\\d+|X(\\.\\d+)?|Unnamed: ?\\d+|\\.{3}\\d+|#");

    private static final String BEGIN = "(.*[^a-z])?";

    /** The last word of a name whose values are names. */
    private static final Pattern ID =
            Pattern.compile(BEGIN + "(id|ids|uid|guid|key|nr|userid|customerid|kundennr|kundennummer)");

    private static final Pattern NAMING = Pattern.compile(BEGIN + "(no|number|nummer|index|idx|row|rowid|rownames?)");

    private static final Pattern NUMBERING =
            Pattern.compile(BEGIN + "(num|rownum|rownumber|line|obs|observation|case|record|entry|seq|sequence|rank)");

    private static final Pattern CODE =
            Pattern.compile(BEGIN + "(code|zip|zipcode|postcode|plz|phone|telephone|barcode|ean|sku|isbn)");

    /** So many whole numbers that stand one after the other are no measurement, whatever their column is called. */
    private static final long LONG_RUN = 20;

    private RowNames() {}

    /**
     * What is to be said of a column.
     *
     * @param isLeftOut unless it is asked for
     * @param says what follows the column's name
     */
    record Finding(boolean isLeftOut, String says) {

        /** As a note. */
        String told(String name, boolean isAskedFor) {
            String what = "column '" + name + "'" + (isUnnamed(name) ? ", which has no name, " : " ") + says + ": ";
            if (isAskedFor) {
                return what + "used, since --columns names it";
            }
            return what + (isLeftOut ? "left out; --columns can name it" : "used; --columns can leave it out");
        }
    }

    /**
     * Looks at columns of numbers: once more at the rows, where one may have no two values alike.
     *
     * @param values of each of the columns
     * @return by column
     */
    static Map<String, Finding> of(Dataset<Row> rows, Map<String, ColumnValues> values) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        List<String> suspects = values.keySet().stream()
                .filter(name -> isSuspect(name, values.get(name)))
                .toList();
        if (!suspects.isEmpty()) {
            Column[] counts = suspects.stream()
                    .map(name -> countDistinct(ColumnValues.given(InputTable.text(name))))
                    .toArray(Column[]::new);
            Row distinct = rows.select(counts).first();
            for (int i = 0; i < suspects.size(); i++) {
                ColumnValues suspect = values.get(suspects.get(i));
                if (distinct.getLong(i) == suspect.given()) {
                    findings.put(
                            suspects.get(i),
                            new Finding(
                                    true,
                                    (suspect.isRun() ? "numbers the rows" : "names the rows") + " (" + suspect.given()
                                            + " whole numbers, no two alike"
                                            + (suspect.isRun() ? ", one after the other)" : ")")));
                }
            }
        }
        values.forEach((name, ofColumn) -> {
            if (ofColumn.isWhole() && (ends(ID, name) || ends(CODE, name))) {
                findings.putIfAbsent(name, new Finding(false, "has whole numbers that its name calls names or codes"));
            }
        });
        return findings;
    }

    private static boolean isSuspect(String name, ColumnValues values) {
        if (!values.isWhole() || values.given() < 2) {
            return false;
        }
        boolean isNaming = ends(ID, name) || ends(NAMING, name);
        return isNaming || (values.isRun() && (values.given() >= LONG_RUN || isUnnamed(name) || ends(NUMBERING, name)));
    }

    /** Whether the header has no name for it. */
    static boolean isUnnamed(String name) {
        return UNNAMED.matcher(name.strip()).matches();
    }

    /** The words of {@code customerId}, {@code customer_id}, {@code CUSTOMER.ID} and {@code Customer ID} are the same. */
    private static boolean ends(Pattern pattern, String name) {
        String words = name.strip().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        return pattern.matcher(words.replaceFirst("[^a-z]+$", "")).matches();
    }
}
