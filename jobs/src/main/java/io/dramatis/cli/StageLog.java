package io.dramatis.cli;

import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.run.Job;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import io.dramatis.table.run.Publications;
import io.dramatis.table.run.StageRuns;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Which stages each run has finished: a rerun goes on after them. */
final class StageLog {
    private final SparkSession spark;
    private final TableStore tables;
    private final Study study;
    private final List<Row> rows;
    private final Set<String> published;

    StageLog(SparkSession spark, TableStore tables, Study study) {
        this.spark = spark;
        this.tables = tables;
        this.study = study;
        this.rows = new ArrayList<>(tables.read(StageRuns.TABLE).collectAsList());
        this.published = tables.read(Publications.TABLE).select(Table.RUN_ID).collectAsList().stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toSet());
    }

    boolean isPublished(String runId) {
        return published.contains(runId);
    }

    boolean isDone(String runId, String stage) {
        return of(runId).stream().anyMatch(row -> row.getAs(StageRuns.STAGE).equals(stage));
    }

    /** The day that the run was begun with. */
    Optional<LocalDate> asOf(String runId) {
        return of(runId).stream()
                .findFirst()
                .map(row -> row.<Date>getAs(StageRuns.AS_OF).toLocalDate());
    }

    Optional<String> newestUnpublished() {
        return rows.stream()
                .filter(row -> !isPublished(row.getAs(Table.RUN_ID)))
                .max(Comparator.comparing(row -> row.<Timestamp>getAs(StageRuns.FINISHED_AT)))
                .map(row -> row.getAs(Table.RUN_ID));
    }

    /** A run id is bound to its config and its day: else a retry would mix two studies. */
    void requireSameStudy(String runId, LocalDate asOf, boolean isAsOfGiven) {
        for (Row row : of(runId)) {
            LocalDate then = row.<Date>getAs(StageRuns.AS_OF).toLocalDate();
            if (!row.getAs(StageRuns.CONFIG_HASH).equals(study.hash())) {
                throw DramatisException.usage(
                        "Run " + runId + " was begun with another config",
                        "a run id stands for one config, so that a retry cannot mix two",
                        "Give another --run-id, or none");
            }
            if (isAsOfGiven && !then.equals(asOf)) {
                throw DramatisException.usage(
                        "Run " + runId + " was begun as of " + then,
                        "--as-of says " + asOf,
                        "Give another --run-id, or leave --as-of out");
            }
        }
    }

    /** Notes a stage as finished, and those after it as not: their rows are of an earlier try. */
    void done(RunContext context, Job stage, int position, Job.Outcome outcome, double seconds) {
        String runId = context.runId();
        List<Row> kept = of(runId).stream()
                .filter(row -> row.<Integer>getAs(StageRuns.POSITION) < position)
                .collect(Collectors.toCollection(ArrayList::new));
        kept.add(RowFactory.create(
                runId,
                stage.name(),
                position,
                study.hash(),
                Date.valueOf(context.asOf()),
                Timestamp.from(context.clock().instant()),
                seconds,
                outcome.rows(),
                outcome.summary()));
        Dataset<Row> ofRun = spark.createDataFrame(kept, StageRuns.TABLE.schema());
        tables.replace(StageRuns.TABLE, runId, ofRun);
        rows.removeIf(row -> row.getAs(Table.RUN_ID).equals(runId));
        rows.addAll(ofRun.collectAsList());
    }

    private List<Row> of(String runId) {
        return rows.stream()
                .filter(row -> row.getAs(Table.RUN_ID).equals(runId))
                .toList();
    }
}
