package io.dramatis.jobs.features;

import java.io.Serializable;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Means, variances and correlations of people's values, in one pass and mergeable: Welford's update, and its merge by
 * Chan, Golub and LeVeque (1983). A missing value is NaN. Equal rows in equal order give equal bits.
 */
final class Moments {

    /**
     * Which moments are wanted.
     *
     * @param values number of values a person
     * @param paired places of the values of which every two are correlated
     * @param scales number of items of each scale
     */
    record Shape(int values, List<Integer> paired, List<Integer> scales) implements Serializable {
        Shape {
            paired = List.copyOf(paired);
            scales = List.copyOf(scales);
        }
    }

    /** Of one variable. */
    static final class One {
        private static final int SIZE = 6;

        private long count;
        private double mean;
        private double squares;
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;
        private boolean isShare = true;

        void add(double x) {
            count++;
            double away = x - mean;
            mean += away / count;
            squares += away * (x - mean);
            least = Math.min(least, x);
            greatest = Math.max(greatest, x);
            isShare &= x == 0 || x == 1;
        }

        void add(One other) {
            if (other.count == 0) {
                return;
            }
            long all = count + other.count;
            double away = other.mean - mean;
            squares += other.squares + away * away * ((double) count * other.count / all);
            mean = count == 0 ? other.mean : mean + away * other.count / all;
            count = all;
            least = Math.min(least, other.least);
            greatest = Math.max(greatest, other.greatest);
            isShare &= other.isShare;
        }

        void write(DoubleBuffer state) {
            state.put(count).put(mean).put(squares).put(least).put(greatest).put(isShare ? 1 : 0);
        }

        void read(DoubleBuffer state) {
            count = (long) state.get();
            mean = state.get();
            squares = state.get();
            least = state.get();
            greatest = state.get();
            isShare = state.get() == 1;
        }

        long count() {
            return count;
        }

        double mean() {
            return mean;
        }

        /** Over n - 1; NaN of fewer than two values. */
        double variance() {
            return count < 2 ? Double.NaN : squares / (count - 1);
        }

        double least() {
            return least;
        }

        double greatest() {
            return greatest;
        }

        /** Whether all values are 0 or 1, so that the mean is a share of people. */
        boolean isShare() {
            return isShare;
        }
    }

    /** Of two variables, over the people who have both. */
    static final class Two {
        private static final int SIZE = 2 * One.SIZE + 2;

        private final One first = new One();
        private final One second = new One();
        private double products;
        private boolean isEqual = true;

        void add(double x, double y) {
            isEqual &= x == y || Double.isNaN(x) && Double.isNaN(y);
            if (Double.isNaN(x) || Double.isNaN(y)) {
                return;
            }
            double away = x - first.mean;
            first.add(x);
            second.add(y);
            products += away * (y - second.mean);
        }

        void add(Two other) {
            isEqual &= other.isEqual;
            if (other.first.count == 0) {
                return;
            }
            long all = first.count + other.first.count;
            products += other.products
                    + (other.first.mean - first.mean)
                            * (other.second.mean - second.mean)
                            * ((double) first.count * other.first.count / all);
            first.add(other.first);
            second.add(other.second);
        }

        void write(DoubleBuffer state) {
            first.write(state);
            second.write(state);
            state.put(products).put(isEqual ? 1 : 0);
        }

        void read(DoubleBuffer state) {
            first.read(state);
            second.read(state);
            products = state.get();
            isEqual = state.get() == 1;
        }

        long count() {
            return first.count;
        }

        /** Whether all values are the same, the missing ones too. */
        boolean isEqual() {
            return isEqual;
        }

        /** Pearson's; NaN where one of them does not vary. */
        double correlation() {
            return products / Math.sqrt(first.squares * second.squares);
        }
    }

    private final Shape shape;
    private final One[] values;
    private final Two[][] pairs;
    private final One[][] scales;
    private long people;

    Moments(Shape shape) {
        this.shape = shape;
        values = ones(shape.values());
        pairs = IntStream.range(0, shape.paired().size())
                .mapToObj(i -> IntStream.range(0, i).mapToObj(j -> new Two()).toArray(Two[]::new))
                .toArray(Two[][]::new);
        scales = shape.scales().stream().map(items -> ones(items + 1)).toArray(One[][]::new);
    }

    private static One[] ones(int count) {
        return IntStream.range(0, count).mapToObj(i -> new One()).toArray(One[]::new);
    }

    /**
     * Adds a person.
     *
     * @param person the values, then the items of the scales
     */
    void add(double[] person) {
        people++;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(person[i])) {
                values[i].add(person[i]);
            }
        }
        for (int i = 0; i < pairs.length; i++) {
            double x = person[shape.paired().get(i)];
            for (int j = 0; j < i; j++) {
                pairs[i][j].add(x, person[shape.paired().get(j)]);
            }
        }
        int from = values.length;
        for (One[] scale : scales) {
            addRespondent(scale, person, from);
            from += scale.length - 1;
        }
    }

    private static void addRespondent(One[] scale, double[] person, int from) {
        int items = scale.length - 1;
        double total = 0;
        for (int i = 0; i < items; i++) {
            total += person[from + i];
        }
        if (Double.isNaN(total)) {
            return;
        }
        for (int i = 0; i < items; i++) {
            scale[i].add(person[from + i]);
        }
        scale[items].add(total);
    }

    /** Adds the people of another block. */
    Moments add(Moments other) {
        people += other.people;
        for (int i = 0; i < values.length; i++) {
            values[i].add(other.values[i]);
        }
        for (int i = 0; i < pairs.length; i++) {
            for (int j = 0; j < i; j++) {
                pairs[i][j].add(other.pairs[i][j]);
            }
        }
        for (int i = 0; i < scales.length; i++) {
            for (int j = 0; j < scales[i].length; j++) {
                scales[i][j].add(other.scales[i][j]);
            }
        }
        return this;
    }

    /** All of it as numbers, small to send. */
    double[] state() {
        int pairs = shape.paired().size() * (shape.paired().size() - 1) / 2;
        int ones = shape.values()
                + shape.scales().stream().mapToInt(items -> items + 1).sum();
        DoubleBuffer state = DoubleBuffer.allocate(1 + ones * One.SIZE + pairs * Two.SIZE);
        state.put(people);
        ones().forEach(one -> one.write(state));
        twos().forEach(two -> two.write(state));
        return state.array();
    }

    /** The moments of that state. */
    static Moments of(Shape shape, double[] state) {
        Moments moments = new Moments(shape);
        DoubleBuffer numbers = DoubleBuffer.wrap(state);
        moments.people = (long) numbers.get();
        moments.ones().forEach(one -> one.read(numbers));
        moments.twos().forEach(two -> two.read(numbers));
        return moments;
    }

    private Stream<One> ones() {
        return Stream.concat(Arrays.stream(values), Arrays.stream(scales).flatMap(Arrays::stream));
    }

    private Stream<Two> twos() {
        return Arrays.stream(pairs).flatMap(Arrays::stream);
    }

    long people() {
        return people;
    }

    One value(int place) {
        return values[place];
    }

    /** Of two of the paired values, counted among them. */
    Two pair(int one, int other) {
        return pairs[Math.max(one, other)][Math.min(one, other)];
    }

    /** People who answered all items of the scale. */
    long respondents(int scale) {
        return scales[scale][0].count();
    }

    /** Cronbach's alpha, k / (k - 1) (1 - sum of the items' variances / variance of the total); NaN where undefined. */
    double alpha(int scale) {
        One[] all = scales[scale];
        int items = all.length - 1;
        double sum = Arrays.stream(all, 0, items).mapToDouble(One::variance).sum();
        return items / (items - 1.0) * (1 - sum / all[items].variance());
    }
}
