package io.dramatis.privacy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Connected components in memory; each is named by its least id, in unsigned order. Disjoint sets with path halving:
 * Tarjan and van Leeuwen, "Worst-case analysis of set union algorithms", JACM 31, 1984.
 */
final class UnionFind {
    private final Map<ByteBuffer, Integer> places = new HashMap<>();
    private final List<byte[]> ids = new ArrayList<>();
    private int[] parents = new int[16];

    void unite(byte[] left, byte[] right) {
        int one = root(place(left));
        int other = root(place(right));
        if (Arrays.compareUnsigned(ids.get(one), ids.get(other)) <= 0) {
            parents[other] = one;
        } else {
            parents[one] = other;
        }
    }

    /** Each id that is not the least of its component, with the least, as {@code tied} joins them. */
    <T> Stream<T> ties(BiFunction<byte[], byte[], T> tied) {
        return IntStream.range(0, ids.size())
                .filter(place -> root(place) != place)
                .mapToObj(place -> tied.apply(ids.get(place), ids.get(root(place))));
    }

    private int place(byte[] id) {
        Integer known = places.putIfAbsent(ByteBuffer.wrap(id), ids.size());
        if (known != null) {
            return known;
        }
        int place = ids.size();
        ids.add(id);
        if (place == parents.length) {
            parents = Arrays.copyOf(parents, 2 * place);
        }
        parents[place] = place;
        return place;
    }

    private int root(int place) {
        int at = place;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }
}
