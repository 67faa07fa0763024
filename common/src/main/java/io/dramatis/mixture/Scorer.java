package io.dramatis.mixture;

import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Places one person after another; for one thread. */
final class Scorer {
    private final MixtureModel model;
    private final Placing placing;
    private final Posteriors posteriors;
    private final double[] byGroup;
    private final double[] jacobian;
    private final BitSet observed = new BitSet();

    Scorer(MixtureModel model) {
        this.model = model;
        Factors factors = new Factors(model.density, model.patterns);
        placing = new Placing(factors, model.groupOf, model.groups(), model.thresholds, model.minPosterior);
        posteriors = new Posteriors(factors.k);
        byGroup = new double[model.groups()];
        jacobian = new double[model.patterns.size()];
        for (int p = 0; p < jacobian.length; p++) {
            jacobian[p] = model.scaling.logJacobian(model.patterns.observed(p));
        }
    }

    Iterator<Row> rows(Iterator<Row> people) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return people.hasNext();
            }

            @Override
            public Row next() {
                return row(SparkPass.person(people.next()));
            }
        };
    }

    private Row row(Person person) {
        double[] row = model.scaling.standardise(person.values());
        int pattern = model.patterns.indexOf(row, observed);
        if (pattern < 0) {
            return RowFactory.create(person.id(), null, null, null, null, null, null, false);
        }
        posteriors.evaluate(
                placing.factors(),
                Block.of(List.of(row), model.patterns).segments().get(0),
                0,
                1);
        int top = posteriors.groups(0, model.groupOf, byGroup);
        boolean isAssigned = placing.isAssigned(pattern, byGroup[top], posteriors.logDensity[0]);
        int second = second(top);
        return RowFactory.create(
                person.id(),
                isAssigned ? top : null,
                byGroup[top],
                second < 0 ? null : second,
                second < 0 ? null : byGroup[second],
                entropy(),
                posteriors.logDensity[0] + jacobian[pattern],
                isAssigned);
    }

    private int second(int top) {
        int second = -1;
        for (int g = 0; g < byGroup.length; g++) {
            if (g != top && (second < 0 || byGroup[g] > byGroup[second])) {
                second = g;
            }
        }
        return second;
    }

    /** Of the posterior, as a share of the largest that so many groups allow. */
    private double entropy() {
        if (byGroup.length < 2) {
            return 0;
        }
        double sum = 0;
        for (double share : byGroup) {
            if (share > 0) {
                sum -= share * Math.log(share);
            }
        }
        return Math.min(1, sum / Math.log(byGroup.length));
    }
}
