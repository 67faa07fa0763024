package io.dramatis.jobs.publish.record;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;

import io.dramatis.config.Consent;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.intake.CleanRows;
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
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.persona.StudyFeatures;
import io.dramatis.table.privacy.HeldCells;
import io.dramatis.table.privacy.SuppressionLog;
import io.dramatis.table.run.ProcessingRecords;
import io.dramatis.table.run.RunRecords;
import io.dramatis.table.run.StageRuns;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The row of {@code run_records}: from what, with what and in which versions a run was made. */
public final class RunRecord {
    private RunRecord() {}

    public static Dataset<Row> of(RunContext context, String status) {
        Study study = context.study();
        Map<String, Double> seconds = new TreeMap<>();
        context.tables()
                .read(StageRuns.TABLE, context.runId())
                .collectAsList()
                .forEach(row -> seconds.put(row.getAs(StageRuns.STAGE), row.getAs(StageRuns.SECONDS)));
        Map<String, Long> versions = new TreeMap<>();
        tables(study).forEach(table -> {
            long version = context.tables().version(table);
            if (version >= 0) {
                versions.put(table.name(), version);
            }
        });
        Row row = RowFactory.create(
                study.name(),
                Date.valueOf(context.asOf()),
                study.seed(),
                status,
                Timestamp.from(context.startedAt()),
                study.hash(),
                context.codeVersion(),
                context.spark().version(),
                context.tables().format(),
                System.getProperty("java.version"),
                context.key().keyId(),
                study.privacy().epoch(),
                study.consent().purpose(),
                study.consent() instanceof Consent.Blanket blanket ? blanket.basis() : null,
                inputFiles(context).toArray(Row[]::new),
                versions,
                seconds);
        return context.spark().createDataFrame(List.of(row), RunRecords.TABLE.schemaWithoutRun());
    }

    private static List<Row> inputFiles(RunContext context) {
        Column[] columns = Arrays.stream(RunRecords.INPUT_FILE.fieldNames())
                .map(name -> col(name))
                .toArray(Column[]::new);
        return context.tables()
                .read(InputFiles.TABLE, context.runId())
                .agg(array_sort(collect_list(struct(columns))))
                .first()
                .getList(0);
    }

    private static List<Table> tables(Study study) {
        List<Table> tables = new ArrayList<>();
        for (Source source : study.sources()) {
            tables.add(CleanRows.of(source));
        }
        tables.addAll(List.of(
                RejectedRows.TABLE,
                IntakeNotes.TABLE,
                InputMeetings.TABLE,
                IntakeAccounts.TABLE,
                ConsentAccounts.TABLE,
                Consents.TABLE,
                ConsentReach.TABLE,
                IdLinks.TABLE,
                Withdrawals.TABLE,
                InputFiles.TABLE,
                PersonFeatures.TABLE,
                FeatureLog.TABLE,
                ModelCandidates.TABLE,
                MixtureModels.TABLE,
                MergeTree.TABLE,
                SplitTests.TABLE,
                Memberships.TABLE,
                GroupEvidence.TABLE,
                PersonaGroups.TABLE,
                Personas.TABLE,
                PersonaTraits.TABLE,
                PersonaPrevalence.TABLE,
                PersonaEvidence.TABLE,
                StudyFeatures.TABLE,
                ProcessingRecords.TABLE,
                SuppressionLog.TABLE,
                HeldCells.TABLE));
        return tables;
    }
}
