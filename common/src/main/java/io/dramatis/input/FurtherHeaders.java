package io.dramatis.input;

import io.dramatis.input.text.FileHead;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether the first rows of a CSV file are further headers, as tools for surveys write them: the texts of the questions, and
 * the tool's own names of the columns.
 */
final class FurtherHeaders {
    private static final int MOST = 3;
    private static final int FEWEST_ROWS_AFTER = 5;

    private FurtherHeaders() {}

    /** How many of them there are; 0 where nothing speaks for it. */
    static int count(FileHead head, List<String> needed) {
        List<List<String>> rows = head.rows();
        for (int row = Math.min(MOST, rows.size()) - 1; row >= 0; row--) {
            if (rows.get(row).stream().anyMatch(cell -> cell.replace("\"", "").startsWith("{ImportId:"))) {
                return row + 1;
            }
        }
        int[] places = needed.stream().mapToInt(head.cells()::indexOf).toArray();
        int further = 0;
        while (further < MOST && rows.size() - further > FEWEST_ROWS_AFTER && isFurther(rows, further, places)) {
            further++;
        }
        return further;
    }

    /**
     * A row whose first needed cell, the person's, holds words while none of the rows after has a blank there, and most of
     * whose other cells are words where the rows after have numbers or dates.
     */
    private static boolean isFurther(List<List<String>> rows, int row, int[] places) {
        List<List<String>> after = rows.subList(row + 1, rows.size());
        List<String> candidate = rows.get(row);
        if (places.length == 0 || !isWords(cell(candidate, places[0]))) {
            return false;
        }
        long unlike = IntStream.of(places)
                .filter(place -> isWords(cell(candidate, place)))
                .filter(place -> after.stream().noneMatch(other -> isWords(cell(other, place))))
                .count();
        boolean isPersonUnlike = after.stream()
                .noneMatch(other -> isWords(cell(other, places[0]))
                        || cell(other, places[0]).isEmpty());
        return isPersonUnlike && unlike >= Math.max(1, (places.length + 1) / 2);
    }

    private static String cell(List<String> row, int place) {
        return place >= 0 && place < row.size() ? row.get(place) : "";
    }

    /** Several words, at least one of them of letters. */
    private static boolean isWords(String cell) {
        return cell.matches("(?s).*\\p{L}{2,}.*\\s.*") || cell.matches("(?s).*\\s.*\\p{L}{2,}.*");
    }
}
