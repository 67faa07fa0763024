package io.dramatis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Study;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.MixtureEstimator;
import io.dramatis.mixture.People;
import io.dramatis.mixture.Settings;
import io.dramatis.spark.SparkSessions;
import io.dramatis.table.GroupEvidence;
import io.dramatis.table.MemoryTables;
import io.dramatis.table.Table;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class EvidenceReviewTest {
    private static final Study.Evidence LIMITS = new Study.Evidence(6, 600, 0.75, 0.05, 0.01, 100, 70);

    private static Measured measured(double stability, double overlap, double gain) {
        return new Measured(
                new long[] {500, 300},
                new double[] {0.95, stability},
                new double[] {0, overlap},
                gain,
                800,
                2,
                600,
                LIMITS);
    }

    private static EvidenceReview review(Dataset<Row> rows, int d, Study.Mixture settings, long seed) {
        Mixture model = MixtureEstimator.of(Settings.of(settings, List.of(), seed), People.columns(d), Table.PERSON_ID)
                .fit(rows)
                .mixture();
        return EvidenceReview.of(rows, model, settings, LIMITS, seed);
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
        assertThat(kept.where("group_index is null").count()).isEqualTo(4);
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
        assertThat(measured(0.9, 0.02, 0.5).verdict(1)).isEqualTo(Verdict.NATURAL);
        assertThat(measured(0.9, 0.08, 0.5).verdict(1)).isEqualTo(Verdict.REPRODUCIBLE);
        assertThat(measured(0.9, 0.02, 0).verdict(1)).isEqualTo(Verdict.REPRODUCIBLE);
        assertThat(measured(0.6, 0.02, 0.5).verdict(1)).isEqualTo(Verdict.CONSTRUCTIVE);
        assertThat(measured(Double.NaN, 0.02, 0.5).verdict(1)).isEqualTo(Verdict.CONSTRUCTIVE);
        assertThat(measured(0.9, 0.08, 0.5).findings())
                .extracting(Finding::sentence)
                .contains(
                        "Reproducible: it comes back in new samples (90% alike), but 8.0% of people are mistaken between it"
                                + " and its neighbour: a useful cut of a continuum, not a natural group.");
    }

    @Test
    void measuresHowAlikeGroupsAre() {
        assertThat(Replicates.jaccard(new int[] {0, 0, 1, 1, -1}, 3, new int[] {1, 1, 1, 0, 0}, 2))
                .containsExactly(2.0 / 3, 0.5, Double.NaN);
        assertThat(List.of(Verdict.values())).extracting(Verdict::word).contains("natural", "withheld");
    }
}
