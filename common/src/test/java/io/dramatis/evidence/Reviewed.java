package io.dramatis.evidence;

import io.dramatis.config.Study;
import io.dramatis.evidence.carry.Forming;
import io.dramatis.evidence.structure.Plan;
import io.dramatis.evidence.structure.Structure;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.Refit;
import io.dramatis.mixture.Settings;
import io.dramatis.spark.Replication;

/** A model reviewed over the people that its structure was decided on. */
final class Reviewed {
    private Reviewed() {}

    static EvidenceReview of(Mixture model, Structure structure, Settings settings, Plan plan, Study.Evidence limits) {
        return EvidenceReview.of(
                structure.sample().stream().limit(limits.sample()).toList(),
                model,
                structure.splits(),
                Forming.of(model.columns()),
                Refit.of(model, settings),
                plan,
                limits,
                settings.seed(),
                Replication.here());
    }
}
