package io.dramatis.evidence;

import io.dramatis.mixture.Refit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The fits that are made again, one a Spark task.
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
        SplittableRandom random = new SplittableRandom(seed ^ (0x9e3779b97f4a7c15L * (replicate + 1)));
        List<double[]> drawn = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            drawn.add(rows.get(random.nextInt(rows.size())));
        }
        Refit.Grouping again = refit.fit(drawn, k, true, random.nextLong());
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

    /** Log-likelihood of one half under the model fitted to the other, over that of one Gaussian; nats a person. */
    double[] gain(int half) {
        int[] order = shuffled();
        int middle = rows.size() / 2;
        List<double[]> learnt = new ArrayList<>();
        List<double[]> held = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            (i < middle == (half == 0) ? learnt : held).add(rows.get(order[i]));
        }
        double many = refit.fit(learnt, k, false, seed).meanLogDensity(held);
        double one = refit.fit(learnt, 1, false, seed).meanLogDensity(held);
        return new double[] {(many - one) * held.size(), held.size()};
    }

    private int[] shuffled() {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[rows.size()];
        Arrays.setAll(order, i -> i);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
