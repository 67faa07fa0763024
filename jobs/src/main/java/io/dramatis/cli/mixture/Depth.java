package io.dramatis.cli.mixture;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.dramatis.config.Study;
import io.dramatis.evidence.EvidenceReview;
import io.dramatis.evidence.carry.Forming;
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
    QUICK(59, 8),
    FULL(99, 20);

    /** What a study asks for that says nothing else. */
    private static final Config DEFAULTS = ConfigFactory.parseResources(Depth.class.getClassLoader(), "reference.conf");

    private static final Config EVIDENCE = DEFAULTS.getConfig("dramatis.evidence");
    private static final Merging.Limits LIMITS = new Merging.Limits(
            DEFAULTS.getDouble("dramatis.mixture.merge-overlap"), DEFAULTS.getDouble("dramatis.mixture.merge-ridge"));

    /** A table is not a study: fewer people may be spoken of, since nothing is published. */
    private static final int FEWEST = 20;

    private static final int FEWEST_A_COLUMN = 10;

    private final int sets;
    private final int replicates;

    Depth(int sets, int replicates) {
        this.sets = sets;
        this.replicates = replicates;
    }

    private Plan plan() {
        return Plan.of(EVIDENCE.getDouble("level"), sets, EVIDENCE.getInt("test-people"), LIMITS);
    }

    /** What decides on the groups; for one fit. */
    Structure structure(MixtureEstimator estimator, long seed, SparkSession spark) {
        estimator.setMerge(LIMITS.overlap(), LIMITS.ridge());
        return new Structure(plan(), seed, Replication.of(spark));
    }

    /** What speaks for and against them. */
    EvidenceReview review(MixtureEstimator estimator, MixtureModel model, Structure structure, SparkSession spark) {
        Study.Evidence limits = new Study.Evidence(
                EVIDENCE.getDouble("level"),
                sets,
                EVIDENCE.getInt("test-people"),
                replicates,
                EVIDENCE.getInt("sample"),
                EVIDENCE.getDouble("min-jaccard"),
                EVIDENCE.getDouble("min-prediction-strength"),
                EVIDENCE.getDouble("max-overlap"),
                EVIDENCE.getDouble("min-gain"),
                FEWEST,
                FEWEST_A_COLUMN);
        return EvidenceReview.of(
                structure.sample().stream().limit(limits.sample()).toList(),
                model.mixture(),
                structure.splits(),
                Forming.of(model.mixture().columns()),
                Refit.of(model.mixture(), estimator.settings()),
                plan(),
                limits,
                estimator.settings().seed(),
                Replication.of(spark));
    }
}
