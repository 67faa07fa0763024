package io.dramatis.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.ConsentReach;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import io.dramatis.table.intake.InputFiles;
import io.dramatis.table.intake.InputMeetings;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.intake.IntakeNotes;
import io.dramatis.table.intake.RejectedRows;
import io.dramatis.table.intake.Withdrawals;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.GroupEvidence;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.model.MergeTree;
import io.dramatis.table.model.MixtureModels;
import io.dramatis.table.model.ModelCandidates;
import io.dramatis.table.model.PersonFeatures;
import io.dramatis.table.model.SplitTests;
import io.dramatis.table.persona.PersonaEvidence;
import io.dramatis.table.persona.PersonaGroups;
import io.dramatis.table.persona.PersonaPrevalence;
import io.dramatis.table.persona.PersonaSources;
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.persona.StudyFeatures;
import io.dramatis.table.privacy.HeldCells;
import io.dramatis.table.privacy.PrivacyBudget;
import io.dramatis.table.privacy.SuppressionLog;
import io.dramatis.table.run.ProcessingRecords;
import io.dramatis.table.run.Publications;
import io.dramatis.table.run.RunRecords;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.junit.jupiter.api.Test;

/** What the open zone has no place for. */
class OpenTablesTest {
    private static final List<Table> OPEN = List.of(
            Personas.TABLE,
            PersonaTraits.TABLE,
            PersonaPrevalence.TABLE,
            PersonaSources.TABLE,
            PersonaEvidence.TABLE,
            StudyFeatures.TABLE,
            ModelCandidates.TABLE,
            IntakeAccounts.TABLE,
            RunRecords.TABLE,
            ProcessingRecords.TABLE,
            Publications.TABLE);

    private static final List<Table> RESTRICTED = List.of(
            MixtureModels.TABLE,
            MergeTree.TABLE,
            SplitTests.TABLE,
            Memberships.TABLE,
            PersonFeatures.TABLE,
            FeatureLog.TABLE,
            GroupEvidence.TABLE,
            PersonaGroups.TABLE,
            SuppressionLog.TABLE,
            HeldCells.TABLE,
            PrivacyBudget.TABLE,
            RejectedRows.TABLE,
            IntakeNotes.TABLE,
            InputFiles.TABLE,
            InputMeetings.TABLE,
            ConsentAccounts.TABLE,
            ConsentReach.TABLE,
            Consents.TABLE,
            IdLinks.TABLE,
            Withdrawals.TABLE);

    @Test
    void noOpenTableHasAColumnForPeopleOrForComponents() {
        assertThat(OPEN).allSatisfy(table -> {
            assertThat(table.zone()).isEqualTo(Table.Zone.OPEN);
            assertThat(table.columns()).allSatisfy(column -> {
                assertThat(column.name())
                        .doesNotContain("covariance", "component", "eigen", "centre", "posterior", "weight")
                        .isNotEqualTo(Table.PERSON_ID);
                assertThat(column.type()).isNotInstanceOf(BinaryType.class);
                // No vector or matrix of numbers.
                assertThat(column.type() instanceof ArrayType array && array.elementType() instanceof DoubleType)
                        .as(column.name())
                        .isFalse();
            });
        });
    }

    @Test
    void whatUndoesDisclosureControlIsRestricted() {
        assertThat(RESTRICTED).allSatisfy(table -> assertThat(table.zone()).isEqualTo(Table.Zone.RESTRICTED));
    }

    @Test
    void theLogOfWhatIsLeftOutHasNoNumbers() {
        assertThat(SuppressionLog.TABLE.columns())
                .allSatisfy(column -> assertThat(column.type()).isEqualTo(DataTypes.StringType));
    }
}
