package io.dramatis.jobs.publish.record;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;

import io.dramatis.config.Consent;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.run.RunContext;
import io.dramatis.table.CleanRows;
import io.dramatis.table.ConsentAccounts;
import io.dramatis.table.Consents;
import io.dramatis.table.FeatureLog;
import io.dramatis.table.GroupEvidence;
import io.dramatis.table.HeldCells;
import io.dramatis.table.IdLinks;
import io.dramatis.table.InputFiles;
import io.dramatis.table.IntakeAccounts;
import io.dramatis.table.Memberships;
import io.dramatis.table.MergeTree;
import io.dramatis.table.MixtureModels;
import io.dramatis.table.ModelCandidates;
import io.dramatis.table.PersonFeatures;
import io.dramatis.table.PersonaEvidence;
import io.dramatis.table.PersonaGroups;
import io.dramatis.table.PersonaPrevalence;
import io.dramatis.table.PersonaTraits;
import io.dramatis.table.Personas;
import io.dramatis.table.ProcessingRecords;
import io.dramatis.table.RejectedRows;
import io.dramatis.table.RunRecords;
import io.dramatis.table.SplitTests;
import io.dramatis.table.StageRuns;
import io.dramatis.table.StudyFeatures;
import io.dramatis.table.SuppressionLog;
import io.dramatis.table.Table;
import io.dramatis.table.Withdrawals;
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
                IntakeAccounts.TABLE,
                ConsentAccounts.TABLE,
                Consents.TABLE,
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
