package io.dramatis.cli;

import io.dramatis.jobs.evidence.EvidenceJob;
import io.dramatis.jobs.features.FeaturesJob;
import io.dramatis.jobs.intake.IntakeJob;
import io.dramatis.jobs.mixture.MixtureJob;
import io.dramatis.jobs.publish.PublishJob;
import io.dramatis.run.Job;
import java.util.List;

/**
 * The five stages in their order. They meet only at tables:
 *
 * <pre>
 * sources ─ intake ─▶ clean_* ─ features ─▶ person_features ─ mixture ─▶ memberships ─ evidence ─▶ persona_evidence ─ publish ─▶ personas
 * </pre>
 */
final class Pipeline {
    static final List<Job> STAGES =
            List.of(new IntakeJob(), new FeaturesJob(), new MixtureJob(), new EvidenceJob(), new PublishJob());

    private Pipeline() {}

    /** The stages' names in their order. */
    static List<String> names() {
        return STAGES.stream().map(Job::name).toList();
    }
}
