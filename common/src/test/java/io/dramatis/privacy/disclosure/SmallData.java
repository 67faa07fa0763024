package io.dramatis.privacy.disclosure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * People in a few groups with a few features, made to be awkward: tiny groups, rare answers, one who has most of all.
 *
 * @param k the least number of people that may be told of
 * @param groups personas; people of the number {@code groups} are in none
 * @param group a person each
 * @param columns feature by person, NaN where missing: a yes and no, an amount, and the choices of a question
 */
record SmallData(int k, int groups, int[] group, double[][] columns, boolean[][] held, boolean[] sensitive) {
    static final int AMOUNT = 1;
    static final int FIRST_CHOICE = 2;

    static SmallData of(long seed) {
        Random random = new Random(seed);
        int k = new int[] {3, 5, 10, 20}[random.nextInt(4)];
        int groups = 1 + random.nextInt(4);
        int choices = 2 + random.nextInt(4);
        List<Integer> group = new ArrayList<>();
        for (int g = 0; g <= groups; g++) {
            int people = random.nextInt(4) == 0 ? random.nextInt(2 * k) : random.nextInt(8 * k);
            int now = g == groups && random.nextBoolean() ? random.nextInt(k) : people;
            for (int i = 0; i < now; i++) {
                group.add(g);
            }
        }
        int people = group.size();
        double[][] columns = new double[FIRST_CHOICE + choices][people];
        double missing = random.nextInt(3) * 0.1;
        double spread = 0.5 + 3 * random.nextDouble();
        double[][] answers = new double[groups + 1][choices];
        double[] yes = new double[groups + 1];
        for (int g = 0; g <= groups; g++) {
            yes[g] = Math.pow(random.nextDouble(), 1 + random.nextInt(4));
            for (int c = 0; c < choices; c++) {
                answers[g][c] = random.nextInt(3) == 0 ? 0.05 * random.nextDouble() : random.nextDouble();
            }
        }
        for (int i = 0; i < people; i++) {
            int g = group.get(i);
            columns[0][i] = random.nextDouble() < missing ? Double.NaN : random.nextDouble() < yes[g] ? 1 : 0;
            columns[AMOUNT][i] = random.nextDouble() < missing
                    ? Double.NaN
                    : random.nextInt(3) == 0 ? 0 : Math.exp(spread * random.nextGaussian());
            boolean isAnswered = random.nextDouble() >= missing;
            int choice = pick(answers[g], random);
            for (int c = 0; c < choices; c++) {
                // The last choice is at times none of those that are asked for.
                columns[FIRST_CHOICE + c][i] = isAnswered ? (c == choice ? 1 : 0) : Double.NaN;
            }
        }
        boolean[][] held = new boolean[columns.length][groups];
        boolean[] sensitive = new boolean[columns.length];
        for (int f = 0; f < columns.length; f++) {
            sensitive[f] = random.nextInt(4) == 0;
            for (int g = 0; g < groups; g++) {
                held[f][g] = random.nextInt(12) == 0;
            }
        }
        return new SmallData(k, groups, group.stream().mapToInt(g -> g).toArray(), columns, held, sensitive);
    }

    private static int pick(double[] weights, Random random) {
        double left = random.nextDouble()
                * IntStream.range(0, weights.length)
                        .mapToDouble(c -> weights[c])
                        .sum();
        for (int c = 0; c < weights.length; c++) {
            left -= weights[c];
            if (left < 0) {
                return c;
            }
        }
        return weights.length - 1;
    }

    /** The known values of a feature in a group. */
    double[] values(int feature, int g) {
        return IntStream.range(0, group.length)
                .filter(i -> group[i] == g && !Double.isNaN(columns[feature][i]))
                .mapToDouble(i -> columns[feature][i])
                .toArray();
    }

    boolean isShare(int feature) {
        return feature != AMOUNT;
    }

    /** As a publisher hands them over; with {@code asked} choices of the question, the others are not told of. */
    List<FeatureCells> cells(int asked) {
        return IntStream.range(0, Math.min(columns.length, FIRST_CHOICE + asked))
                .mapToObj(f -> new FeatureCells(
                        "f" + f,
                        f >= FIRST_CHOICE ? Optional.of("question") : Optional.empty(),
                        isShare(f),
                        sensitive[f],
                        IntStream.range(0, groups).mapToObj(g -> cell(f, g)).toList(),
                        cell(f, groups),
                        IntStream.range(0, groups).mapToObj(g -> spread(f, g)).toList(),
                        IntStream.range(0, groups).mapToObj(g -> held[f][g]).toList()))
                .toList();
    }

    private Cell cell(int feature, int g) {
        Cell cell = Cell.NONE;
        for (double value : values(feature, g)) {
            cell = cell.plus(value);
        }
        return cell;
    }

    private Rules.Spread spread(int feature, int g) {
        return Rules.Spread.of(values(feature, g));
    }
}
