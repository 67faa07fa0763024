package io.dramatis.privacy.disclosure;

/**
 * How closely a figure that is left out may follow from the others: half of k people may be this or that in it; of fewer
 * than k people, half of them.
 *
 * @param minPeople k
 */
public record Protection(int minPeople) {

    /** The least width, in people, of what a figure of so many people may be narrowed to. */
    public double width(long people) {
        return Math.min(minPeople, people) / 2.0;
    }
}
