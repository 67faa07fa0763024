package io.dramatis.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import io.dramatis.config.Study;
import io.dramatis.table.Table;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeletionVectorsTableFeature$;
import org.apache.spark.sql.delta.DeltaLog;
import scala.Console;
import scala.Function0;
import scala.Option;

/**
 * The tables that are in a lake, whoever made them: those of sources that the study no longer has are among them. What is
 * done here takes old versions away, so the caller holds the {@link LakeLock}.
 */
public final class LakeTables {
    /** How long Delta's own vacuum keeps what no version needs. */
    private static final Duration RETENTION = Duration.ofDays(7);

    private final SparkSession spark;
    private final Study.Lake lake;

    /**
     * A table that is there.
     *
     * @param location its folder
     * @param columns of its current version
     */
    public record Found(Table.Zone zone, String name, String location, List<String> columns) {

        /** Whether it is this table, in a catalog too, which puts the schema before its name. */
        public boolean is(Table table) {
            return simpleName().equals(table.name());
        }

        /** Its name without the schema. */
        public String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        /** Whether its rows are about people. */
        public boolean isOfPeople() {
            return columns.contains(Table.PERSON_ID);
        }
    }

    public LakeTables(SparkSession spark, Study.Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /** Every Delta table of both zones, by zone and name. */
    public List<Found> all() {
        List<Found> all = new ArrayList<>();
        for (Table.Zone zone : Table.Zone.values()) {
            String root = DeltaTables.root(lake, zone);
            if (lake instanceof Study.Lake.Schemas) {
                catalogNames(root).forEach(name -> all.add(inCatalog(zone, name)));
                continue;
            }
            for (Path folder : folders(root)) {
                if (DeltaTable.isDeltaTable(spark, folder.toString())) {
                    DeltaTable table = DeltaTable.forPath(spark, folder.toString());
                    all.add(new Found(zone, folder.getName(), folder.toString(), columns(table)));
                }
            }
        }
        return all;
    }

    /** The roots of the two zones, or the folders of all tables where a catalog keeps them. */
    public List<String> places() {
        return lake instanceof Study.Lake.Directories directories
                ? List.of(directories.restricted(), directories.open())
                : all().stream().map(Found::location).toList();
    }

    /** Folders of these names in the restricted zone that are no table: a first write died before its commit. */
    public List<String> unfinished(Set<String> names) {
        return lake instanceof Study.Lake.Directories directories
                ? folders(directories.restricted()).stream()
                        .filter(folder -> names.contains(folder.getName()))
                        .map(Path::toString)
                        .filter(folder -> !DeltaTable.isDeltaTable(spark, folder))
                        .toList()
                : List.of();
    }

    /** The rows of all runs. */
    public Dataset<Row> rows(Found table) {
        return delta(table).toDF();
    }

    /** Removes folders that are no table, and all that is in them. */
    public void removeUnfinished(List<String> folders) {
        folders.forEach(folder -> new LakeFiles(spark, folder).remove());
    }

    /** The current version. */
    public long version(Found table) {
        return DeltaLog.forTable(spark, new Path(table.location()))
                .update(false, Option.empty(), Option.empty())
                .version();
    }

    /** Rows by pseudonym: {@code person_id}, {@code count}; of these people alone. */
    public List<Row> counts(Found table, Dataset<Row> people) {
        Dataset<Row> rows = rows(table);
        return rows.join(people, rows.col(Table.PERSON_ID).equalTo(people.col(Table.PERSON_ID)), "left_semi")
                .groupBy(Table.PERSON_ID)
                .agg(count(lit(1)))
                .collectAsList();
    }

    /**
     * Removes the rows of these people from the current version. By a merge, since Delta writes the condition of a
     * deletion, with its values, into the log.
     *
     * @param people {@code person_id} BINARY, each once
     */
    public void remove(Found table, Dataset<Row> people) {
        remove(table, Table.PERSON_ID, people);
    }

    /**
     * Removes the rows that have one of these values in a column, in the same way.
     *
     * @param values in its only column, each once
     */
    public void remove(Found table, String column, Dataset<Row> values) {
        delta(table)
                .as("held")
                .merge(values.toDF("value").as("gone"), "held." + column + " = gone.value")
                .whenMatched()
                .delete()
                .execute();
    }

    /**
     * Puts other values in the place of those that a column has, and sets further columns where it does. By a merge, so that
     * no value is written into the log.
     *
     * @param successors the old value and the new one, of any names, in this order; each old value once
     * @param further new values of other columns of these rows
     */
    public void replace(Found table, String column, Dataset<Row> successors, Map<String, Column> further) {
        Map<String, Column> set = new HashMap<>(further);
        set.put(column, col("next.successor"));
        delta(table)
                .as("held")
                .merge(successors.toDF("former", "successor").as("next"), "held." + column + " = next.former")
                .whenMatched()
                .update(set)
                .execute();
    }

    /** Sets columns of the rows of these runs. */
    public void setInRuns(Found table, Set<String> runs, Map<String, Column> values) {
        delta(table).update(col(Table.RUN_ID).isin(runs.toArray()), values);
    }

    /** Removes the rows of these runs from the current version: whole files, as tables are partitioned by run. */
    public void removeRuns(Found table, Set<String> runs) {
        delta(table).delete(col(Table.RUN_ID).isin(runs.toArray()));
    }

    /** Puts small files together. */
    public void compact(Found table) {
        delta(table).optimize().executeCompaction();
    }

    /** Removes the files of versions that are older than Delta's own retention; a look costs less than Delta's own. */
    public void vacuum(Found table) {
        Instant limit = Instant.now().minus(RETENTION);
        if (new LakeFiles(spark, table.location()).hasOthersThan(inputFiles(table), limit)) {
            vacuumed(() -> delta(table).vacuum());
        }
    }

    /**
     * Removes every file of the table that its current version does not need: old versions, what killed writes left, and
     * temporary files of the log.
     *
     * @return how many
     */
    public long purge(Found table) {
        LakeFiles files = new LakeFiles(spark, table.location());
        Set<Path> removed = files.paths();
        DeltaLog log = DeltaLog.forTable(spark, new Path(table.location()));
        if (log.update(false, Option.empty(), Option.empty())
                .protocol()
                .isFeatureSupported(DeletionVectorsTableFeature$.MODULE$)) {
            // Somebody has turned them on: the rows that they hide are still in the files.
            String name =
                    isCatalog() ? table.name() : "delta.`" + table.location().replace("`", "``") + "`";
            spark.sql("reorg table " + name + " apply (purge)");
        }
        files.removeAllBut(inputFiles(table));
        removed.removeAll(files.paths());
        return removed.size();
    }

    private List<String> inputFiles(Found table) {
        return Arrays.asList(rows(table).inputFiles());
    }

    /** Delta tells on stdout how many files it removed, where results alone belong, and lists folders with 10,000 tasks. */
    private void vacuumed(Function0<Dataset<Row>> vacuum) {
        String key = "spark.sql.sources.parallelPartitionDiscovery.parallelism";
        Option<String> before = spark.conf().getOption(key);
        spark.conf().set(key, Integer.toString(spark.sparkContext().defaultParallelism()));
        try {
            Console.withOut(System.err, vacuum);
        } finally {
            if (before.isDefined()) {
                spark.conf().set(key, before.get());
            } else {
                spark.conf().unset(key);
            }
        }
    }

    private Found inCatalog(Table.Zone zone, String name) {
        DeltaTable table = DeltaTable.forName(spark, name);
        String location = table.detail().select("location").first().getString(0);
        return new Found(zone, name, location, columns(table));
    }

    private static List<String> columns(DeltaTable table) {
        return List.of(table.toDF().columns());
    }

    private List<String> catalogNames(String schema) {
        try {
            return spark.catalog().listTables(schema).collectAsList().stream()
                    .filter(table -> !table.isTemporary())
                    .map(table -> schema + "." + table.name())
                    .filter(this::isDelta)
                    .sorted()
                    .toList();
        } catch (AnalysisException none) {
            throw new IllegalStateException("The schema " + schema + " cannot be listed", none);
        }
    }

    private boolean isDelta(String name) {
        try {
            DeltaTable.forName(spark, name);
            return true;
        } catch (Exception none) {
            // Java does not see that Scala throws this checked exception.
            if (none instanceof AnalysisException) {
                return false;
            }
            throw none;
        }
    }

    private DeltaTable delta(Found table) {
        return isCatalog() ? DeltaTable.forName(spark, table.name()) : DeltaTable.forPath(spark, table.location());
    }

    private boolean isCatalog() {
        return lake instanceof Study.Lake.Schemas;
    }

    private List<Path> folders(String root) {
        try {
            Path place = new Path(root);
            FileSystem system = place.getFileSystem(spark.sparkContext().hadoopConfiguration());
            return Arrays.stream(system.listStatus(system.makeQualified(place)))
                    .filter(FileStatus::isDirectory)
                    .map(FileStatus::getPath)
                    .sorted()
                    .toList();
        } catch (FileNotFoundException none) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
