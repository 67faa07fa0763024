package io.dramatis.jobs.publish.consent;

import static org.apache.spark.sql.functions.col;

import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.Withdrawals;
import io.dramatis.table.model.FeatureLog;
import io.dramatis.table.model.GroupEvidence;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tables as publication reads them: of no run a person who withdrew before it was published, so that an earlier
 * run's people are those of whom its publication tells; and of this run the counts without them.
 */
final class ConsentedTables implements TableStore {
    private final TableStore tables;
    private final String run;
    private final Dataset<Row> withdrawn;
    private final Map<String, Dataset<Row>> mended = new HashMap<>();

    private ConsentedTables(TableStore tables, String run) {
        this.tables = tables;
        this.run = run;
        this.withdrawn = tables.read(Withdrawals.TABLE).select(Table.RUN_ID, Table.PERSON_ID);
    }

    /** The same tables where nobody withdrew. */
    static TableStore of(RunContext context) {
        ConsentedTables consented = new ConsentedTables(context.tables(), context.runId());
        if (consented.withdrawn.isEmpty()) {
            return context.tables();
        }
        if (!consented
                .withdrawn
                .where(col(Table.RUN_ID).equalTo(context.runId()))
                .isEmpty()) {
            FiguresAnew anew = new FiguresAnew(context, consented);
            consented.mended.put(FeatureLog.TABLE.name(), anew.featureLog());
            consented.mended.put(GroupEvidence.TABLE.name(), anew.groupEvidence());
        }
        return consented;
    }

    @Override
    public Dataset<Row> read(Table table) {
        Dataset<Row> rows = tables.read(table);
        boolean isOfPeople = Arrays.asList(rows.columns()).containsAll(List.of(Table.RUN_ID, Table.PERSON_ID));
        if (!isOfPeople || table.name().equals(Withdrawals.TABLE.name())) {
            return rows;
        }
        Column[] inOrder = Arrays.stream(rows.columns())
                .map(name -> rows.col("`" + name + "`"))
                .toArray(Column[]::new);
        Column isWithdrawn = rows.col(Table.RUN_ID)
                .equalTo(withdrawn.col(Table.RUN_ID))
                .and(rows.col(Table.PERSON_ID).equalTo(withdrawn.col(Table.PERSON_ID)));
        return rows.join(withdrawn, isWithdrawn, "left_anti").select(inOrder);
    }

    @Override
    public Dataset<Row> read(Table table, String runId) {
        return runId.equals(run) && mended.containsKey(table.name())
                ? mended.get(table.name())
                : TableStore.super.read(table, runId);
    }

    @Override
    public boolean exists(Table table) {
        return tables.exists(table);
    }

    @Override
    public void replace(Table table, String runId, Dataset<Row> rows) {
        tables.replace(table, runId, rows);
    }

    @Override
    public void replaceAll(String runId, Map<Table, Dataset<Row>> rows) {
        tables.replaceAll(runId, rows);
    }

    @Override
    public boolean appendIfUnchanged(Table table, long expectedVersion, Dataset<Row> rows) {
        return tables.appendIfUnchanged(table, expectedVersion, rows);
    }

    @Override
    public String format() {
        return tables.format();
    }

    @Override
    public long version(Table table) {
        return tables.version(table);
    }
}
