package io.dramatis.cli.mixture;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.col;

import io.dramatis.mixture.MixtureModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Each row's group: one CSV file where the path ends in {@code .csv}, else Parquet. */
final class MembershipFile {
    private MembershipFile() {}

    /**
     * Writes.
     *
     * @param key columns that name a row; empty for all of the table's
     */
    static void write(Dataset<Row> scored, List<String> key, Path path) throws IOException {
        Column posterior = array_max(vector_to_array(col(MixtureModel.PROBABILITY), "float64"));
        List<Column> wanted = new ArrayList<>();
        Stream<String> names =
                key.isEmpty() ? Arrays.stream(scored.columns()).limit(scored.columns().length - 3L) : key.stream();
        names.forEach(name -> wanted.add(col("`" + name.replace("`", "``") + "`")));
        wanted.add(col(MixtureModel.PREDICTION).as("group_index"));
        wanted.add(posterior.as("posterior"));
        wanted.add(col(MixtureModel.LOG_DENSITY));
        wanted.add(col(MixtureModel.PREDICTION).isNotNull().as("is_assigned"));
        Dataset<Row> memberships = scored.select(wanted.toArray(Column[]::new));
        if (!path.toString().endsWith(".csv")) {
            memberships.write().parquet(path.toString());
            return;
        }
        Path folder = Files.createTempDirectory(path.toAbsolutePath().getParent(), ".dramatis-");
        try {
            memberships
                    .coalesce(1)
                    .write()
                    .mode("overwrite")
                    .option("header", true)
                    .csv(folder.toString());
            try (Stream<Path> files = Files.list(folder)) {
                Path part = files.filter(file -> file.getFileName().toString().startsWith("part-"))
                        .findFirst()
                        .orElseThrow();
                Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
