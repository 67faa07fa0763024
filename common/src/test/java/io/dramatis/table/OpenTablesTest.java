package io.dramatis.table;

import static org.assertj.core.api.Assertions.assertThat;

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
            RejectedRows.TABLE);

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
