package io.dramatis.store;

import io.dramatis.privacy.Traces;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Searches a lake for pseudonyms: each byte of each file as it is on disk, and besides every text and every binary value of
 * each Parquet file, in the log or not, since compression can hide bytes.
 */
public final class LakeScan {
    /** Lakes have thousands of small files; a task each would take longer than to read them. */
    private static final int TASKS_PER_CORE = 4;

    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /**
     * What a scan saw.
     *
     * @param parquetFiles of the files, those that were read as Parquet too
     * @param found the files that hold a pseudonym
     * @param unreadable the files that begin as Parquet and cannot be read as such
     */
    public record Report(long files, long bytes, long parquetFiles, List<String> found, List<String> unreadable) {

        /** Whether nothing was found, and nothing could hide. */
        public boolean isClean() {
            return found.isEmpty() && unreadable.isEmpty();
        }
    }

    private record Looked(String file, long bytes, boolean isFound, boolean isParquet, boolean isUnreadable)
            implements Serializable {}

    private LakeScan() {}

    /** Searches all files below these folders. */
    public static Report of(SparkSession spark, List<String> folders, Collection<byte[]> pseudonyms) {
        List<String> files = folders.stream()
                .flatMap(folder -> new LakeFiles(spark, folder).all().stream())
                // Large ones apart from each other.
                .sorted(Comparator.comparingInt(
                        file -> file.getPath().toString().hashCode()))
                .map(file -> file.getPath().toString())
                .distinct()
                .toList();
        if (files.isEmpty()) {
            return new Report(0, 0, 0, List.of(), List.of());
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> configuration = context.broadcast(
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
        Broadcast<Traces> traces = context.broadcast(new Traces(pseudonyms));
        try {
            List<Looked> looked = context.parallelize(
                            files, Math.min(files.size(), TASKS_PER_CORE * context.defaultParallelism()))
                    .map(file ->
                            looked(file, traces.value(), configuration.value().value()))
                    .collect();
            return new Report(
                    looked.size(),
                    looked.stream().mapToLong(Looked::bytes).sum(),
                    looked.stream().filter(Looked::isParquet).count(),
                    looked.stream()
                            .filter(Looked::isFound)
                            .map(Looked::file)
                            .sorted()
                            .toList(),
                    looked.stream()
                            .filter(Looked::isUnreadable)
                            .map(Looked::file)
                            .sorted()
                            .toList());
        } finally {
            traces.destroy();
            configuration.destroy();
        }
    }

    private static Looked looked(String file, Traces traces, Configuration configuration) throws IOException {
        Path path = new Path(file);
        byte[] start = new byte[PARQUET.length];
        Traces.Count count;
        try (InputStream stream =
                new BufferedInputStream(LakeFiles.system(path, configuration).open(path))) {
            stream.mark(start.length);
            stream.readNBytes(start, 0, start.length);
            stream.reset();
            count = traces.count(stream);
        }
        boolean isFound = count.found() > 0;
        long bytes = count.bytes();
        if (!Arrays.equals(start, PARQUET)) {
            return new Looked(file, bytes, isFound, false, false);
        }
        try {
            return new Looked(file, bytes, isFound || isInValues(path, traces, configuration), true, false);
        } catch (IOException | RuntimeException cutShort) {
            return new Looked(file, bytes, isFound, true, true);
        }
    }

    /** Whether a value of the Parquet file holds one. */
    private static boolean isInValues(Path path, Traces traces, Configuration configuration) throws IOException {
        // With options of its own: without, Parquet reads Hadoop's XML files anew for each file.
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(path, configuration),
                HadoopReadOptions.builder(configuration, path).build())) {
            MessageType schema = reader.getFileMetaData().getSchema();
            List<Type> wanted =
                    schema.getFields().stream().filter(LakeScan::hasBytes).toList();
            if (wanted.isEmpty()) {
                return false;
            }
            MessageType projected = new MessageType(schema.getName(), wanted);
            reader.setRequestedSchema(projected);
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(projected, schema);
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> rows = columns.getRecordReader(pages, new GroupRecordConverter(projected));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    if (isIn(rows.read(), traces)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static boolean isIn(Group group, Traces traces) {
        for (int field = 0; field < group.getType().getFieldCount(); field++) {
            Type type = group.getType().getType(field);
            for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
                if (!type.isPrimitive()) {
                    if (isIn(group.getGroup(field, i), traces)) {
                        return true;
                    }
                } else if (hasBytes(type)
                        && traces.isIn(group.getBinary(field, i).getBytesUnsafe())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasBytes(Type type) {
        if (!type.isPrimitive()) {
            return type.asGroupType().getFields().stream().anyMatch(LakeScan::hasBytes);
        }
        PrimitiveTypeName name = type.asPrimitiveType().getPrimitiveTypeName();
        return name == PrimitiveTypeName.BINARY || name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    }
}
