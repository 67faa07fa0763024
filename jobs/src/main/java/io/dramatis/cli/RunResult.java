package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;

import io.dramatis.config.Study;
import io.dramatis.error.ExitCode;
import io.dramatis.table.TableStore;
import io.dramatis.table.intake.IntakeAccounts;
import io.dramatis.table.persona.Personas;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * What a run came to, as the last line of stdout tells it.
 *
 * @param line keys in their order
 */
record RunResult(ExitCode exitCode, Map<String, Object> line) {

    /** Reads the result back from the tables. */
    record Reader(TableStore tables, Study study, String runId, LocalDate asOf) {

        RunResult published(Map<String, Double> seconds) {
            return result("published", ExitCode.DONE, seconds, personas());
        }

        /** A successful answer: the data defend none. */
        RunResult noPersonas(Map<String, Double> seconds) {
            return result("no-personas", ExitCode.NO_PERSONAS, seconds, List.of());
        }

        /** Some stages were asked for, publication was not among them. */
        RunResult partial(Map<String, Double> seconds) {
            return result("done", ExitCode.DONE, seconds, List.of());
        }

        private RunResult result(
                String status, ExitCode exitCode, Map<String, Double> seconds, List<Map<String, Object>> personas) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("status", status);
            line.put("exitCode", exitCode.code());
            line.put("study", study.name());
            line.put("runId", runId);
            line.put("asOf", asOf.toString());
            line.put("lake", LakeProbe.places(study.lake()));
            line.put("personas", personas);
            line.put("accounts", accounts());
            line.put("notices", Notice.maps(Notice.of(tables, runId)));
            line.put("seconds", seconds);
            return new RunResult(exitCode, line);
        }

        private List<Map<String, Object>> personas() {
            return tables
                    .read(Personas.TABLE, runId)
                    .orderBy(col(Personas.PEOPLE_COUNT).desc(), col(Personas.PERSONA_ID))
                    .collectAsList()
                    .stream()
                    .map(row -> {
                        Map<String, Object> persona = new LinkedHashMap<>();
                        persona.put("id", row.getAs(Personas.PERSONA_ID));
                        persona.put("label", row.getAs(Personas.LABEL));
                        persona.put("share", row.getAs(Personas.SHARE));
                        persona.put("n", row.getAs(Personas.PEOPLE_COUNT));
                        persona.put("verdict", row.getAs(Personas.VERDICT));
                        Optional.ofNullable(row.<String>getAs(Personas.CAUTION))
                                .ifPresent(caution -> persona.put("caution", caution));
                        return persona;
                    })
                    .toList();
        }

        private List<Map<String, Object>> accounts() {
            return tables.read(IntakeAccounts.TABLE, runId).orderBy(IntakeAccounts.SOURCE).collectAsList().stream()
                    .map(Reader::account)
                    .toList();
        }

        private static Map<String, Object> account(Row row) {
            Map<String, Object> account = new LinkedHashMap<>();
            account.put("source", row.getAs(IntakeAccounts.SOURCE));
            account.put("read", row.getAs(IntakeAccounts.READ_COUNT));
            account.put("used", row.getAs(IntakeAccounts.USED_COUNT));
            account.put("rejected", row.getAs(IntakeAccounts.REJECTED_COUNT));
            account.put("notConsented", row.getAs(IntakeAccounts.NOT_CONSENTED_COUNT));
            account.put("duplicate", row.getAs(IntakeAccounts.DUPLICATE_COUNT));
            return account;
        }
    }
}
