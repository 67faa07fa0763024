package io.dramatis.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** scikit-learn's GaussianMixture with five starts, in a process of its own. */
final class ScikitLearn {
    private static final Path SCRIPT = Path.of("src/test/resources/planted_sklearn.py");
    private static final boolean IS_THERE = isThere();

    private ScikitLearn() {}

    private static boolean isThere() {
        try {
            return run("-c", "import sklearn").exitCode() == 0;
        } catch (UncheckedIOException none) {
            return false;
        }
    }

    /** Adjusted Rand index of planted groups with those that it finds, knowing how many; empty where {@code python3} has it not. */
    static OptionalDouble alike(Planted planted, int k, int seed) {
        if (!IS_THERE) {
            return OptionalDouble.empty();
        }
        int n = planted.rows().size();
        int d = planted.rows().get(0).length;
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * n * (d + 1)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            bytes.putDouble(planted.labels()[i]);
            for (double value : planted.rows().get(i)) {
                bytes.putDouble(value);
            }
        }
        try {
            Path file = Files.createTempFile("planted", ".f64");
            Files.write(file, bytes.array());
            Ended ended = run(SCRIPT.toString(), file.toString(), "" + n, "" + d, "" + k, "" + seed);
            Files.delete(file);
            if (ended.exitCode() != 0) {
                throw new IllegalStateException(ended.said());
            }
            return OptionalDouble.of(Double.parseDouble(ended.said().strip()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private record Ended(int exitCode, String said) {}

    private static Ended run(String... arguments) {
        try {
            ProcessBuilder builder = new ProcessBuilder(arguments);
            builder.command().add(0, "python3");
            builder.environment().put("PYTHONWARNINGS", "ignore");
            builder.environment().put("OMP_NUM_THREADS", "1");
            Process process = builder.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), said);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
