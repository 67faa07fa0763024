package io.dramatis.evidence;

import io.dramatis.mixture.Grouping;
import io.dramatis.mixture.Refit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The fits that are made again, each a number's own.
 *
 * @param rows a bounded sample of people
 * @param k components of the model
 * @param groups of the model
 * @param placed the model's group of each of the rows
 */
record Replicates(Refit refit, List<double[]> rows, int k, int groups, int[] placed, long seed)
        implements Serializable {

    /**
     * Fits a bootstrap sample.
     *
     * @return for each group of the model the Jaccard index with the most alike of the new groups, over the sample's
     *     people; NaN for a group that the sample holds no one of
     */
    double[] jaccard(int replicate) {
        SplittableRandom random = random(replicate);
        List<double[]> drawn = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            drawn.add(rows.get(random.nextInt(rows.size())));
        }
        Grouping again = refit.fit(drawn, k, groups, random.nextLong());
        return jaccard(placed, groups, again.groups(rows), again.groups());
    }

    static double[] jaccard(int[] before, int groups, int[] after, int groupsAfter) {
        int[][] both = new int[groups][groupsAfter];
        int[] sizes = new int[groups];
        int[] sizesAfter = new int[groupsAfter];
        for (int i = 0; i < before.length; i++) {
            if (before[i] >= 0 && after[i] >= 0) {
                both[before[i]][after[i]]++;
                sizes[before[i]]++;
                sizesAfter[after[i]]++;
            }
        }
        double[] best = new double[groups];
        for (int g = 0; g < groups; g++) {
            best[g] = sizes[g] == 0 ? Double.NaN : 0;
            for (int h = 0; h < groupsAfter && sizes[g] > 0; h++) {
                best[g] = Math.max(best[g], (double) both[g][h] / (sizes[g] + sizesAfter[h] - both[g][h]));
            }
        }
        return best;
    }

    /**
     * What the two halves of the people say of each group of the model.
     *
     * @param together share of pairs of its people, in a half's own groups, that the other half puts together, too; NaN
     *     where neither half could say
     * @param gain sum of the log-densities of its held-out people over those of one Gaussian, nats
     * @param people that were held out
     */
    record Halves(double[] together, double[] gain, double[] people) implements Serializable {}

    /** Fits either half of the sample, and holds it against the other. */
    Halves halves(int replicate) {
        SplittableRandom random = random(-1 - replicate);
        int[] half = new int[rows.size()];
        Arrays.setAll(half, i -> random.nextInt(2));
        int[][] parts = IntStream.range(0, 2)
                .mapToObj(h -> IntStream.range(0, half.length)
                        .filter(i -> half[i] == h)
                        .toArray())
                .toArray(int[][]::new);
        Halves halves = new Halves(new double[groups], new double[groups], new double[groups]);
        if (parts[0].length == 0 || parts[1].length == 0) {
            Arrays.fill(halves.together, Double.NaN);
            return halves;
        }
        long[] seeds = {random.nextLong(), random.nextLong()};
        Grouping[] fits = fits(parts, k, groups, seeds);
        Grouping[] ones = fits(parts, 1, 1, seeds);
        int[] said = new int[groups];
        for (int h = 0; h < 2; h++) {
            List<double[]> held = of(parts[h]);
            int[] model = Arrays.stream(parts[h]).map(i -> placed[i]).toArray();
            double[] strengths =
                    strengths(model, groups, fits[h].groups(held), fits[h].groups(), fits[1 - h].groups(held));
            for (int g = 0; g < groups; g++) {
                if (!Double.isNaN(strengths[g])) {
                    halves.together[g] += strengths[g];
                    said[g]++;
                }
            }
            addGains(halves, model, fits[1 - h].logDensities(held), ones[1 - h].logDensities(held));
        }
        Arrays.setAll(halves.together, g -> said[g] > 0 ? halves.together[g] / said[g] : Double.NaN);
        return halves;
    }

    private Grouping[] fits(int[][] parts, int components, int most, long[] seeds) {
        return IntStream.range(0, parts.length)
                .mapToObj(h -> refit.fit(of(parts[h]), components, most, seeds[h]))
                .toArray(Grouping[]::new);
    }

    private List<double[]> of(int[] part) {
        return Arrays.stream(part).mapToObj(rows::get).toList();
    }

    private static void addGains(Halves halves, int[] model, double[] many, double[] one) {
        for (int i = 0; i < model.length; i++) {
            if (model[i] >= 0) {
                halves.gain[model[i]] += many[i] - one[i];
                halves.people[model[i]]++;
            }
        }
    }

    /** Of the own group that holds most of each of the model's groups, the share of pairs that the others put together. */
    static double[] strengths(int[] model, int groups, int[] own, int owns, int[] others) {
        double[] strengths = new double[groups];
        for (int g = 0; g < groups; g++) {
            int[] counts = new int[owns];
            for (int i = 0; i < model.length; i++) {
                if (model[i] == g && own[i] >= 0) {
                    counts[own[i]]++;
                }
            }
            int most = 0;
            for (int o = 1; o < owns; o++) {
                most = counts[o] > counts[most] ? o : most;
            }
            strengths[g] = counts[most] == 0 ? Double.NaN : together(own, most, others);
        }
        return strengths;
    }

    private static double together(int[] own, int group, int[] others) {
        int[] sizes = new int[Arrays.stream(others).max().orElse(0) + 1];
        long n = 0;
        for (int i = 0; i < own.length; i++) {
            if (own[i] == group && others[i] >= 0) {
                sizes[others[i]]++;
                n++;
            }
        }
        long pairs = Arrays.stream(sizes).mapToLong(s -> (long) s * (s - 1)).sum();
        return n < 2 ? Double.NaN : (double) pairs / (n * (n - 1));
    }

    private SplittableRandom random(int number) {
        return new SplittableRandom(seed ^ (0x9e3779b97f4a7c15L * (number + 1)));
    }
}
