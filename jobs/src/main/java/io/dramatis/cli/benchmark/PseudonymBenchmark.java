package io.dramatis.cli.benchmark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.cli.console.Json;
import io.dramatis.cli.console.Sessions;
import io.dramatis.config.Identity;
import io.dramatis.config.Identity.Normalisation;
import io.dramatis.error.DramatisException;
import io.dramatis.privacy.PseudonymKey;
import io.dramatis.privacy.Pseudonyms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a pseudonym costs a row: the same column once as it is, and once as pseudonyms, in one task. */
@Command(
        name = "pseudonyms",
        description = "Make pseudonyms of a column of customer numbers.",
        mixinStandardHelpOptions = true)
final class PseudonymBenchmark implements Callable<Integer> {
    private static final int ROUNDS = 3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--rows", defaultValue = "10000000", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Override
    public Integer call() throws IOException {
        if (rows < 1000) {
            throw DramatisException.usage(
                    "There is nothing to measure", "--rows is at least 1000", "Correct the option");
        }
        Path key = Files.createTempDirectory("dramatis-benchmark-").resolve("key");
        try (Sessions.Lease lease = Sessions.start(Map.of())) {
            Pseudonyms pseudonyms = new Pseudonyms(PseudonymKey.create(key), 1, "benchmark", "benchmark");
            Identity.Kind kind = new Identity.Kind("customer-id", List.of(Normalisation.TRIM), "");
            Column id = concat(lit("C"), col("id"));
            Dataset<Row> range = lease.spark().range(0, rows, 1, 1).toDF();
            double plain = Double.MAX_VALUE;
            double made = Double.MAX_VALUE;
            // In turn and the quickest of each, since other work on the machine only ever adds.
            for (int round = 0; round < ROUNDS; round++) {
                plain = Math.min(plain, seconds(range.select(id.as("id"))));
                made = Math.min(
                        made, seconds(range.select(pseudonyms.of(id, kind).as("id"))));
            }
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("status", "done");
            line.put("exitCode", 0);
            line.put("rows", rows);
            line.put("secondsPlain", plain);
            line.put("secondsPseudonyms", made);
            line.put("microsecondsARow", (made - plain) / rows * 1e6);
            spec.commandLine().getOut().println(Json.line(line));
            spec.commandLine().getOut().flush();
            return 0;
        } finally {
            Files.deleteIfExists(key);
            Files.deleteIfExists(key.getParent());
        }
    }

    private static double seconds(Dataset<Row> ids) {
        long start = System.nanoTime();
        ids.write().format("noop").mode("overwrite").save();
        return (System.nanoTime() - start) / 1e9;
    }
}
