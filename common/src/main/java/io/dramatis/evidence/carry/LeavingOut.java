package io.dramatis.evidence.carry;

import io.dramatis.mixture.Refit;
import io.dramatis.mixture.em.Density;
import io.dramatis.mixture.groups.RandIndex;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The groups that are found again without some of the features.
 *
 * @param rows a bounded sample of people, NaN where missing
 * @param density of the model
 * @param groups of the model
 * @param placed the model's group of each of the rows
 */
public record LeavingOut(Refit refit, List<double[]> rows, Density density, int groups, int[] placed, long seed)
        implements Serializable {

    /**
     * What is left out.
     *
     * @param name of the block or feature
     * @param kept variables that are not, ascending
     */
    public record Part(String name, boolean isBlock, int[] kept) implements Serializable {}

    /** Each block, where there are several, and each feature. */
    public static List<Part> parts(List<Forming> features) {
        List<String> blocks =
                features.stream().map(Forming::block).distinct().sorted().toList();
        Stream<Part> ofBlocks = blocks.stream()
                .filter(block -> blocks.size() > 1)
                .map(block -> new Part(
                        block,
                        true,
                        IntStream.range(0, features.size())
                                .filter(j -> !features.get(j).block().equals(block))
                                .toArray()));
        Stream<Part> ofFeatures = IntStream.range(0, features.size())
                .filter(left -> features.size() > 1)
                .mapToObj(left -> new Part(
                        features.get(left).feature(),
                        false,
                        IntStream.range(0, features.size())
                                .filter(j -> j != left)
                                .toArray()));
        return Stream.concat(ofBlocks, ofFeatures).toList();
    }

    /** Adjusted Rand index of the groups without it and those with it, over people of whom something else is known. */
    public double alike(Part part) {
        double[][] cut = rows.stream()
                .map(row -> Arrays.stream(part.kept()).mapToDouble(j -> row[j]).toArray())
                .toArray(double[][]::new);
        int[] known = IntStream.range(0, cut.length)
                .filter(i -> Arrays.stream(cut[i]).anyMatch(value -> !Double.isNaN(value)))
                .toArray();
        List<double[]> people = Arrays.stream(known).mapToObj(i -> cut[i]).toList();
        int[] without = refit.keeping(people, part.kept())
                .fit(people, density.k(), groups, seed, List.of(density.marginal(part.kept())))
                .groups(people);
        return RandIndex.adjusted(Arrays.stream(known).map(i -> placed[i]).toArray(), without);
    }
}
