package io.dramatis.cli.mixture;

import io.dramatis.config.Study;
import io.dramatis.evidence.EvidenceReview;
import io.dramatis.evidence.structure.Plan;
import io.dramatis.evidence.structure.Structure;
import io.dramatis.mixture.MixtureEstimator;
import io.dramatis.mixture.MixtureModel;
import io.dramatis.mixture.Refit;
import io.dramatis.mixture.groups.Merging;
import io.dramatis.spark.Replication;
import org.apache.spark.sql.SparkSession;

/** How much evidence is asked for. */
enum Depth {
    NONE(0, 0),
    QUICK(39, 8),
    FULL(99, 20);

    /** Components nearer than this are one group before anything is tested; the tests decide on the others. */
    private static final Merging.Limits LIMITS = new Merging.Limits(0.15, 0.8);

    private static final double LEVEL = 0.05;
    private static final int PEOPLE = 1_500;
    private static final int SAMPLE = 4_000;
    private static final int FEWEST = 20;
    private static final int FEWEST_A_COLUMN = 10;

    private final int sets;
    private final int replicates;

    Depth(int sets, int replicates) {
        this.sets = sets;
        this.replicates = replicates;
    }

    private Plan plan() {
        return Plan.of(LEVEL, sets, PEOPLE, LIMITS);
    }

    /** What decides on the groups; for one fit. */
    Structure structure(MixtureEstimator estimator, long seed, SparkSession spark) {
        estimator.setMerge(LIMITS.overlap(), LIMITS.ridge());
        return new Structure(plan(), seed, Replication.of(spark));
    }

    /** What speaks for and against them. */
    EvidenceReview review(MixtureEstimator estimator, MixtureModel model, Structure structure, SparkSession spark) {
        Study.Evidence limits = new Study.Evidence(
                LEVEL, sets, PEOPLE, replicates, SAMPLE, 0.75, 0.8, LIMITS.overlap(), 0.01, FEWEST, FEWEST_A_COLUMN);
        return EvidenceReview.of(
                structure.sample().stream().limit(SAMPLE).toList(),
                model.mixture(),
                structure.splits(),
                new Refit(model.mixture(), estimator.settings()),
                plan(),
                limits,
                estimator.settings().seed(),
                Replication.of(spark));
    }
}
