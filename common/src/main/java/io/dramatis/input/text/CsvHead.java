package io.dramatis.input.text;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The head of a CSV file.
 *
 * @param names of its columns, in their order
 * @param places of the needed columns among them, in the order of {@link TextRules#needed}; -1 where the file has none
 */
public record CsvHead(List<String> names, int[] places) implements Serializable {

    /** The head of a file with these columns. */
    public static CsvHead of(List<String> names, List<String> needed) {
        return new CsvHead(
                List.copyOf(names), needed.stream().mapToInt(names::indexOf).toArray());
    }

    /** Of a JSON file, which has none. */
    public static CsvHead none() {
        return new CsvHead(List.of(), new int[0]);
    }

    long[] seeds() {
        return names.stream().mapToLong(RowHash::seed).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CsvHead head && names.equals(head.names) && Arrays.equals(places, head.places);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }
}
