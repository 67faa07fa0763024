package io.dramatis.jobs.intake;

import io.dramatis.config.Identity;
import io.dramatis.config.Input;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.input.InputName;
import io.dramatis.input.InputRows;
import io.dramatis.table.intake.InputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** The files that a study reads, with the hash of each: a file a task. */
final class FileHashes {
    private static final int BUFFER_BYTES = 1 << 16;

    private FileHashes() {}

    /** Rows of {@link InputFiles}, without the run. */
    static Dataset<Row> of(SparkSession spark, InputRows inputs, Study study) {
        List<Row> files = new ArrayList<>();
        named(study).forEach((name, input) -> {
            List<FileStatus> found = inputs.files(input);
            List<String> names = inputs.fileNames(input);
            for (int f = 0; f < found.size(); f++) {
                FileStatus file = found.get(f);
                files.add(RowFactory.create(
                        name,
                        names.get(f),
                        file.getLen(),
                        new Timestamp(file.getModificationTime()),
                        file.getPath().toUri().toString()));
            }
        });
        StructType schema = InputFiles.TABLE.schemaWithoutRun();
        if (files.isEmpty()) {
            return spark.createDataFrame(files, schema);
        }
        SerializableConfiguration configuration =
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return spark.createDataFrame(
                context.parallelize(files, files.size()).map(file -> hashed(file, configuration.value())), schema);
    }

    /** Everything that is read, by the name that the config gives it. */
    private static Map<String, Input> named(Study study) {
        Map<String, Input> inputs = new LinkedHashMap<>();
        for (Source source : study.sources()) {
            inputs.put(InputName.of(source).key(), source.input());
            source.joins().forEach(join -> inputs.put(InputName.of(source, join).key(), join.input()));
        }
        for (Identity.Link link : study.identity().links()) {
            inputs.put(InputName.of(link).key(), link.input());
        }
        study.consent()
                .ledgers()
                .forEach(ledger -> inputs.put(InputName.of(ledger).key(), ledger.input()));
        return inputs;
    }

    private static Row hashed(Row file, Configuration configuration) {
        Path path = new Path(URI.create(file.getString(4)));
        try (InputStream bytes = path.getFileSystem(configuration).open(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return RowFactory.create(
                    file.get(0),
                    file.get(1),
                    file.get(2),
                    file.get(3),
                    HexFormat.of().formatHex(digest.digest()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
