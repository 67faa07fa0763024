package io.dramatis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Study;
import io.dramatis.evidence.carry.Carrying;
import io.dramatis.evidence.structure.Plan;
import io.dramatis.evidence.structure.Split;
import io.dramatis.evidence.structure.Structure;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.MixtureEstimator;
import io.dramatis.mixture.People;
import io.dramatis.mixture.Settings;
import io.dramatis.spark.Replication;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.MemoryTables;
import io.dramatis.table.Table;
import io.dramatis.table.model.GroupEvidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class EvidenceReviewTest {
    private static final Study.Evidence LIMITS =
            new Study.Evidence(0.05, 39, 600, 8, 600, 0.75, 0.8, 0.15, 0.01, 100, 70);

    private static Measured measured(boolean isReal, double stability, double strength, double overlap) {
        Split split =
                new Split(List.of(0), List.of(1), overlap, 0.3, 600, 0.05, OptionalDouble.of(isReal ? 0.025 : 0.4), 39);
        GroupMeasures first = new GroupMeasures(500, 480, overlap, Optional.of(split), 0.95, 0.9, 0.5);
        GroupMeasures second = new GroupMeasures(300, 280, overlap, Optional.of(split), stability, strength, 0.5);
        return new Measured(
                List.of(first, second),
                Optional.of(split),
                OptionalDouble.of(3.25),
                0.5,
                800,
                2,
                600,
                Carrying.none(List.of()),
                Optional.empty(),
                LIMITS);
    }

    private static EvidenceReview review(Dataset<Row> rows, int d, Study.Mixture study, long seed) {
        SparkSession spark = rows.sparkSession();
        Settings settings = Settings.of(study, List.of(), seed);
        Plan plan = Plan.of(LIMITS, study, Map.of());
        Structure structure = new Structure(plan, seed, Replication.of(spark));
        Mixture model = MixtureEstimator.of(settings, People.columns(d), Table.PERSON_ID)
                .fit(rows, structure)
                .mixture();
        return Reviewed.of(model, structure, settings, plan, LIMITS);
    }

    @Test
    void callsGroupsThatStandApartNatural(SparkSession spark) {
        Dataset<Row> rows = People.triangle(900, 2, 6, 1).dataset(spark);
        Study.Mixture settings = People.study(1, 2, 3, 4);
        EvidenceReview review = review(rows, 2, settings, 1);
        assertThat(review.verdicts()).containsExactly(Verdict.NATURAL, Verdict.NATURAL, Verdict.NATURAL);
        assertThat(review.overall()).isEqualTo(Verdict.NATURAL);
        assertThat(review(rows.repartition(3), 2, settings, 1)).isEqualTo(review);
        MemoryTables tables = new MemoryTables(spark);
        tables.replace(GroupEvidence.TABLE, "a", review.rows(spark, "a"));
        Dataset<Row> kept = tables.read(GroupEvidence.TABLE, "a");
        assertThat(kept.where("group_index is null and subject is null").count())
                .isEqualTo(6);
        // Each of both features carries the triangle; either can be tested by its halves.
        assertThat(kept.where("check_name = 'leaving_out' and statistic < 0.9").count())
                .isEqualTo(2);
        assertThat(kept.where("check_name = 'forming_difference' and statistic is not null")
                        .count())
                .isEqualTo(2);
        assertThat(kept.where("group_index = 2 and check_name = 'stability' and is_passed and statistic > 0.9")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void neverCallsACutOfOneGaussianNatural(SparkSession spark) {
        for (int seed = 0; seed < 3; seed++) {
            Dataset<Row> rows = People.correlated(600, 2, 0.9, seed).dataset(spark);
            EvidenceReview free = review(rows, 2, People.study(1, 2, 3, 4), seed);
            assertThat(free.overall()).isEqualTo(Verdict.CONSTRUCTIVE);
            // Two components forced upon it are not two groups either.
            assertThat(review(rows, 2, People.study(2), seed).verdicts()).doesNotContain(Verdict.NATURAL);
        }
    }

    @Test
    void withholdsWhatTooFewPeopleSay(SparkSession spark) {
        EvidenceReview few = review(People.triangle(240, 2, 6, 1).dataset(spark), 2, People.study(1, 2, 3), 1);
        assertThat(few.verdicts()).containsOnly(Verdict.WITHHELD);
        assertThat(few.findings())
                .filteredOn(finding ->
                        finding.check() == Check.VERDICT && finding.group().isPresent())
                .allSatisfy(
                        finding -> assertThat(finding.sentence()).contains("people are too few to speak of a group"));
        EvidenceReview wide = review(People.triangle(600, 10, 8, 1).dataset(spark), 10, People.study(3), 1);
        assertThat(wide.overall()).isEqualTo(Verdict.WITHHELD);
        assertThat(wide.findings())
                .anySatisfy(finding -> assertThat(finding.sentence())
                        .isEqualTo("Withheld: 600 people are too few for 10 forming features."));
    }

    @Test
    void drawsTheVerdictFromTheFigures() {
        assertThat(measured(true, 0.9, 0.9, 0.02).verdict(1)).isEqualTo(Verdict.NATURAL);
        assertThat(measured(false, 0.9, 0.9, 0.02).verdict(1)).isEqualTo(Verdict.REPRODUCIBLE);
        assertThat(measured(true, 0.9, 0.9, 0.2).verdict(1)).isEqualTo(Verdict.REPRODUCIBLE);
        assertThat(measured(false, 0.9, 0.7, 0.02).verdict(1)).isEqualTo(Verdict.CONSTRUCTIVE);
        assertThat(measured(true, 0.6, 0.9, 0.02).verdict(1)).isEqualTo(Verdict.CONSTRUCTIVE);
        assertThat(measured(true, Double.NaN, 0.9, 0.02).verdict(1)).isEqualTo(Verdict.CONSTRUCTIVE);
        assertThat(Findings.of(measured(true, 0.9, 0.9, 0.02)))
                .extracting(Finding::sentence)
                .contains(
                        "One population does not explain the data: p = 0.025 of 39 sets.",
                        "Groups nearer than 3.25 standard deviations would go unseen in so many people.",
                        "Natural: one population does not show such a split (p = 0.025), it stands apart (2.0% mistaken),"
                                + " and it comes back in new samples (90% alike).");
        assertThat(Findings.of(measured(false, 0.9, 0.9, 0.08)))
                .extracting(Finding::sentence)
                .contains(
                        "One population explains the data: sets of one population show groups as far apart (p = 0.40).",
                        "Reproducible: it comes back in new samples (90% alike), but one population shows such splits, too:"
                                + " a useful cut of a continuum, not a natural group.");
    }

    @Test
    void measuresHowWellOneHalfPredictsTheOther() {
        // The own group 0 holds most of the model's group 0; of its three people the other half puts two together.
        assertThat(Replicates.strengths(
                        new int[] {0, 0, 0, 1, 1}, 3, new int[] {0, 0, 0, 1, 1}, 2, new int[] {1, 1, 0, 0, 0}))
                .containsExactly(1.0 / 3, 1.0, Double.NaN);
    }

    @Test
    void measuresHowAlikeGroupsAre() {
        assertThat(Replicates.jaccard(new int[] {0, 0, 1, 1, -1}, 3, new int[] {1, 1, 1, 0, 0}, 2))
                .containsExactly(2.0 / 3, 0.5, Double.NaN);
        assertThat(List.of(Verdict.values())).extracting(Verdict::word).contains("natural", "withheld");
    }
}
