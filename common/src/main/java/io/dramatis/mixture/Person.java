package io.dramatis.mixture;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A person's row as it was read.
 *
 * @param id the pseudonym
 * @param values in the input's units; NaN where missing
 */
record Person(byte[] id, double[] values) implements Serializable {
    private static final int ROWS_A_BLOCK = 1024;

    static final Comparator<Person> ORDER =
            Comparator.comparing(Person::id, Arrays::compareUnsigned).thenComparing(Person::values, Arrays::compare);

    /** Evenly spread bits made of the pseudonym (FNV-1a, then the finisher of SplitMix64). */
    long hash(long seed) {
        long h = 0xcbf29ce484222325L ^ mix(seed);
        for (byte b : id) {
            h = (h ^ (b & 0xff)) * 0x100000001b3L;
        }
        return mix(h);
    }

    static long mix(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The number of logical blocks for so many people: a power of two. */
    static int blocks(long people) {
        int blocks = 1;
        while ((long) blocks * ROWS_A_BLOCK < people && blocks < 1 << 24) {
            blocks <<= 1;
        }
        return blocks;
    }

    /** The person's block, of a power of two of them. */
    int block(int blocks) {
        return blocks == 1 ? 0 : (int) (hash(0) >>> (64 - Integer.numberOfTrailingZeros(blocks)));
    }

    /** People in this process, in their logical blocks. */
    static Pass<Person[]> local(List<Person> people) {
        int count = blocks(people.size());
        List<List<Person>> blocks = new java.util.ArrayList<>(count);
        for (int b = 0; b < count; b++) {
            blocks.add(new java.util.ArrayList<>());
        }
        for (Person person : people) {
            blocks.get(person.block(count)).add(person);
        }
        return new Pass.Local<>(blocks.stream().map(Person::sorted).toList(), true);
    }

    static Person[] sorted(List<Person> people) {
        Person[] all = people.toArray(Person[]::new);
        Arrays.sort(all, ORDER);
        return all;
    }
}
