package io.dramatis.privacy.disclosure;

import java.io.Serializable;

/**
 * The values of one feature in one group of people, as far as the rules look at them.
 *
 * @param n people with a value
 * @param sum of the values; of a yes (1) and no (0) it counts those with a yes
 * @param absolute sum of the values without their signs
 * @param largest the largest value without its sign; 0 where there is nobody
 * @param second the second largest
 * @param least the least value; positive infinity where there is nobody
 * @param greatest the greatest value; negative infinity where there is nobody
 */
public record Cell(long n, double sum, double absolute, double largest, double second, double least, double greatest)
        implements Serializable {

    /** Of nobody. */
    public static final Cell NONE = new Cell(0, 0, 0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /** One more person. */
    public Cell plus(double value) {
        double size = Math.abs(value);
        return plus(new Cell(1, value, size, size, 0, value, value));
    }

    /** The people of both; nobody is in the two. */
    public Cell plus(Cell more) {
        double top = Math.max(largest, more.largest);
        double next = Math.max(Math.min(largest, more.largest), Math.max(second, more.second));
        return new Cell(
                n + more.n,
                sum + more.sum,
                absolute + more.absolute,
                top,
                next,
                Math.min(least, more.least),
                Math.max(greatest, more.greatest));
    }

    /** Those with a yes, of a cell of yes and no. */
    public long yes() {
        return Math.round(sum);
    }

    public double mean() {
        return sum / n;
    }

    /** Between the least and the greatest value; 0 where there is nobody. */
    public double range() {
        return n == 0 ? 0 : greatest - least;
    }
}
