package io.dramatis.cli.console;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** Rows as lines of text: columns side by side, numbers to the right, no value cut. */
public final class TextTable {
    private TextTable() {}

    public static List<String> of(List<String> header, List<Row> rows) {
        List<List<String>> cells = rows.stream()
                .map(row -> IntStream.range(0, header.size())
                        .mapToObj(i -> text(row.get(i)))
                        .toList())
                .toList();
        int[] widths = IntStream.range(0, header.size())
                .map(i -> Math.max(
                        header.get(i).length(),
                        cells.stream()
                                .mapToInt(row -> row.get(i).length())
                                .max()
                                .orElse(0)))
                .toArray();
        boolean[] isNumber = new boolean[header.size()];
        for (int i = 0; i < isNumber.length; i++) {
            int column = i;
            isNumber[i] = !rows.isEmpty()
                    && rows.stream().allMatch(row -> row.get(column) == null || row.get(column) instanceof Number);
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(header, widths, isNumber));
        lines.add(String.join("  ", IntStream.of(widths).mapToObj("-"::repeat).toList()));
        cells.forEach(row -> lines.add(line(row, widths, isNumber)));
        lines.add("(" + rows.size() + (rows.size() == 1 ? " row)" : " rows)"));
        return lines;
    }

    private static String line(List<String> cells, int[] widths, boolean[] isNumber) {
        return String.join(
                        "  ",
                        IntStream.range(0, widths.length)
                                .mapToObj(i -> {
                                    String gap =
                                            " ".repeat(widths[i] - cells.get(i).length());
                                    return isNumber[i] ? gap + cells.get(i) : cells.get(i) + gap;
                                })
                                .toList())
                .stripTrailing();
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof scala.collection.Seq<?> values) {
            return values.mkString("[", ", ", "]");
        }
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }
}
