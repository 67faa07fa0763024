package io.dramatis.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;
import static org.apache.spark.sql.functions.to_json;

import io.dramatis.cli.console.Sessions;
import io.dramatis.cli.console.TextTable;
import io.dramatis.config.Study;
import io.dramatis.config.reading.StudyReader;
import io.dramatis.error.DramatisException;
import io.dramatis.store.DeltaTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Queries the current publication. */
@Command(
        name = "sql",
        description = "Query the current publication with Spark SQL.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Tables: personas, persona_traits, persona_evidence, model_candidates, study_features,",
            "intake_accounts, run_records (each the rows of one run), publications (all)."
        })
final class SqlCommand implements Callable<Integer> {

    /** How rows are printed. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The study, in HOCON.")
    private Path config;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, csv or json (a line a row); default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--run-id", paramLabel = "ID", description = "Show this run, published or not.")
    private Optional<String> runId = Optional.empty();

    @Parameters(paramLabel = "QUERY", description = "Such as \"select label, share from personas\".")
    private String query;

    @Override
    public Integer call() throws IOException {
        Study study = StudyReader.study(config);
        try (Sessions.Lease lease = Sessions.start(study.sparkSettings())) {
            SparkSession spark = lease.spark();
            CurrentPublication.asViews(new DeltaTables(spark, study.lake()), runId);
            print(rows(spark));
            return 0;
        }
    }

    private Dataset<Row> rows(SparkSession spark) {
        try {
            return spark.sql(query);
        } catch (Exception failure) {
            // Java does not see that Scala throws this checked exception.
            if (!(failure instanceof AnalysisException)) {
                throw failure;
            }
            String reason = failure.getMessage()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("")
                    .replaceFirst(" SQLSTATE: .*", "");
            throw DramatisException.usage(
                            "The query cannot be run",
                            reason,
                            "`show tables` lists the tables, `describe persona_traits` their columns")
                    .causedBy(failure);
        }
    }

    private void print(Dataset<Row> rows) {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TABLE ->
                TextTable.of(List.of(rows.columns()), rows.collectAsList()).forEach(out::println);
            case CSV -> {
                out.println(String.join(",", rows.columns()));
                lines(rows, to_csv(all(rows))).forEachRemaining(out::println);
            }
            case JSON ->
                lines(rows, to_json(all(rows), Map.of("ignoreNullFields", "false")))
                        .forEachRemaining(out::println);
        }
        out.flush();
    }

    private static Column all(Dataset<Row> rows) {
        return struct(Arrays.stream(rows.columns())
                .map(name -> col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new));
    }

    private static Iterator<String> lines(Dataset<Row> rows, Column line) {
        return rows.select(line).as(Encoders.STRING()).toLocalIterator();
    }
}
