package io.dramatis.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.spark.Concurrently;
import io.dramatis.table.Table;
import io.dramatis.table.TableStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.CreateTableWriter;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/**
 * Tables in Delta Lake, a folder or a catalog entry each, partitioned by run so that a rerun replaces whole files.
 *
 * <p>Deletion vectors and the change feed are off and the restricted zone keeps no column statistics: an erased person
 * would stay readable in all three.
 */
public final class DeltaTables implements TableStore {
    private static final String ELSEWHERE = "delta.randomizeFilePrefixes";

    private final SparkSession spark;
    private final Study.Lake lake;

    public DeltaTables(SparkSession spark, Study.Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    @Override
    public boolean exists(Table table) {
        return isCatalog() ? spark.catalog().tableExists(place(table)) : DeltaTable.isDeltaTable(spark, place(table));
    }

    @Override
    public Dataset<Row> read(Table table) {
        if (!exists(table)) {
            return spark.createDataFrame(List.of(), table.schema());
        }
        return deltaTable(table).toDF();
    }

    @Override
    public void replace(Table table, String runId, Dataset<Row> rows) {
        Dataset<Row> shaped = shaped(table, rows.withColumn(Table.RUN_ID, lit(runId)));
        try {
            if (!exists(table)) {
                create(table, shaped, !RunText.isFolder(runId));
                return;
            }
            if (!RunText.isFolder(runId)) {
                putElsewhere(table);
            }
            writer(table, shaped)
                    .mode("overwrite")
                    .option("replaceWhere", RunText.condition(runId))
                    // A lake of an earlier version lacks columns that have come since: its rows have null there.
                    .option("mergeSchema", "true")
                    .save();
        } catch (Exception failure) {
            throw translated(table, failure);
        }
    }

    @Override
    public void replaceAll(String runId, Map<Table, Dataset<Row>> rows) {
        Concurrently.run(
                spark,
                rows.entrySet().stream()
                        .<Runnable>map(entry -> () -> replace(entry.getKey(), runId, entry.getValue()))
                        .toList());
    }

    @Override
    public boolean appendIfUnchanged(Table table, long expectedVersion, Dataset<Row> rows) {
        try (WriterLock lock = WriterLock.of(lake, table)) {
            long now = version(table);
            if (now != expectedVersion) {
                return false;
            }
            boolean isFolder = rows.select(Table.RUN_ID).collectAsList().stream()
                    .allMatch(row -> RunText.isFolder(row.getString(0)));
            if (now < 0) {
                create(table, shaped(table, rows), !isFolder);
                return true;
            }
            if (!isFolder && putElsewhere(table)) {
                now = version(table);
                if (now != expectedVersion + 1) {
                    return false;
                }
            }
            // Where there is no lock (an object store), Delta refuses the second of two writers of one transaction.
            writer(table, shaped(table, rows))
                    .mode("append")
                    .option("txnAppId", "dramatis-" + table.name())
                    .option("txnVersion", Long.toString(now + 1))
                    .save();
            return version(table) == now + 1;
        } catch (TableAlreadyExistsException first) {
            return false;
        } catch (Exception failure) {
            if (failure.getClass().getPackageName().equals("io.delta.exceptions")) {
                return false;
            }
            throw translated(table, failure);
        }
    }

    @Override
    public String format() {
        return io.delta.package$.MODULE$.VERSION();
    }

    @Override
    public long version(Table table) {
        if (!exists(table)) {
            return -1;
        }
        DeltaLog log = isCatalog()
                ? DeltaLog.forTable(spark, new Path(location(table)))
                : DeltaLog.forTable(spark, new Path(place(table)));
        return log.update(false, Option.empty(), Option.empty()).version();
    }

    private DeltaTable deltaTable(Table table) {
        return isCatalog() ? DeltaTable.forName(spark, place(table)) : DeltaTable.forPath(spark, place(table));
    }

    /** Table and first rows in one commit: nobody sees a table without them, and Delta reads no log in between. */
    private void create(Table table, Dataset<Row> shaped, boolean isElsewhere) throws TableAlreadyExistsException {
        CreateTableWriter<Row> writer = shaped.writeTo(name(table))
                .using("delta")
                .tableProperty("comment", table.comment())
                .tableProperty("delta.enableDeletionVectors", "false")
                .tableProperty("delta.enableChangeDataFeed", "false");
        if (isElsewhere) {
            writer = writer.tableProperty(ELSEWHERE, "true");
        }
        if (table.zone() == Table.Zone.RESTRICTED) {
            writer = writer.tableProperty("delta.dataSkippingNumIndexedCols", "0");
        }
        for (Table.Column column : table.columns()) {
            // A table that is made from rows cannot say NOT NULL.
            if (column.required()) {
                writer = writer.tableProperty(
                        "delta.constraints." + column.name() + "_is_given", column.name() + " is not null");
            }
        }
        for (var check : table.checks().entrySet()) {
            writer = writer.tableProperty("delta.constraints." + check.getKey(), check.getValue());
        }
        if (table.columns().size() > 1) {
            writer = writer.partitionedBy(col(Table.RUN_ID));
        }
        writer.create();
    }

    /**
     * Lets Delta put new files into folders that are not called as the run.
     *
     * @return whether that was new, and so a version of the table
     */
    private boolean putElsewhere(Table table) {
        Object set = deltaTable(table)
                .detail()
                .select("properties")
                .first()
                .getJavaMap(0)
                .get(ELSEWHERE);
        if ("true".equals(set)) {
            return false;
        }
        spark.sql("alter table " + name(table) + " set tblproperties ('" + ELSEWHERE + "' = 'true')");
        return true;
    }

    /** As SQL has it. */
    private String name(Table table) {
        return isCatalog() ? place(table) : "delta.`" + place(table).replace("`", "``") + "`";
    }

    private DataFrameWriter<Row> writer(Table table, Dataset<Row> rows) {
        String path = isCatalog() ? location(table) : place(table);
        return rows.write().format("delta").option("path", path);
    }

    /** The contract's columns in its order, then the study's own, where it has some. */
    private static Dataset<Row> shaped(Table table, Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : table.schema().fields()) {
            columns.add(col(field.name()).cast(field.dataType()).as(field.name(), field.metadata()));
        }
        if (table.hasMoreColumns()) {
            Arrays.stream(rows.schema().fields())
                    .filter(field -> !table.columnNames().contains(field.name()))
                    .forEach(field -> columns.add(col(field.name())));
        }
        return rows.select(columns.toArray(Column[]::new));
    }

    private String location(Table table) {
        return deltaTable(table).detail().select("location").first().getString(0);
    }

    private boolean isCatalog() {
        return lake instanceof Study.Lake.Schemas;
    }

    /** The table's folder, or its name in the catalog. */
    private String place(Table table) {
        String root = root(lake, table.zone());
        if (isCatalog()) {
            return root + "." + table.name();
        }
        try {
            // Delta takes a relative path for a name.
            Path folder = new Path(root, table.name());
            return folder.getFileSystem(spark.sparkContext().hadoopConfiguration())
                    .makeQualified(folder)
                    .toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The zone's folder or schema. */
    static String root(Study.Lake lake, Table.Zone zone) {
        boolean isRestricted = zone == Table.Zone.RESTRICTED;
        if (lake instanceof Study.Lake.Schemas schemas) {
            return isRestricted ? schemas.restricted() : schemas.open();
        }
        Study.Lake.Directories directories = (Study.Lake.Directories) lake;
        return isRestricted ? directories.restricted() : directories.open();
    }

    private RuntimeException translated(Table table, Exception failure) {
        if (failure instanceof AnalysisException
                && String.valueOf(failure.getMessage()).contains("DELTA_FAILED_TO_MERGE_FIELDS")) {
            return DramatisException.usage(
                            "Table " + place(table) + " cannot take the columns of this study",
                            "a column has another type than in an earlier run",
                            "Name the column or feature anew in the config, or give the study another lake")
                    .causedBy(failure);
        }
        return failure instanceof RuntimeException ours ? ours : new IllegalStateException(failure);
    }
}
