package io.dramatis.mixture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** People drawn by the hash of their pseudonym: the same ones wherever their rows lie. */
record Sample(ArrayList<Person> people) implements Pass.Sum<Sample> {

    /** The {@code size} people whose hashes are lowest (all when there are fewer), in the order of their hashes. */
    static List<Person> of(Pass<Person[]> pass, long people, int size, long seed) {
        long limit = limit(people, size);
        Sample drawn = pass.sum(block -> {
            ArrayList<Person> taken = new ArrayList<>();
            for (Person person : block) {
                if (isDrawn(person, seed, limit)) {
                    taken.add(person);
                }
            }
            return new Sample(taken);
        });
        return lowest(drawn.people, size, seed);
    }

    static boolean isDrawn(Person person, long seed, long limit) {
        return (person.hash(seed) >>> 1) <= limit;
    }

    /** The hash under which nearly surely at least {@code size} of so many people fall, and not many more. */
    static long limit(long people, int size) {
        double share = (size + 6 * Math.sqrt(size) + 20) / Math.max(1, people);
        return share >= 1 ? Long.MAX_VALUE : (long) (share * Long.MAX_VALUE);
    }

    static List<Person> lowest(List<Person> drawn, int size, long seed) {
        return drawn.stream()
                .sorted(Comparator.comparingLong((Person person) -> person.hash(seed) >>> 1)
                        .thenComparing(Person.ORDER))
                .limit(size)
                .toList();
    }

    @Override
    public Sample plus(Sample right) {
        people.addAll(right.people);
        return this;
    }
}
