package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;

import io.dramatis.error.DramatisException;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.model.ModelCandidates;
import io.dramatis.table.persona.PersonaEvidence;
import io.dramatis.table.persona.PersonaPrevalence;
import io.dramatis.table.persona.PersonaSources;
import io.dramatis.table.persona.PersonaTraits;
import io.dramatis.table.persona.Personas;
import io.dramatis.table.persona.StudyFeatures;
import io.dramatis.table.run.ProcessingRecords;
import io.dramatis.table.run.Publications;
import io.dramatis.table.run.RunRecords;
import java.util.List;
import java.util.Optional;

/** The open tables as a reader sees them: the rows of one run, by default that of the newest publication. */
final class CurrentPublication {
    static final List<Table> TABLES = List.of(
            Personas.TABLE,
            PersonaTraits.TABLE,
            PersonaPrevalence.TABLE,
            PersonaSources.TABLE,
            PersonaEvidence.TABLE,
            ModelCandidates.TABLE,
            StudyFeatures.TABLE,
            IntakeAccounts.TABLE,
            RunRecords.TABLE,
            ProcessingRecords.TABLE);

    private CurrentPublication() {}

    /**
     * Makes a view of each table, under its name.
     *
     * @param runId another run than that of the newest publication
     * @return the run whose rows the views show
     */
    static String asViews(TableStore tables, Optional<String> runId) {
        String run = runId.or(() ->
                        Publications.current(tables.read(Publications.TABLE)).map(row -> row.getAs(Table.RUN_ID)))
                .orElseThrow(() -> DramatisException.usage(
                        "There is no publication",
                        "the lake of this study holds none yet",
                        "Run the study, or look at an unpublished run with --run-id"));
        if (tables.read(IntakeAccounts.TABLE, run).isEmpty()
                && tables.read(RunRecords.TABLE, run).isEmpty()) {
            throw DramatisException.usage(
                    "There is no run " + run,
                    "the lake of this study holds no row of it",
                    "Leave --run-id out for the newest publication; `select run_id from publications` lists them");
        }
        for (Table table : TABLES) {
            tables.read(table, run).createOrReplaceTempView(table.name());
        }
        tables.read(Publications.TABLE)
                .orderBy(col(Publications.SEQUENCE).desc())
                .createOrReplaceTempView(Publications.TABLE.name());
        return run;
    }
}
