package io.dramatis.input.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The head of a CSV file.
 *
 * @param cells of its header, in their order; empty where a column has no name
 * @param places of the needed columns among them, in the order of {@link TextRules#needed}; -1 where the file has none
 * @param bytes of the header and the rows to skip, before the first record
 */
public record CsvHead(List<String> cells, int[] places, long bytes) implements Serializable {

    /** The head of a file with these cells. */
    public static CsvHead of(List<String> cells, List<String> needed, long bytes) {
        List<String> names = named(cells);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            places.putIfAbsent(names.get(i), i);
        }
        return new CsvHead(
                List.copyOf(cells),
                needed.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray(),
                bytes);
    }

    /** The columns' names: one without a name is called by its place, {@code _c0} where it is the first, as Spark does. */
    public static List<String> named(List<String> cells) {
        Set<String> given = new HashSet<>(cells);
        List<String> names = new ArrayList<>(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            String ofPlace = "_c" + i;
            names.add(cells.get(i).isEmpty() && !given.contains(ofPlace) ? ofPlace : cells.get(i));
        }
        return names;
    }

    /** See {@link #named}. */
    public List<String> names() {
        return named(cells);
    }

    /** Of a JSON file, which has none. */
    public static CsvHead none() {
        return new CsvHead(List.of(), new int[0], 0);
    }

    /** Of the hashes of the columns' values; columns of one name differ by their order. */
    long[] seeds() {
        Map<String, Integer> times = new HashMap<>();
        return names().stream()
                .mapToLong(name -> RowHash.seed(name, times.merge(name, 1, Integer::sum)))
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CsvHead head
                && cells.equals(head.cells)
                && Arrays.equals(places, head.places)
                && bytes == head.bytes;
    }

    @Override
    public int hashCode() {
        return cells.hashCode();
    }
}
