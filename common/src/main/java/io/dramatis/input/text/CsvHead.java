package io.dramatis.input.text;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The head of a CSV file.
 *
 * @param names of its columns, in their order
 * @param places of the needed columns among them, in the order of {@link TextRules#needed}; -1 where the file has none
 * @param bytes of the header and the rows to skip, before the first record
 */
public record CsvHead(List<String> names, int[] places, long bytes) implements Serializable {

    /** The head of a file with these columns. */
    public static CsvHead of(List<String> names, List<String> needed, long bytes) {
        return new CsvHead(
                List.copyOf(names), needed.stream().mapToInt(names::indexOf).toArray(), bytes);
    }

    /** Of a JSON file, which has none. */
    public static CsvHead none() {
        return new CsvHead(List.of(), new int[0], 0);
    }

    /** Of the hashes of the columns' values; columns of one name differ by their order. */
    long[] seeds() {
        Map<String, Integer> times = new HashMap<>();
        return names.stream()
                .mapToLong(name -> RowHash.seed(name, times.merge(name, 1, Integer::sum)))
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CsvHead head
                && names.equals(head.names)
                && Arrays.equals(places, head.places)
                && bytes == head.bytes;
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }
}
