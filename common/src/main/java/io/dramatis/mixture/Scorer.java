package io.dramatis.mixture;

import io.dramatis.mixture.groups.Placing;
import io.dramatis.mixture.rows.Tile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Places one row after another; for one thread. */
final class Scorer {
    private final Mixture mixture;
    private final Placing.Placer placer;
    private final double[] jacobian;
    private final BitSet observed = new BitSet();
    private final Tile tile;

    Scorer(Mixture mixture) {
        this.mixture = mixture;
        placer = mixture.placing().placer();
        jacobian = new double[mixture.patterns().size()];
        for (int p = 0; p < jacobian.length; p++) {
            jacobian[p] = Candidate.logJacobian(
                    mixture.scaling(), mixture.geometry(), mixture.patterns().observed(p));
        }
        tile = new Tile(mixture.scaling().d());
    }

    /**
     * Where a row is placed.
     *
     * @param second the next likeliest group; -1 where there is none
     * @param entropy of the posterior, as a share of the largest that so many groups allow
     * @param logDensity in the input's own units
     */
    record Score(int group, int second, double[] posteriors, double entropy, double logDensity, boolean isAssigned) {}

    /** @param standardised a row on the model's columns; nothing when nothing is known of it */
    Optional<Score> score(double[] standardised) {
        int pattern = mixture.patterns().indexOf(standardised, observed);
        if (pattern < 0) {
            return Optional.empty();
        }
        tile.put(pattern, standardised, mixture.patterns().observed(pattern));
        List<Score> scores = new ArrayList<>(1);
        placer.place(
                tile,
                (row, placed) -> scores.add(new Score(
                        placed.group(),
                        second(placed),
                        placed.posteriors(),
                        entropy(placed.posteriors()),
                        placed.logDensity() + jacobian[pattern],
                        placed.isAssigned())));
        return Optional.of(scores.get(0));
    }

    /** @param people {@code person_id} and the model's columns */
    Iterator<Row> memberships(Iterator<Row> people) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return people.hasNext();
            }

            @Override
            public Row next() {
                Row person = people.next();
                double[] values = new double[person.size() - 1];
                for (int j = 0; j < values.length; j++) {
                    values[j] = person.isNullAt(j + 1) ? Double.NaN : person.getDouble(j + 1);
                }
                return membership(person.getAs(0), score(mixture.scaling().standardise(values)));
            }
        };
    }

    private static Row membership(byte[] id, Optional<Score> found) {
        if (found.isEmpty()) {
            return RowFactory.create(id, null, null, null, null, null, null, false);
        }
        Score score = found.orElseThrow();
        boolean hasSecond = score.second() >= 0;
        return RowFactory.create(
                id,
                score.isAssigned() ? score.group() : null,
                score.posteriors()[score.group()],
                hasSecond ? score.second() : null,
                hasSecond ? score.posteriors()[score.second()] : null,
                score.entropy(),
                score.logDensity(),
                score.isAssigned());
    }

    private static int second(Placing.Placed placed) {
        int second = -1;
        double[] posteriors = placed.posteriors();
        for (int g = 0; g < posteriors.length; g++) {
            if (g != placed.group() && (second < 0 || posteriors[g] > posteriors[second])) {
                second = g;
            }
        }
        return second;
    }

    private static double entropy(double[] posteriors) {
        if (posteriors.length < 2) {
            return 0;
        }
        double sum = 0;
        for (double share : posteriors) {
            if (share > 0) {
                sum -= share * Math.log(share);
            }
        }
        return Math.min(1, sum / Math.log(posteriors.length));
    }
}
