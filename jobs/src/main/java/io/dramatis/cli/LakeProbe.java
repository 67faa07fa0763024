package io.dramatis.cli;

import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import io.dramatis.error.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Whether the lake can be written, before anything is read. */
final class LakeProbe {
    /** As much as a small table needs: a disk with less is full. */
    private static final int PROBE_BYTES = 1 << 16;

    private LakeProbe() {}

    /** The lake's two places by zone. */
    static Map<String, String> places(Study.Lake lake) {
        Map<String, String> places = new LinkedHashMap<>();
        if (lake instanceof Study.Lake.Schemas schemas) {
            places.put("restricted", schemas.restricted());
            places.put("open", schemas.open());
        } else if (lake instanceof Study.Lake.Directories directories) {
            places.put("restricted", directories.restricted());
            places.put("open", directories.open());
        }
        return places;
    }

    /** @throws DramatisException of usage when a place cannot be written */
    static void requireWritable(SparkSession spark, Study study) {
        for (Problem problem : problems(spark, study)) {
            throw DramatisException.usage(
                    "The " + problem.where() + " cannot be written", problem.what(), problem.cure());
        }
    }

    /** Tries to write a little; nothing is left behind, and nothing that was there is touched. */
    static List<Problem> problems(SparkSession spark, Study study) {
        List<Problem> problems = new ArrayList<>();
        places(study.lake()).forEach((zone, place) -> {
            Optional<String> fault = study.lake() instanceof Study.Lake.Schemas
                    ? schemaFault(spark, place)
                    : directoryFault(spark.sparkContext().hadoopConfiguration(), place);
            fault.ifPresent(reason -> problems.add(new Problem(
                    zone + " lake " + place,
                    reason,
                    "Make room, give the job the right to write there, or name another place under dramatis.lake")));
        });
        return problems;
    }

    private static Optional<String> schemaFault(SparkSession spark, String schema) {
        return spark.catalog().databaseExists(schema) ? Optional.empty() : Optional.of("there is no such schema");
    }

    private static Optional<String> directoryFault(Configuration configuration, String place) {
        List<Path> made = new ArrayList<>();
        try {
            Path root = new Path(place);
            FileSystem system = root.getFileSystem(configuration);
            for (Path folder = root; folder != null && !system.exists(folder); folder = folder.getParent()) {
                made.add(folder);
            }
            Path probe = new Path(root, ".probe-" + UUID.randomUUID());
            try {
                if (!system.mkdirs(root)) {
                    return Optional.of("the folder cannot be made");
                }
                try (OutputStream out = system.create(probe, true)) {
                    out.write(new byte[PROBE_BYTES]);
                }
            } finally {
                system.delete(probe, false);
                for (Path folder : made) {
                    if (system.exists(folder)) {
                        system.delete(folder, false);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException failure) {
            return Optional.of(String.valueOf(failure.getMessage()).replaceAll("\\s+", " "));
        }
    }
}
